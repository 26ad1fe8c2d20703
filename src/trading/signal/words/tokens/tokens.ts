import { GAP } from '../../text/normalize.ts';
import {
  endOfDigits,
  endOfLetters,
  isDigit,
  isLetter,
  isListDigit,
  listDigit,
} from './characters.ts';
import { literal, type NumberLiteral, valuesOf } from './numbers.ts';
import { LONGEST_NUMBER, scanNumber, TIMES } from './scanNumber.ts';

/** The smallest piece of a message that means something. */
export type Token = {
  kind: 'word' | 'number' | 'index' | 'timeframe' | 'mark' | 'break' | 'gap' | 'other';
  /** The normalized text of it. */
  text: string;
  /** Place in the document's text; end exclusive. */
  start: number;
  end: number;
  /** Nothing stands between it and the token before. */
  glued: boolean;
  /** kind 'number'. */
  number?: NumberLiteral;
  /** kind 'word': written as #BTC or $BTC. */
  tag?: '#' | '$';
  /** kind 'index': which; kind 'word': the list number glued to it (TP2). */
  index?: number;
  /** kind 'timeframe': "15m", "4h", "1d", "1w". */
  timeframe?: string;
};

/** Cuts a normalized text into tokens, in one pass from left to right. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let gapBefore = true;
  const push = (
    kind: Token['kind'],
    start: number,
    end: number,
    more: Partial<Token> = NOTHING_MORE,
  ): void => {
    const { number, tag, index, timeframe } = more;
    const glued = !gapBefore;
    // One shape for all of them, as the terms have.
    tokens.push({
      kind,
      text: text.slice(start, end),
      start,
      end,
      glued,
      number,
      tag,
      index,
      timeframe,
    });
    gapBefore = false;
  };

  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === ' ' || character === '\t') {
      gapBefore = true;
      at++;
      continue;
    }
    if (character === '\n') {
      push('break', at, at + 1);
      gapBefore = true;
      at++;
      continue;
    }
    if (character === GAP) {
      gapBefore = true;
      push('gap', at, at + 1);
      gapBefore = true;
      at++;
      continue;
    }
    const scanned = isPlainLetter(character)
      ? scanWord(text, at, gapBefore)
      : (scanListNumber(text, at) ??
        scanDate(text, at) ??
        scanNumber(text, at, tokens[tokens.length - 1], gapBefore) ??
        scanWord(text, at, gapBefore));
    if (scanned) {
      push(scanned.kind, at, scanned.end, scanned.more);
      at = scanned.end;
      continue;
    }
    const length = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    push('mark', at, at + length);
    at += length;
  }
  return tokens;
}

const NOTHING_MORE: Partial<Token> = {};

/** A letter that begins no number, as the x of "x20" may. */
function isPlainLetter(c: string): boolean {
  return isLetter(c) && !TIMES.has(c);
}

export type Scanned = { kind: Token['kind']; end: number; more?: Partial<Token> };

/** 1️⃣ is a list number; 9️⃣5️⃣0️⃣0️⃣ or 0️⃣.5️⃣ is a price. */
function scanListNumber(text: string, at: number): Scanned | null {
  if (!isListDigit(text[at])) return null;
  let end = at;
  let digits = '';
  while (end < text.length && digits.length < LONGEST_NUMBER) {
    const c = text[end] ?? '';
    if (isListDigit(c)) digits += listDigit(c);
    else if ((c === '.' || c === ',') && isListDigit(text[end + 1])) digits += c;
    else break;
    end++;
  }
  if (digits.length <= 2) return { kind: 'index', end, more: { index: Number(digits) } };
  return { kind: 'number', end, more: { number: literal(digits, { values: valuesOf(digits) }) } };
}

