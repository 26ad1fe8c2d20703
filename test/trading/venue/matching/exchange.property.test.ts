import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Decimal, dec, maxOf, ZERO } from '../../../../src/trading/money.ts';
import type { Exchange } from '../../../../src/trading/venue/matching/exchange.ts';
import {
  isLive,
  orderedSize,
  remainingSize,
} from '../../../../src/trading/venue/matching/order.ts';
import type { OrderTerms } from '../../../../src/trading/venue/venue.ts';
import { BTC, NOON, openMarket, PERP } from './market.ts';

const RUNS = process.env.DEEP ? 10_000 : 200;
const ACCOUNTS = ['ann', 'ben'];
const START = {
  ann: { USD: dec('10000'), BTC: ZERO },
  ben: { USD: dec('10000'), BTC: dec('100') },
} as const;

const account = fc.constantFrom(...ACCOUNTS);
/** Prices are so many above or below the last one, so that orders make sense where the market is. */
const offset = fc.integer({ min: -12, max: 12 });
const distance = fc.integer({ min: 1, max: 12 });
const spotSize = fc
  .integer({ min: 1, max: 200_000 })
  .map((steps) => dec(steps).div(10_000).toFixed());
const contracts = fc.integer({ min: 1, max: 60 }).map(String);

function placeOn(productId: string, size: fc.Arbitrary<string>) {
  return fc.record({
    do: fc.constant('place' as const),
    productId: fc.constant(productId),
    account,
    kind: fc.constantFrom('market', 'limit', 'limit', 'limit', 'ioc', 'fok', 'stop', 'bracket'),
    isBuy: fc.boolean(),
    byQuote: fc.boolean(),
    postOnly: fc.boolean(),
    isAttached: fc.boolean(),
    size,
    offset,
    up: distance,
    down: distance,
  });
}

const step = fc.oneof(
  placeOn(BTC.id, spotSize),
  placeOn(BTC.id, spotSize),
  placeOn(PERP.id, contracts),
  placeOn(PERP.id, contracts),
  fc.record({
    do: fc.constant('move' as const),
    bid: fc.integer({ min: 80, max: 120 }),
    // Wide at times, so that accounts meet each other inside of it.
    spread: fc.constantFrom(0, 1, 20, 40),
    productId: fc.constantFrom(BTC.id, PERP.id),
  }),
  fc.record({
    do: fc.constant('bar' as const),
    prices: fc.array(fc.integer({ min: 80, max: 120 }), { minLength: 4, maxLength: 4 }),
    productId: fc.constantFrom(BTC.id, PERP.id),
  }),
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }),
  fc.record({
    do: fc.constant('edit' as const),
    which: fc.nat(),
    size: spotSize,
    offset,
    down: distance,
  }),
  fc.record({ do: fc.constant('force' as const), which: fc.nat(), size: spotSize }),
);

const steps = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Place = Extract<Step, { do: 'place' }>;

/** The terms of a step where the market and the account stand now. */
function termsOf(exchange: Exchange, each: Place): { side: 'buy' | 'sell'; terms: OrderTerms } {
  const last = exchange.quote(each.productId)?.last.floor() ?? dec(100);
  const at = (away: number) => maxOf(last.plus(away), dec(1)).toFixed();
  const { size, isBuy, up, down } = each;
  const side = isBuy ? ('buy' as const) : ('sell' as const);
  const limit = { type: 'limit', size, price: at(each.offset) } as const;
  switch (each.kind) {
    case 'market': {
      const byQuote = each.byQuote && isBuy && each.productId === BTC.id;
      return {
        side,
        terms: byQuote ? { type: 'market', quoteSize: '777.77' } : { type: 'market', size },
      };
    }
    case 'ioc':
    case 'fok':
      return { side, terms: { ...limit, timeInForce: each.kind } };
    case 'stop': {
      const [away, further] = isBuy ? [up, up + down] : [-down, -down - up];
      const direction = isBuy ? 'up' : 'down';
      const stop = { type: 'stop_limit', size, direction } as const;
      return { side, terms: { ...stop, stopPrice: at(away), price: at(further) } };
    }
    case 'bracket': {
      const open = exchange
        .positions(each.account)
        .find((found) => found.productId === each.productId);
      const closing = open?.size.isNegative() ? 'buy' : 'sell';
      const [target, stop] = closing === 'sell' ? [at(up), at(-down)] : [at(-down), at(up)];
      return { side: closing, terms: { type: 'bracket', size, target, stop } };
    }
    default: {
      const timeInForce = 'gtc' as const;
      return { side, terms: { ...limit, timeInForce, postOnly: each.postOnly && each.byQuote } };
    }
  }
}

