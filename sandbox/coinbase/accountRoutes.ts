import { type Decimal, dec, ZERO } from '../../src/trading/money.ts';
import { accountId } from './accountId.ts';
import type { ApiKey } from './keys.ts';
import type { Market } from './market.ts';
import { pageOf } from './query.ts';
import { type Answer, type Call, get, notFound, ok, type Route } from './route.ts';
import { expiryOf, isoTime, writeAmount, writePosition } from './wire.ts';

/** Balances, fees, permissions, portfolios and derivatives positions. */
export function createAccountRoutes(market: Market): Route[] {
  const { exchange } = market;

  function accountList(key: ApiKey) {
    return exchange.balances(key.portfolioId).map(({ asset, total, hold }) => {
      const isFiat = ['USD', 'EUR', 'GBP'].includes(asset);
      return {
        uuid: accountId(key.portfolioId, asset),
        name: `${asset} Wallet`,
        currency: asset,
        available_balance: writeAmount(total.minus(hold), asset),
        default: asset === 'USD',
        active: true,
        created_at: '2024-01-01T00:00:00Z',
        updated_at: isoTime(market.now()),
        deleted_at: null,
        type: isFiat ? 'ACCOUNT_TYPE_FIAT' : 'ACCOUNT_TYPE_CRYPTO',
        ready: true,
        hold: writeAmount(hold, asset),
        retail_portfolio_id: key.portfolioId,
        platform: 'ACCOUNT_PLATFORM_CONSUMER',
      };
    });
  }

  function accounts({ key, query }: Call): Answer {
    const { page, cursor } = pageOf(accountList(key), query, 49, (account) => account.uuid);
    return ok({ accounts: page, has_next: cursor !== '', cursor, size: page.length });
  }

  function account({ key, params }: Call): Answer {
    const found = accountList(key).find(({ uuid }) => uuid === params.accountId);
    return found ? ok({ account: found }) : notFound('account not found');
  }

  function fees({ key }: Call): Answer {
    const tier = exchange.feeTier(key.portfolioId, market.now());
    const paid = exchange.fills(key.portfolioId).reduce((sum, { fee }) => sum.plus(fee), ZERO);
    return ok({
      total_volume: tier.volume.toNumber(),
      total_fees: paid.toNumber(),
      fee_tier: {
        pricing_tier: tier.name,
        usd_from: tier.from,
        usd_to: '',
        taker_fee_rate: tier.taker,
        maker_fee_rate: tier.maker,
        aop_from: '',
        aop_to: '',
      },
      margin_rate: null,
      goods_and_services_tax: null,
      advanced_trade_only_volume: tier.volume.toNumber(),
      advanced_trade_only_fees: paid.toNumber(),
      coinbase_pro_volume: 0,
      coinbase_pro_fees: 0,
      total_balance: '',
      has_promo_fee: false,
    });
  }

  function permissions({ key }: Call): Answer {
    return ok({
      can_view: key.permissions.canView,
      can_trade: key.permissions.canTrade,
      can_transfer: key.permissions.canTransfer,
      portfolio_uuid: key.portfolioId,
      portfolio_type: 'DEFAULT',
    });
  }

  const portfolioShape = (id: string) => ({
    name: 'Default',
    uuid: id,
    type: 'DEFAULT',
    deleted: false,
  });

  function portfolio({ key, params }: Call): Answer {
    const { portfolioId } = key;
    if (params.portfolioId !== portfolioId) return notFound('portfolio not found');
    const worth = (asset: string) => {
      if (asset === 'USD' || asset === 'USDC') return dec(1);
      return (market.entry(`${asset}-USD`) && exchange.quote(`${asset}-USD`)?.last) || ZERO;
    };
    const held = exchange.balances(portfolioId).map((balance) => ({
      ...balance,
      value: balance.total.mul(worth(balance.asset)),
      cash: ['USD', 'USDC', 'EUR'].includes(balance.asset),
    }));
    const sum = (list: typeof held) =>
      writeAmount(
        list.reduce((total, { value }) => total.plus(value), ZERO),
        'USD',
      );
    return ok({
      breakdown: {
        portfolio: portfolioShape(portfolioId),
        portfolio_balances: {
          total_balance: sum(held),
          total_futures_balance: writeAmount(ZERO, 'USD'),
          total_cash_equivalent_balance: sum(held.filter((each) => each.cash)),
          total_crypto_balance: sum(held.filter((each) => !each.cash)),
          futures_unrealized_pnl: writeAmount(ZERO, 'USD'),
          perp_unrealized_pnl: writeAmount(ZERO, 'USD'),
        },
        spot_positions: held.map((each) => ({
          asset: each.asset,
          account_uuid: accountId(portfolioId, each.asset),
          total_balance_fiat: each.value.toNumber(),
          available_to_trade_fiat: each.total.minus(each.hold).mul(worth(each.asset)).toNumber(),
          total_balance_crypto: each.total.toNumber(),
          available_to_trade_crypto: each.total.minus(each.hold).toNumber(),
          is_cash: each.cash,
        })),
        perp_positions: [],
        futures_positions: [],
      },
    });
  }

  function futures(key: ApiKey) {
    return exchange.positions(key.portfolioId).flatMap(({ productId, ...position }) => {
      const entry = market.entry(productId);
      const mark = entry && exchange.quote(productId)?.last;
      if (!entry || !mark) return [];
      const expiry = expiryOf(entry.product);
      return [writePosition(productId, position, entry.product, mark, expiry)];
    });
  }

  function balanceSummary({ key }: Call): Answer {
    const usd = exchange.balances(key.portfolioId).find(({ asset }) => asset === 'USD');
    const total = usd?.total ?? ZERO;
    const free = total.minus(usd?.hold ?? ZERO);
    const open = exchange.positions(key.portfolioId);
    const margin = open.reduce((sum, position) => sum.plus(position.margin), ZERO);
    const unrealized = futures(key).reduce((sum, each) => sum.plus(each.unrealized_pnl), ZERO);
    const realized = open.reduce((sum, position) => sum.plus(position.realized), ZERO);
    const usdAmount = (value: Decimal) => writeAmount(value, 'USD');
    return ok({
      balance_summary: {
        futures_buying_power: usdAmount(free),
        total_usd_balance: usdAmount(total),
        cbi_usd_balance: usdAmount(total),
        cfm_usd_balance: usdAmount(ZERO),
        total_open_orders_hold_amount: usdAmount((usd?.hold ?? ZERO).minus(margin)),
        unrealized_pnl: usdAmount(unrealized),
        daily_realized_pnl: usdAmount(realized),
        initial_margin: usdAmount(margin),
        available_margin: usdAmount(free),
        liquidation_threshold: usdAmount(margin.div(2)),
        liquidation_buffer_amount: usdAmount(total.plus(unrealized).minus(margin.div(2))),
        liquidation_buffer_percentage: margin.isZero()
          ? '1000'
          : total.plus(unrealized).div(margin.div(2)).mul(100).toDecimalPlaces(0).toFixed(),
      },
    });
  }

  function position({ key, params }: Call): Answer {
    const found = futures(key).find((each) => each.product_id === params.productId);
    return found ? ok({ position: found }) : notFound('position not found');
  }

  return [
    get('/accounts', 'accounts', accounts),
    get('/accounts/:accountId', 'account', account),
    get('/transaction_summary', 'fees', fees),
    get('/key_permissions', 'permissions', permissions),
    get('/portfolios', 'portfolios', ({ key }) =>
      ok({ portfolios: [portfolioShape(key.portfolioId)] }),
    ),
    get('/portfolios/:portfolioId', 'portfolio', portfolio),
    get('/cfm/balance_summary', 'balance_summary', balanceSummary),
    get('/cfm/positions', 'positions', ({ key }) => ok({ positions: futures(key) })),
    get('/cfm/positions/:productId', 'position', position),
  ];
}
