import { positionOfReading } from '../book/positions.ts';
import type { Account, Source } from '../model/event.ts';
import type { State } from '../model/state.ts';
import type { Settings } from '../settings/settings.ts';

/** What is known where a signal comes in, beside the state. */
export type Where = {
  /** Accounts that are connected. */
  connected: ReadonlySet<Account>;
  /** The account that new signals are traded on. */
  current: Account;
  /** The watch is paused, or the message was posted before it was resumed. */
  paused: boolean;
};

/**
 * Where a signal is traded: where its position is, if it edits one; on paper for a watch that is
 * followed on paper; else where new signals are. `noteOnly` says why it is only judged and kept; it is
 * judged on the current account then.
 */
export function whichAccount(
  state: State,
  source: Source,
  settings: Pick<Settings, 'follow'>,
  { connected, current, paused }: Where,
): { account: Account; noteOnly: 'paused' | 'watch_only' | null } {
  const opened = positionOfReading(state, source);
  const meant = opened?.account ?? (settings.follow === 'paper' ? 'paper' : current);
  const there = connected.has(meant);
  const noteOnly = paused ? 'paused' : there ? null : 'watch_only';
  return { account: there ? meant : current, noteOnly };
}
