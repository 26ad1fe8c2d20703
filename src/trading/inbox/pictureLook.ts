import type { Compilable } from 'kysely';
import type { SeenPicture } from '../strategy/model/event.ts';
import type { ReadMessage } from './secondLook.ts';

/**
 * Who reads the pictures of messages whose words alone say nothing to act on. The message is handled
 * without waiting; what its pictures say is worked when they are read, seconds later.
 */
export type PictureLook = {
  isWorthReading(read: ReadMessage): boolean;
  /** A message was written down; returns at once. */
  wake(): void;
  /** A message has come, which may be a signal: reading stands still for a moment. Returns at once. */
  giveWay(): void;
};

/** A message whose pictures were read: their words are in its body. */
export type SeenPictures = {
  picture: SeenPicture;
  /** Where nothing to act on comes of it, its owner is told so. */
  isUnread: boolean;
  /** What became of each picture, a line each. */
  why: readonly string[];
  /** What is kept along with what comes of it. */
  also: readonly Compilable[];
};
