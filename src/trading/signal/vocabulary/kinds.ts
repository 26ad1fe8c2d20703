import { labelsKinds } from './kinds/labels.ts';
import { speechKinds } from './kinds/speech.ts';
import { tradeKinds } from './kinds/trade.ts';
import { writingKinds } from './kinds/writing.ts';

/** Kinds, each with its words by language. */
export type WordsByLanguage = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What a word is beside its role: small classes of words that a rule asks for. A word has one role
 * and may be of many kinds.
 *
 * A kind names its words by language, in the way of the language's own table (see ROLES): lower case,
 * a comma between, a `*` at the end for any
 * ending, at the beginning for any beginning. Marks and digits are no words and stay with the code.
 */
export const KINDS = {
  ...speechKinds,
  ...tradeKinds,
  ...labelsKinds,
  ...writingKinds,
};

export type Kind = keyof typeof KINDS;
