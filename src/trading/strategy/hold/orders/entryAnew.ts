import { dec } from '../../../money.ts';
import type { OrderReport } from '../../model/event.ts';
import type { Order, PlannedEntry, Position } from '../../model/state.ts';

/** The position whose entry has ended to be placed anew: what it has not filled is, as a leg of its own. */
export function entryAnew(
  position: Position,
  { leg, terms, filledSize }: Order,
  change: Pick<PlannedEntry, 'alone'> = {},
): Position {
  const { plan, product } = position;
  const entry = plan.entries.find((one) => one.leg === leg);
  if (entry === undefined || position.entriesEnded !== null || !('size' in terms)) return position;
  const left = dec(terms.size).sub(filledSize);
  if (left.lt(dec(product.minBaseSize))) return position;
  const again: PlannedEntry = {
    ...entry,
    ...change,
    leg: Math.max(...plan.entries.map((one) => one.leg)) + 1,
    terms: { ...terms, size: left.toFixed() },
    // It has come true already.
    when: null,
  };
  const others = filledSize === '0' ? plan.entries.filter((one) => one !== entry) : plan.entries;
  return { ...position, plan: { ...plan, entries: [...others, again] } };
}

/** Whether an entry was refused in a way that may be about what came with it: then it is tried without. */
export function isRefusedForAttached(
  position: Position,
  order: Order,
  report: OrderReport,
): boolean {
  if (order.purpose !== 'entry' || report.kind !== 'rejected') return false;
  if (!position.orders.some(({ attachedTo }) => attachedTo === order.id)) return false;
  switch (report.reason) {
    case 'unsupported_order':
    case 'invalid_price':
    case 'invalid_size':
    case 'precision':
    case 'other':
      return true;
    default:
      return false;
  }
}
