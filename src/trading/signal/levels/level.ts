import type { Term } from '../words/terms/term.ts';

/** A number in the place of a level: a price (whose scale is still open) or a percent. */
export type Level = {
  term: Term;
  kind: 'price' | 'percent';
  /** How it is joined to the level before it under the same label; null for the first. */
  join: 'range' | 'list' | 'arrow' | null;
  /** Only a space stands between it and the level before: the two may be one number ("64 012.30"). */
  spaced: boolean;
  /** The label was glued to the digits ("TP41.3100"): the first digits may be the target's number. */
  numbered: number | null;
  /** Which label (the n-th price label of the frame) it stands under. */
  group: number;
  /** "above" or "below" stood before it. */
  beyond: { direction: 'above' | 'below'; term: Term } | null;
};
