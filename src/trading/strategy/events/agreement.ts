import type { Signal, SignalEntry, Update } from '../../signal/reading.ts';
import { positionOfReading } from '../book/positions.ts';
import { contentOf, isSameTrade, keyOf } from '../book/recent.ts';
import { changeWaiting, putWaiting, withWaiting } from '../book/waiting.ts';
import type { SignalEvent, UpdateEvent } from '../model/event.ts';
import type { AgreementEnd } from '../model/notice.ts';
import type { State, WaitingSignal } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { agreeingWith, lastWords, nameOf } from '../open/consult.ts';

/** The state in which a signal waits until others of its group say the same. */
export function waitForOthers(state: State, event: SignalEvent): State {
  const { source, signal, settings, market, at, record } = event;
  if ('denied' in market) return state;
  const { agreement, agreementLevels, consultGroup, consultMinutes } = settings;
  return putWaiting(state, {
    source,
    signal,
    account: market.account,
    group: consultGroup,
    needed: agreement,
    ...(record && { record }),
    levels: agreementLevels,
    minutes: consultMinutes,
    until: at + consultMinutes * 60_000,
    told: [],
  });
}

/**
 * The state after a rule has said no to this signal, which waited itself, or with which enough have
 * said so: what they agreed on is decided.
 */
export function refuseWaiting(state: State, event: SignalEvent, refused: string): State {
  const { source, signal, settings, at } = event;
  const key = keyOf(source);
  const agrees = (one: WaitingSignal) =>
    one.group === settings.consultGroup &&
    one.signal.symbol === signal.symbol &&
    one.signal.side === signal.side &&
    agreeingNames(state, one, at).length >= one.needed;
  return changeWaiting(
    state,
    (one) => keyOf(one.source) === key || agrees(one),
    (one) => ({ ...one, refused }),
  );
}

/** Tells of each signal that waits what has become of it, or who says so by now. */
export function workWaiting(state: State, turn: Turn): State {
  const { waiting } = state.memory;
  const left: WaitingSignal[] = [];
  for (const one of waiting) {
    const { source, signal, needed, levels, until, told } = one;
    const end = endOf(state, one, turn.at);
    const names = end === null ? agreeingNames(state, one, turn.at) : told;
    if (end !== null || names.join() !== told.join()) {
      const agreeing = names.length === 0 ? [nameOf(source)] : names;
      tell(turn, { kind: 'agreement', source, signal, needed, agreeing, levels, until, end });
    }
    if (end === null) left.push(names.join() === told.join() ? one : { ...one, told: names });
  }
  const same = left.length === waiting.length && left.every((one, i) => one === waiting[i]);
  return same ? state : withWaiting(state, left);
}

function askedOf({ source, signal, group, minutes }: WaitingSignal, at: number) {
  const { symbol, side } = signal;
  return { providerId: source.providerId, symbol, side, group, minutes, at };
}

function agreeingNames(state: State, one: WaitingSignal, at: number): readonly string[] {
  return [one.source, ...agreeingWith(state, askedOf(one, at))].map(nameOf);
}

function endOf(state: State, one: WaitingSignal, at: number): AgreementEnd | null {
  const { source, signal, refused, until } = one;
  const key = keyOf(source);
  const reading = state.memory.readings.findLast(
    (known) => known.kind === 'signal' && keyOf(known) === key,
  );
  if (reading !== undefined && !isSameTrade(contentOf(signal), reading.content)) {
    return { as: 'edited' };
  }
  const positionId = positionOfReading(state, source)?.id ?? reading?.enteredAs;
  if (positionId !== undefined) {
    const levels = state.positions.get(positionId)?.source.providerName ?? null;
    return { as: 'entered', positionId, levels };
  }
  if (refused !== undefined) return { as: 'refused', why: refused };
  if (reading?.withdrawn) return { as: 'withdrawn' };
  if (until <= at) return { as: 'expired' };
  const last = lastWords(state, askedOf(one, at)).find(
    ({ providerId }) => providerId === source.providerId,
  );
  return last !== undefined && keyOf(last) !== key ? { as: 'replaced' } : null;
}

/**
 * The signal that waits which an update means: the one it replies to; where `byWords` is asked for,
 * the only one of its provider that its words fit.
 */
export function waitingMeant(
  state: State,
  { source, update }: UpdateEvent,
  byWords: boolean,
): WaitingSignal | null {
  const { waiting } = state.memory;
  const { repliedToMessageId, providerId } = source;
  const fits = ({ signal }: WaitingSignal) =>
    (update.symbol === null || update.symbol === signal.symbol) &&
    (update.side === null || update.side === signal.side);
  const meant = waiting.filter(
    (one) =>
      fits(one) &&
      (byWords
        ? one.source.providerId === providerId
        : one.source.messageId === repliedToMessageId),
  );
  const [only] = meant;
  return only === undefined || meant.length > 1 ? null : only;
}

/** The state in which a waiting signal has the levels that its provider has given it since. */
export function amendWaiting(state: State, meant: WaitingSignal, update: Update): State {
  const key = keyOf(meant.source);
  return changeWaiting(
    state,
    ({ source }) => keyOf(source) === key,
    // Its card is told anew, as it shows the levels.
    (one) => ({ ...one, signal: amended(one.signal, update), told: [] }),
  );
}

function amended(signal: Signal, update: Update): Signal {
  const { action, price, stop, target, targets } = update;
  if (action === 'move_stop') return price === undefined ? signal : { ...signal, stop: { price } };
  if (action !== 'amend') return signal;
  const { targetWeights: _, ...rest } = signal;
  const [replacing] = targets ?? [];
  const all =
    target === undefined || replacing === undefined
      ? (targets ?? signal.targets)
      : signal.targets.map((one, i) => (i === target - 1 ? replacing : one));
  const weights = all.length === signal.targets.length ? signal : rest;
  return {
    ...weights,
    targets: all,
    ...(stop && { stop }),
    entry: amendedEntry(signal.entry, update),
  };
}

function amendedEntry(entry: SignalEntry, { entries, addedEntries = [] }: Update): SignalEntry {
  const { type } = entry;
  if (entries === undefined) {
    const { weights: _, ...rest } = entry;
    return addedEntries.length === 0 || type !== 'limit'
      ? entry
      : { ...rest, prices: [...entry.prices, ...addedEntries] };
  }
  const prices = [...entries, ...addedEntries];
  const { trigger } = entry;
  if (type === 'breakout') return { type, prices, ...(trigger && { trigger }) };
  return { type: type === 'zone' && prices.length === 2 ? type : 'limit', prices };
}
