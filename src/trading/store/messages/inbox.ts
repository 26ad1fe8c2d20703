import { type Compilable, type Kysely, type Selectable, sql } from 'kysely';
import type { MessageText } from '../../signal/reading.ts';
import { jsonb, storableText } from '../jsonb.ts';
import type { Database } from '../tables.ts';
import { HAND_CHANNEL } from '../watches/watches.ts';

export type InboxRow = Selectable<Database['inbox']>;

/** A message that is worked; without a `seq` it is not in the inbox yet, and what comes of it takes it in. */
export type WorkedMessage = Omit<InboxRow, 'seq' | 'handled_at'> & { seq: number | null };

export type IncomingMessage = {
  messageId: string;
  kind: 'posted' | 'edited' | 'deleted';
  /** 0 for a message as posted and for a deletion, the edit's time in milliseconds for an edit. */
  revision: number;
  watchId: number;
  channelId: string;
  authorId: string;
  authorName: string;
  repliedToMessageId: string | null;
  body: MessageText;
  /** UTC milliseconds. */
  postedAt: number;
  receivedAt: number;
};

/**
 * Takes a message in, exactly once: false when this message, edit or deletion is there already,
 * which is what a replay, a catch-up or a second instance comes to, or when the message was ignored
 * in its watch: that stays so, also when its author is trusted meanwhile. One that is there only
 * because somebody had it read by hand, before its channel told of it, is the channel's from now on.
 * Also remembers the newest message of the watch. One statement, so all of it or nothing.
 */
export async function receive(db: Kysely<Database>, message: IncomingMessage): Promise<boolean> {
  const { messageId, watchId } = message;
  const isPosted = message.kind === 'posted';
  const { rows } = await sql<{ added: boolean }>`
    with added as (
      insert into inbox (message_id, kind, revision, watch_id, channel_id, author_id, author_name,
        replied_to_message_id, body, posted_at, received_at)
      select ${messageId}::text, ${message.kind}::text, ${message.revision}::bigint,
        ${watchId}::integer, ${message.channelId}::text, ${message.authorId}::text,
        ${storableText(message.authorName)}::text, ${message.repliedToMessageId}::text,
        ${jsonb(message.body)}::jsonb, ${new Date(message.postedAt)}::timestamptz,
        ${new Date(message.receivedAt)}::timestamptz
      where not exists (
        select from ignored_messages where message_id = ${messageId} and watch_id = ${watchId})
      on conflict (message_id, kind, revision) do update set
        watch_id = excluded.watch_id, channel_id = excluded.channel_id,
        author_id = excluded.author_id, author_name = excluded.author_name,
        replied_to_message_id = excluded.replied_to_message_id, body = excluded.body,
        posted_at = excluded.posted_at, received_at = excluded.received_at, handled_at = null
        where inbox.watch_id <> excluded.watch_id
          and inbox.watch_id in (select id from watches where channel_id = ${HAND_CHANNEL})
      returning seq
    ), newest as (
      update watches set last_message_id = ${messageId}
      where ${isPosted}::boolean and id = ${watchId} and ${isNewer(messageId)}
    )
    select exists (select from added) as added`.execute(db);
  return rows[0]?.added === true;
}

/** Ids are snowflakes: as numbers they rise with time. */
const isNewer = (messageId: string) =>
  sql<boolean>`coalesce(last_message_id, '0')::numeric < ${messageId}::numeric`;

/** Where the next catch-up of a watch begins. */
export async function rememberNewest(
  db: Kysely<Database>,
  watchId: number,
  messageId: string,
): Promise<void> {
  await remembering(db, watchId, messageId).execute();
}

function remembering(db: Kysely<Database>, watchId: number, messageId: string) {
  return db
    .updateTable('watches')
    .set({ last_message_id: messageId })
    .where('id', '=', watchId)
    .where(isNewer(messageId));
}

/** The oldest message not yet handled, of those in other channels than `except`; or null. */
export async function nextUnhandled(
  db: Kysely<Database>,
  except: readonly string[] = [],
): Promise<InboxRow | null> {
  let query = db.selectFrom('inbox').selectAll().where('handled_at', 'is', null);
  if (except.length > 0) query = query.where('channel_id', 'not in', except);
  const row = await query.orderBy('seq').limit(1).executeTakeFirst();
  return row ?? null;
}

