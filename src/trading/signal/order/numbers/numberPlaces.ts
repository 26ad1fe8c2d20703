import { isKind } from '../../words/kinds.ts';
import {
  HIGHEST_INDEX,
  isCount,
  isFollowedByLevel,
  isFraction,
  isIndex,
  isNumbersOnly,
  isPercentRange,
  levelFollows,
  lineStartsAt,
} from '../../words/layout/listNumbers.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { KNOWN_DIGIT_TICKERS } from '../../words/tickers/digitTickers.ts';
import type { Ticker } from '../../words/tickers/ticker.ts';
import { firstValue, type NumberLiteral } from '../../words/tokens/numbers.ts';
import { note } from '../frame/frame.ts';
import { isInline, levelOf, listOf, open, place, type Walk } from '../walk/walk.ts';
import { isLeverage, isPriceWithTimes, isTimesInWords, takeLeverage } from './leveragePlaces.ts';
import { type Outcome, placePercent } from './percentPlaces.ts';
import { isLegLine, rowOfHundred } from './shares.ts';

/** Puts the number at `at` where the open label, or its place, says it belongs. */
export function placeNumber(walk: Walk, term: Term, at: number): Outcome {
  const { terms } = walk;
  const { number } = term;
  if (!number) return 'ignored';
  if (isDigitTicker(walk, number)) {
    const ticker: Ticker = { base: number.digits, quote: null, form: 'tag', notCrypto: false };
    note(walk.frame.tickers, { term, ticker, labelled: false });
    open(walk, 'implied', term);
    return 'ignored';
  }
  const { label, collected } = walk;
  const mayBeFraction = collected > 0 || label === 'implied' || label === null || term.depth > 0;
  if (mayBeFraction && isFraction(terms, at)) return 'fraction';
  const row = walk.collected === 0 ? rowOfListNumbers(terms, at) : 0;
  if (row > 0) {
    walk.readUpTo = at + row - 1;
    return 'index';
  }
  if (countsParts(terms, at)) {
    walk.readUpTo = terms[at + 2]?.text === ':' ? at + 2 : at + 1;
    return 'ignored';
  }
  if (isNoLevel(walk, term, number, at)) return 'ignored';
  const shares = rowOfHundred(terms, at);
  if (shares > 0 && walk.frame.entries.length > 1) {
    walk.readUpTo = at + shares - 1;
    return 'ignored';
  }
  // "above 61000 entry": the label stands behind.
  if (label === null && terms[at + 1]?.role === 'entry' && !isFollowedByLevel(terms, at + 1)) {
    const { beyond } = walk;
    open(walk, 'entry', term);
    walk.beyond = beyond;
  }
  if (isTimesInWords(terms, number, at)) {
    takeLeverage(walk, term, number, at);
    return 'ignored';
  }
  if (number.unit === 'percent') return placePercent(walk, term, number, at);
  if (number.unit === 'times' && !isPriceWithTimes(walk, number)) {
    takeLeverage(walk, term, number, at);
    return 'ignored';
  }
  return placePrice(walk, term, number, at);
}

/** "TP 1 / 2 / 3: 0.2250 / 0.2340 / 0.2480": how many terms the list numbers before the colon are, or 0. */
function rowOfListNumbers(terms: readonly Term[], at: number): number {
  let end = at;
  for (let index = 1; terms[end]?.text === String(index); index++) {
    const mark = terms[end + 1]?.text;
    if (mark === ':') return index > 1 ? end - at + 1 : 0;
    if (mark !== '/' && mark !== ',' && mark !== '-') return 0;
    end += 2;
  }
  return 0;
}

/** "Long, 2 steps: 14.9 / 14.35": how many prices there are to get in at. */
function countsParts(terms: readonly Term[], at: number): boolean {
  const { number } = terms[at] ?? {};
  return isKind(terms[at + 1], 'portions') && number?.whole === true && Number(number.digits) <= 12;
}

/** "$4" where a coin may stand. */
function isDigitTicker({ label }: Walk, number: NumberLiteral): boolean {
  const underLabel = label === 'entry' || label === 'stop' || label === 'target';
  return number.currency && number.whole && !underLabel && KNOWN_DIGIT_TICKERS.has(number.digits);
}

