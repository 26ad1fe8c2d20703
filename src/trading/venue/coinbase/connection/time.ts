import { serverTime } from '../wire/wire.ts';
import type { Rest } from './rest.ts';

/** Coinbase's clock, UTC milliseconds; needs no key. Rejects with a VenueError when it is not told. */
export async function timeOf(rest: Rest): Promise<number> {
  const { epochMillis } = await rest.read(serverTime, {
    what: 'tell the time',
    method: 'GET',
    path: '/brokerage/time',
  });
  return epochMillis;
}
