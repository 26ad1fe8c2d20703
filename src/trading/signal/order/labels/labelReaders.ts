import { isKind } from '../../words/kinds.ts';
import {
  isFollowedByLevel,
  isNumbersOnly,
  levelStartsLine,
  lineStartsAt,
} from '../../words/layout/listNumbers.ts';
import { groupOf } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isSure } from '../../words/tickers/ticker.ts';
import { firstValue } from '../../words/tokens/numbers.ts';
import { note } from '../frame/frame.ts';
import { announcesTrade } from '../frame/newTrade.ts';
import { endOfRatios } from '../numbers/ratios.ts';
import { rowOfShares } from '../numbers/shares.ts';
import { isCandleClose, isFieldName, isOfLevel } from '../walk/neighbours.ts';
import { addSide, open, openStop, type Walk } from '../walk/walk.ts';
import { markCandle } from './candles.ts';
import { leavesIf } from './conditionalExits.ts';

/** "First TP 16, second 17.5, last 20". */
export function isLastOfTargets({ label, terms }: Walk, { text }: Term, at: number): boolean {
  const part = terms[at + 1]?.role === 'some' ? at + 1 : at;
  return (
    (label === 'target' || label === 'sell') &&
    isKind(text, 'lastOne') &&
    isFollowedByLevel(terms, part)
  );
}

/** "3010 and the second 3060". */
export function isOrdinal(term: Term | undefined): boolean {
  return term?.role === 'first' || term?.role === 'second' || term?.role === 'thirdOf';
}

export function openTarget(walk: Walk, term: Term): void {
  const row = rowOfShares(walk.terms, term);
  if (row.length > 0) {
    walk.frame.shares = row;
    open(walk, null, term);
    walk.readUpTo = placeOf(walk.terms, row.at(-1) ?? term);
    return;
  }
  note(walk.frame.labels, { role: 'target', term });
  open(walk, 'target', term);
}

/**
 * "BUY targets:" above "SELL targets:": where to get in and where to get out, the other way round for a
 * short. True when the label at `at` is the entry's, and is read.
 */
export function readSidedTargets(walk: Walk, term: Term): boolean {
  const { terms, frame } = walk;
  const buys = isKind(term, 'buyTargets');
  if (!buys && !isKind(term, 'sellTargets')) return false;
  const other = terms.some(
    (t) => t !== term && t.role === 'target' && !isKind(t, buys ? 'buyTargets' : 'sellTargets'),
  );
  const named = frame.labels.some((l) => l.role === 'entry');
  const short = terms.some((t) => t.role === 'short');
  if (!other || named || buys === short) return false;
  note(frame.labels, { role: 'entry', term });
  open(walk, 'entry', term);
  return true;
}

export function readSide(walk: Walk, term: Term, at: number): void {
  addSide(walk, term, term.role === 'long' ? 'long' : 'short');
  if (walk.frame.entries.length === 0 && headsList(walk.terms, at)) {
    open(walk, 'entry', term);
    return;
  }
  const { label, collected } = walk;
  const free =
    label === null ||
    label === 'implied' ||
    label === 'skip' ||
    label === 'leverage' ||
    // "SL , long from 84": the label was left without a number.
    walk.previous?.text === ',';
  if (free || collected > 0) open(walk, 'implied', term);
}

/**
 * "Sell in parts: 0.435 | 0.46", "Фиксируем 1.12 / 1.25": at the head of a line below the entry a verb
 * of leaving, and behind it hardly a word and then prices alone. They are the targets.
 */
function listsExits(walk: Walk, term: Term, at: number): boolean {
  const { terms, frame } = walk;
  const entries = [...frame.entries, ...frame.sells];
  const below = entries.length > 0 && entries.every((l) => l.term.line < term.line);
  if (!below || !lineStartsAt(terms, at)) return false;
  let from = at + 1;
  while (from < at + FURTHEST_PRICE && passesToExits(terms[from])) from++;
  const line = terms.slice(from).filter((t) => t.line === term.line && t.depth === term.depth);
  const prices = line.filter((t) => t.number?.unit === null && !t.number.sign);
  const alone = line.every((t) => t.kind === 'mark' || t.kind === 'break' || prices.includes(t));
  return alone && prices.length > 1;
}

