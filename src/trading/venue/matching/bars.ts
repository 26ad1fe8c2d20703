import { type Decimal, maxOf, minOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { type Book, bestResting, type Held, lift, rest } from './book.ts';
import { bookFor, type ExchangeCore, productOf } from './core.ts';
import { isLive } from './order.ts';
import { fillReached, moveQuote, print, quoteAround, settle, triggerReached } from './outside.ts';
import type { MarketProduct } from './product.ts';

export type Bar = { open: Decimal; high: Decimal; low: Decimal; close: Decimal; volume?: Decimal };

/**
 * What is assumed of the way the price took inside a bar, of which only four prices are known:
 * that whatever hurts came first, or that whatever helps did.
 */
export type Assumption = 'worse' | 'better';

/**
 * Where in a bar the price is: at its open; between its extremes, with the one kind of orders held
 * back; the same with all that was there before the bar released; at its close.
 */
export type Phase = 'open' | 'held' | 'released' | 'close';

/** Who else waits for prices inside a bar, beside the orders that rest. */
export type BarFollower = {
  /** The nearest price that way at which it wants to be asked; null: none. */
  next(way: 'up' | 'down', phase: Phase): Decimal | null;
  /** The price has come to `last`. */
  reached(last: Decimal, phase: Phase): void;
};

export type Walk = {
  /** `worse` when left out. */
  assume?: Assumption;
  follower?: BarFollower;
};

type Walking = {
  core: ExchangeCore;
  book: Book;
  product: MarketProduct;
  at: number;
  follower: BarFollower | undefined;
  /** Hands out what has happened, so that whoever listens can act inside the bar. */
  deliver: () => void;
  phase: Phase;
  /** Counts up with everything that happens. */
  events: number;
};

/**
 * Moves the price without a gap from where it is to `to`, meeting each waiting order and whoever
 * else waits on the way; with `once` no further than to the first of them.
 */
function sweep(walking: Walking, to: Decimal, volume: Decimal, once = false): void {
  const { core, book, product, at, follower } = walking;
  const start = book.quote?.last ?? to;
  const down = to.lt(start);
  const way = down ? 'down' : 'up';
  const taker: OrderSide = down ? 'sell' : 'buy';
  const passes = (price: Decimal) => (down ? price.gt(to) : price.lt(to));
  const isFirst = (a: Decimal, b: Decimal | null) => b === null || (down ? a.gte(b) : a.lte(b));
  const before = walking.events;
  while (!once || walking.events === before) {
    const stops = down ? book.stopsDown : book.stopsUp;
    const stop = book.held === 'stops' ? undefined : stops.best()?.price;
    const resting = bestResting(book, taker)?.price;
    const watched = follower?.next(way, walking.phase) ?? null;
    const nextStop = stop && (passes(stop) || stop.eq(to)) ? stop : null;
    const nextResting = resting && passes(resting) ? resting : null;
    const nextWatched = watched && (passes(watched) || watched.eq(to)) ? watched : null;
    if (nextResting && isFirst(nextResting, nextStop) && isFirst(nextResting, nextWatched)) {
      moveQuote(core, book, quoteAround(core, product, nextResting, at));
      fillReached(core, book, down ? 'buy' : 'sell', (price) => price.eq(nextResting), at);
    } else if (nextStop && isFirst(nextStop, nextWatched)) {
      moveQuote(core, book, quoteAround(core, product, nextStop, at));
      triggerReached(core, book, at);
    } else if (nextWatched) {
      // What was set only now may lie behind the price already.
      const last = book.quote?.last ?? nextWatched;
      const point = down ? minOf(nextWatched, last) : maxOf(nextWatched, last);
      moveQuote(core, book, quoteAround(core, product, point, at));
      settle(core, book, at);
      follower?.reached(point, walking.phase);
    } else break;
    walking.events += 1;
    walking.deliver();
  }
  if (once && walking.events !== before) return;
  moveTo(walking, to, volume);
}

/** Moves the price to `to`, whatever lies between. */
function moveTo(walking: Walking, to: Decimal, volume: Decimal): void {
  const { core, book, product, at, follower } = walking;
  const before = core.sequence;
  moveQuote(core, book, quoteAround(core, product, to, at));
  print(core, book, to, volume, at);
  settle(core, book, at);
  walking.deliver();
  follower?.reached(to, walking.phase);
  if (core.sequence !== before) walking.events += 1;
}

/**
 * Walks one bar. At the worse, entries fill and stops trigger at both ends before any target does,
 * and after each target anew; what is placed in the bar may be stopped in it, and reaches its
 * target only by the close. At the better it is the other way round.
 */
export function walkBar(
  core: ExchangeCore,
  product: MarketProduct,
  bar: Bar,
  at: number,
  deliver: () => void,
  { assume = 'worse', follower }: Walk = {},
): void {
  const book = bookFor(core, product);
  const volume = (bar.volume ?? ZERO).div(4);
  const walking: Walking = { core, book, product, at, follower, deliver, phase: 'open', events: 0 };
  const held: Held = assume === 'worse' ? 'targets' : 'stops';
  moveTo(walking, bar.open, volume);

  book.bar = bar;
  book.parked = { held, orders: [] };
  let share = volume;
  for (let seen = -1; ; ) {
    book.held = held;
    walking.phase = 'held';
    // Again until nothing happens, for a position opened on the way up may have its stop below.
    while (seen !== walking.events) {
      seen = walking.events;
      sweep(walking, bar.low, share);
      sweep(walking, bar.high, share);
      share = ZERO;
    }
    book.held = null;
    walking.phase = 'released';
    sweep(walking, bar.low, ZERO, true);
    if (seen === walking.events) sweep(walking, bar.high, ZERO, true);
    if (seen === walking.events) break;
  }

  // What was born in this bar can only be sure of what was held back by the way to the close.
  const { orders } = book.parked;
  book.parked = null;
  book.bar = null;
  walking.phase = 'close';
  if (walking.events > 0) {
    const ends = assume === 'worse' ? [bar.low, bar.high] : [bar.high, bar.low];
    for (const [index, side] of (['sell', 'buy'] as const).entries()) {
      moveQuote(core, book, quoteAround(core, product, ends[index] ?? bar.close, at));
      for (const order of orders) {
        if (order.side !== side || !isLive(order) || order.triggered) continue;
        lift(book, productOf(core, order.productId), order);
        rest(book, productOf(core, order.productId), order);
      }
      sweep(walking, bar.close, ZERO);
    }
  }
  moveTo(walking, bar.close, volume);
}
