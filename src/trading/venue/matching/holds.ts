import { type Decimal, dec, maxOf, minOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { limitPrice } from './book.ts';
import { accountOf, type ExchangeCore, liveFor, productOf } from './core.ts';
import { type Account, addHold, positionOf } from './ledger.ts';
import { isLive, type Order, remainingSize } from './order.ts';
import { type MarketProduct, unitsOf } from './product.ts';

function setHold(core: ExchangeCore, order: Order, amount: Decimal): void {
  if (order.hold.eq(amount)) return;
  addHold(accountOf(core, order.accountId), order.holdAsset, amount.minus(order.hold));
  order.hold = amount;
}

/** Value and taker fee of buying what is left at the order's limit, or the base left to sell. */
function spotHold(order: Order, product: MarketProduct): Decimal {
  const left = remainingSize(order);
  if (order.side === 'sell') return left;
  const price = limitPrice(product, order) ?? ZERO;
  return left.mul(price).mul(order.rates.taker.plus(1));
}

export function leverageOf(request: { leverage?: Decimal }, product: MarketProduct): Decimal {
  return request.leverage ?? dec(product.defaultLeverage ?? 1);
}

/** Margin and taker fee for opening `size` contracts at `price`. */
export function marginFor(
  product: MarketProduct,
  size: Decimal,
  price: Decimal,
  leverage: Decimal,
  taker: Decimal,
): Decimal {
  const value = size.mul(price).mul(unitsOf(product));
  return value.div(leverage).toDecimalPlaces(18).plus(value.mul(taker));
}

/**
 * Sets the holds of an account's live orders on a derivatives product: orders that close the
 * position need none, up to its size in order of acceptance; brackets only ever close it.
 */
function holdFutures(core: ExchangeCore, account: Account, product: MarketProduct): void {
  const position = positionOf(account, product.id).size;
  const closable = {
    buy: maxOf(position.neg(), ZERO),
    sell: maxOf(position, ZERO),
  };
  for (const order of liveFor(core, account.id)) {
    if (order.productId !== product.id || order.terms.type === 'bracket') continue;
    const left = remainingSize(order);
    const closing = minOf(left, closable[order.side]);
    closable[order.side] = closable[order.side].minus(closing);
    const price = limitPrice(product, order) ?? ZERO;
    const leverage = leverageOf(order, product);
    setHold(
      core,
      order,
      marginFor(product, left.minus(closing), price, leverage, order.rates.taker),
    );
  }
}

export function updateHold(core: ExchangeCore, order: Order): void {
  const product = productOf(core, order.productId);
  if (!isLive(order)) setHold(core, order, ZERO);
  if (product.type === 'future') holdFutures(core, accountOf(core, order.accountId), product);
  else if (isLive(order)) setHold(core, order, spotHold(order, product));
}

/** Contracts that the account's live brackets on one side would close. */
export function bracketed(
  core: ExchangeCore,
  account: Account,
  productId: string,
  side: OrderSide,
): Decimal {
  let sum = ZERO;
  for (const order of liveFor(core, account.id)) {
    if (order.productId === productId && order.side === side && order.terms.type === 'bracket') {
      sum = sum.plus(remainingSize(order));
    }
  }
  return sum;
}

/** Contracts an order of `side` may close that no other order is going to close already. */
export function closable(
  core: ExchangeCore,
  account: Account,
  product: MarketProduct,
  side: OrderSide,
): Decimal {
  const position = positionOf(account, product.id).size;
  let left = maxOf(side === 'sell' ? position : position.neg(), ZERO);
  for (const order of liveFor(core, account.id)) {
    if (order.productId !== product.id || order.side !== side) continue;
    if (order.terms.type !== 'bracket') left = left.minus(remainingSize(order));
  }
  return maxOf(left, ZERO);
}