/** Between such a verb and its prices. */
const TO_EXITS = groupOf('filler', 'noise', 'reduce', 'some', 'at', 'order', 'secure');

/** The words between are read. */
function skipTo(walk: Walk, at: number): void {
  let last = at;
  while (passesToExits(walk.terms[last + 1])) last++;
  walk.readUpTo = last;
}

const passesToExits = (term: Term | undefined): boolean =>
  (term?.kind === 'mark' && term.text !== '.') || TO_EXITS.has(term?.role);

export function readOrderVerb(walk: Walk, term: Term, at: number): void {
  if (term.role === 'sell' && listsExits(walk, term, at)) {
    openTarget(walk, term);
    skipTo(walk, at);
    return;
  }
  const levels =
    isFollowedByLevel(walk.terms, at + partBehind(walk.terms, at)) || headsList(walk.terms, at);
  const buys = term.role === 'buy';
  // "Sell half at TP1": what is done with the trade later.
  if (!buys && (sellsAtTarget(walk.terms, at) || headsTargets(walk.terms, at))) {
    open(walk, null, term);
    return;
  }
  addSide(walk, term, buys ? 'long' : 'short', levels ? 'verb' : 'word');
  if (levels) open(walk, buys ? 'entry' : 'sell', term);
  else if (walk.label !== 'entry' || walk.collected > 0) open(walk, 'implied', term);
}

/** "SELL:", and in the next line "Target 1: 0.0023". */
function headsTargets(terms: readonly Term[], at: number): boolean {
  const isMark = (t: Term | undefined): boolean => t?.kind === 'mark';
  let end = at + 1;
  while (isMark(terms[end])) end++;
  if (terms[end]?.kind !== 'break' || !lineStartsAt(terms, at)) return false;
  while (terms[end]?.kind === 'break' || isMark(terms[end])) end++;
  return terms[end]?.role === 'target';
}

/** "Sell half at TP1, the rest at TP2". */
function sellsAtTarget(terms: readonly Term[], at: number): boolean {
  const part = terms[at + 1];
  const parts = part && (PARTS_SOLD.has(part.role) || part.number?.unit === 'percent');
  let place = at + 2;
  while (OF_CLOSING.has(terms[place]?.role)) place++;
  return parts === true && place > at + 2 && terms[place]?.role === 'target';
}

const PARTS_SOLD = groupOf('half', 'third', 'quarter', 'some', 'rest', 'all');

/** "SELL:" and "BUY #OP", and in the next line nothing but prices. */
function headsList(terms: readonly Term[], at: number): boolean {
  const passes = (t: Term | undefined): boolean =>
    t !== undefined && (t.kind === 'mark' || isSureCoin(t));
  let end = at + 1;
  while (passes(terms[end])) end++;
  if (terms[end]?.kind !== 'break') return false;
  let start = at;
  while (terms[start - 1]?.line === terms[at]?.line && passes(terms[start - 1])) start--;
  const heads = terms[start - 1]?.line !== terms[at]?.line;
  // "🎯 24.35": the line has a label of its own.
  const labelled = terms[end + 1]?.mark !== undefined;
  const priced = levelStartsLine(terms, end + 1) && isNumbersOnly(terms, end + 1);
  return heads && priced && !labelled;
}

const isSureCoin = ({ ticker }: Term): boolean => ticker !== undefined && isSure(ticker);

/** "Vendo tercios en 0.061": a word for a part between a verb and its prices. */
function partBehind(terms: readonly Term[], at: number): number {
  const { role, number, text = '' } = terms[at + 1] ?? {};
  // "Sell 25% at each: 0.98 / 1.12".
  if (number?.unit === 'percent') return 1;
  if (isKind(text, 'fractions')) return 1;
  return role === 'half' || role === 'third' || role === 'quarter' || role === 'some' ? 1 : 0;
}

