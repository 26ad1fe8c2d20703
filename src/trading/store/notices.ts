import type { Kysely, Selectable } from 'kysely';
import type { Notice } from '../strategy/notice.ts';
import { jsonb } from './jsonb.ts';
import type { Database } from './tables.ts';

export type NoticeRow = Selectable<Database['notices']>;

/**
 * Puts notices into the outbox. `nonces` make them repeatable: a notice whose nonce is there
 * already is not added again. At most 25 characters each, which is what Discord takes.
 */
export async function addNotices(
  db: Kysely<Database>,
  notices: readonly { nonce: string; notice: Notice }[],
  at: number,
): Promise<void> {
  if (notices.length === 0) return;
  await db
    .insertInto('notices')
    .values(
      notices.map(({ nonce, notice }) => ({
        nonce,
        kind: notice.kind,
        notice: jsonb(notice),
        created_at: new Date(at),
        sent_at: null,
        message_id: null,
        last_error: null,
      })),
    )
    .onConflict((conflict) => conflict.column('nonce').doNothing())
    .execute();
}

/** Not yet posted, oldest first. */
export function pendingNotices(db: Kysely<Database>, limit = 50): Promise<NoticeRow[]> {
  return db
    .selectFrom('notices')
    .selectAll()
    .where('sent_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** All that one message holds, at once: a part of them would be posted again after a crash. */
export async function markNoticesSent(
  db: Kysely<Database>,
  ids: readonly number[],
  sent: { messageId: string | null; at: number },
): Promise<void> {
  await db
    .updateTable('notices')
    .set({ sent_at: new Date(sent.at), message_id: sent.messageId, last_error: null })
    .where('id', 'in', ids)
    .execute();
}

export async function noticeFailed(db: Kysely<Database>, id: number, error: string): Promise<void> {
  await db
    .updateTable('notices')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), last_error: error }))
    .where('id', '=', id)
    .execute();
}
