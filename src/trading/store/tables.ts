import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Format, PlaceRole, Taught, Teaching } from '../signal/format/format.ts';
import type { MessageText, Reading } from '../signal/reading.ts';
import type { StoredOrder, StoredPosition } from '../strategy/book/storedPosition.ts';
import type { Account, Event } from '../strategy/model/event.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import type { Capabilities, DecimalString, OrderRequest, Product } from '../venue/venue.ts';

/** timestamptz: read as Date, written as Date. */
type Timestamp = ColumnType<Date, Date, Date>;
/** jsonb holding a T; written as text, so that an array is not taken for a Postgres array. */
type Json<T> = JSONColumnType<T & object, string, string>;

/** The whole database, as the migrations leave it. */
export type Database = {
  watches: WatchesTable;
  inbox: InboxTable;
  ignored_messages: IgnoredMessagesTable;
  readings: ReadingsTable;
  journal: JournalTable;
  core_state: CoreStateTable;
  positions: PositionsTable;
  orders: OrdersTable;
  intents: IntentsTable;
  fills: FillsTable;
  notices: NoticesTable;
  position_cards: PositionCardsTable;
  settings_changes: SettingsChangesTable;
  audit: AuditTable;
  jobs: JobsTable;
  products: ProductsTable;
  capabilities: CapabilitiesTable;
  equity: EquityTable;
  simulated_exchange: SimulatedExchangeTable;
  lease: LeaseTable;
  store_marks: StoreMarksTable;
  unread: UnreadTable;
  candle_days: CandleDaysTable;
  formats: FormatsTable;
  second_questions: SecondQuestionsTable;
  second_answers: SecondAnswersTable;
  second_reader_days: SecondReaderDaysTable;
  past_messages: PastMessagesTable;
  past_parts: PastPartsTable;
  backtests: BacktestsTable;
};

/** A history that was asked for. */
type BacktestsTable = {
  id: Generated<number>;
  /** The channel whose past it is. */
  followed_id: string;
  request: Json<BacktestRequest>;
  stage: 'fetching' | 'playing' | 'done' | 'stopped' | 'failed';
  /** Of the stage, 0 to 1. */
  progress: ColumnType<number, number | undefined, number>;
  /** A `PlainBacktest`; null until it is done. */
  result: Json<object> | null;
  /** `PlainFigures` of what has been played of it besides itself, by name. */
  played: Generated<Record<string, object>>;
  /** What it would have come to under other settings: `TriedVariant`s. */
  variants: ColumnType<readonly object[], string | undefined, string>;
  /** Why it has failed, for the owner. */
  why: string | null;
  asked_by: string;
  asked_at: Timestamp;
  ended_at: Timestamp | null;
  /** The message that shows it. */
  channel_id: string;
  message_id: string;
};

/** Everything that a history is reckoned from beside messages, candles and products. */
export type BacktestRequest = {
  watchId: number | null;
  /** As shown to the owner. */
  name: string;
  /** UTC milliseconds; `to` is exclusive. */
  from: number;
  to: number;
  delayMs: number;
  /** What the account starts with, in US dollars. */
  cash: DecimalString;
  /** All of them, as they were when it was asked for. */
  settings: Record<string, unknown>;
  /** How the channel writes, as its owner said of it. */
  hints: Record<string, unknown> | null;
  /** The setting that was changed for it, in words; null: as they are set. */
  changed: string | null;
  /** Other watches that share the account; left out where there are none. */
  others?: readonly (Pick<BacktestRequest, 'name' | 'settings' | 'hints'> & {
    watchId: number;
    followedId: string;
  })[];
};

