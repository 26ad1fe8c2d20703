import { ceilTo, type Decimal, dec, floorTo, maxOf, minOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { type Book, bestResting, lift, type Quote } from './book.ts';
import { depthOf, type ExchangeCore, emit, emitOrder, nextId, productOf } from './core.ts';
import { updateHold } from './holds.ts';
import { liquidate } from './liquidation.ts';
import type { Depth } from './liquidity.ts';
import { isLive, type Order, remainingSize } from './order.ts';
import { fill } from './orderLife.ts';
import { bookOf, type MarketProduct } from './product.ts';
import { work } from './taking.ts';

export function fillAtOwnPrice(
  core: ExchangeCore,
  order: Order,
  price: Decimal,
  size: Decimal,
  at: number,
): void {
  const tradeId = nextId(core, 'trade');
  const bookId = bookOf(productOf(core, order.productId));
  fill(core, order, { price, size, liquidity: 'maker', tradeId }, at);
  const side = order.side === 'buy' ? 'sell' : 'buy';
  emit(core, { type: 'trade', trade: { tradeId, bookId, side, price, size, at } });
}

/** Fills every resting order on the side that `reached` says the market has come to. */
export function fillReached(
  core: ExchangeCore,
  book: Book,
  side: OrderSide,
  reached: (price: Decimal) => boolean,
  at: number,
) {
  const taker = side === 'buy' ? 'sell' : 'buy';
  let any = false;
  for (let level = bestResting(book, taker); level && reached(level.price); ) {
    for (const order of [...level.items]) {
      if (isLive(order)) fillAtOwnPrice(core, order, level.price, remainingSize(order), at);
      any = true;
    }
    level = bestResting(book, taker);
  }
  return any;
}

export function triggerReached(core: ExchangeCore, book: Book, at: number): boolean {
  const last = book.quote?.last;
  if (!last || book.held === 'stops') return false;
  let any = false;
  for (const levels of [book.stopsDown, book.stopsUp]) {
    const isReached = (price: Decimal) =>
      levels === book.stopsDown ? last.lte(price) : last.gte(price);
    for (let level = levels.best(); level && isReached(level.price); level = levels.best()) {
      const [order] = level.items;
      if (!order) break;
      triggerStop(core, book, order, at);
      any = true;
    }
  }
  return any;
}

function triggerStop(core: ExchangeCore, book: Book, order: Order, at: number): void {
  lift(book, productOf(core, order.productId), order);
  if (order.terms.type === 'bracket' && book.bar) {
    const { target } = order.terms;
    const { high, low } = book.bar;
    if (order.side === 'sell' ? target.lte(high) : target.gte(low)) core.ambiguous += 1;
  }
  order.triggered = true;
  order.updatedAt = at;
  updateHold(core, order);
  emitOrder(core, order);
  work(core, order, at);
}

/** After the outside has moved: everything that its quote now reaches. */
export function settle(core: ExchangeCore, book: Book, at: number): void {
  for (let changed = true; changed && book.quote; ) {
    const { bid, ask } = book.quote;
    const bought = fillReached(core, book, 'buy', (price) => price.gte(ask), at);
    const sold = fillReached(core, book, 'sell', (price) => price.lte(bid), at);
    const triggered = triggerReached(core, book, at);
    changed = bought || sold || triggered;
  }
  const product = core.products.get(book.id);
  if (product?.type === 'future') liquidate(core, product, at);
}

export function moveQuote(core: ExchangeCore, book: Book, quote: Quote): void {
  book.quote = quote;
  book.taken = { buy: ZERO, sell: ZERO };
  emit(core, { type: 'quote', bookId: book.id, quote });
}

const halfSpreads = new WeakMap<Depth, Decimal>();

function halfSpread(depth: Depth): Decimal {
  let half = halfSpreads.get(depth);
  if (half === undefined) {
    half = dec(depth.spread).div(2);
    halfSpreads.set(depth, half);
  }
  return half;
}

/** Bid and ask around a single known price. */
export function quoteAround(
  core: ExchangeCore,
  product: MarketProduct,
  price: Decimal,
  at: number,
): Quote {
  const tick = dec(product.priceIncrement);
  const half = price.mul(halfSpread(depthOf(core, bookOf(product))));
  return {
    bid: maxOf(floorTo(price.minus(half), tick), tick),
    ask: ceilTo(price.plus(half), tick),
    last: price,
    at,
  };
}

/** A trade prints: it went through whatever rests beyond it, and shares with what rests at it. */
export function print(
  core: ExchangeCore,
  book: Book,
  price: Decimal,
  size: Decimal,
  at: number,
): void {
  fillReached(core, book, 'buy', (resting) => resting.gt(price), at);
  fillReached(core, book, 'sell', (resting) => resting.lt(price), at);
  for (const taker of ['buy', 'sell'] as const) {
    const level = bestResting(book, taker);
    if (!level?.price.eq(price)) continue;
    let share = size.mul(core.queueShare);
    for (const order of [...level.items]) {
      const increment = dec(productOf(core, order.productId).baseIncrement);
      const filled = floorTo(minOf(share, remainingSize(order)), increment);
      if (filled.lte(ZERO)) break;
      share = share.minus(filled);
      fillAtOwnPrice(core, order, price, filled, at);
    }
  }
}
