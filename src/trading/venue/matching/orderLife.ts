import { type Decimal, dec, maxOf, ZERO } from '../../money.ts';
import { lift, rest } from './book.ts';
import {
  accountOf,
  addFill,
  addOrder,
  bookFor,
  type ExchangeCore,
  emit,
  emitOrder,
  liveFor,
  nextId,
  productOf,
} from './core.ts';
import { addVolume } from './fees.ts';
import { bracketed, leverageOf, updateHold } from './holds.ts';
import { type Account, addHold, credit, netPosition, positionOf } from './ledger.ts';
import {
  type Fill,
  isLive,
  type Order,
  orderedSize,
  type Request,
  remainingSize,
  type Status,
} from './order.ts';
import { type MarketProduct, unitsOf } from './product.ts';

export function register(
  core: ExchangeCore,
  accountId: string,
  request: Request,
  rates: Order['rates'],
  status: Status,
  at: number,
  parentId?: string,
): Order {
  const product = productOf(core, request.productId);
  const id = nextId(core, 'order');
  const order: Order = {
    ...request,
    id,
    accountId,
    status,
    triggered: false,
    filledSize: ZERO,
    filledValue: ZERO,
    fees: ZERO,
    fillCount: 0,
    hold: ZERO,
    holdAsset: product.type === 'spot' && request.side === 'sell' ? product.base : product.quote,
    rates,
    sequence: core.sequence,
    createdAt: at,
    updatedAt: at,
    ...(parentId === undefined ? {} : { parentId }),
  };
  addOrder(core, order);
  return order;
}

/** Ends an order and what hangs on it. */
export function finish(
  core: ExchangeCore,
  order: Order,
  status: Status,
  at: number,
  message?: string,
): void {
  const product = productOf(core, order.productId);
  lift(bookFor(core, product), product, order);
  const expiresAt = 'expiresAt' in order.terms ? order.terms.expiresAt : undefined;
  if (expiresAt !== undefined) core.expiries.remove(dec(expiresAt), order);
  order.status = status;
  order.updatedAt = at;
  if (message !== undefined) order.message = message;
  liveFor(core, order.accountId).delete(order);
  updateHold(core, order);
  emitOrder(core, order);

  const child = order.childId ? core.orders.get(order.childId) : undefined;
  if (child?.status === 'pending') finish(core, child, 'cancelled', at, 'its order filled nothing');
  const parent = order.parentId ? core.orders.get(order.parentId) : undefined;
  if (status === 'filled' && parent && isLive(parent)) {
    finish(core, parent, 'cancelled', at, 'its bracket has closed what it had filled');
  }
}

/** Books one execution of one order: money, holds, its attached bracket, its end. */
export function fill(
  core: ExchangeCore,
  order: Order,
  execution: { price: Decimal; size: Decimal; liquidity: Fill['liquidity']; tradeId: string },
  at: number,
): void {
  const { price, size, liquidity, tradeId } = execution;
  const product = productOf(core, order.productId);
  const account = accountOf(core, order.accountId);
  const value = price.mul(size).mul(unitsOf(product));
  const fee = value.mul(order.rates[liquidity]);

  order.filledSize = order.filledSize.plus(size);
  order.filledValue = order.filledValue.plus(value);
  order.fees = order.fees.plus(fee);
  order.fillCount += 1;
  order.lastFillAt = at;
  order.updatedAt = at;
  addVolume(account.volume, value, at);

  if (product.type === 'spot') {
    const sign = order.side === 'buy' ? 1 : -1;
    credit(account, product.base, size.mul(sign));
    credit(account, product.quote, value.mul(-sign).minus(fee));
  } else {
    const position = positionOf(account, product.id);
    const margin = position.margin;
    const change = order.side === 'buy' ? size : size.neg();
    const leverage = leverageOf(order, product);
    const realized = netPosition(position, change, price, unitsOf(product), leverage);
    credit(account, product.quote, realized.minus(fee));
    addHold(account, product.quote, position.margin.minus(margin));
  }
  updateHold(core, order);

  core.sequence += 1;
  const record: Fill = {
    id: `${order.id}-${order.fillCount}`,
    tradeId,
    orderId: order.id,
    accountId: order.accountId,
    productId: order.productId,
    side: order.side,
    price,
    size,
    fee,
    liquidity,
    at,
  };
  addFill(core, record);
  emit(core, { type: 'fill', fill: record });

  growChild(core, order, at);
  const asked = orderedSize(order.terms);
  if (asked && order.filledSize.gte(asked)) finish(core, order, 'filled', at);
  else emitOrder(core, order);
  if (product.type === 'future') trimBrackets(core, account, product, at);
}

/** Gives an attached bracket the size its parent has filled so far. */
function growChild(core: ExchangeCore, parent: Order, at: number): void {
  const child = parent.childId ? core.orders.get(parent.childId) : undefined;
  if (!child || !isLive(child) || child.terms.type !== 'bracket') return;
  child.terms = { ...child.terms, size: parent.filledSize };
  child.updatedAt = at;
  if (child.status === 'pending') {
    child.status = 'open';
    const product = productOf(core, child.productId);
    rest(bookFor(core, product), product, child);
  }
  updateHold(core, child);
  emitOrder(core, child);
}

/** Cancels the newest brackets that would close more than the position, now that it shrank. */
function trimBrackets(
  core: ExchangeCore,
  account: Account,
  product: MarketProduct,
  at: number,
): void {
  const position = positionOf(account, product.id).size;
  for (const side of ['buy', 'sell'] as const) {
    const closable = maxOf(side === 'sell' ? position : position.neg(), ZERO);
    let excess = bracketed(core, account, product.id, side).minus(closable);
    if (excess.lte(ZERO)) continue;
    const newestFirst = [...liveFor(core, account.id)].reverse();
    for (const order of newestFirst) {
      if (excess.lte(ZERO)) break;
      const isBracket = order.terms.type === 'bracket' && order.status === 'open';
      if (order.productId !== product.id || order.side !== side || !isBracket) continue;
      excess = excess.minus(remainingSize(order));
      finish(core, order, 'cancelled', at, 'the position it protected is gone');
    }
  }
}

export function expireDue(core: ExchangeCore, at: number): void {
  for (let level = core.expiries.best(); level?.price.lte(at); level = core.expiries.best()) {
    for (const order of [...level.items]) finish(core, order, 'expired', at);
  }
}