/** Dates, times of day and ratios (1:1.6): numbers that are no price. */
function scanDate(text: string, at: number): Scanned | null {
  const stamped = text[at - 1] === 'T';
  if (!isDigit(text[at]) || isDigit(text[at - 1]) || (isLetter(text[at - 1]) && !stamped))
    return null;
  if (text[at - 1] === '.' || text[at - 1] === ',') return null;
  const groups: string[] = [];
  let marks = '';
  let end = at;
  while (end < text.length && groups.length < 8) {
    const groupEnd = endOfDigits(text, end);
    if (groupEnd === end) break;
    groups.push(text.slice(end, groupEnd));
    end = groupEnd;
    const mark = text[end] ?? '';
    if (!'-/:.'.includes(mark) || mark === '' || !isDigit(text[end + 1])) break;
    marks += mark;
    end++;
  }
  if (stamped && !marks.startsWith('::')) return null;
  const lengths = groups.map((group) => group.length);
  const small = (group: string | undefined, most: number): boolean =>
    group !== undefined && group.length <= 2 && Number(group) <= most;
  const [a, b, c] = groups;
  const isoDate =
    (marks === '--' || marks === '//' || marks === '..') &&
    lengths[0] === 4 &&
    small(b, 12) &&
    small(c, 31);
  const dayFirst =
    (marks === '--' || marks === '//' || marks === '..') &&
    small(a, 31) &&
    small(b, 31) &&
    (lengths[2] === 4 || (lengths[2] === 2 && marks !== '..' && marks !== '--'));
  const stamp =
    marks.startsWith('--') && marks.length > 2 && lengths[0] === 4 && small(b, 12) && small(c, 31);
  if (isoDate || dayFirst || stamp) {
    // 2026-07-14T23:45:00+00:00 in one piece.
    return {
      kind: 'other',
      end: text[end] === 'T' && isDigit(text[end + 1]) ? endOfStamp(text, end + 1) : end,
    };
  }
  const clock =
    marks === '::' || (marks === ':' && small(a, 24) && lengths[1] === 2 && small(b, 59));
  if (clock) return { kind: 'other', end: text[end] === 'Z' ? end + 1 : end };
  const atLineStart =
    text.slice(Math.max(0, at - 3), at).trim() === '' &&
    (at === 0 || text.slice(Math.max(0, at - 3), at).includes('\n'));
  if (marks.startsWith(':') && lengths[0] !== undefined && lengths[0] <= 2 && !atLineStart) {
    return { kind: 'other', end };
  }
  return null;
}

function endOfStamp(text: string, at: number): number {
  let end = at;
  while (end < text.length && (isDigit(text[end]) || ':.+-Z'.includes(text[end] ?? ' '))) end++;
  return end;
}

/** Letters, with the marks that hold words together inside them; a # or $ before it makes it a tag. */
function scanWord(text: string, at: number, gapBefore: boolean): Scanned | null {
  const first = text[at] ?? '';
  const tag =
    (first === '#' || (first === '$' && !isDigit(text[at - 1]))) &&
    (isLetter(text[at + 1]) || (isDigit(text[at + 1]) && first === '#'))
      ? first
      : undefined;
  const start = tag ? at + 1 : at;
  if (tag === '#' && isDigit(text[start])) {
    // #99 is a list or signal number; #1000PEPE and #1INCH are tickers.
    const end = endOfDigits(text, start);
    if (!isLetter(text[end])) return { kind: 'other', end };
    return { kind: 'word', end: endOfLetters(text, end), more: { tag } };
  }
  if (!isLetter(text[start])) return null;
  let end = endOfLetters(text, start);
  const frame = text.slice(start, end).toLowerCase();
  const opens = gapBefore || text[start - 1] === '(';
  if (!tag && opens && ['h', 'm', 'd', 'w'].includes(frame) && isDigit(text[end])) {
    // H4, M15, D1.
    const digitsEnd = endOfDigits(text, end);
    if (digitsEnd - end <= 2 && !isLetter(text[digitsEnd])) {
      return {
        kind: 'timeframe',
        end: digitsEnd,
        more: { timeframe: text.slice(end, digitsEnd) + frame },
      };
    }
  }
  if (tag) {
    // A tag goes on through its digits: #API3, $BROCCOLI714.
    while (isDigit(text[end]) || isLetter(text[end])) end++;
  }
  return { kind: 'word', end, more: tag ? { tag } : {} };
}