/** Target and stop around an entry, where an entry can have them. */
function attachedOf(exchange: Exchange, each: Place, terms: OrderTerms, side: 'buy' | 'sell') {
  if (!each.isAttached || terms.type === 'bracket') return undefined;
  if (side === 'sell' && each.productId === BTC.id) return undefined;
  const last = exchange.quote(each.productId)?.last.floor() ?? dec(100);
  const entry = 'price' in terms ? dec(terms.price) : last;
  const [high, low] = [entry.plus(each.up).toFixed(), entry.minus(each.down).toFixed()];
  return side === 'buy' ? { target: high, stop: low } : { target: low, stop: high };
}

function pick(exchange: Exchange, which: number) {
  const all = ACCOUNTS.flatMap((each) => exchange.orders(each)).filter(isLive);
  return all.length ? all[which % all.length] : undefined;
}

function run(market: ReturnType<typeof openMarket>, each: Step): void {
  const { exchange } = market;
  switch (each.do) {
    case 'place': {
      const { side, terms } = termsOf(exchange, each);
      const attached = attachedOf(exchange, each, terms, side);
      market.place(side, terms, {
        account: each.account,
        productId: each.productId,
        ...(each.productId === PERP.id ? { leverage: '3' } : {}),
        ...(attached ? { attached } : {}),
      });
      return;
    }
    case 'move':
      market.price(String(each.bid), String(each.bid + each.spread), undefined, each.productId);
      return;
    case 'bar': {
      const [open = 0, close = 0] = each.prices;
      exchange.candle(
        each.productId,
        {
          open: dec(open),
          close: dec(close),
          high: dec(Math.max(...each.prices)),
          low: dec(Math.min(...each.prices)),
        },
        NOON,
      );
      return;
    }
    case 'cancel': {
      const order = pick(exchange, each.which);
      if (order) exchange.cancel(order.id, NOON);
      return;
    }
    case 'edit': {
      const order = pick(exchange, each.which);
      const last = (order && exchange.quote(order.productId)?.last.floor()) ?? dec(100);
      const change = {
        size: dec(each.size),
        price: last.plus(each.offset),
        stop: last.minus(each.down),
      };
      if (order) exchange.edit(order.id, change, NOON);
      return;
    }
    case 'force': {
      const order = pick(exchange, each.which);
      if (order?.status === 'open' && order.productId === BTC.id) {
        exchange.forceFill(order.id, dec(each.size), NOON);
      }
    }
  }
}

const sum = (values: Decimal[]) => values.reduce((total, value) => total.plus(value), ZERO);

/** What each account owns is what it started with plus what its fills say, and nothing else. */
function checkBalances(exchange: Exchange): void {
  for (const name of ['ann', 'ben'] as const) {
    const fills = exchange.fills(name);
    const signed = (productId: string, of: (fill: (typeof fills)[number]) => Decimal) =>
      sum(
        fills
          .filter((fill) => fill.productId === productId)
          .map((fill) => (fill.side === 'buy' ? of(fill) : of(fill).neg())),
      );
    const positions = exchange.positions(name);
    const cost = sum(positions.map((position) => position.cost));
    const balance = (asset: string) =>
      exchange.balances(name).find((each) => each.asset === asset)?.total ?? ZERO;

    expect(balance('BTC').toFixed()).toBe(
      START[name].BTC.plus(signed(BTC.id, (fill) => fill.size)).toFixed(),
    );
    expect(sum(positions.map((position) => position.size)).toFixed()).toBe(
      signed(PERP.id, (fill) => fill.size).toFixed(),
    );
    // A derivatives trade pays nothing until it closes: what is still open at cost is not in cash.
    expect(balance('USD').minus(cost).toFixed()).toBe(
      START[name].USD.minus(signed(BTC.id, (fill) => fill.size.mul(fill.price)))
        .minus(signed(PERP.id, (fill) => fill.size.mul(fill.price).mul('0.01')))
        .minus(sum(fills.map((fill) => fill.fee)))
        .toFixed(),
    );
  }
}

