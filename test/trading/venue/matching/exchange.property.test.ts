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

const side = fc.constantFrom('buy' as const, 'sell' as const);
const account = fc.constantFrom(...ACCOUNTS);
const price = fc.integer({ min: 80, max: 120 }).map(String);
const size = fc.integer({ min: 1, max: 300_000 }).map((steps) => dec(steps).div(10_000).toFixed());
const contracts = fc.integer({ min: 1, max: 400 }).map(String);

function terms(ofSize: fc.Arbitrary<string>): fc.Arbitrary<OrderTerms> {
  return fc.oneof(
    fc.record({ type: fc.constant('market' as const), size: ofSize }),
    fc.record({ type: fc.constant('market' as const), quoteSize: fc.constantFrom('50', '777.77') }),
    fc.record({
      type: fc.constant('limit' as const),
      size: ofSize,
      price,
      timeInForce: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
      postOnly: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('stop_limit' as const),
      size: ofSize,
      price,
      stopPrice: price,
      direction: fc.constantFrom('up' as const, 'down' as const),
    }),
    fc.record({ type: fc.constant('bracket' as const), size: ofSize, target: price, stop: price }),
  );
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('place' as const),
    account,
    side,
    terms: terms(size),
    attached: fc.option(fc.record({ target: price, stop: price }), { nil: undefined }),
    productId: fc.constant(BTC.id),
  }),
  fc.record({
    do: fc.constant('place' as const),
    account,
    side,
    terms: terms(contracts),
    attached: fc.option(fc.record({ target: price, stop: price }), { nil: undefined }),
    productId: fc.constant(PERP.id),
  }),
  fc.record({
    do: fc.constant('move' as const),
    bid: fc.integer({ min: 80, max: 120 }),
    spread: fc.integer({ min: 0, max: 3 }),
    productId: fc.constantFrom(BTC.id, PERP.id),
  }),
  fc.record({
    do: fc.constant('bar' as const),
    prices: fc.array(fc.integer({ min: 80, max: 120 }), { minLength: 4, maxLength: 4 }),
    productId: fc.constantFrom(BTC.id, PERP.id),
  }),
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('edit' as const), which: fc.nat(), size, price, stop: price }),
  fc.record({ do: fc.constant('force' as const), which: fc.nat(), size }),
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function pick(exchange: Exchange, which: number) {
  const all = ACCOUNTS.flatMap((each) => exchange.orders(each)).filter(isLive);
  return all.length ? all[which % all.length] : undefined;
}

function run(market: ReturnType<typeof openMarket>, each: Step): void {
  const { exchange } = market;
  switch (each.do) {
    case 'place':
      market.place(each.side, each.terms, {
        account: each.account,
        productId: each.productId,
        ...(each.productId === PERP.id ? { leverage: '3' } : {}),
        ...(each.attached ? { attached: each.attached } : {}),
      });
      return;
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
      const change = { size: dec(each.size), price: dec(each.price), stop: dec(each.stop) };
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
      const asked = orderedSize(order.terms);
      if (asked) expect(order.filledSize.lte(asked)).toBe(true);
      expect(order.filledSize.toFixed()).toBe(sum(own.map((fill) => fill.size)).toFixed());
      expect(order.fees.toFixed()).toBe(sum(own.map((fill) => fill.fee)).toFixed());
      if (order.status === 'open') expect(remainingSize(order).gt(ZERO)).toBe(true);
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
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const market = openMarket();
      market.price('100', '100', '100', PERP.id);
      for (const each of steps) run(market, each);
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
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const market = openMarket();
      for (const each of steps) run(market, each);
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
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const outcomes = [openMarket(), openMarket()].map((market) => {
        for (const each of steps) run(market, each);
        return JSON.stringify(market.events);
      });
      expect(outcomes[0]).toBe(outcomes[1]);
    }),
    { numRuns: 50 },
  );
});
