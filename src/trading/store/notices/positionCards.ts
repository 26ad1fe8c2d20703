import type { Compilable, Kysely, Selectable } from 'kysely';
import { readPosition } from '../../strategy/book/storedPosition.ts';
import type { Position } from '../../strategy/model/state.ts';
import type { Database } from '../tables.ts';

export type PositionCardRow = Selectable<Database['position_cards']>;

/** Something about these positions, at least one, has changed: their cards are to be shown anew. */
export function touchingPositionCards(
  db: Kysely<Database>,
  positionIds: ReadonlySet<string>,
): Compilable {
  return db
    .insertInto('position_cards')
    .values(
      [...positionIds].map((position_id) => ({ position_id, revision: 1, shown_revision: 0 })),
    )
    .onConflict((conflict) =>
      conflict
        .column('position_id')
        .doUpdateSet((eb) => ({ revision: eb('position_cards.revision', '+', 1) })),
    );
}

/** Which card shows less than there is to be shown, the oldest first; `posted`: whether it has a message. */
export async function changedPositionCard(
  db: Kysely<Database>,
  posted: boolean,
): Promise<string | null> {
  const row = await db
    .selectFrom('position_cards')
    .select('position_id')
    .whereRef('revision', '>', 'shown_revision')
    .where('message_id', posted ? 'is not' : 'is', null)
    .orderBy('position_id')
    .limit(1)
    .executeTakeFirst();
  return row?.position_id ?? null;
}

/** The messages of these positions' cards, by position; null where one is not posted, none where there is no card. */
export async function cardMessages(
  db: Kysely<Database>,
  positionIds: readonly string[],
): Promise<Map<string, string | null>> {
  if (positionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('position_cards')
    .select(['position_id', 'message_id'])
    .where('position_id', 'in', [...new Set(positionIds)])
    .execute();
  return new Map(rows.map((row) => [row.position_id, row.message_id]));
}

/** A position and its card as they are now; null when there is no such position. */
export async function readPositionCard(
  db: Kysely<Database>,
  positionId: string,
): Promise<{ card: PositionCardRow; position: Position } | null> {
  const row = await db
    .selectFrom('position_cards')
    .innerJoin('positions', 'positions.id', 'position_cards.position_id')
    .selectAll('position_cards')
    .select('positions.body')
    .where('position_id', '=', positionId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { body, ...card } = row;
  return { card, position: readPosition(body) };
}

/** A post of it is about to be tried, under this nonce. */
export async function postingPositionCard(
  db: Kysely<Database>,
  positionId: string,
  posting: { nonce: string; channelId: string; at: number },
): Promise<void> {
  await db
    .updateTable('position_cards')
    .set({
      nonce: posting.nonce,
      channel_id: posting.channelId,
      message_id: null,
      posting_at: new Date(posting.at),
      shown: null,
    })
    .where('position_id', '=', positionId)
    .execute();
}

/** It stands in that message; what it shows there is written down by `positionCardShown`. */
export async function positionCardPosted(
  db: Kysely<Database>,
  positionId: string,
  messageId: string,
): Promise<void> {
  await db
    .updateTable('position_cards')
    .set({ message_id: messageId, posting_at: null })
    .where('position_id', '=', positionId)
    .execute();
}

/** What its message shows now, and the notices that are told by it, all at once. */
export async function positionCardShown(
  db: Kysely<Database>,
  shown: {
    positionId: string;
    messageId: string;
    revision: number;
    hash: string;
    noticeIds: readonly number[];
    at: number;
  },
): Promise<void> {
  const { positionId, messageId, revision, hash, noticeIds } = shown;
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('position_cards')
      .set({ shown_revision: revision, shown: hash })
      .where('position_id', '=', positionId)
      .execute();
    if (noticeIds.length > 0)
      await trx
        .updateTable('notices')
        .set({ sent_at: new Date(shown.at), message_id: messageId, last_error: null })
        .where('id', 'in', noticeIds)
        .execute();
  });
}

/** Its message was deleted: it is to be posted anew. */
export async function positionCardGone(db: Kysely<Database>, positionId: string): Promise<void> {
  await db
    .updateTable('position_cards')
    .set((eb) => ({
      message_id: null,
      nonce: null,
      posting_at: null,
      shown: null,
      revision: eb('revision', '+', 1),
    }))
    .where('position_id', '=', positionId)
    .execute();
}
