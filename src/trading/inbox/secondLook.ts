import type { ReadAsTaught } from '../signal/format/readAsTaught.ts';
import type { ReadContext, Reading } from '../signal/reading.ts';
import type { InboxRow } from '../store/messages/inbox.ts';
import type { Watch } from '../store/watches/watches.ts';
import type { Settings } from '../strategy/settings/settings.ts';

/** A message with what the reader made of it. */
export type ReadMessage = {
  row: Pick<InboxRow, 'body' | 'posted_at'>;
  watch: Watch;
  settings: Settings;
  readings: readonly Reading[];
  taught: ReadAsTaught | null;
  context: ReadContext;
};

/**
 * Somebody who may be asked about what could not be read. The message is handled without waiting; only
 * the question to its owner is put off, for seconds at most, and is asked then in any case.
 */
export type SecondLook = {
  isWorthAsking(read: ReadMessage): boolean;
  /** A question was written down; returns at once. */
  wake(): void;
};
