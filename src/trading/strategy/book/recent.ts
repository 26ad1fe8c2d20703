import { Map as PersistentMap } from 'immutable';
import type { Signal } from '../../signal/reading.ts';
import type { Account, Source } from '../model/event.ts';
import type { RecentReading, State } from '../model/state.ts';

/** No signal older than this is ever taken (a setting's hard end), so none needs to be known longer. */
const KEEP_MS = 2 * 24 * 3_600_000;
const KEEP_AT_MOST = 2000;

/** What is asked of the remembered readings, found without going through them. */
export type RecentIndex = {
  /** The latest revision decided on, by message and place in it. */
  revisions: PersistentMap<string, number>;
  /** The latest signal taken, by account and what it says. */
  taken: PersistentMap<string, RecentReading>;
  /** The message of the latest signal, by provider. */
  latest: PersistentMap<string, string>;
};

const NOTHING: RecentIndex = {
  revisions: PersistentMap(),
  taken: PersistentMap(),
  latest: PersistentMap(),
};

/** The index of these readings, oldest first. */
export function indexReadings(readings: Iterable<RecentReading>): RecentIndex {
  const revisions = NOTHING.revisions.asMutable();
  const taken = NOTHING.taken.asMutable();
  const latest = NOTHING.latest.asMutable();
  const index = { revisions, taken, latest };
  for (const reading of readings) withReading(index, reading);
  return {
    revisions: revisions.asImmutable(),
    taken: taken.asImmutable(),
    latest: latest.asImmutable(),
  };
}

function withReading(index: RecentIndex, reading: RecentReading): RecentIndex {
  const key = keyOf(reading);
  const revision = Math.max(reading.revision, index.revisions.get(key) ?? 0);
  return {
    revisions: index.revisions.set(key, revision),
    taken: reading.taken
      ? index.taken.set(takenKey(reading.content, reading.account), reading)
      : index.taken,
    latest:
      reading.kind === 'signal'
        ? index.latest.set(reading.providerId, reading.messageId)
        : index.latest,
  };
}

/** Names a reading: its message, and its place in it. */
export function keyOf({
  messageId,
  readingIndex,
}: Pick<Source, 'messageId' | 'readingIndex'>): string {
  return `${messageId} ${readingIndex}`;
}

/** Whether this very reading, in this revision or a later one, was decided on already. */
export function wasDecided(state: State, source: Source): boolean {
  const revision = state.recent.revisions.get(keyOf(source));
  return revision !== undefined && revision >= source.revision;
}

export function remember(
  state: State,
  kind: RecentReading['kind'],
  source: Source,
  at: number,
  content: string,
  more: {
    /** Which account a signal was taken on; null when it was not. */
    account?: Account | null;
    /** The group in which a signal may be consulted; null: it is none. */
    group?: number | null;
  } = {},
): State {
  const { messageId, readingIndex, revision, providerId } = source;
  const { account = null, group = null } = more;
  const reading: RecentReading = {
    kind,
    messageId,
    readingIndex,
    revision,
    providerId,
    at,
    content,
    taken: account !== null,
    ...(account !== null && { account }),
    ...(group !== null && { group, provider: source.providerName }),
    ...(revision > 0 && kind === 'signal' && enteredBefore(state, source, content)),
  };
  const { readings } = state.memory;
  const old = readings.first();
  const full = readings.size >= KEEP_AT_MOST || (old !== undefined && old.at <= at - KEEP_MS);
  const kept = full
    ? readings.filter((r) => r.at > at - KEEP_MS).slice(1 - KEEP_AT_MOST / 2)
    : readings;
  return {
    ...state,
    memory: { ...state.memory, readings: kept.push(reading) },
    recent: withReading(full ? indexReadings(kept) : state.recent, reading),
  };
}

/** What an edit that says the same coin and side was entered with before. */
function enteredBefore(
  { memory: { readings } }: State,
  source: Source,
  content: string,
): Pick<RecentReading, 'enteredAs'> {
  const key = keyOf(source);
  const before = readings.findLast((one) => one.kind === 'signal' && keyOf(one) === key);
  const { enteredAs } = before ?? {};
  return before === undefined || enteredAs === undefined || !isSameTrade(before.content, content)
    ? {}
    : { enteredAs };
}

/** Whether two signals (`contentOf`) are for one coin and side, whatever their levels. */
export function isSameTrade(a: string, b: string): boolean {
  const [symbol, side] = a.split(' ', 2);
  return b.startsWith(`${symbol} ${side} `);
}

/** The state in which the signals of which `isMeant` is true are known to be taken back. */
export function withdrawSignals(state: State, isMeant: (reading: RecentReading) => boolean): State {
  return changeSignals(
    state,
    (reading) => reading.withdrawn === undefined && isMeant(reading),
    (reading) => ({ ...reading, withdrawn: true }),
  );
}

/** The state in which these signals are known to have been entered together, as that position. */
export function enteredTogether(
  state: State,
  entered: readonly Pick<Source, 'messageId' | 'readingIndex'>[],
  positionId: string,
): State {
  const keys = new Set(entered.map(keyOf));
  return changeSignals(
    state,
    (reading) => keys.has(keyOf(reading)),
    (reading) => ({ ...reading, enteredAs: positionId }),
  );
}

function changeSignals(
  state: State,
  isMeant: (reading: RecentReading) => boolean,
  change: (reading: RecentReading) => RecentReading,
): State {
  const isChanged = (reading: RecentReading) => reading.kind === 'signal' && isMeant(reading);
  const { readings } = state.memory;
  if (!readings.some(isChanged)) return state;
  const after = readings.map((reading) => (isChanged(reading) ? change(reading) : reading));
  return {
    ...state,
    memory: { ...state.memory, readings: after },
    recent: indexReadings(after),
  };
}

/** The latest signal taken on this account that says the same in another message; null when none is remembered. */
export function takenBefore(
  state: State,
  content: string,
  source: Source,
  account: Account,
): RecentReading | null {
  const { taken } = state.recent;
  const reading = taken.get(takenKey(content, account)) ?? taken.get(takenKey(content));
  return reading === undefined || keyOf(reading) === keyOf(source) ? null : reading;
}

/** Readings of an earlier version don't say on which account they were taken: they stand for all. */
function takenKey(content: string, account: Account | 'any' = 'any'): string {
  return `${account} ${content}`;
}

/** The message of the provider's latest signal, taken or not; null when none is remembered. */
export function latestSignalOf(state: State, providerId: string): string | null {
  return state.recent.latest.get(providerId) ?? null;
}

/** What a signal says, so that the same one is known again in another message. */
export function contentOf(signal: Signal): string {
  const level = (l: { price: string } | { percent: string } | null) =>
    l === null ? '-' : 'price' in l ? l.price : `${l.percent}%`;
  return [
    signal.symbol,
    signal.side,
    signal.entry.type,
    ...signal.entry.prices,
    `stop ${level(signal.stop)}`,
    ...signal.targets.map(level),
  ].join(' ');
}
