import { type Kysely, sql } from 'kysely';
import { storableText } from '../jsonb.ts';
import type { Database } from '../tables.ts';
import { rememberNewest } from './inbox.ts';

/** Counts a message of somebody whom the watch does not trust, once; false when it is known already. */
export async function ignoreMessage(
  db: Kysely<Database>,
  message: {
    messageId: string;
    watchId: number;
    authorId: string;
    authorName: string;
    /** UTC milliseconds. */
    postedAt: number;
  },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('ignored_messages')
      .values({
        message_id: message.messageId,
        watch_id: message.watchId,
        author_id: message.authorId,
        author_name: storableText(message.authorName),
        posted_at: new Date(message.postedAt),
      })
      .onConflict((conflict) => conflict.column('message_id').doNothing())
      .returning('message_id')
      .executeTakeFirst();
    await rememberNewest(trx, message.watchId, message.messageId);
    return added !== undefined;
  });
}

/** How many messages of each watch were ignored, as far as they are kept, by the watch's id. */
export async function countIgnored(db: Kysely<Database>): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('ignored_messages')
    .select(['watch_id', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('watch_id')
    .execute();
  return new Map(rows.map((row) => [row.watch_id, row.count]));
}

/** Somebody who posts in a watched channel, by the id that the watch knows them by. */
export type Poster = { id: string; name: string; messages: number; lastAt: Date };

/** Who has posted there, read or ignored, the latest first. */
export async function listPosters(
  db: Kysely<Database>,
  watchId: number,
  limit: number,
): Promise<Poster[]> {
  const { rows } = await sql<Poster>`
    select author_id as id,
           (array_agg(author_name order by posted_at desc))[1] as name,
           count(*) as messages,
           max(posted_at) as "lastAt"
    from (
      select author_id, author_name, posted_at from inbox
        where watch_id = ${watchId} and kind = 'posted'
      union all
      select author_id, author_name, posted_at from ignored_messages where watch_id = ${watchId}
    ) as posted
    group by author_id
    order by max(posted_at) desc
    limit ${limit}`.execute(db);
  return rows;
}

/** What those of them who have posted in a watched channel were last called there, by their ids. */
export async function posterNames(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (author_id) author_id as id, author_name as name
    from (
      select author_id, author_name, posted_at from inbox where kind = 'posted'
      union all
      select author_id, author_name, posted_at from ignored_messages
    ) as posted
    where author_id = any(${ids})
    order by author_id, posted_at desc`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
