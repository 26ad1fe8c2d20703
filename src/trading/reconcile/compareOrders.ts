import { namedByEntry } from '../execution/attachedOrders.ts';
import { CLOCK_SLACK_MS } from '../execution/execution.ts';
import { mayStillCome } from '../strategy/model/attached.ts';
import { isAtRest, isLive, sameTerms } from '../strategy/model/orderStatus.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { UnreadableError } from '../venue/listed.ts';
import type { VenueOrder } from '../venue/venue.ts';
import type { Comparison } from './reconcile.ts';

/** So long an order that is thought never to have arrived is still looked for. */
const LATE_ARRIVAL_MS = 10 * 60_000;

/**
 * Every order of ours that is not known to have ended, and every end whose sums are not exact, held
 * against what rests at the venue. Resolves to the number of differences.
 */
export async function compareOrders(
  comparison: Comparison,
  atVenue: readonly VenueOrder[],
): Promise<number> {
  const { account, venue, engine, positions, now } = comparison;
  const named = namedByEntry(atVenue, positions(), engine.state().install);
  const byClientId = new Map(named.map((order) => [order.clientOrderId, order]));
  const ours = positions().flatMap((position) =>
    position.orders.map((order) => ({ position, order })),
  );
  // What rests no more may have left a position bare, so it goes first.
  let differences = await lookUpTogether(
    comparison,
    ours.filter(
      ({ order }) =>
        !byClientId.has(order.id) &&
        (order.venueOrderId || order.attachedTo) &&
        (isLive(order) || isInexact(order) || isLookedFor(order, now())),
    ),
  );
  for (const one of ours) {
    const { position, order } = one;
    const seen = byClientId.get(order.id);
    if (seen) {
      if (await report(comparison, order, seen)) differences++;
      else if (isAtRest(order) && seen.terms && !sameTerms(order.terms, seen.terms)) {
        await unlessUnreadable(comparison, one, comparison.lookUp(account, order.id));
      }
    } else if (mayHaveArrivedLate(order, now())) {
      const { id, createdAt } = order;
      const since = createdAt - CLOCK_SLACK_MS;
      const found = await unlessUnreadable(
        comparison,
        one,
        venue.findOrder(id, position.product.id, since),
      );
      if (found && (await report(comparison, order, found))) differences++;
    }
  }
  return differences;
}

/** An order of which the venue says what can't be read holds up no other; it is looked at again the next time. */
async function unlessUnreadable<T>(
  { log, tell }: Comparison,
  { position: { id, product }, order }: { position: Position; order: Order },
  answer: Promise<T>,
): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    log.warn({ error: error.message }, 'an order could not be compared');
    await tell(`unreadable ${order.id}`, {
      kind: 'error',
      what: `What the exchange says of an order of ${product.id} (position ${id}, its ${order.purpose}) can’t be read.`,
      lost: 'Whether it has filled or ended is not known until it can be.',
      todo: 'It is asked about every minute. Look at that order at the exchange.',
    });
    return null;
  }
}

/** Asks the venue about many orders at once; the number of positions that this changed. */
async function lookUpTogether(
  comparison: Comparison,
  asked: readonly { position: Position; order: Order }[],
): Promise<number> {
  const { account, engine, lookUp } = comparison;
  const before = new Map(asked.map(({ position }) => [position.id, position]));
  await Promise.all(
    asked.map((one) => unlessUnreadable(comparison, one, lookUp(account, one.order.id))),
  );
  const { positions } = engine.state();
  return [...before].filter(([id, position]) => positions.get(id) !== position).length;
}

/** The venue said no, or never had it; where a lost request came late after all it may have filled. */
function mayHaveArrivedLate(
  { status, venueOrderId, purpose, createdAt }: Order,
  at: number,
): boolean {
  if (status !== 'rejected' || venueOrderId !== null) return false;
  // One that rests is in the list of open orders.
  const fillsAtOnce = purpose !== 'bracket' && purpose !== 'stop';
  return fillsAtOnce && at - createdAt < LATE_ARRIVAL_MS;
}

async function report(
  { engine, now }: Comparison,
  order: Order,
  venueOrder: VenueOrder,
): Promise<boolean> {
  const decision = await engine.submit({
    type: 'order',
    at: now(),
    orderId: order.id,
    report: { kind: 'venue', order: venueOrder },
  });
  return decision.changed.length > 0;
}

/** What came with an entry may have come late, and triggered already: then it is in no list of what rests. */
const isLookedFor = (order: Order, at: number) =>
  mayStillCome(order) && at - order.createdAt < LATE_ARRIVAL_MS;

const isInexact = (order: Order) => !order.exact && order.filledSize !== '0';
