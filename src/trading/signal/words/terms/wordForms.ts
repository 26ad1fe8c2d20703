import { fold, toLatin } from '../../text/normalize.ts';
import { isKind } from '../kinds.ts';
import { remembering } from '../remembering.ts';
import { withoutTag } from '../tickers/quotes.ts';

export const formOf = remembering((text: string) => ({ folded: foldWord(withoutTag(text)) }));

/**
 * The looked-up form of a word; one with letters of two scripts is read in Latin ("ВTC" with a
 * Cyrillic В), and so is a label in capitals that no word of the other script is ("ТР").
 */
function foldWord(word: string): string {
  const latin = toLatin(word);
  const meant = latin !== null && (/[a-z]/iu.test(word) || isSpelledAlike(latin));
  return fold(meant ? latin : word);
}

/** In capitals alone. */
const isSpelledAlike = (latin: string): boolean =>
  latin === latin.toUpperCase() && isKind(latin.toLowerCase(), 'spelledAlike');
