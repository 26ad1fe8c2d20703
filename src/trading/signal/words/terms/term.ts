import type { MarkMeaning } from '../../vocabulary/marks.ts';
import type { Role, Sense } from '../../vocabulary/roles.ts';
import type { KindsOfWord } from '../kinds.ts';
import type { Ticker } from '../tickers/ticker.ts';
import type { NumberLiteral } from '../tokens/numbers.ts';

/** A token or a phrase, with what it can mean. */
export type Term = {
  kind: 'word' | 'number' | 'index' | 'timeframe' | 'mark' | 'break' | 'gap' | 'other';
  /** Folded (words) or as it stands (the rest). */
  text: string;
  start: number;
  end: number;
  glued: boolean;
  role?: Role | undefined;
  sense?: Sense | undefined;
  ticker?: Ticker | undefined;
  number?: NumberLiteral | undefined;
  index?: number | undefined;
  timeframe?: string | undefined;
  mark?: MarkMeaning | undefined;
  /** Of a condition: which way the price has to go. */
  direction?: 'above' | 'below' | undefined;
  /** What else the word is. */
  kinds?: KindsOfWord | undefined;
  /** Which line and which clause (a line's part up to a full stop, ! or ?) it stands in. */
  line: number;
  clause: number;
  /** How many brackets are open around it. */
  depth: number;
  /** Its place among the message's terms. */
  at: number;
};

/** The place of a term in `terms`, which are a stretch of the message without gaps. */
export function placeOf(terms: readonly Term[], term: Term): number {
  return term.at - (terms[0]?.at ?? 0);
}

/** A coin told by more than a word that may be its ticker. */
export const isName = ({ ticker }: Term): boolean => ticker !== undefined && ticker.form !== 'word';
