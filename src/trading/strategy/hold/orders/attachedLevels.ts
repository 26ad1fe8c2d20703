import { dec } from '../../../money.ts';
import { isAhead } from '../../model/side.ts';
import type { PlannedEntry, Position } from '../../model/state.ts';
import type { Attached } from '../../model/turn.ts';
import { restingStop } from './restingOrders.ts';

/**
 * What an entry is to bring with it, so that whatever it fills is protected at once, also when nobody
 * here hears of it: the stop, and the last target. null where it can't or shall not: it waits for
 * nothing, the venue takes no such orders, or what the last target is does not rest at the venue.
 *
 * With several targets all of what has filled would be sold at the last one while the entry rests; so
 * only where reaching the first one ends the entries.
 */
export function attachedLevels(
  position: Position,
  { terms, alone }: PlannedEntry,
): Attached | null {
  const { account, capabilities, plan, settings, side, targetsHit } = position;
  // On paper the exchange is this very process: nothing fills while it is away.
  if (account === 'paper' || alone) return null;
  if (!capabilities.bracket || capabilities.attachedBracket === false) return null;
  if (terms.type !== 'limit' || terms.timeInForce === 'ioc' || terms.timeInForce === 'fok') {
    return null;
  }
  const targets = plan.targets.filter(({ leg }) => !targetsHit.includes(leg));
  const last = targets.at(-1);
  if (last === undefined || last.trailing) return null;
  if (targets.length > 1 && settings.entriesAfterTarget !== 'cancel') return null;
  const stop = restingStop(position);
  const price = dec(terms.price);
  if (!isAhead(price, stop, side) || !isAhead(dec(last.price), price, side)) return null;
  return { leg: last.leg, target: last.price, stop };
}
