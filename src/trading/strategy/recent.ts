import type { Signal } from '../signal/reading.ts';
import type { Account, Source } from './event.ts';
import type { RecentReading, State } from './state.ts';

/** No signal older than this is ever taken (a setting's hard end), so none needs to be known longer. */
const KEEP_MS = 2 * 24 * 3_600_000;
const KEEP_AT_MOST = 2000;

/** Whether this very reading, in this revision or a later one, was decided on already. */
export function wasDecided(state: State, source: Source): boolean {
  return state.memory.readings.some(
    (r) =>
      r.messageId === source.messageId &&
      r.readingIndex === source.readingIndex &&
      r.revision >= source.revision,
  );
}

export function remember(
  state: State,
  kind: RecentReading['kind'],
  source: Source,
  at: number,
  content: string,
  /** Which account a signal was taken on; null when it was not. */
  account: Account | null = null,
): State {
  const { messageId, readingIndex, revision, providerId } = source;
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
  };
  const { readings } = state.memory;
  const old = readings[0];
  const full = readings.length >= KEEP_AT_MOST || (old !== undefined && old.at <= at - KEEP_MS);
  const kept = full
    ? readings.filter((r) => r.at > at - KEEP_MS).slice(1 - KEEP_AT_MOST / 2)
    : readings;
  return { ...state, memory: { ...state.memory, readings: [...kept, reading] } };
}

/** The message of the provider's latest signal, taken or not; null when none is remembered. */
export function latestSignalOf(state: State, providerId: string): string | null {
  const latest = state.memory.readings.findLast(
    (r) => r.kind === 'signal' && r.providerId === providerId,
  );
  return latest?.messageId ?? null;
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
