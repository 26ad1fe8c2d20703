import { endOfDigits, isDigit, isLetter } from './characters.ts';
import { isDoubledDot, isPlainDecimal, lengthOfFirstNumber } from './digitRuns.ts';
import { literal, type NumberLiteral, valuesOf } from './numbers.ts';
import { withUnit } from './numberUnits.ts';
import type { Scanned, Token } from './tokens.ts';

export const LONGEST_NUMBER = 24;
/** Of "x20"; the Cyrillic letter looks the same. */
export const TIMES: ReadonlySet<string> = new Set(['x', 'X', 'х', 'Х']);

/** Marks that a price with a leading dot may stand right behind: "@.95". */
const BEFORE_A_DOT = '@:=(~/';

const CURRENCY = '$€£₮₿¥₽₺';

/**
 * A number with its sign, currency and unit: "$1,234.50", "-7%", "10.0X", "x20", "60k", "71k5",
 * "901xx", "4.5R", "15m", "4H". A digit glued behind letters ("API3") is left to the word before.
 */
export function scanNumber(
  text: string,
  at: number,
  before: Token | undefined,
  gapBefore: boolean,
): Scanned | null {
  const id = endOfId(text, at);
  if (id > at) return { kind: 'other', end: id };
  let start = at;
  let sign: NumberLiteral['sign'] = null;
  let currency = false;
  let times = false;
  const percentFirst = scanPercentFirst(text, start);
  if (percentFirst) return percentFirst;
  if (
    (text[start] === '+' || text[start] === '-') &&
    (gapBefore || !before || before.kind === 'mark') &&
    (isDigit(text[start + 1]) ||
      (CURRENCY.includes(text[start + 1] ?? ' ') && isDigit(text[start + 2])) ||
      (text[start + 1] === '.' && isDigit(text[start + 2])))
  ) {
    sign = text[start] === '+' ? '+' : '-';
    start++;
  }
  if (
    CURRENCY.includes(text[start] ?? ' ') &&
    (isDigit(text[start + 1]) ||
      ('.-'.includes(text[start + 1] ?? ' ') && isDigit(text[start + 2])))
  ) {
    // "$.0.92".
    if (text[start + 1] === '.' && text[start + 3] === '.' && isDigit(text[start + 4])) start++;
    // "$4" and "$1000PEPE" are tickers, "$4.20" and "$4000" may be prices: the grammar decides.
    currency = true;
    start++;
  }
  if (TIMES.has(text[start] ?? '') && isDigit(text[start + 1]) && !isLetter(text[start - 1])) {
    times = true;
    start++;
  }
  const dotFirst =
    (text[start] === '.' || text[start] === ',') &&
    isDigit(text[start + 1]) &&
    !isDigit(text[start - 1]) &&
    (gapBefore || BEFORE_A_DOT.includes(text[start - 1] ?? ' '));
  if (!isDigit(text[start]) && !dotFirst) return null;

  let end = start;
  while (end < text.length && end - start < LONGEST_NUMBER) {
    const c = text[end] ?? '';
    if (isDigit(c)) end++;
    else if (c === ',' && isPlainDecimal(text.slice(start, end))) break;
    else if ((c === '.' || c === ',' || c === "'") && isDigit(text[end + 1])) end++;
    else if (isDoubledDot(text, start, end)) end += 2;
    else break;
  }
  if (isDigit(text[end])) return { kind: 'other', end: endOfDigits(text, end) };
  const inList = text[start - 1] === ',' && isDigit(text[start - 2]);
  end = start + lengthOfFirstNumber(text.slice(start, end), inList);
  const digits = text.slice(start, end).replace('..', '.');
  const values = valuesOf(digits);
  if (values.length === 0) return { kind: 'other', end };
  if (times)
    return {
      kind: 'number',
      end,
      more: { number: literal(digits, { values, unit: 'times', sign }) },
    };

  return withUnit(text, end, { digits, values, sign, currency });
}

/** "%50", "-%1,2", as Turkish writes them. */
function scanPercentFirst(text: string, at: number): Scanned | null {
  const c = text[at];
  const sign = (c === '+' || c === '-') && !isDigit(text[at - 1]) ? c : null;
  const start = sign ? at + 1 : at;
  if (text[start] !== '%' || !isDigit(text[start + 1]) || isDigit(text[start - 1])) return null;
  const whole = endOfDigits(text, start + 1);
  const hasDecimals = (text[whole] === ',' || text[whole] === '.') && isDigit(text[whole + 1]);
  const end = hasDecimals ? endOfDigits(text, whole + 1) : whole;
  const digits = text.slice(start + 1, end);
  if (whole - start - 1 > 3) return null;
  const number = literal(digits, { values: valuesOf(digits), unit: 'percent', sign });
  return { kind: 'number', end, more: { number } };
}

const isSmallLatin = (c: string | undefined): boolean => c !== undefined && c >= 'a' && c <= 'z';

/** Where a code like "6bcb96ff" ends: digits and small letters that change more than once; `at` when it is none. */
function endOfId(text: string, at: number): number {
  if (!isDigit(text[at]) || isLetter(text[at - 1])) return at;
  let end = at;
  let changes = 0;
  while (isDigit(text[end]) || isSmallLatin(text[end])) {
    if (end > at && isDigit(text[end]) !== isDigit(text[end - 1])) changes++;
    end++;
  }
  const thousands = changes === 2 && text.slice(at, end).includes('k');
  return changes >= 2 && !thousands && end - at >= 6 ? end : at;
}
