import { isDeepStrictEqual } from 'node:util';
import type { Product } from '../../venue/venue.ts';
import { settle } from '../hold/settle.ts';
import type { Position } from '../model/state.ts';
import type { Turn } from '../model/turn.ts';

/** The position with its product as it is now: what could not be done may be possible, or the other way round. */
export function onProduct(position: Position, product: Product, turn: Turn): Position {
  // What it trades by the day says nothing of how it is traded.
  const { volume24h: _, ...now } = product;
  const { volume24h: __, ...before } = position.product;
  if (isDeepStrictEqual(now, before)) return position;
  return settle({ ...position, product }, turn);
}
