import { type Decimal, dec, ZERO } from '../../../src/trading/money.ts';
import { accountId } from '../market/accountId.ts';
import { futuresPositions, futuresSummary } from '../market/futuresAccount.ts';
import type { ApiKey } from '../market/keys.ts';
import type { Market } from '../market/market.ts';
import { isoTime, writeAmount } from '../wire/amounts.ts';
import { pageOf, wholeNumber } from './query.ts';
import { type Answer, type Call, get, notFound, ok, type Route } from './route.ts';

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

  const futures = (key: ApiKey) => futuresPositions(market, key.portfolioId);

  function balanceSummary({ key }: Call): Answer {
    const { liquidation_buffer_percentage, ...amounts } = futuresSummary(market, key.portfolioId);
    const inUsd = Object.entries(amounts).map(([name, value]) => [
      name,
      { value, currency: 'USD' },
    ]);
    return ok({
      balance_summary: { ...Object.fromEntries(inUsd), liquidation_buffer_percentage },
    });
  }

  /** The account as the older API lists it. */
  function oldAccount(each: ReturnType<typeof accountList>[number], held: Decimal) {
    const isFiat = each.type === 'ACCOUNT_TYPE_FIAT';
    return {
      id: each.uuid,
      name: each.name,
      primary: each.default,
      type: isFiat ? 'fiat' : 'wallet',
      currency: { code: each.currency, name: each.currency, type: isFiat ? 'fiat' : 'crypto' },
      balance: { amount: held.toFixed(), currency: each.currency },
      created_at: each.created_at,
      updated_at: each.updated_at,
      resource: 'account',
      resource_path: `/v2/accounts/${each.uuid}`,
      allow_deposits: false,
      allow_withdrawals: false,
    };
  }

  function oldList(key: ApiKey) {
    return accountList(key).map((each) =>
      oldAccount(each, dec(each.available_balance.value).plus(each.hold.value)),
    );
  }

  function oldAccounts({ key, query }: Call): Answer {
    const all = oldList(key);
    const after = query.get('starting_after');
    const start = after ? all.findIndex(({ id }) => id === after) + 1 : 0;
    const limit = Math.max(1, Math.min(wholeNumber(query, 'limit', 25), 300));
    const data = all.slice(start, start + limit);
    const last = data.at(-1);
    const next = last && start + limit < all.length ? last.id : null;
    const nextUri = next && `/v2/accounts?limit=${limit}&starting_after=${next}`;
    return ok({
      pagination: { limit, order: 'desc', next_starting_after: next, next_uri: nextUri },
      data,
    });
  }

  function oldOne({ key, params }: Call): Answer {
    const found = oldList(key).find(
      ({ id, currency }) => id === params.accountId || currency.code === params.accountId,
    );
    return found ? ok({ data: found }) : notFound('account not found');
  }

  function position({ key, params }: Call): Answer {
    const found = futures(key).find((each) => each.product_id === params.productId);
    return found ? ok({ position: found }) : notFound('position not found');
  }

  return [
    get('/accounts', 'accounts', accounts),
    get('/accounts/:accountId', 'account', account),
    get('/v2/accounts', 'accounts', oldAccounts),
    get('/v2/accounts/:accountId', 'account', oldOne),
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
