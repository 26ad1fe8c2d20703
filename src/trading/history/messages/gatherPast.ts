import type { Kysely } from 'kysely';
import type { MessageText } from '../../signal/reading.ts';
import type { InboxRow } from '../../store/messages/inbox.ts';
import { listPast, type PastRow } from '../../store/messages/pastMessages.ts';
import type { Database } from '../../store/tables.ts';
import type { MessageVersion, PastMessage } from '../pastMessage.ts';

/** Who posted a message, for asking whether a watch reads it. */
export type Poster = Pick<PastRow, 'author_id' | 'poster_id' | 'is_webhook'>;

/**
 * The messages of a channel posted in [from, to), UTC milliseconds, oldest first: as our own inbox
 * saw them, with their edits and deletions in their time, and where it was not there as they were
 * fetched. Those whose poster `isRead` refuses are left out; what the inbox took in was trusted then.
 */
export async function gatherPast(
  db: Kysely<Database>,
  parts: {
    followedId: string;
    from: number;
    to: number;
    isRead: (poster: Poster) => Promise<boolean> | boolean;
  },
): Promise<PastMessage[]> {
  const { followedId, from, to } = parts;
  const fetched = await listPast(db, followedId, { from, to });
  const inbox = await inboxOf(db, followedId);
  const texts = new Map(fetched.map((row) => [row.message_id, row.body]));
  const messages = new Map<string, PastMessage>();
  for (const row of fetched) {
    const seen = inbox.get(row.message_id) ?? [];
    if (seen.length === 0 && !(await parts.isRead(row))) continue;
    const message = mergeMessage(row, seen);
    messages.set(row.message_id, withReply(message, row.replied_to_message_id, texts));
  }
  for (const [id, seen] of inbox) {
    if (messages.has(id)) continue;
    const message = mergeMessage(null, seen);
    if (message === null || message.postedAt < from || message.postedAt >= to) continue;
    messages.set(id, message);
  }
  return [...messages.values()].sort((a, b) => a.versions[0].at - b.versions[0].at);
}

/** What our inbox saw of a channel and its threads, by message, under every watch that there was. */
async function inboxOf(
  db: Kysely<Database>,
  followedId: string,
): Promise<ReadonlyMap<string, InboxRow[]>> {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('watch_id', 'in', (eb) =>
      eb.selectFrom('watches').select('id').where('channel_id', '=', followedId),
    )
    .orderBy('seq')
    .execute();
  return Map.groupBy(rows, ({ message_id }) => message_id);
}

function mergeMessage(fetched: PastRow, seen: readonly InboxRow[]): PastMessage;
/** null: of a message that can't be fetched any more nothing but its end was seen. */
function mergeMessage(fetched: PastRow | null, seen: readonly InboxRow[]): PastMessage | null;
function mergeMessage(fetched: PastRow | null, seen: readonly InboxRow[]): PastMessage | null {
  const posted = seen.find(({ kind }) => kind === 'posted');
  const edits = seen.filter(({ kind }) => kind === 'edited');
  const deleted = seen.find(({ kind }) => kind === 'deleted');
  const [firstEdit] = edits.toSorted((a, b) => a.revision - b.revision);
  const first = posted ?? firstEdit ?? fetched;
  if (!first) return null;
  const postedAt = fetched?.posted_at.getTime() ?? first.posted_at.getTime();
  const later = edits
    .filter((row) => row !== first)
    .map((row): MessageVersion => ({ at: row.revision, body: row.body }))
    .sort((a, b) => a.at - b.at);
  // Only an edit of it is known, of which it is not known what it changed.
  const unseenEdit =
    posted !== undefined
      ? undefined
      : fetched?.edited_at && (!firstEdit || fetched.edited_at.getTime() <= firstEdit.revision)
        ? fetched.edited_at.getTime()
        : firstEdit?.revision;
  return {
    messageId: first.message_id,
    channelId: first.channel_id,
    authorId: first.author_id,
    authorName: first.author_name,
    repliedToMessageId: first.replied_to_message_id,
    postedAt: fetched?.written_at.getTime() ?? first.posted_at.getTime(),
    versions: [{ at: postedAt, body: first.body }, ...later],
    ...(unseenEdit !== undefined && { editedLater: unseenEdit }),
    ...(deleted && { deletedAt: deleted.received_at.getTime() }),
  };
}

/** With the text of what it replies to, where that is known and did not come with it. */
function withReply(
  message: PastMessage,
  repliedTo: string | null,
  texts: ReadonlyMap<string, MessageText>,
): PastMessage {
  const text = repliedTo === null ? undefined : texts.get(repliedTo);
  if (text === undefined) return message;
  const { text: words, embeds } = text;
  const answered = { text: words, ...(embeds && { embeds }) };
  const [first, ...later] = message.versions.map((version) =>
    version.body.repliedTo
      ? version
      : { ...version, body: { ...version.body, repliedTo: answered } },
  );
  return first ? { ...message, versions: [first, ...later] } : message;
}
