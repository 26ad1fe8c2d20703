import { isKind, wordsOfKind } from '../kinds.ts';
import { endOfDigits, isDigit, isLetter, isUpper } from './characters.ts';
import { literal, type NumberLiteral, shift } from './numbers.ts';
import type { Scanned } from './tokens.ts';

/** The digits of a number with what stands before them. */
type Digits = Pick<NumberLiteral, 'digits' | 'values' | 'sign' | 'currency'>;

/** What the characters behind its digits, which end at `end`, make of a number: a unit, a candle's length, a list number. */
export function withUnit(text: string, end: number, run: Digits): Scanned {
  const { digits, sign } = run;
  let { values, currency } = run;
  const whole = endOfDigits(digits, 0) === digits.length;
  const next = (text[end] ?? '').toLowerCase();
  const after = text[end + 1];
  const endsHere = (c: string | undefined): boolean => !isLetter(c) && !isDigit(c);
  const number = (unit: NumberLiteral['unit'], numberEnd: number): Scanned => ({
    kind: 'number',
    end: numberEnd,
    more: { number: literal(digits, { values, unit, sign, currency }) },
  });

  if (!mayBeUnit(next)) return number(null, end);
  if (next === '%') return number('percent', end + 1);
  const percentWord = endOfWordIn(PERCENT_WORDS, text, end);
  if (percentWord > end) return number('percent', percentWord);
  if (next === ' ' && text[end + 1] === '%') return number('percent', end + 2);
  if (whole && digits.length === 1 && isTenths(text, end)) {
    values = [{ value: `${digits}0`, cost: 0 }];
    return number('percent', end + 1);
  }
  const centWord = endOfWordIn(CENT_WORDS, text, end);
  if (centWord > end) {
    values = values.slice(0, 1).map(({ value, cost }) => ({ value: shift(value, -2), cost }));
    return number(null, centWord);
  }
  const bigWord = endOfWordIn(BIG_WORDS, text, end);
  if (bigWord > end) return number('big', bigWord);
  if (next === 'x' || next === 'х') {
    // "10x", "10.0XEntry", "20х"; but "901xx" and "309x" are prices with digits left out.
    const run = text[end + 1]?.toLowerCase() === next ? 2 : 1;
    if (run === 2 && whole && endsHere(text[end + 2])) {
      values = [{ value: shift(digits, 2), cost: 0 }];
      return number('about', end + 2);
    }
    if (run === 1 && (endsHere(after) || isUpper(after))) return number('times', end + 1);
  }
  if (next === 'k' || next === 'к') {
    const tail = text.slice(end + 1, endOfDigits(text, end + 1));
    if (tail.length > 0 && tail.length <= 3 && whole && endsHere(text[end + 1 + tail.length])) {
      values = [{ value: shift(`${digits}.${tail}`, 3), cost: 0 }];
      return number('thousand', end + 1 + tail.length);
    }
    if (endsHere(after)) {
      values = values.slice(0, 1).map(({ value, cost }) => ({ value: shift(value, 3), cost }));
      return number('thousand', end + 1);
    }
  }
  if (TEN_THOUSAND.has(next) && isMoneyAt(text, end + 1)) return number('big', end + 1);
  if (next === '万') {
    values = values.slice(0, 1).map(({ value, cost }) => ({ value: shift(value, 4), cost }));
    return number('thousand', end + 1);
  }
  if (
    next === 'r' &&
    (endsHere(after) || (after?.toLowerCase() === 'r' && endsHere(text[end + 2])))
  ) {
    return number('ratio', endsHere(after) ? end + 1 : end + 2);
  }
  if (whole && 'mhdw'.includes(next) && next !== '' && endsHere(after)) {
    return { kind: 'timeframe', end: end + 1, more: { timeframe: `${digits}${next}` } };
  }
  const hours = CANDLE_LETTERS.get(next);
  if (whole && digits.length <= 2 && hours && endsHere(after))
    return { kind: 'timeframe', end: end + 1, more: { timeframe: `${digits}${hours}` } };
  const unit = (text[end + 1] ?? '').toLowerCase();
  if (
    whole &&
    digits.length <= 3 &&
    next === ' ' &&
    unit !== '' &&
    'mhdw'.includes(unit) &&
    endsHere(text[end + 2])
  ) {
    return { kind: 'timeframe', end: end + 2, more: { timeframe: `${digits}${unit}` } };
  }
  // "5 min closes below".
  const spaced = text.slice(end, end + 4).toLowerCase() === ' min' && endsHere(text[end + 4]);
  if (whole && digits.length <= 2 && spaced)
    return { kind: 'timeframe', end: end + 4, more: { timeframe: `${digits}m` } };
  if (whole && text.slice(end, end + 3).toLowerCase() === 'min' && endsHere(text[end + 3])) {
    return { kind: 'timeframe', end: end + 3, more: { timeframe: `${digits}m` } };
  }
  if (text.slice(end, end + 3).toLowerCase() === 'ish' && endsHere(text[end + 3]))
    return number(null, end + 3);
  if ((next === 'm' || next === 'b') && endsHere(after)) return number('big', end + 1);
  if (
    whole &&
    isKind(text.slice(end, end + 2).toLowerCase(), 'ordinalEnding') &&
    endsHere(text[end + 2])
  ) {
    return { kind: 'index', end: end + 2, more: { index: Number(digits) } };
  }
  // 1차, 2次: first, second.
  if (whole && (next === '차' || next === '次'))
    return { kind: 'index', end: end + 1, more: { index: Number(digits) } };
  if (next === '$' && !isLetter(after)) {
    currency = true;
    return number(null, end + 1);
  }
  return number(null, end);
}