/** Holds are those of live orders and open margin, and never more than the account has. */
function checkHolds(exchange: Exchange): void {
  for (const name of ACCOUNTS) {
    const live = exchange.openOrders(name);
    const margin = sum(exchange.positions(name).map((position) => position.margin));
    for (const { asset, total, hold } of exchange.balances(name)) {
      const held = sum(
        live.filter((order) => order.holdAsset === asset).map((order) => order.hold),
      );
      expect(hold.toFixed()).toBe(held.plus(asset === 'USD' ? margin : ZERO).toFixed());
      if (asset === 'BTC') expect(hold.lte(total)).toBe(true);
    }
    for (const order of exchange.orders(name)) {
      if (!live.some((each) => each.id === order.id)) expect(order.hold.isZero()).toBe(true);
    }
  }
}

/** No order fills beyond its size, and each order's sums are those of its fills. */
function checkOrders(exchange: Exchange): void {
  for (const name of ACCOUNTS) {
    const fills = exchange.fills(name);
    for (const order of exchange.orders(name)) {
      const own = fills.filter((fill) => fill.orderId === order.id);
      expect(exchange.fillsOfOrder(order.id)).toEqual(own);
      const asked = orderedSize(order.terms);
      if (asked) expect(order.filledSize.lte(asked)).toBe(true);
      expect(order.filledSize.toFixed()).toBe(sum(own.map((fill) => fill.size)).toFixed());
      expect(order.fees.toFixed()).toBe(sum(own.map((fill) => fill.fee)).toFixed());
      if (order.status === 'open') expect(remainingSize(order).gt(ZERO)).toBe(true);
      // An attached bracket waits exactly as long as its entry has filled nothing.
      const child = exchange.order(order.childId ?? '');
      if (child && isLive(child)) expect(child.status === 'pending').toBe(order.fillCount === 0);
    }
  }
}

/** Resting brackets never close more contracts than are open. */
function checkBrackets(exchange: Exchange): void {
  for (const name of ACCOUNTS) {
    const position = exchange.positions(name).find((each) => each.productId === PERP.id)?.size;
    for (const closing of ['buy', 'sell'] as const) {
      const brackets = exchange.openOrders(name).filter(({ productId, terms, side }) => {
        return productId === PERP.id && terms.type === 'bracket' && side === closing;
      });
      const open = closing === 'sell' ? (position ?? ZERO) : (position ?? ZERO).neg();
      expect(sum(brackets.map(remainingSize)).lte(maxOf(open, ZERO))).toBe(true);
    }
  }
}

test('money, holds and sizes balance whatever is done in whatever order', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const market = openMarket();
      market.price('100', '100', '100', PERP.id);
      for (const each of all) run(market, each);
      checkBalances(market.exchange);
      checkHolds(market.exchange);
      checkOrders(market.exchange);
      checkBrackets(market.exchange);
    }),
    { numRuns: RUNS },
  );
});

test('nothing rests that the market has passed', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const market = openMarket();
      for (const each of all) run(market, each);
      market.price('100', '101', '100');
      for (const order of ACCOUNTS.flatMap((name) => market.exchange.openOrders(name))) {
        if (order.productId !== BTC.id || order.status !== 'open') continue;
        const { terms, side: ofSide, triggered } = order;
        if (terms.type === 'bracket' && !triggered) {
          expect(terms.target.gt('100')).toBe(true);
          expect(terms.stop.lt('100')).toBe(true);
        }
        if (terms.type === 'limit' || (terms.type === 'stop_limit' && triggered)) {
          expect(ofSide === 'buy' ? terms.price.lt('101') : terms.price.gt('100')).toBe(true);
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('the same calls give the same exchange', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const outcomes = [openMarket(), openMarket()].map((market) => {
        for (const each of all) run(market, each);
        return JSON.stringify(market.events);
      });
      expect(outcomes[0]).toBe(outcomes[1]);
    }),
    { numRuns: 50 },
  );
});
