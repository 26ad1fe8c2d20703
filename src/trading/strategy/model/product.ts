import { ceilTo, type Decimal, dec, floorTo } from '../../money.ts';
import type { OrderSide, Product } from '../../venue/venue.ts';
import type { Position } from './state.ts';

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
