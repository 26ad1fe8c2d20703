import { dec } from '../../money.ts';
import type { Update } from '../../signal/reading.ts';
import { remember, wasDecided, withdrawSignals } from '../book/recent.ts';
import { type Changed, workEach } from '../book/workEach.ts';
import { amend } from '../hold/amend.ts';
import { leave, reduce } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import { moveStopAsked, stopAtEntry, whyToEntry } from '../hold/stop/moveStop.ts';
import { type Weighing, weigh } from '../hold/weighing.ts';
import type { Outcome } from '../model/command.ts';
import { allOf, type Denial, type DenialRule, type Denied, deny } from '../model/denial.ts';
import type { UpdateEvent } from '../model/event.ts';
import type { Position, State, WaitingSignal } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { productPrice } from '../open/levels.ts';
import { amendWaiting, waitingMeant } from './agreement.ts';
import { asksAboutUpdate, UNKNOWN_FORMAT } from './asksFirst.ts';
import { matchUpdate } from './match.ts';

type UpdateDecision = Changed & { outcome: Outcome };

/**
 * Whoever closes or calls off a trade no longer says that it should be entered, and neither does who
 * reports the end of the very one.
 */
function calledOff(state: State, { source, update }: UpdateEvent): State {
  const { providerId, repliedToMessageId } = source;
  const { symbol, action } = update;
  const isReport = action === 'target_hit' || action === 'stop_hit';
  const isNamed = symbol !== null || repliedToMessageId !== null;
  if (action !== 'close' && action !== 'cancel_entry' && !(isReport && isNamed)) return state;
  return withdrawSignals(
    state,
    (reading) =>
      reading.providerId === providerId &&
      (repliedToMessageId !== null
        ? reading.messageId === repliedToMessageId
        : symbol === null || reading.content.startsWith(`${symbol} `)),
  );
}

/** Follows what the provider says about an earlier signal, where it is certain which one is meant. */
export function onUpdate(state: State, event: UpdateEvent, turn: Turn): UpdateDecision {
  const { source, update } = event;
  if (wasDecided(state, source) && event.chosen === undefined)
    return noted(state, 'it was decided on already');
  const known = remember(calledOff(state, event), 'update', source, event.at, update.action);
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
  const replied = waitingMeant(state, event, false);
  if (replied !== null) return onWaiting(state, known, replied, event, turn);
  const match = matchUpdate(state, event);
  const named = 'none' in match ? waitingMeant(state, event, true) : null;
  if (named !== null) return onWaiting(state, known, named, event, turn);
  if ('none' in match) return denied(known, 'no_position', match.none);
  if ('several' in match) {
    const positionIds = match.several.map(({ id }) => id);
    const positions = match.several.map(({ id, product, side }) => ({
      id,
      productId: product.id,
      side,
    }));
    tell(turn, { kind: 'question', source, what, positionIds, positions });
    return noted(
      known,
      `it fits ${positionIds.length} positions or is not sure to mean one: asked`,
    );
  }

  const { written } = event;
  const asks = asksAboutUpdate(event.settings, written, update, match.positions);
  if (asks && !event.confirmed) {
    const ids = match.positions.map(({ id }) => id).join(', ');
    const would = `${what}: position ${ids}`;
    const asked = { kind: 'format_asked', source, reading: update, would } as const;
    tell(turn, { ...asked, ...(written ?? UNKNOWN_FORMAT), expiresAt: null });
    // It is decided once its owner has answered.
    return noted(state, 'it waits for your yes: said in a way that was not confirmed');
  }

  const denials: Denial[] = [];
  const after = workEach(known, match.positions, (position, now) => {
    const { settings, prices } = event;
    const last = prices?.[position.product.id] ?? null;
    const applied = apply(position, event, weigh(now, position, { last, settings }), turn);
    if ('denied' in applied) {
      denials.push(applied.denied);
      return position;
    }
    const settled = applied === position ? position : settle(applied, turn);
    tell(turn, {
      kind: 'update_applied',
      positionId: position.id,
      productId: position.product.id,
      source,
      what,
    });
    return settled;
  });
  const no = allOf(denials);
  if (no !== null) {
    tell(turn, { kind: 'update_denied', source, what, ...no });
    if (denials.length === match.positions.length) {
      return { ...after, outcome: { outcome: 'denied', ...no } };
    }
  }
  const positionIds = match.positions.map(({ id }) => id);
  return { ...after, outcome: { outcome: 'applied', positionIds } };
}

/** What its provider says of a signal that waits for others: its levels change, or it waits no more. */
function onWaiting(
  state: State,
  known: State,
  meant: WaitingSignal,
  event: UpdateEvent,
  turn: Turn,
): UpdateDecision {
  const { source, update, settings, written } = event;
  const { action } = update;
  if (action === 'close' || action === 'cancel_entry') {
    return noted(known, 'the signal that waited for others is called off');
  }
  if (action !== 'amend' && (action !== 'move_stop' || update.price === undefined)) {
    return denied(known, 'nothing_open', 'its signal waits for others, and nothing of it is open');
  }
  const { stop, side } = meant.signal;
  const trade = { side, stop: stop !== null && 'price' in stop ? stop.price : null };
  if (asksAboutUpdate(settings, written, update, [trade]) && !event.confirmed) {
    const would = `${describe(update)}: the ${side} ${meant.signal.symbol} that waits for others`;
    const asked = { kind: 'format_asked', source, reading: update, would } as const;
    tell(turn, { ...asked, ...(written ?? UNKNOWN_FORMAT), expiresAt: null });
    return noted(state, 'it waits for your yes: said in a way that was not confirmed');
  }
  const changed = amendWaiting(known, meant, update);
  return noted(changed, 'the signal that waits for others has these levels now');
}

function apply(
  position: Position,
  { update }: UpdateEvent,
  weighing: Weighing,
  turn: Turn,
): Position | Denied {
  switch (update.action) {
    case 'close':
      return leave(position, 'provider');
    case 'close_part':
      if (position.openedAt === null) return deny('nothing_open', 'nothing of it is open');
      return reduce(position, update.percent ?? position.settings.closePartPercent, 'provider');
    case 'cancel_entry':
      return { ...position, entriesEnded: position.entriesEnded ?? 'provider' };
    case 'stop_to_entry': {
      const to = stopAtEntry(position, weighing.last);
      if ('denied' in to) return to;
      const why = whyToEntry(position, to, 'the provider moved it to the entry');
      return moveStopAsked(position, to, 'provider', why, weighing, turn);
    }
    case 'move_stop': {
      const to = stopNamed(position, update);
      if (to === null) return deny('stop_unnamed', 'it does not say where the stop is to go');
      const why = 'the provider moved it';
      return moveStopAsked(position, dec(to), 'provider', why, weighing, turn);
    }
    case 'amend': {
      const { position: amended, denials } = amend(position, update, weighing, turn);
      const no = allOf(denials);
      if (no === null) return amended;
      if (amended === position) return { denied: no };
      tell(turn, { kind: 'update_denied', source: position.source, what: describe(update), ...no });
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

function denied(state: State, rule: DenialRule, why: string): UpdateDecision {
  return { state, changed: [], outcome: { outcome: 'denied', rule, why } };
}
