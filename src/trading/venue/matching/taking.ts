import { type Decimal, dec, floorTo, minOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { limitPrice, offers, rest } from './book.ts';
import { bookFor, depthOf, type ExchangeCore, emit, nextId, productOf } from './core.ts';
import { isLive, type Order, remainingSize } from './order.ts';
import { fill, finish } from './orderLife.ts';
import { type MarketProduct, unitsOf } from './product.ts';

export type Match = { price: Decimal; size: Decimal; maker?: Order };
/** `own`: resting orders of the taker's own account that stand in the way. */
export type Plan = { matches: Match[]; own: Order[]; complete: boolean };

/** What a taker would trade now, best price first, without doing it. */
export function plan(
  core: ExchangeCore,
  accountId: string,
  product: MarketProduct,
  side: OrderSide,
  wants: { size: Decimal } | { budget: Decimal; taker: Decimal },
  limit: Decimal | null,
): Plan {
  const book = bookFor(core, product);
  const matches: Match[] = [];
  const own: Order[] = [];
  const increment = dec(product.baseIncrement);
  let size = 'size' in wants ? wants.size : null;
  let budget = 'budget' in wants ? wants.budget : ZERO;
  for (const offer of offers(book, product, depthOf(core, book.id), side)) {
    if (limit && (side === 'buy' ? offer.price.gt(limit) : offer.price.lt(limit))) break;
    if (offer.maker?.accountId === accountId) {
      own.push(offer.maker);
      continue;
    }
    const unitCost =
      'budget' in wants ? offer.price.mul(unitsOf(product)).mul(wants.taker.plus(1)) : null;
    const wanted = unitCost ? floorTo(budget.div(unitCost), increment) : (size ?? ZERO);
    const taken = minOf(wanted, offer.size);
    if (taken.lte(ZERO)) return { matches, own, complete: true };
    matches.push({ ...offer, size: taken });
    if (unitCost) budget = budget.minus(taken.mul(unitCost));
    else size = (size ?? ZERO).minus(taken);
    if (size?.lte(ZERO)) return { matches, own, complete: true };
  }
  return { matches, own, complete: false };
}

export function carryOut(
  core: ExchangeCore,
  order: Order,
  { matches, own }: Plan,
  at: number,
): void {
  const book = bookFor(core, productOf(core, order.productId));
  for (const resting of own)
    finish(core, resting, 'cancelled', at, 'would have traded with itself');
  for (const { price, size, maker } of matches) {
    const tradeId = nextId(core, 'trade');
    if (maker) fill(core, maker, { price, size, liquidity: 'maker', tradeId }, at);
    else book.taken[order.side] = book.taken[order.side].plus(size);
    fill(core, order, { price, size, liquidity: 'taker', tradeId }, at);
    emit(core, {
      type: 'trade',
      trade: { tradeId, bookId: book.id, side: order.side, price, size, at },
    });
  }
}

/** Works a live limit order: takes what its limit allows and rests with what is left. */
export function work(core: ExchangeCore, order: Order, at: number): void {
  const product = productOf(core, order.productId);
  const wants = { size: remainingSize(order) };
  const limit = limitPrice(product, order);
  carryOut(core, order, plan(core, order.accountId, product, order.side, wants, limit), at);
  if (isLive(order)) rest(bookFor(core, product), product, order);
}