/** Candle lengths in letters of their own: Turkish saat, Russian час, минута, день. */
const CANDLE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['s', 'h'],
  ['ч', 'h'],
  ['м', 'm'],
  ['д', 'd'],
]);

/** "5割", "3成": tenths; but 割れ is a break, 成交 a fill. */
function isTenths(text: string, at: number): boolean {
  const next = text[at + 1] ?? '';
  return (
    (text[at] === '割' && !'れっりらる'.includes(next || ' ')) ||
    (text[at] === '成' && !'交功'.includes(next || ' '))
  );
}

const TEN_THOUSAND: ReadonlySet<string> = new Set(['万', '萬', '만', '億', '亿', '억']);
/** "120만 달러": an amount of money, no price. */
function isMoneyAt(text: string, at: number): boolean {
  const start = text[at] === ' ' ? at + 1 : at;
  return MONEY_WORDS.some((word) => text.startsWith(word, start));
}

const [PERCENT_WORDS, CENT_WORDS, BIG_WORDS, MONEY_WORDS] = [
  wordsOfKind('percentUnit'),
  wordsOfKind('centUnit'),
  wordsOfKind('bigAmount'),
  wordsOfKind('moneyUnit'),
];
const FIRST_OF_UNITS: ReadonlySet<string> = new Set(
  [...PERCENT_WORDS, ...CENT_WORDS, ...BIG_WORDS].map((word) => word.charAt(0)),
);

/** A unit is made of letters, or is one of these signs; it may stand behind a space. */
const mayBeUnit = (c: string): boolean =>
  isLetter(c) || c === '%' || c === '$' || c === ' ' || FIRST_OF_UNITS.has(c);

/** Where one of these words behind a number ends; `at` when there is none. */
function endOfWordIn(words: readonly string[], text: string, at: number): number {
  const start = text[at] === ' ' ? at + 1 : at;
  const first = text[start] ?? '';
  if (!FIRST_OF_UNITS.has(first)) return at;
  const word = words.find((w) => text.startsWith(w, start) && !isLetter(text[start + w.length]));
  return word ? start + word.length : at;
}
