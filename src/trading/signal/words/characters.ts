import { LIST_DIGIT_ZERO } from '../text/normalize.ts';

export const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';
export const isLetter = (c: string | undefined): boolean => {
  if (c === undefined) return false;
  const code = c.charCodeAt(0) | 0x20;
  if (c.charCodeAt(0) < 0x80) return code >= 0x61 && code <= 0x7a;
  return /^[\p{L}\p{M}]$/u.test(c);
};
export const isListDigit = (c: string | undefined): boolean => {
  const code = c?.charCodeAt(0) ?? 0;
  return code >= LIST_DIGIT_ZERO && code <= LIST_DIGIT_ZERO + 9;
};
/** Chinese, Japanese and Korean characters. */
export const isWithoutSpaces = (c: string | undefined): boolean =>
  c !== undefined && /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u.test(c);
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
