import type { Side, UpdateAction } from '../reading.ts';
import type { ListRoles } from './listRoles.ts';

/**
 * How a provider writes. A *format* is made of lines: the words of each line that a field was read
 * from, folded, with coin, side, numbers, punctuation, emoji and the length of lists left open; and
 * what the number at each place of the line is.
 */
export type Format = {
  /** An order is known by its lines in any combination, an instruction by all of its sentence. */
  kind: 'order' | 'instruction';
  /** Tells this format from every other of its provider. */
  key: string;
  lines: readonly FormatLine[];
};

export type FormatLine = {
  /** "tp {n}", "entry zone {n}". */
  key: string;
  /** What the number at each open place is, from left to right. */
  places: readonly PlaceRole[];
};

/** What a number of a message is. */
export const SINGLE_ROLES = [
  'entry',
  'stop',
  'target',
  'leverage',
  'size',
  'price',
  'part',
  'nothing',
] as const;
export type SingleRole = (typeof SINGLE_ROLES)[number];

/** What a place is; of a list whose numbers differ `mixed`, or what each is when that was told. */
export type PlaceRole = SingleRole | 'mixed' | ListRoles;

/** What its owner has said of a format. */
export type Teaching = {
  format: Format;
  /**
   * right: what is read in it is meant. taught: what its places are was corrected. nothing: it is no
   * signal. never: it may be one, and is not to be traded or asked about.
   */
  said: 'right' | 'taught' | 'nothing' | 'never';
  /** Of what was taught: more than the places of its lines. */
  taught?: Taught;
};

export type Taught = {
  /** Which of the message's coins is meant, counted over the format's lines; null as it is read. */
  coin: number | null;
  /** The side that is meant where it is always the same; null as it is read, or as the levels tell. */
  side: Side | null;
  /** Of an instruction: what it does. */
  actions?: readonly UpdateAction[];
};
