import { createHash, randomUUID } from 'node:crypto';
import { type Decimal, dec, ZERO } from '../../src/trading/money.ts';
import type { Order, Request } from '../../src/trading/venue/matching/order.ts';
import { unitsOf } from '../../src/trading/venue/matching/product.ts';
import type { RouteName } from './control.ts';
import { dayStatistics } from './dayStatistics.ts';
import type { Faults } from './faults.ts';
import type { ApiKey } from './keys.ts';
import type { Market } from './market.ts';
import { BadRequest, parseCancel, parseClose, parseEdit, parseOrder } from './orderRequest.ts';
import type { CatalogueEntry } from './products.ts';
import { cancelReason, createRefusal, editRefusal, previewReason } from './refusals.ts';
import {
  isoTime,
  writeAmount,
  writeConfiguration,
  writeFill,
  writeOrder,
  writeOrderType,
  writePosition,
  writeProduct,
  writeStatus,
} from './wire.ts';

export type Call = {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** The caller's key; on public routes there is none. */
  key: ApiKey;
};

export type Answer = { status: number; body: unknown };

export type Route = {
  name: RouteName;
  method: 'GET' | 'POST';
  /** The whole path; `:name` takes one segment. */
  path: string;
  /** `view` and `trade` are permissions of the caller's key. */
  access: 'public' | 'view' | 'trade';
  handle(call: Call): Answer;
};

const ok = (body: unknown): Answer => ({ status: 200, body });

export function failure(status: number, error: string, message: string): Answer {
  return { status, body: { error, error_details: message, message } };
}

const notFound = (message: string) => failure(404, 'NOT_FOUND', message);

const GRANULARITY: Record<string, number> = {
  ONE_MINUTE: 60,
  FIVE_MINUTE: 300,
  FIFTEEN_MINUTE: 900,
  THIRTY_MINUTE: 1800,
  ONE_HOUR: 3600,
  TWO_HOUR: 7200,
  FOUR_HOUR: 14400,
  SIX_HOUR: 21600,
  ONE_DAY: 86400,
};

const MOST_CANDLES = 350;

