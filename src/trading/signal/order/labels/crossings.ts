import type { Level } from '../../levels/level.ts';
import { isKind } from '../../words/kinds.ts';
import { isFollowedByLevel } from '../../words/layout/listNumbers.ts';
import { NEAR_PRICE } from '../../words/layout/nearness.ts';
import { sideOfRole } from '../../words/sides.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import { addSide, levelOf, open, openStop, type Walk } from '../walk/walk.ts';
import { isCandleWord, noteCandleBefore } from './candles.ts';
import { leavesBeyond, takesStopBefore } from './conditionalExits.ts';

/** "Above 84,500", "152 üstü": the entry beside it waits for a price beyond; "below 83,000 I'm out" is a stop. */
export function readBeyond(walk: Walk, term: Term, at: number, direction: 'above' | 'below'): void {
  if (leavesBeyond(walk, at)) {
    openStop(walk, term);
    return;
  }
  if (isPostposed(term) && takesStopBefore(walk, at)) return;
  if (walk.label === null && walk.frame.entries.length === 0 && isBeforeSide(walk.terms, at)) {
    open(walk, 'entry', term);
    noteCandleBefore(walk, at);
  }
  if (
    isPostposed(term) &&
    !isFollowedByLevel(walk.terms, at) &&
    waitBehind(walk, term, at, direction)
  )
    return;
  if (walk.label === null && (isKind(term, 'buyStop') || isKind(term, 'sellStop'))) {
    addSide(walk, term, direction === 'above' ? 'long' : 'short', 'verb');
    open(walk, 'entry', term);
  }
  walk.beyond = { direction, term };
}

/** "On a break of 152", "0.162 돌파시": a condition of the entry says which way the price has to go. */
export function readCondition(walk: Walk, term: Term, at: number): void {
  const { direction } = term;
  if (leavesBeyond(walk, at)) {
    openStop(walk, term);
    return;
  }
  if (isPostposed(term) && takesStopBefore(walk, at)) return;
  if (!direction) {
    if (walk.collected > 0) open(walk, null, term);
    return;
  }
  if (waitBehind(walk, term, at, direction)) return;
  if (walk.collected > 0) open(walk, null, term);
  if (walk.label === null && isFollowedByLevel(walk.terms, at)) open(walk, 'implied', term);
  walk.beyond = { direction, term };
}

/** "Above 0.162 I go long": the price comes right behind, and a side with no other price before it. */
function isBeforeSide(terms: readonly Term[], at: number): boolean {
  const level = terms.findIndex((t, i) => i > at && t.kind === 'number');
  return isFollowedByLevel(terms, at) && isSideNear(terms, level + 1);
}

/** A side comes after nothing but a few words. */
function isSideNear(terms: readonly Term[], from: number): boolean {
  for (let i = from; i < terms.length && i < from + NEAR_PRICE; i++) {
    const term = terms[i];
    if (term?.kind !== 'word' || term.role === 'and') return false;
    if (sideOfRole(term.role) !== null) return true;
  }
  return false;
}

/** Words for above and below that stand behind their price: all of the languages without spaces, and Turkish ones. */
function isPostposed({ text }: Term): boolean {
  return isWithoutSpaces(text) || isKind(text, 'postposition');
}

/** The entry whose number stands right before, with at most a candle between, waits for a price beyond it. */
function waitBehind(walk: Walk, term: Term, at: number, direction: 'above' | 'below'): boolean {
  const { terms } = walk;
  let before = at - 1;
  while (before > 0 && isCandleWord(terms, before)) before--;
  const entry = entryAt(walk, terms[before]);
  if (!entry) return false;
  entry.beyond = { direction, term };
  noteCandleBefore(walk, at);
  noteCandleBefore(walk, before);
  return true;
}

/** The one entry, when it is `number`; a number under no label is taken for it before a side ("4h kapanış 152 üstü SOL long"). */
function entryAt(walk: Walk, number: Term | undefined): Level | null {
  const { frame } = walk;
  const [first, second] = frame.entries;
  if (second || !number) return null;
  if (first) return first.term === number ? first : null;
  const stray = frame.strays.indexOf(number);
  if (stray < 0 || !isSideNear(walk.terms, placeOf(walk.terms, number) + 1)) return null;
  frame.strays.splice(stray, 1);
  const entry = levelOf(walk, number, 'price', null);
  frame.entries.push(entry);
  return entry;
}
