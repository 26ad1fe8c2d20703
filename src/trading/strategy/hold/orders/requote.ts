import { dec } from '../../../money.ts';
import type { OrderReport } from '../../model/event.ts';
import { isAhead, percentBack, tickBack } from '../../model/side.ts';
import type { Order, PlannedEntry, Position } from '../../model/state.ts';

/** An entry that only ever waits is quoted again so often, each time so much further from the price. */
const MOST_REQUOTES = 5;
const STEP_PERCENT = '0.1';

/** Whether the venue has refused an entry because it would have traded at once. */
export function wouldCross({ purpose, terms }: Order, report: OrderReport): boolean {
  if (purpose !== 'entry' || terms.type !== 'limit' || !terms.postOnly) return false;
  // Some venues take the order and end it then.
  return report.kind === 'venue' || (report.kind === 'rejected' && report.reason === 'would_cross');
}

/** The position with that entry quoted again, as a leg of its own; null when it was tried often enough. */
export function requote(
  position: Position,
  { leg, terms }: Order,
): { position: Position; price: string } | null {
  const { plan, product, side } = position;
  const entry = plan.entries.find((e) => e.leg === leg);
  if (entry === undefined || terms.type !== 'limit') return null;
  const requotes = (entry.requotes ?? 0) + 1;
  if (position.entriesEnded !== null || requotes > MOST_REQUOTES) return null;
  const price = tickBack(percentBack(dec(terms.price), STEP_PERCENT, side), product, side);
  if (!price.isPositive() || price.isZero()) return null;
  if (!isAhead(price, position.stop, side)) return null;
  const again: PlannedEntry = {
    ...entry,
    leg: Math.max(...plan.entries.map((e) => e.leg)) + 1,
    terms: { ...terms, price: price.toFixed() },
    requotes,
  };
  const entries = plan.entries.map((e) => (e === entry ? again : e));
  return { position: { ...position, plan: { ...plan, entries } }, price: price.toFixed() };
}
