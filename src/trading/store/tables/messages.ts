import type { Generated } from 'kysely';
import type { MessageText, Reading } from '../../signal/reading.ts';
import type { Notice } from '../../strategy/model/notice.ts';
import type { Json, Timestamp } from './columns.ts';

/** A message of a channel's past, as it stood when it was fetched. */
export type PastMessagesTable = {
  message_id: string;
  /** The channel that is followed, or would be; `channel_id` is itself or a thread of it. */
  followed_id: string;
  channel_id: string;
  /** Whose words they are, and who posted them: a user or a webhook. */
  author_id: string;
  author_name: string;
  poster_id: string;
  is_webhook: boolean;
  replied_to_message_id: string | null;
  body: Json<MessageText>;
  /** When the words were written, which of a forward is earlier than when it was posted. */
  written_at: Timestamp;
  posted_at: Timestamp;
  edited_at: Timestamp | null;
};

/** How far the past of a channel or thread is known. */
export type PastPartsTable = {
  followed_id: string;
  channel_id: string;
  /** Ids: what came after `read_from` is known, up to and with `read_to`. */
  read_from: string;
  read_to: string;
  /** Why no more of it can be read; null when it can. */
  why_not: string | null;
};

/** A message that a second reader is to be asked about; gone once its owner was asked. */
export type SecondQuestionsTable = {
  message_id: string;
  revision: number;
  /** What the first reader made of it. */
  reading: Json<Reading>;
  /** What its owner is asked where nothing comes of it; null: nothing. */
  question: Json<Notice> | null;
  asked_at: Timestamp;
};

/** A message whose pictures are to be read; gone once they are. */
export type PictureJobsTable = {
  message_id: string;
  revision: number;
  asked_at: Timestamp;
  /** How often it was begun: what ends the bot each time is given up. */
  tries: Generated<number>;
};

/** A picture of a message with what was read marked in it. */
export type MarkedPicturesTable = {
  message_id: string;
  revision: number;
  /** From 0, in the order of the message. */
  place: number;
  jpeg: Buffer;
  at: Timestamp;
};

/** What a model has answered, by the hash of what it was asked. */
export type SecondAnswersTable = { hash: string; answer: Json<object>; at: Timestamp };

/** What was asked and spent on a UTC day ("2025-03-01"). */
export type SecondReaderDaysTable = {
  day: string;
  calls: number;
  tokens: number;
  /** In whatever the owner has given the prices in. */
  cost: string;
};

/** Messages of those whom their watch does not trust: never read, only counted. */
export type IgnoredMessagesTable = {
  message_id: string;
  watch_id: number;
  author_id: string;
  author_name: string;
  posted_at: Timestamp;
};

/** One row a message, an edit of it or its deletion; the key makes every replay a no-op. */
export type InboxTable = {
  seq: Generated<number>;
  message_id: string;
  kind: 'posted' | 'edited' | 'deleted';
  /** 0 for a message as posted, the edit's time in milliseconds, 0 for a deletion. */
  revision: number;
  watch_id: number;
  channel_id: string;
  author_id: string;
  author_name: string;
  replied_to_message_id: string | null;
  body: Json<MessageText>;
  posted_at: Timestamp;
  received_at: Timestamp;
  handled_at: Timestamp | null;
};

/** What was read in a message and what became of it. */
export type ReadingsTable = {
  id: Generated<number>;
  inbox_seq: number;
  message_id: string;
  revision: number;
  reading_index: number;
  watch_id: number;
  kind: Reading['kind'];
  symbol: string | null;
  reading: Json<Reading>;
  /** taken, applied, denied, noted (signals and updates), unclear, none. */
  outcome: string;
  rule: string | null;
  why: string | null;
  position_id: string | null;
  at: Timestamp;
};