/** Every endpoint of the REST API. */
export function createRoutes(market: Market, faults: Faults): Route[] {
  const { exchange } = market;

  function entryOf(productId: string): CatalogueEntry | undefined {
    return market.entry(productId);
  }

  const productOf = (order: Order) => {
    const product = exchange.product(order.productId);
    if (!product) throw new RangeError(`no product ${order.productId}`);
    return product;
  };

  // ── products and prices ─────────────────────────────────────────────────────────────────────
  function showProduct(entry: CatalogueEntry) {
    const { id } = entry.product;
    const twins = market
      .entries()
      .filter(({ product }) => product.aliasOf === id)
      .map(({ product }) => product.id);
    return writeProduct(entry, exchange.quote(id), dayStatistics(market, id), twins);
  }

  function products({ query }: Call): Answer {
    const ids = query.getAll('product_ids');
    const type = query.get('product_type');
    const all = market.entries().filter(({ product }) => {
      return (
        (ids.length === 0 || ids.includes(product.id)) &&
        (!type ||
          type === 'UNKNOWN_PRODUCT_TYPE' ||
          type === (product.type === 'spot' ? 'SPOT' : 'FUTURE'))
      );
    });
    const offset = wholeNumber(query, 'offset', 0);
    const page = all.slice(offset, offset + wholeNumber(query, 'limit', all.length));
    return ok({ products: page.map(showProduct), num_products: all.length });
  }

  function product({ params }: Call): Answer {
    const entry = entryOf(params.productId ?? '');
    return entry ? ok(showProduct(entry)) : notFound('valid product_id is required');
  }

  function bookSide(offers: { price: Decimal; size: Decimal }[]) {
    return offers.map(({ price, size }) => ({ price: price.toFixed(), size: size.toFixed() }));
  }

  function priceBook(productId: string, limit: number) {
    const { bids, asks } = exchange.depth(productId, limit);
    return {
      product_id: productId,
      bids: bookSide(bids),
      asks: bookSide(asks),
      time: isoTime(market.now()),
    };
  }

  function book({ query }: Call): Answer {
    const productId = query.get('product_id') ?? '';
    const entry = entryOf(productId);
    const quote = entry && exchange.quote(productId);
    if (!quote) return notFound('valid product_id is required');
    const middle = quote.bid.plus(quote.ask).div(2);
    const spread = quote.ask.minus(quote.bid);
    return ok({
      pricebook: priceBook(productId, wholeNumber(query, 'limit', 50)),
      last: quote.last.toFixed(),
      mid_market: middle.toFixed(),
      spread_bps: spread.div(middle).mul(10_000).toDecimalPlaces(4).toFixed(),
      spread_absolute: spread.toFixed(),
    });
  }

  function bestBidAsk({ query }: Call): Answer {
    const wanted = query.getAll('product_ids');
    const ids = wanted.length ? wanted : market.entries().map((entry) => entry.product.id);
    if (ids.some((id) => !entryOf(id))) return notFound('valid product_ids are required');
    return ok({ pricebooks: ids.map((id) => priceBook(id, 1)) });
  }

  function candles({ params, query }: Call): Answer {
    const productId = params.productId ?? '';
    const entry = entryOf(productId);
    if (!entry) return notFound('valid product_id is required');
    const length = GRANULARITY[query.get('granularity') ?? ''];
    if (!length) throw new BadRequest('granularity is invalid');
    const start = wholeNumber(query, 'start', Number.NaN);
    const end = Math.min(wholeNumber(query, 'end', Number.NaN), Math.floor(market.now() / 1000));
    if (!Number.isFinite(start) || !Number.isFinite(end))
      throw new BadRequest('start and end are required');
    if ((end - start) / length > MOST_CANDLES) {
      throw new BadRequest(`number of candles requested should be less than ${MOST_CANDLES}`);
    }
    const limit = wholeNumber(query, 'limit', MOST_CANDLES);
    const tick = dec(entry.product.priceIncrement).decimalPlaces();
    const bars = market.history(productId).bars(start * 1000, end * 1000, length * 1000);
    return ok({
      candles: bars
        .reverse()
        .slice(0, limit)
        .map((bar) => ({
          start: String(bar.start / 1000),
          low: bar.low.toFixed(tick),
          high: bar.high.toFixed(tick),
          open: bar.open.toFixed(tick),
          close: bar.close.toFixed(tick),
          volume: bar.volume.toFixed(8),
        })),
    });
  }

  function trades({ params, query }: Call): Answer {
    const productId = params.productId ?? '';
    const quote = entryOf(productId) && exchange.quote(productId);
    if (!quote) return notFound('valid product_id is required');
    const limit = wholeNumber(query, 'limit', 100);
    return ok({
      trades: market
        .trades(productId)
        .slice(0, limit)
        .map((trade) => ({
          trade_id: trade.tradeId,
          product_id: productId,
          price: trade.price,
          size: trade.size,
          time: isoTime(trade.at),
          side: trade.side.toUpperCase(),
          exchange: 'CBE',
        })),
      best_bid: quote.bid.toFixed(),
      best_ask: quote.ask.toFixed(),
    });
  }

  // ── accounts ────────────────────────────────────────────────────────────────────────────────
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
      return (entryOf(`${asset}-USD`) && exchange.quote(`${asset}-USD`)?.last) || ZERO;
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

  // ── derivatives ─────────────────────────────────────────────────────────────────────────────
  function futures(key: ApiKey) {
    return exchange.positions(key.portfolioId).flatMap(({ productId, ...position }) => {
      const entry = entryOf(productId);
      const mark = entry && exchange.quote(productId)?.last;
      if (!entry || !mark) return [];
      const expiry = entry.future?.expiry ?? '';
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

  // ── orders ──────────────────────────────────────────────────────────────────────────────────
  function accepted(order: Order, configuration: unknown): Answer {
    return ok({
      success: true,
      failure_reason: 'UNKNOWN_FAILURE_REASON',
      order_id: order.id,
      success_response: {
        order_id: order.id,
        product_id: order.productId,
        side: order.side.toUpperCase(),
        client_order_id: order.clientOrderId,
        attached_order_id: order.childId ?? '',
      },
      order_configuration: configuration,
    });
  }

  function refused(error: ReturnType<typeof createRefusal>, configuration: unknown): Answer {
    return ok({
      success: false,
      failure_reason: error.error,
      order_id: '',
      error_response: error,
      order_configuration: configuration,
    });
  }

  function place(key: ApiKey, request: Request, configuration: unknown): Answer {
    const repeated = exchange.orderOfClient(key.portfolioId, request.clientOrderId);
    if (repeated && market.behaviour.duplicateClientOrderId === 'first_order') {
      return accepted(repeated, configuration);
    }
    if (repeated) {
      const reason = 'DUPLICATE_CLIENT_ORDER_ID';
      const message = `client_order_id ${request.clientOrderId} was used before`;
      return refused(
        {
          ...createRefusal('unknown_order', message),
          error: reason,
          new_order_failure_reason: reason,
        },
        configuration,
      );
    }
    const forced = faults.take('reject_create', 'create');
    if (forced) {
      const { reason, message = 'refused by a fault of the sandbox' } = forced;
      return refused(
        {
          error: reason,
          message,
          error_details: message,
          preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON',
          new_order_failure_reason: reason,
        },
        configuration,
      );
    }
    const result = exchange.place(key.portfolioId, request, market.now());
    return result.outcome === 'accepted'
      ? accepted(result.order, configuration)
      : refused(createRefusal(result.reason, result.message), configuration);
  }

  function create({ key, body }: Call): Answer {
    const parsed = parseOrder(body, { preview: false });
    if (parsed.kind === 'order') return place(key, parsed.request, parsed.configuration);
    const message = 'this order_configuration is not supported';
    return refused(createRefusal('unsupported_order', message), parsed.configuration);
  }

  function preview({ key, body }: Call): Answer {
    const parsed = parseOrder(body, { preview: true });
    if (parsed.kind !== 'order') {
      return ok({ ...emptyPreview(), errs: ['PREVIEW_INVALID_ORDER_CONFIG'] });
    }
    const { request } = parsed;
    const result = exchange.preview(key.portfolioId, request, market.now());
    if (result.outcome === 'refused') {
      return ok({ ...emptyPreview(), errs: [previewReason(result.reason)] });
    }
    const quote = exchange.quote(request.productId);
    return ok({
      ...emptyPreview(),
      order_total: (request.side === 'buy'
        ? result.value.plus(result.fees)
        : result.value.minus(result.fees)
      ).toFixed(),
      commission_total: result.fees.toFixed(),
      quote_size: result.value.toFixed(),
      base_size: result.size.toFixed(),
      best_bid: quote?.bid.toFixed() ?? '',
      best_ask: quote?.ask.toFixed() ?? '',
      leverage: request.leverage?.toFixed() ?? '',
      preview_id: randomUUID(),
    });
  }

  function emptyPreview() {
    return {
      order_total: '0',
      commission_total: '0',
      errs: [] as string[],
      warning: [],
      quote_size: '0',
      base_size: '0',
      best_bid: '',
      best_ask: '',
      is_max: false,
      order_margin_total: '0',
      leverage: '',
      slippage: '0',
      preview_id: '',
    };
  }

  function ownOrder(key: ApiKey, orderId: string): Order | undefined {
    const order = exchange.order(orderId);
    return order?.accountId === key.portfolioId ? order : undefined;
  }

  function editFailure(error: ReturnType<typeof editRefusal>): Answer {
    return ok({ success: false, errors: [error] });
  }

  function edit({ key, body }: Call): Answer {
    const { orderId, edit: change } = parseEdit(body);
    const order = ownOrder(key, orderId);
    if (!order) return editFailure(editRefusal('unknown_order'));
    if (change.size.isZero()) {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'INVALID_EDITED_SIZE',
      });
    }
    if (change.price.isZero()) {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'INVALID_EDITED_PRICE',
      });
    }
    if (productOf(order).type === 'future') {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'CANNOT_EDIT_FUTURES_ORDER',
      });
    }
    if (change.size.lte(order.filledSize)) {
      return editFailure({
        ...editRefusal('unknown_order'),
        edit_failure_reason: 'CANNOT_EDIT_TO_BELOW_FILLED_SIZE',
      });
    }
    const result = exchange.edit(orderId, change, market.now());
    return result.outcome === 'accepted'
      ? ok({ success: true, success_response: { order_id: orderId }, errors: [] })
      : editFailure(editRefusal(result.reason));
  }

  function editPreview({ key, body }: Call): Answer {
    const { orderId, edit: change } = parseEdit(body);
    const order = ownOrder(key, orderId);
    if (!order) return ok({ errors: [editRefusal('unknown_order')] });
    const quote = exchange.quote(order.productId);
    const value = change.size.mul(change.price).mul(unitsOf(productOf(order)));
    const fee = value.mul(order.rates.taker);
    return ok({
      errors: [],
      slippage: '0',
      order_total: value.plus(order.side === 'buy' ? fee : fee.neg()).toFixed(),
      commission_total: fee.toFixed(),
      quote_size: value.toFixed(),
      base_size: change.size.toFixed(),
      best_bid: quote?.bid.toFixed() ?? '',
      best_ask: quote?.ask.toFixed() ?? '',
      average_filled_price: '0',
    });
  }

  function cancelOne(key: ApiKey, orderId: string) {
    const order = ownOrder(key, orderId);
    const result = order
      ? exchange.cancel(orderId, market.now())
      : ({ outcome: 'refused', reason: 'unknown_order' } as const);
    if (result.outcome === 'refused') {
      const isFilled = order?.status === 'filled';
      const reason = isFilled ? 'ORDER_IS_FULLY_FILLED' : cancelReason(result.reason);
      return { success: false, failure_reason: reason, order_id: orderId };
    }
    const late = faults.take('fill_after_cancel', 'cancel');
    if (late) exchange.forceFill(orderId, dec(late.size ?? 1e15), market.now());
    return { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: orderId };
  }

  function cancel({ key, body }: Call): Answer {
    return ok({ results: parseCancel(body).map((orderId) => cancelOne(key, orderId)) });
  }

  function listOrders({ key, query }: Call): Answer {
    const wanted = (name: string, ...names: string[]) =>
      [name, ...names].flatMap((each) => query.getAll(each)).filter((value) => value !== '');
    const ids = wanted('order_ids');
    const productIds = wanted('product_ids', 'product_id');
    const statuses = wanted('order_status');
    if (statuses.includes('OPEN') && statuses.length > 1) {
      throw new BadRequest('order_status OPEN cannot be combined with other statuses');
    }
    const types = wanted('order_types', 'order_type');
    const [side] = wanted('order_side');
    const [productType] = wanted('product_type');
    const from = timeParameter(query, 'start_date');
    const until = timeParameter(query, 'end_date');
    const matching = exchange
      .orders(key.portfolioId)
      .filter((order) => {
        const type = productOf(order).type === 'spot' ? 'SPOT' : 'FUTURE';
        return (
          isIn(ids, order.id) &&
          isIn(productIds, order.productId) &&
          isIn(statuses, writeStatus(order)) &&
          isIn(types, writeOrderType(order.terms)) &&
          (!side || side === order.side.toUpperCase()) &&
          (!productType || productType === 'UNKNOWN_PRODUCT_TYPE' || productType === type) &&
          (from === null || order.createdAt >= from) &&
          (until === null || order.createdAt < until)
        );
      })
      .reverse();
    const { page, cursor } = pageOf(matching, query, 100, (order) => order.id);
    return ok({
      orders: page.map((order) => writeOrder(order, productOf(order))),
      sequence: '0',
      has_next: cursor !== '',
      cursor,
    });
  }

  function order({ key, params }: Call): Answer {
    const found = ownOrder(key, params.orderId ?? '');
    return found
      ? ok({ order: writeOrder(found, productOf(found)) })
      : notFound('order with this orderID was not found');
  }

  function fills({ key, query }: Call): Answer {
    const wanted = (...names: string[]) => names.flatMap((each) => query.getAll(each));
    const orderIds = wanted('order_ids', 'order_id');
    const tradeIds = wanted('trade_ids');
    const productIds = wanted('product_ids', 'product_id');
    const from = timeParameter(query, 'start_sequence_timestamp');
    const until = timeParameter(query, 'end_sequence_timestamp');
    const matching = exchange
      .fills(key.portfolioId)
      .filter(
        (fill) =>
          isIn(orderIds, fill.orderId) &&
          isIn(tradeIds, fill.tradeId) &&
          isIn(productIds, fill.productId) &&
          (from === null || fill.at >= from) &&
          (until === null || fill.at <= until),
      )
      .reverse();
    const { page, cursor } = pageOf(matching, query, 100, (fill) => fill.id);
    return ok({ fills: page.map(writeFill), cursor });
  }

  function closePosition({ key, body }: Call): Answer {
    const close = parseClose(body);
    const found = exchange
      .positions(key.portfolioId)
      .find((each) => each.productId === close.product_id);
    if (!found) throw new BadRequest(`no open position in ${close.product_id}`);
    const terms = { type: 'market', size: close.size ?? found.size.abs() } as const;
    return place(
      key,
      {
        clientOrderId: close.client_order_id,
        productId: close.product_id,
        side: found.size.isPositive() ? 'sell' : 'buy',
        terms,
      },
      writeConfiguration(terms),
    );
  }

  function time(): Answer {
    const now = market.now();
    return ok({
      iso: isoTime(now),
      epochSeconds: String(Math.floor(now / 1000)),
      epochMillis: String(now),
    });
  }

  function currencies(): Answer {
    const data = ['USD', 'EUR'].map((id) => ({ id, name: id, min_size: '0.01' }));
    return ok({ data });
  }

  function coins(): Answer {
    const names = new Map(market.entries().map((entry) => [entry.product.base, entry.baseName]));
    const data = [...names].map(([code, name], index) => ({
      code,
      name,
      color: '#000000',
      sort_index: index,
      exponent: 8,
      type: 'crypto',
      address_regex: '',
      asset_id: accountId('asset', code),
    }));
    return ok({ data });
  }

  function exchangeRates(): Answer {
    const rates: Record<string, string> = { USD: '1', USDC: '1' };
    for (const { product } of market.entries()) {
      const last = product.quote === 'USD' && exchange.quote(product.id)?.last;
      if (last && product.type === 'spot') rates[product.base] = dec(1).div(last).toFixed(12);
    }
    return ok({ data: { currency: 'USD', rates } });
  }

  function oldTime(): Answer {
    const now = market.now();
    return ok({ data: { iso: isoTime(now), epoch: Math.floor(now / 1000) } });
  }

  const route =
    (method: Route['method'], usual: Route['access']) =>
    (path: string, name: RouteName, handle: Route['handle'], access = usual): Route => ({
      name,
      method,
      path: path.startsWith('/v2/') ? path : `/api/v3/brokerage${path}`,
      access,
      handle,
    });
  const get = route('GET', 'view');
  const post = route('POST', 'trade');
  return [
    // The few older paths that general clients still ask.
    get('/v2/currencies', 'currencies', currencies, 'public'),
    get('/v2/currencies/crypto', 'currencies', coins, 'public'),
    get('/v2/exchange-rates', 'currencies', exchangeRates, 'public'),
    get('/v2/time', 'time', oldTime, 'public'),
    get('/time', 'time', time, 'public'),
    get('/market/products', 'products', products, 'public'),
    get('/market/products/:productId', 'product', product, 'public'),
    get('/market/products/:productId/candles', 'candles', candles, 'public'),
    get('/market/products/:productId/ticker', 'trades', trades, 'public'),
    get('/market/product_book', 'book', book, 'public'),
    get('/products', 'products', products),
    get('/products/:productId', 'product', product),
    get('/products/:productId/candles', 'candles', candles),
    get('/products/:productId/ticker', 'trades', trades),
    get('/product_book', 'book', book),
    get('/best_bid_ask', 'best_bid_ask', bestBidAsk),
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
    post('/orders', 'create', create),
    post('/orders/preview', 'preview', preview, 'view'),
    post('/orders/edit', 'edit', edit),
    post('/orders/edit_preview', 'edit_preview', editPreview, 'view'),
    post('/orders/batch_cancel', 'cancel', cancel),
    post('/orders/close_position', 'close_position', closePosition),
    get('/orders/historical/batch', 'list_orders', listOrders),
    get('/orders/historical/fills', 'fills', fills),
    get('/orders/historical/:orderId', 'order', order),
  ];
}

