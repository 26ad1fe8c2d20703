import { endOfDigits, isDigit, isLetter, isUpper } from './characters.ts';
import { type NumberLiteral, shift, valuesOf } from './numbers.ts';
import type { Scanned, Token } from './tokens.ts';

export const LONGEST_NUMBER = 24;
/** Of "x20"; the Cyrillic letter looks the same. */
const TIMES: ReadonlySet<string> = new Set(['x', 'X', 'х', 'Х']);

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
  let values = valuesOf(digits);
  if (values.length === 0) return { kind: 'other', end };
  const whole = endOfDigits(digits, 0) === digits.length;
  if (times)
    return {
      kind: 'number',
      end,
      more: { number: literal(digits, { values, unit: 'times', sign }) },
    };

  const next = (text[end] ?? '').toLowerCase();
  const after = text[end + 1];
  const endsHere = (c: string | undefined): boolean => !isLetter(c) && !isDigit(c);
  const number = (unit: NumberLiteral['unit'], numberEnd: number): Scanned => ({
    kind: 'number',
    end: numberEnd,
    more: { number: literal(digits, { values, unit, sign, currency }) },
  });

  if (next === '%') return number('percent', end + 1);
  const percentWord = endOfWordIn(PERCENT_WORDS, text, end);
  if (percentWord > end) return number('percent', percentWord);
  if (next === ' ' && text[end + 1] === '%') return number('percent', end + 2);
  if (whole && digits.length === 1 && isTenths(text, end)) {
    values = [{ value: `${digits}0`, cost: 0 }];
    return number('percent', end + 1);
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
  if (whole && text.slice(end, end + 3).toLowerCase() === 'min' && endsHere(text[end + 3])) {
    return { kind: 'timeframe', end: end + 3, more: { timeframe: `${digits}m` } };
  }
  if (text.slice(end, end + 3).toLowerCase() === 'ish' && endsHere(text[end + 3]))
    return number(null, end + 3);
  if ((next === 'm' || next === 'b') && endsHere(after)) return number('big', end + 1);
  if (
    whole &&
    ['st', 'nd', 'rd', 'th'].includes(text.slice(end, end + 2).toLowerCase()) &&
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

/** Candle lengths in letters of their own: Turkish saat, Russian час, минута, день. */
const CANDLE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['s', 'h'],
  ['ч', 'h'],
  ['м', 'm'],
  ['д', 'd'],
]);

const PERCENT_WORDS = [
  'percent',
  'pct',
  'prozent',
  'pourcent',
  'por ciento',
  'por cento',
  'процентов',
  'процента',
  'процент',
  'درصد',
  'بالمئة',
  'بالمائة',
  'persen',
  'phần trăm',
  '퍼센트',
  '프로',
  'パーセント',
];

/** "5割", "3成": tenths; but 割れ is a break, 成交 a fill. */
function isTenths(text: string, at: number): boolean {
  const next = text[at + 1] ?? '';
  return (
    (text[at] === '割' && !'れっりらる'.includes(next || ' ')) ||
    (text[at] === '成' && !'交功'.includes(next || ' '))
  );
}

const TEN_THOUSAND: ReadonlySet<string> = new Set(['万', '萬', '만', '億', '亿', '억']);
const MONEY_WORDS = ['달러', '美元', '美金', 'ドル', '刀', '원', '円'];

/** "120만 달러": an amount of money, no price. */
function isMoneyAt(text: string, at: number): boolean {
  const start = text[at] === ' ' ? at + 1 : at;
  return MONEY_WORDS.some((word) => text.startsWith(word, start));
}

/** Amounts that no price comes near. */
const BIG_WORDS = [
  'million',
  'millions',
  'mln',
  'mio',
  'millones',
  'milhões',
  'milyon',
  'triệu',
  'juta',
  'млн',
  'миллиона',
  'миллионов',
  'مليون',
  'میلیون',
];

const FIRST_OF_UNITS: ReadonlySet<string> = new Set(
  [...PERCENT_WORDS, ...BIG_WORDS].map((word) => word.charAt(0)),
);

/** Where one of these words behind a number ends; `at` when there is none. */
function endOfWordIn(words: readonly string[], text: string, at: number): number {
  const start = text[at] === ' ' ? at + 1 : at;
  const first = text[start] ?? '';
  if (!FIRST_OF_UNITS.has(first)) return at;
  const word = words.find((w) => text.startsWith(w, start) && !isLetter(text[start + w.length]));
  return word ? start + word.length : at;
}

/** A dot with decimals that can be no thousands: a comma behind it begins the next of a list ("0.0218,0.0214"). */
function isPlainDecimal(run: string): boolean {
  const [head = '', decimals] = run.split('.');
  return decimals !== undefined && (decimals.length !== 3 || head === '0') && !run.includes(',');
}

/** "0.55,0.60" and "2420,2350" are lists: how long the first number of such a run is. */
function lengthOfFirstNumber(run: string, inList: boolean): number {
  const comma = run.indexOf(',');
  if (comma < 0) return run.length;
  if (comma === 0) return run.length;
  if (inList) return comma;
  const groups = run.split(',');
  const [head = '', next = ''] = groups;
  const plainList =
    groups.length === 2 &&
    head.length >= 3 &&
    next.length >= 4 &&
    !head.startsWith('0') &&
    !head.includes('.');
  // "395,380,355": no price has nine digits.
  const plain = groups.length >= 3 && groups.every((group) => /^[0-9]{3}$/u.test(group));
  if (plain && !head.startsWith('0')) return comma;
  if (valuesOf(run).length > 0 && !plainList) return run.length;
  const inThousands =
    groups.length % 2 === 0 &&
    groups.every((group, i) =>
      i % 2 === 0 ? group.length <= 3 : /^[0-9]{3}(?:\.[0-9]+)?$/u.test(group),
    );
  return inThousands ? head.length + 1 + next.length : comma;
}

export function literal(digits: string, more: Partial<NumberLiteral>): NumberLiteral {
  const whole = endOfDigits(digits, 0) === digits.length;
  return { values: [], digits, unit: null, sign: null, currency: false, whole, ...more };
}

/** Marks that a price with a leading dot may stand right behind: "@.95". */
const BEFORE_A_DOT = '@:=(~/';
/** "20..75": a dot typed twice; "100..105" is a range, "1..5" too. */
function isDoubledDot(text: string, start: number, at: number): boolean {
  if (text[at] !== '.' || text[at + 1] !== '.' || !isDigit(text[at + 2])) return false;
  const [whole, decimals] = [text.slice(start, at), text.slice(at + 2, endOfDigits(text, at + 2))];
  if (endOfDigits(whole, 0) !== whole.length || whole.length < 2) return false;
  const ranges = Number(decimals) > Number(whole) && Number(decimals) <= 2 * Number(whole);
  return !ranges && decimals.length >= 2 && decimals.length <= whole.length;
}

/** Where a code like "6bcb96ff" ends: digits and small letters that change more than once; `at` when it is none. */
function endOfId(text: string, at: number): number {
  if (!isDigit(text[at]) || isLetter(text[at - 1])) return at;
  let end = at;
  let changes = 0;
  while (end < text.length && /^[0-9a-z]$/u.test(text[end] ?? '')) {
    if (end > at && isDigit(text[end]) !== isDigit(text[end - 1])) changes++;
    end++;
  }
  const thousands = changes === 2 && text.slice(at, end).includes('k');
  return changes >= 2 && !thousands && end - at >= 6 ? end : at;
}
