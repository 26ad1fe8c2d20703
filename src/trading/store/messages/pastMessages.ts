import { type Kysely, type Selectable, sql } from 'kysely';
import { jsonb, storableText } from '../jsonb.ts';
import { inTransaction } from '../server/database.ts';
import type { Database } from '../tables.ts';

export type PastRow = Selectable<Database['past_messages']>;
export type PastPart = Selectable<Database['past_parts']>;

/** How far a channel's or thread's past has been read; null: not at all. */
export async function findPastPart(
  db: Kysely<Database>,
  followedId: string,
  channelId: string,
): Promise<PastPart | null> {
  const part = await db
    .selectFrom('past_parts')
    .selectAll()
    .where('followed_id', '=', followedId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst();
  return part ?? null;
}

/**
 * Keeps a page of the past with how far it has come, both or neither. Of a message that is known
 * already the text that was fetched first stays: it is the nearest to what was posted.
 */
export async function keepPastPage(
  db: Kysely<Database>,
  part: PastPart,
  messages: readonly PastRow[],
): Promise<void> {
  await inTransaction(db, async (trx) => {
    if (messages.length > 0) {
      const rows = messages.map((message) => ({
        ...message,
        author_name: storableText(message.author_name),
        body: jsonb(message.body),
      }));
      await trx
        .insertInto('past_messages')
        .values(rows)
        .onConflict((conflict) => conflict.column('message_id').doNothing())
        .execute();
    }
    const { followed_id, channel_id, ...known } = part;
    await trx
      .insertInto('past_parts')
      .values(part)
      .onConflict((conflict) => conflict.columns(['followed_id', 'channel_id']).doUpdateSet(known))
      .execute();
  });
}

/** What is kept of a channel's past, posted in [from, to), UTC milliseconds, oldest first. */
export function listPast(
  db: Kysely<Database>,
  followedId: string,
  period: { from: number; to: number },
): Promise<PastRow[]> {
  return db
    .selectFrom('past_messages')
    .selectAll()
    .where('followed_id', '=', followedId)
    .where('posted_at', '>=', new Date(period.from))
    .where('posted_at', '<', new Date(period.to))
    .orderBy('posted_at')
    .orderBy(sql`message_id::numeric`)
    .execute();
}
