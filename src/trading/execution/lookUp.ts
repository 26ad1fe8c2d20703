import type { Kysely } from 'kysely';
import { addFills } from '../store/results/fills.ts';
import { troubleKind } from '../store/server/databaseTrouble.ts';
import type { Database } from '../store/tables.ts';
import { mayStillCome } from '../strategy/model/attached.ts';
import type { Account } from '../strategy/model/event.ts';
import { isAtRest, isLive, sameTerms } from '../strategy/model/orderStatus.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { UnreadableError } from '../venue/listed.ts';
import { type OrderTerms, VenueError } from '../venue/venue.ts';
import { findAttached } from './attachedOrders.ts';
import { type Execution, retryAfter } from './execution.ts';

/** The venue's lists lag: what they don't have counts as not there only so long after. */
export const LISTS_LAG_MS = 5_000;
export const NOT_MADE = 'the exchange took the entry and made no protection of it';
/** The venue's answers may show an order as it was so long after a change of it. */
const EDIT_LAG_MS = 10_000;
/** So often an order is asked about again whose fills the venue does not list yet. */
const LOOKS_FOR_FILLS = 11;
/** So often one is asked about again of which the venue's answer can't be read. */
const LOOKS_UNREADABLE = 4;

type Parts = Pick<Execution, 'venueOf' | 'report' | 'clock' | 'log'> & {
  db: Kysely<Database>;
  /** By our client order id alone; null for another database's order, or a person's. */
  ownOrder(orderId: string): { position: Position; order: Order } | null;
};

/**
 * Asks the venue about one order and brings what it says, with its fills, to the core. Resolves to
 * false while the venue's list of fills lags behind what its order says. Rejects with a VenueError
 * when the venue could not be asked.
 */
export async function lookUp(parts: Parts, account: Account, orderId: string): Promise<boolean> {
  const { ownOrder, clock, db } = parts;
  const current = ownOrder(orderId);
  if (current?.order.attachedTo && !current.order.venueOrderId) {
    return lookForAttached(parts, account, current);
  }
  if (!current?.order.venueOrderId) return true;
  const askedAt = clock.now();
  const found = await parts.venueOf(account).order(current.order.venueOrderId);
  if (!found) return true;
  const { order, fills } = found;
  // The fills first: an order whose exact sums are known is not asked about again.
  if (fills.length > 0) await addFills(db, account, orderId, current.position.id, fills);
  await parts.report(orderId, { kind: 'venue', order });
  const known = ownOrder(orderId)?.order;
  if (known && order.terms && wasMoved(known, order.terms, askedAt)) {
    await parts.report(orderId, { kind: 'moved', terms: order.terms });
  }
  const isDone = order.exact || Number(order.filledSize) === 0;
  return (await lookAtAttached(parts, account, orderId)) && isDone;
}

/** What has filled is held to be protected by what came with its entry only where that is seen to rest. */
async function lookAtAttached(parts: Parts, account: Account, orderId: string): Promise<boolean> {
  const entry = parts.ownOrder(orderId);
  if (!entry || entry.order.filledSize === '0') return true;
  const child = entry.position.orders.find(({ attachedTo }) => attachedTo === orderId);
  if (child === undefined || child.status === 'open') return true;
  if (!isLive(child) && !mayStillCome(child)) return true;
  return lookUp(parts, account, child.id);
}

/** Resolves to false while it is not there and may be yet. */
async function lookForAttached(
  { venueOf, report, clock }: Parts,
  account: Account,
  { position, order }: { position: Position; order: Order },
): Promise<boolean> {
  const entry = position.orders.find(({ id }) => id === order.attachedTo);
  if (entry?.venueOrderId == null) return true;
  if (!isLive(order) && !(mayStillCome(order) && entry.filledSize !== '0')) return true;
  const found = await findAttached(venueOf(account), position, entry);
  if (found) {
    await report(order.id, { kind: 'venue', order: found });
    return true;
  }
  if (entry.filledSize === '0') return true;
  if (clock.now() - entry.updatedAt < LISTS_LAG_MS) return false;
  await report(order.id, { kind: 'never_arrived', message: NOT_MADE });
  // Until then nothing waits for it; it is looked for some more, as what it would double.
  return false;
}

/** An unprotected fill must not wait for the next reconcile because one question went unanswered. */
export async function lookUntilSettled(
  parts: Parts,
  account: Account,
  orderId: string,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      if ((await lookUp(parts, account, orderId)) || attempt >= LOOKS_FOR_FILLS) return;
    } catch (error) {
      if (!(error instanceof VenueError) && troubleKind(error) === null) throw error;
      parts.log.warn({ orderId, error: (error as Error).message }, 'order not found out about');
      // What the venue says of it in a way that can't be read is looked at with each comparison.
      if (error instanceof UnreadableError && attempt >= LOOKS_UNREADABLE) return;
    }
    await parts.clock.wait(retryAfter(attempt));
  }
}

/** Nothing is asked of it, and nothing has happened to it that an answer of the venue's may be older than. */
export function isSettled(order: Order, at: number): boolean {
  return isAtRest(order) && order.updatedAt < at - EDIT_LAG_MS;
}

/**
 * Whether the venue, asked at that time, has the order with terms that nobody here asked for. Terms
 * as it was placed with prove nothing: an answer may show those whatever it was changed to.
 */
function wasMoved(order: Order, seen: OrderTerms, askedAt: number): boolean {
  if (!isSettled(order, askedAt) || seen.type !== order.terms.type) return false;
  if (sameTerms(order.terms, seen)) return false;
  return order.placedAs === undefined || !sameTerms(order.placedAs, seen);
}