export function readEntry(walk: Walk, term: Term): void {
  // "Do not enter above 3020".
  if (walk.previous?.role === 'not') {
    open(walk, null, term);
    return;
  }
  // "SL: entry -4%": so much below it.
  const next = walk.terms[placeOf(walk.terms, term) + 1];
  if (walk.label === 'stop' && walk.collected === 0 && next?.number?.unit === 'percent') return;
  note(walk.frame.labels, { role: term.role === 'average' ? 'average' : 'entry', term });
  const sells = isKind(term, 'sells');
  if (sells) addSide(walk, term, 'short', 'verb');
  else if (isKind(term, 'buys')) addSide(walk, term, 'long', 'verb');
  open(walk, sells ? 'sell' : 'entry', term);
}

/**
 * "Profit → 0.0641 …", "Loss → 0.0689" beside an entry and in no other words: the targets and the
 * stop. A result has a sign, a percent, or no price's size.
 */
function resultAsLabel({ terms, frame }: Walk, at: number): 'stop' | 'target' | null {
  const { text = '' } = terms[at] ?? {};
  const label = isKind(text, 'loss') ? 'stop' : isKind(text, 'profit') ? 'target' : null;
  const numbered = isNumber(terms[at + 1]) && terms[at + 2]?.text === ':';
  const to = numbered ? at + 2 : at + 1;
  const mark = terms[to];
  if (!label || mark?.kind !== 'mark' || !':=→'.includes(mark.text)) return null;
  const behind = terms.slice(to + 1, to + 5).filter((t) => t.kind !== 'break');
  const level = behind[0]?.kind === 'index' ? behind[1] : behind[0];
  const named = terms.some((t) => t.role === label);
  if (named || level?.number?.unit !== null || level.number.sign) return null;
  const line = terms.filter((t) => t.line === level.line && t.at > level.at);
  // "Profit: 3050 so far" is told of a trade that is on.
  if (line.some((t) => t.kind === 'word')) return null;
  // "Profit: 24" may be money as well.
  if (level.number.whole && !numbered && !terms.some((t) => isKind(t, 'loss'))) return null;
  const near = frame.entries.some(({ term }) => {
    const ratio = firstValue(level) / firstValue(term);
    return ratio > 1 / 3 && ratio < 3;
  });
  return near ? label : null;
}

/** The list number of a label. */
function isNumber(term: Term | undefined): boolean {
  return term?.kind === 'index' || (term?.number?.whole === true && term.text.length === 1);
}

export function readResult(walk: Walk, term: Term, at: number): void {
  const label = resultAsLabel(walk, at);
  if (label === 'stop') openStop(walk, term);
  else if (label === 'target') {
    openTarget(walk, term);
    if (isNumber(walk.terms[at + 1])) walk.readUpTo = at + 1;
  } else {
    leaveAside(walk, term);
    walk.asideSays = 'result';
  }
}

/** A label whose numbers are none of the trade's levels. */
export function leaveAside(walk: Walk, term: Term): void {
  const { entries, market } = walk.frame;
  const entered = entries.length === 0 && market.some((t) => t.role === 'entered');
  if (isKind(term, 'averagePrice') && (entered || announcesTrade(walk.terms))) {
    readEntry(walk, term);
    return;
  }
  open(walk, 'skip', term);
  if (isKind(term, 'ratioLabel')) walk.readUpTo = endOfRatios(walk.terms, term);
  walk.asideSays = isKind(term, 'ofEntry') ? 'entry' : isKind(term, 'priceNow') ? 'price' : null;
}

export function readMarket(walk: Walk, term: Term, at: number): void {
  if (isFieldName(walk.terms, at) || walk.previous?.role === 'stop') return;
  // "TP2 now 9.6": the level's word, and no word for entering.
  if (isOfLevel(walk.terms, at)) return;
  if (isKind(term, 'current') && walk.terms[at + 1]?.text === ':') {
    leaveAside(walk, term);
    return;
  }
  note(walk.frame.market, term);
  if (isKind(term, 'buys')) addSide(walk, term, 'long', 'verb');
  const { label, collected } = walk;
  if (label !== 'entry') open(walk, 'implied', term);
  else if (collected > 0) open(walk, 'entry', term);
}

/** "Trim 18.95, rest 20.3" under an order with a stop or a target: more targets. */
export function readPart(walk: Walk, term: Term, at: number): void {
  if (listsExits(walk, term, at)) {
    openTarget(walk, term);
    skipTo(walk, at);
    return;
  }
  const joined = walk.terms[at + 1]?.role === 'to' ? at + 1 : at;
  if (isUnderOrder(walk) && isFollowedByLevel(walk.terms, joined)) openTarget(walk, term);
  else open(walk, null, term);
}

