import type { Kysely } from 'kysely';
import { type InboxRow, unhandledAfter } from '../store/messages/inbox.ts';
import type { Database } from '../store/tables.ts';
import { findWatch } from '../store/watches/watches.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { Reader } from './reader.ts';

/** A signal whose market can't be asked now is tried again after half its age, within these bounds. */
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** How long a signal that can't be worked now waits, in milliseconds. */
export function waitOf(row: Pick<InboxRow, 'posted_at'>, at: number): number {
  const age = at - row.posted_at.getTime();
  return Math.min(Math.max(age / 2, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}

/** Whether a signal may be tried again: it will not be too old, and nothing newer overtakes it. */
export async function mayWait(
  parts: { db: Kysely<Database>; reader: Reader },
  row: InboxRow,
  { oldestSignalSeconds }: Pick<Settings, 'oldestSignalSeconds'>,
  at: number,
): Promise<boolean> {
  const tooOldAt = row.posted_at.getTime() + oldestSignalSeconds * 1_000;
  return at + waitOf(row, at) < tooOldAt && !(await isOvertaken(parts, row));
}

/**
 * Whether something newer in its channel must not wait for it: it was edited or deleted, or its
 * provider gives an instruction, which may be about what is open already.
 */
export async function isOvertaken(
  { db, reader }: { db: Kysely<Database>; reader: Reader },
  row: InboxRow,
): Promise<boolean> {
  for (const later of await unhandledAfter(db, row)) {
    if (later.message_id === row.message_id) return true;
    if (later.kind === 'deleted') continue;
    const watch = await findWatch(db, later.watch_id);
    if (watch === null) continue;
    const message = { ...later.body, postedAt: later.posted_at.toISOString() };
    const { readings } = await reader.read(message, watch, later.author_id);
    if (readings.some(({ kind }) => kind === 'update')) return true;
  }
  return false;
}
