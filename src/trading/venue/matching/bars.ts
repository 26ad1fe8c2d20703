import { type Decimal, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { type Book, bestResting, lift, rest } from './book.ts';
import { bookFor, type ExchangeCore, productOf } from './core.ts';
import { isLive } from './order.ts';
import { fillReached, moveQuote, print, quoteAround, settle, triggerReached } from './outside.ts';
import type { MarketProduct } from './product.ts';

export type Bar = { open: Decimal; high: Decimal; low: Decimal; close: Decimal; volume?: Decimal };

/** Moves the price without a gap from where it is to `to`, meeting each waiting order on the way. */
function sweep(
  core: ExchangeCore,
  book: Book,
  product: MarketProduct,
  to: Decimal,
  volume: Decimal,
  at: number,
): void {
  const from = book.quote?.last ?? to;
  const down = to.lt(from);
  const taker: OrderSide = down ? 'sell' : 'buy';
  const passes = (price: Decimal) => (down ? price.gt(to) : price.lt(to));
  const isFirst = (a: Decimal, b: Decimal) => (down ? a.gte(b) : a.lte(b));
  for (;;) {
    const stops = down ? book.stopsDown : book.stopsUp;
    const stop = stops.best()?.price;
    const resting = bestResting(book, taker)?.price;
    const nextStop = stop && (passes(stop) || stop.eq(to)) ? stop : null;
    const nextResting = resting && passes(resting) ? resting : null;
    if (nextResting && (!nextStop || isFirst(nextResting, nextStop))) {
      fillReached(core, book, down ? 'buy' : 'sell', (price) => price.eq(nextResting), at);
    } else if (nextStop) {
      moveQuote(core, book, quoteAround(core, product, nextStop, at));
      triggerReached(core, book, at);
    } else break;
  }
  moveQuote(core, book, quoteAround(core, product, to, at));
  print(core, book, to, volume, at);
  settle(core, book, at);
}

export function walkBar(core: ExchangeCore, product: MarketProduct, bar: Bar, at: number): void {
  const book = bookFor(core, product);
  const volume = (bar.volume ?? ZERO).div(4);
  moveQuote(core, book, quoteAround(core, product, bar.open, at));
  print(core, book, bar.open, volume, at);
  settle(core, book, at);

  // The adverse side first: entries fill and stops trigger at both ends, targets wait. Again
  // until nothing happens, for a position opened on the way up may have its stop below.
  book.heldBar = bar;
  book.parked = [];
  sweep(core, book, product, bar.low, volume, at);
  sweep(core, book, product, bar.high, volume, at);
  for (let seen = -1; seen !== core.sequence; ) {
    seen = core.sequence;
    sweep(core, book, product, bar.low, ZERO, at);
    sweep(core, book, product, bar.high, ZERO, at);
  }
  book.heldBar = null;
  sweep(core, book, product, bar.low, ZERO, at);
  sweep(core, book, product, bar.high, ZERO, at);

  // A bracket born in this bar can only be sure of its target at the close.
  const parked = book.parked;
  book.parked = null;
  moveQuote(core, book, quoteAround(core, product, bar.close, at));
  for (const order of parked) {
    if (!isLive(order) || order.triggered) continue;
    lift(book, productOf(core, order.productId), order);
    rest(book, productOf(core, order.productId), order);
  }
  print(core, book, bar.close, volume, at);
  settle(core, book, at);
}