/** A message of a channel's past, as it stood when it was fetched. */
type PastMessagesTable = {
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
type PastPartsTable = {
  followed_id: string;
  channel_id: string;
  /** Ids: what came after `read_from` is known, up to and with `read_to`. */
  read_from: string;
  read_to: string;
  /** Why no more of it can be read; null when it can. */
  why_not: string | null;
};

/** A way in which a provider writes, and what its owner has said of it. */
type FormatsTable = {
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

/** A message that a second reader is to be asked about; gone once its owner was asked. */
type SecondQuestionsTable = {
  message_id: string;
  revision: number;
  /** What the first reader made of it. */
  reading: Json<Reading>;
  /** What its owner is asked where nothing comes of it; null: nothing. */
  question: Json<Notice> | null;
  asked_at: Timestamp;
};

/** What a model has answered, by the hash of what it was asked. */
type SecondAnswersTable = { hash: string; answer: Json<object>; at: Timestamp };

/** What was asked and spent on a UTC day ("2025-03-01"). */
type SecondReaderDaysTable = {
  day: string;
  calls: number;
  tokens: number;
  /** In whatever the owner has given the prices in. */
  cost: string;
};

/** One product's minutes of one UTC day that is over, packed. */
type CandleDaysTable = {
  product_id: string;
  /** Days since 1970-01-01. */
  day: number;
  candles: Buffer;
};

type WatchesTable = {
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
type UnreadTable = {
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

/** Messages of those whom their watch does not trust: never read, only counted. */
type IgnoredMessagesTable = {
  message_id: string;
  watch_id: number;
  author_id: string;
  author_name: string;
  posted_at: Timestamp;
};

/** One row a message, an edit of it or its deletion; the key makes every replay a no-op. */
type InboxTable = {
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
type ReadingsTable = {
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

/** Every event the core was given, in order. */
type JournalTable = { seq: Generated<number>; at: Timestamp; event: Json<Event> };

/** The core's state beside the positions; one row. */
type CoreStateTable = { id: 1; install: string; body: Json<object> };

type PositionsTable = {
  id: string;
  account: Account;
  product_id: string;
  side: 'long' | 'short';
  status: Position['status'];
  watch_id: string;
  provider_id: string;
  message_id: string;
  /** `readPosition` reads it. */
  body: Json<StoredPosition>;
  created_at: Timestamp;
  opened_at: Timestamp | null;
  closed_at: Timestamp | null;
  /** Of an ended position, in quote. */
  net: DecimalString | null;
  fees: DecimalString | null;
};

type OrdersTable = {
  /** Our client order id. */
  id: string;
  position_id: string;
  account: Account;
  product_id: string;
  venue_order_id: string | null;
  purpose: Order['purpose'];
  status: Order['status'];
  filled_size: DecimalString;
  filled_value: DecimalString;
  fees: DecimalString;
  /** `readOrder` reads it. */
  body: Json<StoredOrder>;
  created_at: Timestamp;
  updated_at: Timestamp;
};

/** What the venue is to be asked, committed before it is asked: the outbox of orders. */
type IntentsTable = {
  id: Generated<number>;
  kind: 'place' | 'replace' | 'cancel';
  account: Account;
  order_id: string;
  position_id: string;
  /** null for a cancel. */
  request: Json<OrderRequest> | null;
  created_at: Timestamp;
  /** Without an answer it was perhaps sent: it is resolved, never blindly repeated. */
  answered_at: Timestamp | null;
};

type FillsTable = {
  account: Account;
  trade_id: string;
  order_id: string;
  position_id: string;
  product_id: string;
  side: 'buy' | 'sell';
  price: DecimalString;
  size: DecimalString;
  fee: DecimalString;
  liquidity: string;
  at: Timestamp;
};

/** The outbox of notices; the nonce lets Discord drop a repeated post. */
type NoticesTable = {
  id: Generated<number>;
  nonce: string;
  kind: Notice['kind'];
  notice: Json<Notice>;
  /** The position it is about, on whose card it is told. */
  position_id: string | null;
  created_at: Timestamp;
  /** Nonce of the message that it was put into, and since when that is tried to be posted. */
  post: string | null;
  posting_at: Timestamp | null;
  /** When it was told: by a message of its own, on its position's card, or not at all, as the owner wants it. */
  sent_at: Timestamp | null;
  message_id: string | null;
  attempts: Generated<number>;
  last_error: string | null;
};

/** The message that shows a position in the private channel. */
type PositionCardsTable = {
  position_id: string;
  /** Grows with every change of the position; what the message shows is of `shown_revision`. */
  revision: ColumnType<number, number, number>;
  shown_revision: ColumnType<number, number, number>;
  /** Hash of what the message shows. */
  shown: string | null;
  channel_id: string | null;
  /** null: not posted yet, or it is gone. */
  message_id: string | null;
  /** Nonce of the post that is to make it, and since when that is tried. */
  nonce: string | null;
  posting_at: Timestamp | null;
};

/** Every change ever made; the newest row of a scope is in force. Scope: `defaults`, `limits`, `bot`. */
type SettingsChangesTable = {
  id: Generated<number>;
  scope: string;
  value: Json<Record<string, unknown>>;
  changed_by: string;
  changed_at: Timestamp;
};

type AuditTable = {
  id: Generated<number>;
  at: Timestamp;
  user_id: string;
  user_name: string;
  action: string;
  allowed: boolean;
  detail: Json<Record<string, unknown>>;
};

/** When a scheduled job last ran, so that one missed while the bot was down is caught up. */
type JobsTable = { name: string; last_run_at: Timestamp };

type ProductsTable = { account: Account; id: string; body: Json<Product>; refreshed_at: Timestamp };

type CapabilitiesTable = {
  account: Account;
  product_id: string;
  body: Json<Capabilities>;
  learned_at: Timestamp;
};

type EquityTable = { account: Account; at: Timestamp; equity: DecimalString };

type SimulatedExchangeTable = { account: Account; body: Json<object>; saved_at: Timestamp };

/** Who acts; one row. It belongs to the server: no backup holds it. */
type LeaseTable = {
  id: 1;
  /** Rises each time it is taken; every statement that writes checks it (`check_epoch`). */
  epoch: number;
  /** Rises every moment while its holder lives. */
  beat: number;
  /** A `ProcessMark`; null: nobody. */
  holder: string | null;
  taken_at: Timestamp | null;
  renewed_at: Timestamp | null;
};

/** What tells one state of a database from an older one of itself; one row. */
type StoreMarksTable = {
  id: 1;
  /** Rises with each commit of the core. */
  revision: number;
  /** The name of the last commit of the core; null in one from before they had names. */
  last_commit: string | null;
  /** Where it was last opened: what a copy of it does not share; null: it never was. */
  folder: string | null;
  /** Since when it is known to be an older state than one that was traded on; null: it is none. */
  restored_at: Timestamp | null;
  restored_why: string | null;
  /** What time it is a state of, where that is known. */
  restored_as_of: Timestamp | null;
};
