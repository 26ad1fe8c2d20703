import { isKind } from '../../words/kinds.ts';
import { isFollowedByLevel, isNumbersOnly } from '../../words/layout/listNumbers.ts';
import { groupOf } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { note } from '../frame/frame.ts';
import { rowOfShares } from '../numbers/shares.ts';
import { isCandleClose } from '../walk/neighbours.ts';
import { open, openStop, type Walk } from '../walk/walk.ts';
import { markCandle } from './candles.ts';
import { leavesIf } from './conditionalExits.ts';

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
 * "Sell in parts: 0.435 | 0.46", "Фиксируем 1.12 / 1.25": at the head of a line below the entry a verb
 * of leaving, and behind it hardly a word and then prices alone. They are the targets.
 */
export function listsExits(walk: Walk, term: Term, at: number): boolean {
  const { terms, frame } = walk;
  const entries = [...frame.entries, ...frame.sells];
  const below = entries.length > 0 && entries.every((l) => l.term.clause < term.clause);
  if (!below || terms[at - 1]?.clause === term.clause) return false;
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
export function skipTo(walk: Walk, at: number): void {
  let last = at;
  while (passesToExits(walk.terms[last + 1])) last++;
  walk.readUpTo = last;
}

const passesToExits = (term: Term | undefined): boolean =>
  (term?.kind === 'mark' && term.text !== '.') || TO_EXITS.has(term?.role);

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
  const waits = frame.entries.length + frame.market.length > 0 && frame.stops.length === 0;
  if (!waits || !isKind(terms[at], 'cut')) return false;
  const [next, price] = [terms[at + 1], terms[at + 2]];
  const given = frame.sides.length > 0 && frame.tickers.length > 0;
  // "Cut it at 6.18", below an order.
  const placed = given && next?.role === 'at' && price?.number?.unit === null;
  return next?.number?.unit === null || placed;
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

export const OF_CLOSING = groupOf('order', 'entry', 'filler', 'at', 'to');

const FURTHEST_PRICE = 5;

/** "Close 1: 0.6320": the first of the prices to close at. */
function isNumberedLabel(terms: readonly Term[], at: number): boolean {
  const [before, number, colon] = [terms[at - 1], terms[at + 1], terms[at + 2]];
  const first = !before || before.kind === 'break' || before.kind === 'mark';
  return first && number?.number?.whole === true && number.text.length === 1 && colon?.text === ':';
}
