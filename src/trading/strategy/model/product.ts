import { ceilTo, type Decimal, dec, floorTo } from '../../money.ts';
import { entryClosed } from '../../venue/orderEntry.ts';
import type { OrderSide, Product } from '../../venue/venue.ts';
import type { Position } from './state.ts';
import { isExitHeldBack } from './wayOut.ts';

/**
 * How what is open on a product can be left at once, now: at any price, only by a limit order that
 * trades at once, or not at all (its resting orders may still fill).
 */
export function waysOut(product: Product): 'market' | 'limit' | 'none' {
  if (entryClosed(product, { type: 'market' }) === null) return 'market';
  // What is entered in an auction trades when that ends.
  if (product.status === 'auction') return 'none';
  const atOnce = { type: 'limit', timeInForce: 'ioc' } as const;
  return entryClosed(product, atOnce) === null ? 'limit' : 'none';
}

/**
 * Why a position can't be opened on a product at that time (UTC milliseconds); null when it can. What
 * could not be left again is not entered, but for hours that end by themselves: it fills after them.
 */
export function closedFor(product: Product, atMarket: boolean, at: number): string | null {
  const kind = atMarket ? { type: 'market' as const } : RESTING;
  const no = entryClosed(product, kind, at);
  if (no?.rule === 'post_only') return `${no.message}, so an exit could not be sure`;
  if (no !== null) return no.message;
  if (waysOut(product) !== 'none' || product.status === 'online') return null;
  return `${product.id} can't be left now (${product.status.replaceAll('_', ' ')}), so an exit could not be sure`;
}

const RESTING = { type: 'limit', timeInForce: 'gtc' } as const;

/**
 * Whether what is to be closed of a position is sent now: its product can be left, and no refusal is
 * being waited out. Until then what protects it stays where it is, or is put back.
 */
export function isGoingOut(position: Pick<Position, 'product' | 'wayOut'>): boolean {
  return waysOut(position.product) !== 'none' && !isExitHeldBack(position);
}

/** Whether a future's time is over by then (UTC milliseconds): nothing is taken any more, and what is open is settled in money. */
export function hasExpired({ expiresAt }: Pick<Product, 'expiresAt'>, at: number): boolean {
  return expiresAt !== undefined && expiresAt <= at;
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
