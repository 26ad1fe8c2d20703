import { type Compilable, type Kysely, type Selectable, sql } from 'kysely';
import type { Notice, PositionNotice } from '../../strategy/model/notice.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

export type NoticeRow = Selectable<Database['notices']>;

/**
 * Puts notices into the outbox, at least one. Nonces make them repeatable: a notice whose nonce is
 * there already is not added again. At most 25 characters each, which is what Discord takes.
 */
export function addingNotices(
  db: Kysely<Database>,
  notices: readonly { nonce: string; notice: Notice; at: number }[],
): Compilable {
  return db
    .insertInto('notices')
    .values(
      notices.map(({ nonce, notice, at }) => ({
        nonce,
        kind: notice.kind,
        notice: jsonb(notice),
        position_id: isAboutPosition(notice) ? notice.positionId : null,
        created_at: new Date(at),
        post: null,
        posting_at: null,
        sent_at: null,
        message_id: null,
        last_error: null,
      })),
    )
    .onConflict((conflict) => conflict.column('nonce').doNothing());
}

/** Whether it is a step in the story of one position. */
export function isAboutPosition(notice: Notice): notice is PositionNotice {
  return 'positionId' in notice;
}

/** Not yet told, oldest first. */
export function pendingNotices(db: Kysely<Database>, limit = 200): Promise<NoticeRow[]> {
  return db
    .selectFrom('notices')
    .selectAll()
    .where('sent_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Not yet told of one position, oldest first. */
export function pendingOfPosition(db: Kysely<Database>, positionId: string): Promise<NoticeRow[]> {
  return db
    .selectFrom('notices')
    .selectAll()
    .where('position_id', '=', positionId)
    .where('sent_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** What happened to a position so far: the first notice, the newest `newest`, and how many there are in all. */
export async function noticesOfPosition(
  db: Kysely<Database>,
  positionId: string,
  newest: number,
): Promise<{ first: NoticeRow | null; last: NoticeRow[]; count: number }> {
  const own = db.selectFrom('notices').where('position_id', '=', positionId);
  const first = await own.selectAll().orderBy('id').limit(1).executeTakeFirst();
  const last = await own.selectAll().orderBy('id', 'desc').limit(newest).execute();
  const { count } = await own
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { first: first ?? null, last: last.reverse(), count };
}

/** They are about to be posted as one message under this nonce; whatever happens, they stay together. */
export async function postingNotices(
  db: Kysely<Database>,
  ids: readonly number[],
  posting: { nonce: string; at: number },
): Promise<void> {
  await db
    .updateTable('notices')
    .set({ post: posting.nonce, posting_at: new Date(posting.at) })
    .where('id', 'in', ids)
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

/** Whether a way of writing was asked about since then: one more need not ring. */
export async function askedSince(db: Kysely<Database>, since: number): Promise<boolean> {
  const row = await db
    .selectFrom('notices')
    .select('id')
    .where('kind', '=', 'format_asked')
    .where('sent_at', '>', new Date(since))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The message that asks about an earlier text of the same provider's message, or shows how its signal
 * waited before, and nothing else; null when there is none.
 */
export async function shownBefore(
  db: Kysely<Database>,
  { id, notice }: Pick<NoticeRow, 'id' | 'notice'>,
): Promise<string | null> {
  const { kind } = notice;
  const isMeant = kind === 'agreement' || (kind === 'format_asked' && notice.source.revision > 0);
  if (!isMeant) return null;
  const { messageId, readingIndex } = notice.source;
  const row = await db
    .selectFrom('notices')
    .select('message_id')
    .where('kind', '=', kind)
    .where('id', '<', id)
    .where('message_id', 'is not', null)
    .where(sql<boolean>`notice->'source'->>'messageId' = ${messageId}`)
    .where(sql<boolean>`(notice->'source'->>'readingIndex')::integer = ${readingIndex}`)
    // A list of several is left as it is.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notices as others')
            .select('others.id')
            .whereRef('others.message_id', '=', 'notices.message_id')
            .where(
              sql<boolean>`others.notice->'source'->>'messageId' is distinct from ${messageId}`,
            ),
        ),
      ),
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.message_id ?? null;
}

/** Whether that message is known to tell some notice already. */
export async function isToldBy(db: Kysely<Database>, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('notices')
    .select('id')
    .where('message_id', '=', messageId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
