import type { ReadingOutcome } from '../../trading/store/messages/signals.ts';

/** What became of a reading, as it is said in lists and on cards. */
export const OUTCOMES: Readonly<Record<ReadingOutcome, { mark: string; words: string }>> = {
  taken: { mark: '🟢', words: 'taken' },
  applied: { mark: '🔵', words: 'followed' },
  denied: { mark: '⛔', words: 'refused' },
  noted: { mark: '⚪', words: 'noted' },
  unclear: { mark: '❔', words: 'unclear' },
  none: { mark: '▫️', words: 'nothing to act on' },
};
