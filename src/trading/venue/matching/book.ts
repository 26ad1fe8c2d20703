import { ceilTo, type Decimal, dec, floorTo, ZERO } from '../../money.ts';
import type { OrderSide, Product } from '../venue.ts';
import { createLevels, type Level, type Levels } from './levels.ts';
import { type Depth, outsideOffers } from './liquidity.ts';
import { type Order, remainingSize } from './order.ts';

/** The outside market: its best bid and ask, and the price of its last trade. */
export type Quote = { bid: Decimal; ask: Decimal; last: Decimal; at: number };

/** What of the orders waits until everything else in a bar has happened. */
export type Held = 'targets' | 'stops';

/** One order book: the outside market around its quote, and the orders that wait in it. */
export type Book = {
  id: string;
  quote: Quote | null;
  /** What takers have eaten of the outside depth since the quote last moved. */
  taken: { buy: Decimal; sell: Decimal };
  bids: Levels<Order>;
  asks: Levels<Order>;
  /** Target legs of brackets, apart from the plain limit orders so that a bar can hold them back. */
  buyTargets: Levels<Order>;
  sellTargets: Levels<Order>;
  stopsUp: Levels<Order>;
  stopsDown: Levels<Order>;
  /** The bar that is being walked. */
  bar: { high: Decimal; low: Decimal } | null;
  /** While a bar is walked: what rests and may not happen yet. */
  held: Held | null;
  /** While a bar is walked: orders that became live in it; of these, what is held back waits for its end. */
  parked: { held: Held; orders: Order[] } | null;
};

export function createBook(id: string): Book {
  return {
    id,
    quote: null,
    taken: { buy: ZERO, sell: ZERO },
    bids: createLevels('highest'),
    asks: createLevels('lowest'),
    buyTargets: createLevels('highest'),
    sellTargets: createLevels('lowest'),
    stopsUp: createLevels('lowest'),
    stopsDown: createLevels('highest'),
    bar: null,
    held: null,
    parked: null,
  };
}

/** How far beyond its trigger a bracket's stop will trade: Coinbase's published 5 %. */
const BRACKET_STOP_SLIPPAGE = '0.05';

/** The limit a bracket's stop becomes once triggered, rounded to the price step away from the market. */
function bracketStopLimit(product: Product, side: OrderSide, stop: Decimal): Decimal {
  const slip = stop.mul(BRACKET_STOP_SLIPPAGE);
  const tick = dec(product.priceIncrement);
  return side === 'sell' ? floorTo(stop.minus(slip), tick) : ceilTo(stop.plus(slip), tick);
}

/** The price an order would trade at now as a limit order; null for a market order. */
export function limitPrice(product: Product, order: Pick<Order, 'terms' | 'side' | 'triggered'>) {
  const { terms } = order;
  switch (terms.type) {
    case 'market':
      return null;
    case 'limit':
    case 'stop_limit':
      return terms.price;
    case 'bracket':
      return order.triggered ? bracketStopLimit(product, order.side, terms.stop) : terms.target;
  }
}

/** The price that triggers the order's stop and the direction it is reached from; null without one. */
function trigger(order: Order): { price: Decimal; direction: 'up' | 'down' } | null {
  if (order.triggered) return null;
  if (order.terms.type === 'stop_limit') {
    return { price: order.terms.stopPrice, direction: order.terms.direction };
  }
  if (order.terms.type === 'bracket') {
    return { price: order.terms.stop, direction: order.side === 'sell' ? 'down' : 'up' };
  }
  return null;
}

/** Every place in the book where the order waits, with its price there. */
function places(book: Book, product: Product, order: Order): [Levels<Order>, Decimal][] {
  const waiting: [Levels<Order>, Decimal][] = [];
  const stop = trigger(order);
  if (stop) waiting.push([stop.direction === 'up' ? book.stopsUp : book.stopsDown, stop.price]);
  const price = limitPrice(product, order);
  if (!price) return waiting;
  if (order.terms.type === 'bracket' && !order.triggered) {
    waiting.push([order.side === 'buy' ? book.buyTargets : book.sellTargets, price]);
  } else if (!stop) {
    waiting.push([order.side === 'buy' ? book.bids : book.asks, price]);
  }
  return waiting;
}

/** Puts a live order where it waits. */
export function rest(book: Book, product: Product, order: Order): void {
  for (const [levels, price] of places(book, product, order)) {
    const isTarget = levels === book.buyTargets || levels === book.sellTargets;
    const isStop = levels === book.stopsUp || levels === book.stopsDown;
    const { parked } = book;
    if (parked && (parked.held === 'targets' ? isTarget : isStop)) parked.orders.push(order);
    else levels.add(price, order);
  }
}

/** Takes an order out of the book; nothing happens when it is not there. */
export function lift(book: Book, product: Product, order: Order): void {
  for (const [levels, price] of places(book, product, order)) levels.remove(price, order);
}

/** The best resting level that a taker of `side` would meet. */
export function bestResting(book: Book, side: OrderSide): Level<Order> | undefined {
  const [plain, targets] =
    side === 'buy'
      ? [book.asks.best(), book.sellTargets.best()]
      : [book.bids.best(), book.buyTargets.best()];
  if (!targets || book.held === 'targets') return plain;
  if (!plain) return targets;
  return (side === 'buy' ? targets.price.lt(plain.price) : targets.price.gt(plain.price))
    ? targets
    : plain;
}

/** Something a taker can trade with: a resting order, or (without `maker`) the outside. */
export type Offer = { price: Decimal; size: Decimal; maker?: Order };

/**
 * All a taker of `side` can meet, best price first; at one price resting orders come before the
 * outside and go by time.
 */
export function* offers(
  book: Book,
  product: Product,
  depth: Depth,
  side: OrderSide,
): Generator<Offer> {
  const better = (a: Decimal, b: Decimal) => (side === 'buy' ? a.lt(b) : a.gt(b));
  const sources = side === 'buy' ? [book.asks] : [book.bids];
  if (book.held !== 'targets') sources.push(side === 'buy' ? book.sellTargets : book.buyTargets);
  const resting = mergeResting(
    sources.map((source) => inOrder(source)),
    better,
  );
  const outside = book.quote
    ? outsideOffers(
        product,
        depth,
        side,
        side === 'buy' ? book.quote.ask : book.quote.bid,
        book.taken[side],
      )
    : [][Symbol.iterator]();
  let own = resting.next();
  let other = outside.next();
  while (!own.done || !other.done) {
    if (!own.done && (other.done || !better(other.value.price, own.value.price))) {
      yield own.value;
      own = resting.next();
    } else if (!other.done) {
      yield other.value;
      other = outside.next();
    }
  }
}

function* inOrder(levels: Levels<Order>): Generator<Required<Offer>> {
  for (const { price, items } of levels) {
    for (const maker of items) yield { price, size: remainingSize(maker), maker };
  }
}

function* mergeResting(
  sources: Generator<Required<Offer>>[],
  better: (a: Decimal, b: Decimal) => boolean,
): Generator<Required<Offer>> {
  const heads = sources.map((source) => ({ source, next: source.next() }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next.done) continue;
      if (!first || first.next.done || comesBefore(head.next.value, first.next.value, better)) {
        first = head;
      }
    }
    if (!first || first.next.done) return;
    yield first.next.value;
    first.next = first.source.next();
  }
}

function comesBefore(
  a: Required<Offer>,
  b: Required<Offer>,
  better: (a: Decimal, b: Decimal) => boolean,
): boolean {
  return a.price.eq(b.price) ? a.maker.sequence < b.maker.sequence : better(a.price, b.price);
}
