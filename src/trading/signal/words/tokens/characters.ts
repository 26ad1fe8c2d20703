import { LIST_DIGIT_ZERO } from '../../text/normalize.ts';

export const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';
/** What is known of characters by their code; the expression is asked once for each. */
const LETTERS = new Uint8Array(0x10000);
const IS_LETTER = 1;
const NO_LETTER = 2;

/** A letter or a mark on one; of one character of the text. */
export const isLetter = (c: string | undefined): boolean => {
  if (c === undefined) return false;
  const code = c.charCodeAt(0);
  if (code < 0x80) return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  const known = LETTERS[code];
  if (known) return known === IS_LETTER;
  const is = /^[\p{L}\p{M}]$/u.test(c);
  LETTERS[code] = is ? IS_LETTER : NO_LETTER;
  return is;
};
export const isListDigit = (c: string | undefined): boolean => {
  const code = c?.charCodeAt(0) ?? 0;
  return code >= LIST_DIGIT_ZERO && code <= LIST_DIGIT_ZERO + 9;
};
/** Chinese, Japanese and Korean characters. */
export const isWithoutSpaces = (c: string | undefined): boolean => {
  const code = c?.charCodeAt(0) ?? 0;
  if (code < 0x3040) return false;
  return code <= 0x30ff || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af);
};
export const listDigit = (c: string): string => String(c.charCodeAt(0) - LIST_DIGIT_ZERO);

export function endOfDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text[end])) end++;
  return end;
}

export function isUpper(c: string | undefined): boolean {
  return c !== undefined && /^\p{Lu}$/u.test(c);
}

export function endOfLetters(text: string, at: number): number {
  // A change between a script with spaces and one without ends a word: "平仓BTC".
  const spaceless = isWithoutSpaces(text[at]);
  let end = at;
  while (end < text.length && end - at < LONGEST_WORD) {
    const c = text[end];
    if (isLetter(c) && isWithoutSpaces(c) !== spaceless) break;
    if (isLetter(c)) end++;
    else if ((c === "'" || c === '_') && isLetter(text[end - 1]) && isLetter(text[end + 1])) end++;
    else break;
  }
  return end;
}

export const LONGEST_WORD = 64;
