import { dec } from '../../../money.ts';
import { isAtOnce } from '../../model/orderStatus.ts';
import { ahead, behind, isBehind } from '../../model/side.ts';
import type { PlannedEntry, Position } from '../../model/state.ts';
import { guardedEntry } from '../../open/slippage.ts';
import type { PriceTrigger } from '../priceTriggers.ts';
import { trailLevels, trailOf, withTrail } from './trail.ts';

/** What a position waits for of the price before it enters, or to give up entering. */
export function entryTriggers(position: Position): readonly PriceTrigger[] {
  if (position.entriesEnded !== null) return [];
  const waiting = position.plan.entries.filter((entry) => !isReady(position, entry));
  return [
    ...waiting.flatMap((entry) => readyTriggers(position, entry)),
    ...giveUpTriggers(position),
  ];
}

/** Whether an entry may be placed: it waits for nothing, or what it waits for has happened. */
export function isReady(position: Position, { leg, when }: PlannedEntry): boolean {
  return when === null || position.entriesReady.includes(leg);
}

function readyTriggers(position: Position, { leg, when }: PlannedEntry): readonly PriceTrigger[] {
  if (when === null) return [];
  const { direction, price, turnPercent } = when;
  const ready = (p: Position, last: string) => guarded(p, leg, last);
  if (turnPercent === null) return [{ direction, price: dec(price), act: ready }];

  const note = (p: Position, last: string) => withTrail(p, 'entry', leg, last);
  const trail = trailOf(position, 'entry', leg);
  if (trail === null) return [{ direction, price: dec(price), act: note }];
  // An entry below the price follows it down and waits for the turn upward, and the other way round.
  const down = direction === 'below';
  const { turn, next } = trailLevels(trail.mark, turnPercent, down ? -1 : 1);
  return [
    { direction: down ? 'above' : 'below', price: turn, act: ready },
    { direction, price: next, act: note },
  ];
}

/** The entry may be placed; at market no further from the price that set it off than the settings allow. */
function guarded(position: Position, leg: number, last: string): Position {
  const entries = position.plan.entries.map((entry) =>
    entry.leg === leg ? { ...entry, terms: guardedEntry(entry.terms, last, position) } : entry,
  );
  return {
    ...position,
    plan: { ...position.plan, entries },
    entriesReady: [...position.entriesReady, leg],
  };
}

/** Before anything has filled, a touched target or stop means that the trade was missed. */
function giveUpTriggers(position: Position): readonly PriceTrigger[] {
  if (position.openedAt !== null) return [];
  const how = position.settings.cancelBeforeEntry;
  const { side } = position;
  const triggers: PriceTrigger[] = [];
  const [first] = position.plan.targets;
  if (first !== undefined && (how === 'target' || how === 'both') && !entersAtMarket(position)) {
    triggers.push({
      direction: ahead(side),
      price: dec(first.price),
      act: (p) => ({ ...p, entriesEnded: p.entriesEnded ?? 'target' }),
    });
  }
  if ((how === 'stop' || how === 'both') && !startsBeyondStop(position)) {
    triggers.push({
      direction: behind(side),
      price: dec(position.stop),
      act: (p) => ({ ...p, entriesEnded: p.entriesEnded ?? 'stop' }),
    });
  }
  return triggers;
}

/** An entry at market is on its way: what the price does meanwhile no longer matters. */
function entersAtMarket(position: Position): boolean {
  return position.orders.some((o) => o.purpose === 'entry' && isAtOnce(o.terms));
}

/** A breakout waits on the far side of its stop. */
function startsBeyondStop(position: Position): boolean {
  return position.plan.entries.some(({ when }) => {
    if (when === null || when.turnPercent !== null) return false;
    const { side } = position;
    return when.direction === ahead(side) && isBehind(dec(position.stop), when.price, side);
  });
}