const isIn = (wanted: readonly string[], value: string) =>
  wanted.length === 0 || wanted.includes(value);

/** An id that stays the same for the account and asset. */
function accountId(portfolioId: string, asset: string): string {
  const hex = createHash('sha256').update(`${portfolioId}/${asset}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}

function wholeNumber(query: URLSearchParams, name: string, missing: number): number {
  const text = query.get(name);
  if (text === null || text === '') return missing;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new BadRequest(`${name} is not a whole number`);
  return value;
}

function timeParameter(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new BadRequest(`${name} is not an RFC 3339 time`);
  return value;
}

/** One page of a list, from after the item that the cursor names. */
function pageOf<T>(
  list: readonly T[],
  query: URLSearchParams,
  defaultLimit: number,
  idOf: (item: T) => string,
): { page: T[]; cursor: string } {
  const given = query.get('cursor');
  const after = given ? Buffer.from(given, 'base64url').toString() : '';
  const start = after ? list.findIndex((item) => idOf(item) === after) + 1 : 0;
  if (after && start === 0) throw new BadRequest('cursor is invalid');
  const limit = Math.max(1, Math.min(wholeNumber(query, 'limit', defaultLimit), 1000));
  const page = list.slice(start, start + limit);
  const last = page.at(-1);
  const more = start + limit < list.length;
  return { page, cursor: more && last ? Buffer.from(idOf(last)).toString('base64url') : '' };
}
