import type { ColumnType, Generated } from 'kysely';
import type { Notice } from '../../strategy/model/notice.ts';
import type { Json, Timestamp } from './columns.ts';

/** The outbox of notices; the nonce lets Discord drop a repeated post. */
export type NoticesTable = {
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
export type PositionCardsTable = {
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