/** What came after `row` in its channel and is not handled yet, oldest first. */
export async function unhandledAfter(
  db: Kysely<Database>,
  row: Pick<InboxRow, 'seq' | 'channel_id'>,
): Promise<InboxRow[]> {
  return db
    .selectFrom('inbox')
    .selectAll()
    .where('handled_at', 'is', null)
    .where('channel_id', '=', row.channel_id)
    .where('seq', '>', row.seq)
    .orderBy('seq')
    .limit(50)
    .execute();
}

/** It is handled: marked so, or taken in as such. */
export function handling(db: Kysely<Database>, row: WorkedMessage, at: number): Compilable[] {
  const { seq, watch_id } = row;
  return seq === null ? takingIn(db, row, at) : [markingHandled(db, { seq, watch_id }, at)];
}

/** One that was read by hand may be the channel's by now: as that it is not handled yet. */
export function markingHandled(
  db: Kysely<Database>,
  row: Pick<InboxRow, 'seq' | 'watch_id'>,
  at: number,
): Compilable {
  return db
    .updateTable('inbox')
    .set({ handled_at: new Date(at) })
    .where('seq', '=', row.seq)
    .where('watch_id', '=', row.watch_id);
}

/** A message as it came, to be worked before it is in the inbox. */
export function worked(message: IncomingMessage): WorkedMessage {
  return {
    seq: null,
    message_id: message.messageId,
    kind: message.kind,
    revision: message.revision,
    watch_id: message.watchId,
    channel_id: message.channelId,
    author_id: message.authorId,
    author_name: storableText(message.authorName),
    replied_to_message_id: message.repliedToMessageId,
    body: JSON.parse(jsonb(message.body)),
    posted_at: new Date(message.postedAt),
    received_at: new Date(message.receivedAt),
  };
}

/**
 * The same as `receive`, of a message that is handled by what it goes along with: where it is known
 * already, ignored or in the inbox, the database refuses it (`isKnown`), and all of that with it.
 */
function takingIn(db: Kysely<Database>, row: WorkedMessage, at: number): Compilable[] {
  const { seq: _, body, watch_id: watchId, message_id: messageId, ...rest } = row;
  // No watch is no row: that is how one that was ignored is refused.
  const unlessIgnored = sql<number>`(select ${watchId}::integer where not exists (
    select from ignored_messages where message_id = ${messageId} and watch_id = ${watchId}))`;
  const added = db.insertInto('inbox').values({
    ...rest,
    message_id: messageId,
    watch_id: unlessIgnored,
    body: jsonb(body),
    handled_at: new Date(at),
  });
  return row.kind === 'posted' ? [added, remembering(db, watchId, messageId)] : [added];
}

/** The error of taking in what is known already. */
export function isKnown(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return table === 'inbox' && (code === UNIQUE || code === NOT_NULL);
}

const UNIQUE = '23505';
const NOT_NULL = '23502';

/** The newest text of a message that we know, or null when it was never taken in. */
export async function findMessage(
  db: Kysely<Database>,
  messageId: string,
): Promise<InboxRow | null> {
  const row = await db
    .selectFrom('inbox')
    .selectAll()
    .where('message_id', '=', messageId)
    .where('kind', '<>', 'deleted')
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function messageIsDeleted(db: Kysely<Database>, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('inbox')
    .select('seq')
    .where('message_id', '=', messageId)
    .where('kind', '=', 'deleted')
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest messages of a channel or thread that were taken in and are not known to be deleted. */
export async function postedMessageIds(
  db: Kysely<Database>,
  channelId: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('inbox')
    .select('message_id')
    .where('channel_id', '=', channelId)
    .where('kind', '=', 'posted')
    .where('message_id', 'not in', (eb) =>
      eb
        .selectFrom('inbox')
        .select('message_id')
        .where('channel_id', '=', channelId)
        .where('kind', '=', 'deleted'),
    )
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.message_id);
}
