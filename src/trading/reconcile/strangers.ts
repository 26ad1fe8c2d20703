import { dec } from '../money.ts';
import { withSent } from '../strategy/events/ordersAhead.ts';
import { isInDoubt, type Listed, listed } from '../venue/listed.ts';
import { nameOf } from '../venue/productId.ts';
import type { VenueOrder, VenuePosition } from '../venue/venue.ts';
import type { Comparison } from './reconcile.ts';

/**
 * Orders that carry our mark and that no position of ours knows. One that protects or closes a position
 * that is open was sent without the database, and its answer was lost: it is that position's. Of the
 * others one that would open something is cancelled: nothing good can come of it. One that closes
 * something is left where it is, since it may be all that protects it. What the owner has placed bears
 * no mark of ours and is not touched. Each is told once. Resolves to how many there are.
 */
export async function settleStrangers(
  comparison: Comparison,
  atVenue: readonly VenueOrder[],
): Promise<number> {
  const { account, venue, engine, tell, log } = comparison;
  const known = new Set<string>();
  const knownAtVenue = new Set<string>();
  // What was sent while the database was away is no stranger, though it is not written down yet.
  for (const { orders } of engine.ahead().positions.values()) {
    for (const { id, venueOrderId } of orders) {
      known.add(id);
      if (venueOrderId !== null) knownAtVenue.add(venueOrderId);
    }
  }
  const mark = `${engine.state().install}-`;
  const strangers = atVenue.filter(
    ({ clientOrderId, parentVenueOrderId }) =>
      clientOrderId.startsWith(mark) &&
      !known.has(clientOrderId) &&
      // What came with an entry of ours is its protection.
      !(parentVenueOrderId !== undefined && knownAtVenue.has(parentVenueOrderId)),
  );
  if (strangers.length === 0) return 0;
  const ofPositions = strangers.filter((order) => isOfPosition(comparison, order));
  if (ofPositions.length > 0) {
    const orders = ofPositions.map((seen) => ({
      orderId: seen.clientOrderId,
      line: seen.side,
      seen,
    }));
    await engine.submit({ type: 'orders_ahead', at: comparison.now(), account, orders });
  }
  const held = strangers.some(isFuture) ? await venue.positions() : listed([]);
  for (const stranger of strangers) {
    if (ofPositions.includes(stranger)) continue;
    const { clientOrderId, productId, side } = stranger;
    const named = `An order of an earlier time rests on ${productId} (${side})`;
    if (closes(stranger, held)) {
      await tell(`stranger left ${stranger.venueOrderId}`, {
        kind: 'error',
        what: `${named}. It would close something, so it was left there.`,
        lost: 'Nothing.',
        todo: 'Look at what it protects at the venue, and cancel it there if it protects nothing.',
      });
      continue;
    }
    const result = await venue.cancel(stranger.venueOrderId);
    log.warn({ account, order: clientOrderId, result }, 'unknown order of ours cancelled');
    await tell(`stranger ${stranger.venueOrderId} ${result.outcome}`, {
      kind: 'error',
      what:
        result.outcome === 'accepted'
          ? `${named}, and would have opened something; it was cancelled.`
          : `${named}, and would open something; it could not be cancelled (${result.message}). It is tried again.`,
      lost: 'Nothing.',
      todo: 'Look at your open orders at the venue.',
    });
  }
  return strangers.length;
}

function isOfPosition({ positions, engine, now }: Comparison, order: VenueOrder): boolean {
  const { install } = engine.state();
  return positions().some((position) => withSent(position, order, install, now()) !== null);
}

const isFuture = ({ productId }: VenueOrder) => nameOf(productId).type === 'future';

/** On spot a sale closes. On a future whatever goes against what is held there does, or may be. */
function closes(order: VenueOrder, held: Listed<VenuePosition>): boolean {
  if (order.terms?.type === 'bracket' || order.terms?.type === 'stop_limit') return true;
  if (!isFuture(order)) return order.side === 'sell';
  if (isInDoubt(held, order.productId)) return true;
  const size = dec(held.entries.find(({ productId }) => productId === order.productId)?.size ?? 0);
  return order.side === 'sell' ? size.gt(0) : size.lt(0);
}
