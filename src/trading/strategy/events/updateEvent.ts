import { dec } from '../../money.ts';
import type { Update } from '../../signal/reading.ts';
import { putPosition } from '../book/positions.ts';
import { remember, wasDecided } from '../book/recent.ts';
import { amend } from '../hold/amend.ts';
import { leave, reduce } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import { moveStop, stopAtEntry } from '../hold/stop/moveStop.ts';
import type { Outcome } from '../model/command.ts';
import type { UpdateEvent } from '../model/event.ts';
import type { Position, State } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { productPrice } from '../open/levels.ts';
import { matchUpdate } from './match.ts';

export type UpdateDecision = { state: State; changed: readonly Position[]; outcome: Outcome };

/** Follows what the provider says about an earlier signal, where it is certain which one is meant. */
export function onUpdate(state: State, event: UpdateEvent, turn: Turn): UpdateDecision {
  const { source, update } = event;
  if (wasDecided(state, source)) return noted(state, 'it was decided on already');
  const known = remember(state, 'update', source, event.at, update.action);
  if (update.action === 'target_hit' || update.action === 'stop_hit') {
    return noted(known, 'a report of what happened, nothing to do');
  }
  if (source.revision > 0 && update.action === 'close_part') {
    return noted(known, 'an edited update does not close a part twice');
  }

  const { followUpdates } = event.settings;
  if (followUpdates === 'none') return noted(known, 'updates are not followed by the settings');
  if (followUpdates === 'safer' && update.action === 'amend') {
    return noted(known, 'the settings follow only updates that make it safer');
  }

  const what = describe(update);
  const match = matchUpdate(state, event);
  if ('none' in match) return denied(known, 'no_position', match.none);
  if ('several' in match) {
    const positionIds = match.several.map(({ id }) => id);
    tell(turn, { kind: 'question', source, what, positionIds });
    return noted(
      known,
      `it fits ${positionIds.length} positions or is not sure to mean one: asked`,
    );
  }

  let next = known;
  const changed: Position[] = [];
  const refusals: string[] = [];
  for (const position of match.positions) {
    const applied = apply(position, event, turn);
    if ('refused' in applied) {
      refusals.push(applied.refused);
      continue;
    }
    const settled = applied === position ? position : settle(applied, turn);
    tell(turn, {
      kind: 'update_applied',
      positionId: position.id,
      productId: position.product.id,
      source,
      what,
    });
    if (settled === position) continue;
    next = putPosition(next, settled);
    changed.push(settled);
  }
  if (refusals.length > 0) {
    const why = refusals.join('; ');
    tell(turn, { kind: 'update_denied', source, what, why });
    if (refusals.length === match.positions.length) {
      return { state: next, changed, outcome: { outcome: 'denied', rule: 'update', why } };
    }
  }
  const positionIds = match.positions.map(({ id }) => id);
  return { state: next, changed, outcome: { outcome: 'applied', positionIds } };
}

function apply(
  position: Position,
  { update, prices }: UpdateEvent,
  turn: Turn,
): Position | { refused: string } {
  switch (update.action) {
    case 'close':
      return leave(position, 'provider', prices?.[position.product.id] ?? null);
    case 'close_part':
      if (position.openedAt === null) return { refused: 'nothing of it is open' };
      return reduce(position, update.percent ?? position.settings.closePartPercent, 'provider');
    case 'cancel_entry':
      return { ...position, entriesEnded: position.entriesEnded ?? 'provider' };
    case 'stop_to_entry': {
      const to = stopAtEntry(position, prices?.[position.product.id] ?? null);
      if ('refused' in to) return to;
      return moveStop(position, to, 'provider', 'the provider moved it to the entry', turn);
    }
    case 'move_stop': {
      const to = stopNamed(position, update);
      if (to === null) return { refused: 'it does not say where the stop is to go' };
      return moveStop(position, dec(to), 'provider', 'the provider moved it', turn);
    }
    case 'amend': {
      const { position: amended, refused } = amend(position, update, turn);
      if (amended === position && refused.length > 0) return { refused: refused.join('; ') };
      if (refused.length > 0) {
        const { source } = position;
        tell(turn, {
          kind: 'update_denied',
          source,
          what: describe(update),
          why: refused.join('; '),
        });
      }
      return amended;
    }
    case 'target_hit':
    case 'stop_hit':
      return position;
  }
}

function stopNamed(position: Position, update: Update): string | null {
  if (update.price !== undefined) return productPrice(update.price, position).toFixed();
  if (update.target === undefined) return null;
  return position.plan.targets[update.target - 1]?.price ?? null;
}

function describe(update: Update): string {
  switch (update.action) {
    case 'close':
      return update.all ? 'close all' : 'close';
    case 'close_part':
      return update.percent === undefined ? 'close a part' : `close ${update.percent} %`;
    case 'cancel_entry':
      return 'cancel what is not filled';
    case 'stop_to_entry':
      return 'move the stop to the entry';
    case 'move_stop':
      return update.price === undefined
        ? `move the stop to target ${update.target ?? '?'}`
        : `move the stop to ${update.price}`;
    case 'amend':
      return 'change its levels';
    case 'target_hit':
      return 'a target was hit';
    case 'stop_hit':
      return 'the stop was hit';
  }
}

function noted(state: State, why: string): UpdateDecision {
  return { state, changed: [], outcome: { outcome: 'noted', why } };
}

function denied(state: State, rule: string, why: string): UpdateDecision {
  return { state, changed: [], outcome: { outcome: 'denied', rule, why } };
}
