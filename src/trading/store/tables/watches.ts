import type { ColumnType, Generated } from 'kysely';
import type { Format, PlaceRole, Taught, Teaching } from '../../signal/format/format.ts';
import type { MessageText } from '../../signal/reading.ts';
import type { Json, Timestamp } from './columns.ts';

/** A way in which a provider writes, and what its owner has said of it. */
export type FormatsTable = {
  id: Generated<number>;
  watch_id: number;
  /** Empty: whoever writes so in this watch. */
  provider_id: string;
  provider_name: string;
  /** Of its key, which may be longer than an index takes. */
  hash: string;
  /** As it was said to be; as it was last read, while nothing was said. */
  format: Json<Format>;
  said: Teaching['said'] | null;
  taught: Json<Taught> | null;
  said_by: string | null;
  said_at: ColumnType<Date | null, Date | null, Date | null>;
  /** What was said before that, so that it can be undone. */
  before: Json<SaidOfFormat> | null;
  /** A correction that is not finished. */
  draft: Json<FormatDraft> | null;
  /** The newest message written so. */
  example: Json<MessageText>;
  example_message_id: string;
  seen: number;
  last_seen: Timestamp;
};

export type SaidOfFormat = Pick<Teaching, 'format'> & {
  said: Teaching['said'] | null;
  taught: Taught | null;
};

/** Of a correction: what each number is said to be, by line and place, and which coin and side are meant. */
export type FormatDraft = Taught & { roles: readonly (readonly PlaceRole[])[] };

export type WatchesTable = {
  id: Generated<number>;
  guild_id: string | null;
  channel_id: string;
  /** As shown to the owner. */
  name: string;
  /** Only what differs from the defaults. */
  settings: Json<Record<string, unknown>>;
  added_by: string;
  added_at: Timestamp;
  removed_at: Timestamp | null;
  /** The newest message taken in, so that a catch-up knows where to start. */
  last_message_id: string | null;
  /** Since when it opens nothing new; null while it is not paused. */
  paused_at: Timestamp | null;
  /** When it was last resumed: what was posted before then opens nothing either. */
  resumed_at: Timestamp | null;
  trusted: Json<Trusted>;
};

/** Who is read in a watched channel; everybody when both are empty. */
export type Trusted = {
  /** Ids of users, bots and webhooks, and of channels whose posts arrive here. */
  posters: readonly string[];
  roles: readonly string[];
};

/** What of a followed channel could not be read: it is read from there on once it can be. */
export type UnreadTable = {
  watch_id: number;
  /** The followed channel itself, or a thread of it. */
  channel_id: string;
  /** all: the channel and its threads; messages: those of this channel or thread; threads: which there are. */
  what: 'all' | 'messages' | 'threads';
  /** A message's id: what came after it is missing. */
  after_id: string;
  /** In words for the owner. */
  why: string;
  /** Discord says that it does not exist. */
  gone: boolean;
  since: Timestamp;
  /** When it was last found to be so. */
  marked_at: Timestamp;
  told_at: Timestamp | null;
};
