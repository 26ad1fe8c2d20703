import { ceilTo, type Decimal, dec, floorTo } from '../../money.ts';
import type { OrderSide, Product } from '../../venue/venue.ts';
import type { Position } from './state.ts';
import { isExitHeldBack } from './wayOut.ts';

/**
 * How what is open on a product can be left at once, now: at any price, only by a limit order that
 * trades at once, or not at all (its resting orders may still fill).
 */
export function waysOut({ status, session }: Product): 'market' | 'limit' | 'none' {
  // After hours only orders that rest are taken.
  if (session !== undefined && session.state !== 'open') return 'none';
  switch (status) {
    case 'online':
      return 'market';
    case 'limit_only':
      return 'limit';
    case 'post_only':
    case 'cancel_only':
    case 'auction':
    case 'view_only':
    case 'disabled':
      return 'none';
  }
}

/**
 * Whether what is to be closed of a position is sent now: its product can be left, and no refusal is
 * being waited out. Until then what protects it stays where it is, or is put back.
 */
export function isGoingOut(position: Pick<Position, 'product' | 'wayOut'>): boolean {
  return waysOut(position.product) !== 'none' && !isExitHeldBack(position);
}

/** A price on the product's tick, rounded down or up. */
export function onTick(price: Decimal, product: Product, round: 'down' | 'up'): Decimal {
  const step = dec(product.priceIncrement);
  return round === 'down' ? floorTo(price, step) : ceilTo(price, step);
}

export function closingSide(position: Pick<Position, 'side'>): OrderSide {
  return position.side === 'long' ? 'sell' : 'buy';
}

export function openingSide(position: Pick<Position, 'side'>): OrderSide {
  return position.side === 'long' ? 'buy' : 'sell';
}