/** Ratios, counts, amounts, and numbers that belong to the word or the label behind them. */
function isNoLevel(walk: Walk, term: Term, number: NumberLiteral, at: number): boolean {
  const { terms, label } = walk;
  const [next, afterNext] = [terms[at + 1], terms[at + 2]];
  if (number.unit === 'ratio' || number.unit === 'big') return true;
  if (isCount(number.whole, number.digits, next)) return true;
  // "1-2 weeks".
  const end = next?.text === '-' ? afterNext?.number : undefined;
  if (end?.whole && number.whole && isCount(true, end.digits, terms[at + 3])) return true;
  if (number.unit !== 'times' && isAmount(walk, term, at)) return true;
  if (!number.whole) return false;
  // "1) Entry: 1.72 2) Stop: 1.61".
  const listed = next?.text === ')' && next.glued && Number(number.digits) <= HIGHEST_INDEX;
  if (listed && (label === null || walk.collected > 0) && isPriceLabel(afterNext)) return true;
  // "Entry: no more than 1-2%": the percent sign holds for both.
  if (label !== 'stop' && label !== 'target' && isPercentRange(terms, at)) return true;
  // "1 stop for both", "2 тейк": it numbers what follows; in "SL 11 TP 15" it is the stop.
  const isValue = walk.collected === 0 && (walk.previous?.role === label || label === 'entry');
  const numbers =
    !isValue &&
    Number(number.digits) <= HIGHEST_INDEX &&
    number.unit === null &&
    (next?.role === 'stop' || next?.role === 'target') &&
    !isNextOfList(walk, number) &&
    label !== 'implied' &&
    label !== 'leverage';
  if (numbers) return true;
  // "BTCUSDT, 15: long": a heading, or the value of one.
  if (label === 'implied' && next?.text === ':') return true;
  // "2-фазный", "3-step".
  return (
    next?.text === '-' &&
    next.glued &&
    afterNext?.kind === 'word' &&
    (!afterNext.role || isKind(afterNext, 'lengthWord')) &&
    afterNext.glued
  );
}

const isPriceLabel = (term: Term | undefined): boolean =>
  term?.role === 'entry' || term?.role === 'stop' || term?.role === 'target';

/** "TP 19 20 21 SL 15": about as much as the level before it. */
function isNextOfList({ lastLevel, collected }: Walk, number: NumberLiteral): boolean {
  if (collected === 0 || !lastLevel) return false;
  const ratio = firstValue({ number }) / firstValue(lastLevel.term);
  return ratio > 1 / LIKE_BEFORE && ratio < LIKE_BEFORE;
}

const LIKE_BEFORE = 1.5;

/** "Buy 0.5 BTC at 61000". */
function isAmount({ terms, label, previous }: Walk, term: Term, at: number): boolean {
  const next = terms[at + 1];
  return (
    next?.ticker !== undefined &&
    next.ticker.form !== 'word' &&
    next.ticker.form !== 'capitals' &&
    !next.glued &&
    label !== 'stop' &&
    label !== 'target' &&
    previous?.kind === 'word' &&
    levelFollows(terms, at + 2, term.line)
  );
}

function placePrice(walk: Walk, term: Term, number: NumberLiteral, at: number): Outcome {
  const { terms, frame, previous } = walk;
  const next = terms[at + 1];
  // "1.585 long" is a line of its own.
  const beforeSide = next?.role === 'long' || next?.role === 'short';
  const startsLine =
    lineStartsAt(terms, at) || (terms[at - 1]?.role === 'at' && lineStartsAt(terms, at - 1));
  const priced = isPricedLine(walk, at);
  if (walk.label === null && (priced || (startsLine && (beforeSide || isLineOfEntries(walk, at)))))
    open(walk, 'implied', term);
  if (isFurtherLeg(walk, term)) {
    open(walk, 'entry', term);
    note(frame.legs, term);
  }
  const { label } = walk;
  // "SOL long +4.8": what it has made, not where to get in.
  if (label === 'implied' && number.sign === '+') {
    leaveOut(walk, term);
    return 'ignored';
  }
  switch (label) {
    case null:
      if (term.depth === 0 && number.sign !== '+') note(frame.strays, term);
      else leaveOut(walk, term);
      return 'ignored';
    case 'skip':
      if (walk.asideSays === 'entry') note(frame.strays, term);
      // "Profit takes at 440": a price where a result would stand.
      if (
        walk.asideSays === 'result' &&
        (previous?.role === 'at' || previous?.role === 'to') &&
        number.unit === null
      )
        note(frame.strays, term);
      if (walk.asideSays === 'price') frame.priceNow ??= levelOf(walk, term, 'price', null);
      return 'ignored';
    case 'coin':
      note(frame.strays, term);
      return 'ignored';
    case 'risk':
      return 'ignored';
    case 'leverage':
      if (
        number.whole &&
        number.unit === null &&
        isLeverage(number.digits) &&
        next?.kind !== 'timeframe'
      ) {
        note(frame.leverage, { value: number.digits, term });
        walk.collected++;
      } else if (!number.whole) note(frame.strays, term);
      return 'ignored';
  }
  if (term.depth > Math.max(walk.labelDepth, walk.listDepth) && walk.collected > 0) {
    leaveOut(walk, term);
    return 'ignored';
  }
  // "🎯 24.35" and in a line below "💰 24.90": each has a meaning of its own.
  const listed =
    walk.labelMark !== null && walk.lastLevel && walk.lastLevel.term.line !== term.line;
  const mark = listed ? markOfLine(terms, at) : undefined;
  if (mark?.mark === undefined && mark && mark.text !== walk.labelMark) {
    note(frame.strays, term);
    return 'ignored';
  }
  if (isUnderOtherMark(walk, term, at)) {
    note(frame.strays, term);
    open(walk, null, term);
    return 'ignored';
  }
  const expected = listOf(walk).filter((l) => l.kind === 'price').length + 1;
  if (isIndex(terms, at, expected, label === 'stop')) return 'index';
  if (walk.closedByLine && walk.lastLevel?.term.line !== term.line && !goesOn(walk, term, at)) {
    open(walk, null, term);
    leaveOut(walk, term);
    return 'ignored';
  }
  place(walk, term, 'price');
  return 'placed';
}

