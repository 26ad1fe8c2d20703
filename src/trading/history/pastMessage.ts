import type { MessageText } from '../signal/reading.ts';

/** A message of a channel's past, with what is known of what became of it. Times are UTC milliseconds. */
export type PastMessage = {
  messageId: string;
  channelId: string;
  /** Whose it is, where several watches are played together: a name of `others` of the inputs. */
  of?: string;
  authorId: string;
  authorName: string;
  repliedToMessageId: string | null;
  postedAt: number;
  /** What it said and from when on, oldest first; never empty. */
  versions: readonly [MessageVersion, ...MessageVersion[]];
  /**
   * It was edited last at that time, and what it said before is not known: its only version says
   * what it may have learned by then.
   */
  editedLater?: number;
  /** It was deleted: known of messages that were in our own inbox. */
  deletedAt?: number;
};

export type MessageVersion = { at: number; body: MessageText };
