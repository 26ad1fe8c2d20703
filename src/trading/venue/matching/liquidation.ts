import { type Decimal, dec } from '../../money.ts';
import { accountOf, bookFor, type ExchangeCore, emitOrder, liveFor } from './core.ts';
import { type Position, positionOf } from './ledger.ts';
import type { Request } from './order.ts';
import { finish, register } from './orderLife.ts';
import { type MarketProduct, unitsOf } from './product.ts';
import { carryOut, plan } from './taking.ts';

/** The part of a position's margin that may be lost before the venue closes it. */
export const MAINTENANCE = '0.5';

/**
 * The last price at which the venue closes the position: half of its margin is lost there. Each
 * position stands for itself; a real account may put more of its money behind it.
 */
export function liquidationPrice(
  { size, cost, margin }: Position,
  product: MarketProduct,
): Decimal {
  const lost = margin.mul(MAINTENANCE);
  return cost
    .minus(lost)
    .div(size.mul(unitsOf(product)))
    .toDecimalPlaces(8);
}

/** What a unit of the position has cost on average. */
export function averageEntry({ size, cost }: Position, product: MarketProduct): Decimal {
  return cost.div(size.mul(unitsOf(product))).toDecimalPlaces(8);
}

/** Closes every position on the product that the last price has come to liquidate. */
export function liquidate(core: ExchangeCore, product: MarketProduct, at: number): void {
  const last = bookFor(core, product).quote?.last;
  if (!last) return;
  for (const { id } of core.accounts.values()) {
    const position = positionOf(accountOf(core, id), product.id);
    if (position.size.isZero()) continue;
    const unrealized = position.size.mul(unitsOf(product)).mul(last).minus(position.cost);
    if (unrealized.neg().gte(position.margin.mul(MAINTENANCE))) close(core, id, product, at);
  }
}

function close(core: ExchangeCore, accountId: string, product: MarketProduct, at: number): void {
  for (const order of [...liveFor(core, accountId)]) {
    const isLive = order.status === 'open' || order.status === 'pending';
    if (order.productId === product.id && isLive) {
      finish(core, order, 'cancelled', at, 'the position was liquidated');
    }
  }
  const { size } = positionOf(accountOf(core, accountId), product.id);
  const request: Request = {
    clientOrderId: '',
    productId: product.id,
    side: size.isPositive() ? 'sell' : 'buy',
    terms: { type: 'market', size: size.abs() },
  };
  const rate = { maker: dec(0), taker: dec(0) };
  const order = register(core, accountId, request, rate, 'open', at);
  order.message = 'liquidation';
  emitOrder(core, order);
  const wants = { size: size.abs() };
  carryOut(core, order, plan(core, accountId, product, request.side, wants, null), at);
  if (order.status === 'open') finish(core, order, 'cancelled', at);
}