/** "📍 0.4850 - 0.4790" and in the next line "🚀 0.4960": entries without a label go on under their own emoji only. */
function isUnderOtherMark({ terms, label, lastLevel }: Walk, term: Term, at: number): boolean {
  if (label !== 'entry' || !lastLevel || lastLevel.term.line === term.line) return false;
  const [before, mark] = [markOfLine(terms, placeOf(terms, lastLevel.term)), markOfLine(terms, at)];
  return before !== undefined && mark !== undefined && before.text !== mark.text;
}

/** The emoji that its line begins with. */
function markOfLine(terms: readonly Term[], at: number): Term | undefined {
  let first = at;
  while (terms[first - 1] && terms[first - 1]?.kind !== 'break') first--;
  const mark = terms[first];
  return mark?.kind === 'mark' && (mark.text.codePointAt(0) ?? 0) > 0x2000 ? mark : undefined;
}

/** A line of its own below the entry, before any stop or target, that is another part of it. */
function isFurtherLeg({ terms, frame, label, closedByLine }: Walk, term: Term): boolean {
  const [entry] = frame.entries;
  const over = frame.stops.length > 0 || frame.targets.length > 0 || frame.sells.length > 0;
  const free = label === null || (label === 'entry' && closedByLine);
  const begun = entry?.term ?? frame.market[0];
  if (!begun || over || !free || term.line <= begun.line || !isLegLine(terms, term)) return false;
  const ratio = entry ? firstValue(term) / firstValue(entry.term) : 1;
  return ratio > 1 / LIKE_BEFORE && ratio < LIKE_BEFORE;
}

/** A number like a price that is taken for no level: the order's own lines may leave none. */
function leaveOut({ frame }: Walk, term: Term): void {
  if (term.number?.unit === null && term.number.sign === null) note(frame.leftOut, term);
}

/** "Buy #SBD (Bittrex)" and in the next line "@ 27500", while nothing else is given. */
function isPricedLine({ terms, frame }: Walk, at: number): boolean {
  const given = frame.entries.length + frame.stops.length + frame.targets.length;
  const set = terms[at - 1]?.text === '@' && lineStartsAt(terms, at - 1);
  return set && given === 0 && frame.sides.length > 0 && frame.tickers.length > 0;
}

/** "Long SOL" and in the next line "148 - 146": where to get in, while nothing else is given. */
function isLineOfEntries({ terms, frame }: Walk, at: number): boolean {
  const given = frame.entries.length + frame.stops.length + frame.targets.length;
  const next = terms[at + 1];
  const ranges =
    (next?.role === 'to' || (next?.kind === 'mark' && '-~/'.includes(next.text))) &&
    (terms[at + 2]?.kind === 'number' ||
      (terms[at + 2]?.role === 'average' && terms[at + 3]?.kind === 'number'));
  return given === 0 && frame.sides.length > 0 && frame.tickers.length > 0 && ranges;
}

/** "Second 1.60", in a line of its own. */
function isBehindOrdinal(terms: readonly Term[], at: number): boolean {
  let before = at - 1;
  while (terms[before]?.kind === 'mark') before--;
  const role = terms[before]?.role;
  const ordinal = role === 'second' || role === 'thirdOf' || role === 'fourth';
  if (!ordinal) return false;
  before--;
  while (terms[before]?.kind === 'mark') before--;
  return terms[before]?.kind === 'break';
}

/** A list goes on in the next line only if it was a list of lines from the start. */
function goesOn(walk: Walk, term: Term, at: number): boolean {
  const { terms, label, previous } = walk;
  const startsLine =
    previous?.kind === 'break' || (previous?.kind === 'mark' && previous.line === term.line);
  if ((label === 'target' || label === 'entry') && isBehindOrdinal(terms, at)) return true;
  if (!startsLine || label === 'implied' || label === 'stop' || walk.indexed) return false;
  return !isInline(walk) || (label === 'target' && isNumbersOnly(terms, at));
}
