import type { Decimal } from '../../money.ts';
import { checkAgainstMarket, type PlaceOutcome, refuse } from './admission.ts';
import { lift, rest } from './book.ts';
import { accountOf, bookFor, type ExchangeCore, emitOrder, productOf } from './core.ts';
import { bracketed, updateHold } from './holds.ts';
import { available, positionOf } from './ledger.ts';
import { type Attached, isLive, type Order, type Request, type Terms } from './order.ts';
import { triggerReached } from './outside.ts';
import { checkRequest } from './product.ts';
import { plan, work } from './taking.ts';

/** New price and size, whole; `stop` is a stop-limit's trigger or a bracket's stop. */
export type Edit = { size: Decimal; price: Decimal; stop?: Decimal; attached?: Attached };

/** The order's terms with an edit's sizes and prices; null when this kind can't be edited. */
function editedTerms(order: Order, { size, price, stop }: Edit): Terms | null {
  const { terms } = order;
  if (order.triggered || order.status !== 'open') return null;
  if (terms.type === 'limit' && terms.timeInForce === 'gtc') return { ...terms, size, price };
  if (terms.type === 'stop_limit') {
    return { ...terms, size, price, stopPrice: stop ?? terms.stopPrice };
  }
  if (terms.type === 'bracket') return { ...terms, size, target: price, stop: stop ?? terms.stop };
  return null;
}

export function editOrder(
  core: ExchangeCore,
  orderId: string,
  change: Edit,
  at: number,
): PlaceOutcome {
  const order = core.orders.get(orderId);
  if (!order) return refuse('unknown_order', `no order ${orderId}`);
  if (!isLive(order)) return refuse('not_open', `the order is ${order.status}`);
  const terms = editedTerms(order, change);
  if (!terms || terms.type === 'market')
    return refuse('not_editable', 'this order cannot be edited');
  const product = productOf(core, order.productId);
  const book = bookFor(core, product);
  const attached = change.attached ?? order.attached;
  const request: Request = { ...order, terms, ...(attached ? { attached } : {}) };
  const broken =
    checkRequest(product, request, at) ??
    (book.quote ? checkAgainstMarket(request, book.quote.last) : null);
  if (broken) return { outcome: 'refused', ...broken };
  if (terms.size.lte(order.filledSize)) {
    return refuse('size_too_small', 'the size must be more than what is filled already');
  }
  const left = { size: terms.size.minus(order.filledSize) };
  if (terms.type === 'limit' && terms.postOnly) {
    const crossing = plan(core, order.accountId, product, order.side, left, terms.price).matches;
    if (crossing.length > 0)
      return refuse('would_cross', 'a post-only order must not trade at once');
  }

  const account = accountOf(core, order.accountId);
  const before = order.terms;
  lift(book, product, order);
  order.terms = terms;
  updateHold(core, order);
  const overdrawn = available(account, order.holdAsset).isNegative();
  const tooMuch =
    terms.type === 'bracket' &&
    product.type === 'future' &&
    bracketed(core, account, product.id, order.side).gt(positionOf(account, product.id).size.abs());
  if (overdrawn || tooMuch) {
    order.terms = before;
    updateHold(core, order);
    rest(book, product, order);
    return overdrawn
      ? refuse('insufficient_funds', `not enough ${order.holdAsset} available`)
      : refuse('bracket_size', 'brackets would close more than the position');
  }
  core.sequence += 1;
  order.sequence = core.sequence;
  order.updatedAt = at;
  if (change.attached) amendAttached(core, order, change.attached);
  emitOrder(core, order);
  if (terms.type === 'limit') work(core, order, at);
  else rest(book, product, order);
  triggerReached(core, book, at);
  return { outcome: 'accepted', order: { ...order } };
}

function amendAttached(core: ExchangeCore, order: Order, attached: Attached): void {
  order.attached = attached;
  const child = order.childId ? core.orders.get(order.childId) : undefined;
  if (!child || !isLive(child) || child.terms.type !== 'bracket') return;
  const product = productOf(core, child.productId);
  const book = bookFor(core, product);
  lift(book, product, child);
  child.terms = { ...child.terms, ...attached };
  if (child.status === 'open') rest(book, product, child);
  emitOrder(core, child);
}
