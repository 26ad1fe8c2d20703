import type { ReadingHints } from '../../signal/reading.ts';
import type { ReplayInputs } from '../replay/replay.ts';
import type { PlainBacktest, PlainFigures, PlainThirds } from '../report/plain.ts';

/** What the thread is given: all that a history is made of but the candles, which it asks for. */
export type Job = {
  /** The whole report, or what one variant of it came to in its first two thirds and the last. */
  what: 'report' | 'thirds';
  inputs: Omit<ReplayInputs, 'candles' | 'assume'>;
  hints: ReadingHints | null;
  /** Of other watches that are played together with it, by the name that their messages have. */
  othersHints: Readonly<Record<string, ReadingHints | null>>;
  /** What an earlier try has played of a report besides the history itself. */
  played: Readonly<Record<string, PlainFigures>>;
};

export type Played =
  | { what: 'report'; report: PlainBacktest }
  | { what: 'thirds'; thirds: PlainThirds };

export type ToThread =
  | { type: 'job'; job: Job }
  | { type: 'day'; productId: string; day: number; candles: Uint8Array | null };

export type FromThread =
  | { type: 'day'; productId: string; day: number }
  | { type: 'progress'; share: number }
  | { type: 'side'; name: string; figures: PlainFigures }
  | { type: 'played'; played: Played }
  | { type: 'failed'; error: { name: string; message: string; stack?: string } };