function isUnderOrder({ frame }: Walk): boolean {
  const entered = frame.entries.length > 0 || frame.market.length > 0 || frame.sells.length > 0;
  return entered && (frame.stops.length > 0 || frame.targets.length > 0);
}

export function readClose(walk: Walk, term: Term, at: number): void {
  const { terms } = walk;
  if (leavesIf(walk, at) || cutsAt(walk, at)) {
    openStop(walk, term);
    return;
  }
  if (isCandleClose(terms, at)) {
    markCandle(walk, term, at);
    return;
  }
  if (listsExits(walk, term, at)) {
    openTarget(walk, term);
    skipTo(walk, at);
    return;
  }
  const [before, next, afterNext] = [terms[at - 1], terms[at + 1], terms[at + 2]];
  const priceOfClosing = closesOrderAt(terms, at);
  // "Close: 2440 / 2400" under a side and an entry.
  const isLabel =
    next?.text === ':' ||
    isNumberedLabel(terms, at) ||
    (next?.role === 'at' && afterNext?.text === ':') ||
    (next?.text === '@' && before?.kind === 'break') ||
    (isKind(term, 'outAt') && walk.frame.entries.length > 0) ||
    (next?.role === 'at' &&
      isFollowedByLevel(terms, at) &&
      (isUnderOrder(walk) || isBelowEntry(walk, term))) ||
    (priceOfClosing > 0 && isBelowEntry(walk, term));
  if (isLabel) {
    openTarget(walk, term);
    // The words of "close the order at" lead to the price.
    if (priceOfClosing > 0) walk.readUpTo = priceOfClosing - 1;
  } else if (walk.label === null || walk.collected > 0) open(walk, null, term);
}

/** "Cut 13.50" behind an entry that has no stop yet. */
function cutsAt({ terms, frame }: Walk, at: number): boolean {
  const waits = frame.entries.length > 0 && frame.stops.length === 0;
  return waits && isKind(terms[at], 'cut') && terms[at + 1]?.number?.unit === null;
}

/** A trade's card has a stop; a candle has "Open: …, High: …, Low: …, Close: …". */
export function hasStopLabel(terms: readonly Term[]): boolean {
  const candle = terms.some((t, i) => isKind(t, 'candleEnd') && terms[i + 1]?.text === ':');
  return !candle && terms.some((t) => t.role === 'stop');
}

/** "Buy now, 0.2711" and in the next line "Close at 0.2850". */
function isBelowEntry({ frame, previous }: Walk, { line }: Term): boolean {
  const entries = [...frame.entries, ...frame.sells];
  const first = previous?.kind === 'break' || previous?.kind === 'mark';
  return first && entries.length > 0 && entries.every(({ term }) => term.line < line);
}

/**
 * "Close position 0.0662 - 0.0690", "Закрыть ордер по цене 4.40": a verb, its order, and behind it in
 * the same line only prices. Where the first stands, or -1.
 */
function closesOrderAt(terms: readonly Term[], at: number): number {
  const behind = terms.slice(at + 1, at + 1 + FURTHEST_PRICE);
  const price = at + 1 + behind.findIndex((t) => t.number !== undefined || t.kind === 'break');
  if (price <= at || terms[price]?.number?.unit !== null) return -1;
  const between = terms.slice(at + 1, price);
  const known = between.every(
    (t) => OF_CLOSING.has(t.role) || t.text === ':' || isKind(t, 'priceWord'),
  );
  return known && isNumbersOnly(terms, price) ? price : -1;
}

const OF_CLOSING = groupOf('order', 'entry', 'filler', 'at', 'to');

const FURTHEST_PRICE = 5;

/** "Close 1: 0.6320": the first of the prices to close at. */
function isNumberedLabel(terms: readonly Term[], at: number): boolean {
  const [before, number, colon] = [terms[at - 1], terms[at + 1], terms[at + 2]];
  const first = !before || before.kind === 'break' || before.kind === 'mark';
  return first && number?.number?.whole === true && number.text.length === 1 && colon?.text === ':';
}
