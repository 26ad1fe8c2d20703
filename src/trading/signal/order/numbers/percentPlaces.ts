import { isKind } from '../../words/kinds.ts';
import { isFollowedByLevel, isNumbersOnly, levelFollows } from '../../words/layout/listNumbers.ts';
import type { Term } from '../../words/terms/term.ts';
import { firstValue, type NumberLiteral } from '../../words/tokens/numbers.ts';
import { note } from '../frame/frame.ts';
import { coversLevelBefore, isFreshPercentPair } from '../walk/neighbours.ts';
import { levelOf, open, place, type Walk } from '../walk/walk.ts';

/** What became of a number: a level, the list number or the fraction that it is, or nothing. */
export type Outcome = 'placed' | 'index' | 'fraction' | 'ignored';

/** Puts a percent where the open label says it belongs: a stop, a target, a risk, a share, or nowhere. */
export function placePercent(walk: Walk, term: Term, number: NumberLiteral, at: number): Outcome {
  const { terms, frame, label, lastLevel, previous } = walk;
  const isFresh = walk.collected === 0;
  const next = terms[at + 1];
  if (next?.role === 'stop' && !isFollowedByLevel(terms, at + 1)) {
    frame.stops.push(levelOf(walk, term, 'percent', null));
    walk.readUpTo = at + 1;
    return 'placed';
  }
  // "Entry now 40%".
  if (isKind(previous, 'atOnce') && isFresh && number.sign === null) frame.shareNow ??= term;
  // "Exit 50% on every TP": how much; "exit 25% at 1.20" says where as well.
  if (label === 'target' && isKind(previous, 'exit') && !isPartAtPrice(terms, at)) {
    open(walk, null, term);
    return 'ignored';
  }
  // "TP1 +9.6%" under prices: what they bring.
  const priced = [...frame.targets, ...frame.sells].some((l) => l.kind === 'price');
  if (label === 'target' && isFresh && number.sign === '+' && priced) return 'ignored';
  // "TP: 50% @ 4.80": how much, and then where.
  if (label === 'target' && isPartAtPrice(terms, at)) return 'ignored';
  if (isLegOfEntry(walk, term, at)) {
    const fits = fitsAsLeg(walk, term, at);
    if (fits) note(frame.labels, { role: 'entry', term });
    open(walk, fits ? 'entry' : null, term);
    return 'ignored';
  }
  // "Risk only 1%", with words between.
  const risked = terms
    .slice(Math.max(0, at - 3), at)
    .some((t) => t.role === 'risk' && t.line === term.line);
  if (label === 'risk' || next?.role === 'risk' || risked) {
    frame.risk ??= { percent: number.values[0]?.value ?? '0', term };
    return 'ignored';
  }
  const continues = isFresh || lastLevel?.kind === 'percent';
  const coversBoth = lastLevel !== null && coversLevelBefore(terms, at);
  if (label === 'stop') {
    // "Stop, 8% profit": the label was left without its number.
    if (isFresh && previous?.text === ',') {
      open(walk, null, term);
      return 'ignored';
    }
    if (!continues && !isFreshPercentPair(terms, at)) {
      if (!coversBoth) return 'ignored';
      lastLevel.kind = 'percent';
    }
    place(walk, term, 'percent');
    return 'placed';
  }
  if (label !== 'target' || term.depth > walk.labelDepth) return 'ignored';
  if (walk.closedByLine && !(lastLevel?.kind === 'percent' && isNumbersOnly(terms, at)))
    return 'ignored';
  const firstOfLine =
    lastLevel === null || lastLevel.kind === 'percent' || lastLevel.term.line !== term.line;
  if (!(firstOfLine && (continues || previous?.role === 'target'))) {
    if (!coversBoth) return 'ignored';
    lastLevel.kind = 'percent';
  }
  place(walk, term, 'percent');
  return 'placed';
}

/** "50% @ 4.80", "50% at 4.80". */
function isPartAtPrice(terms: readonly Term[], at: number): boolean {
  const [next, price] = [terms[at + 1], terms[at + 2]];
  return (next?.text === '@' || isKind(next, 'at')) && price?.number?.unit === null;
}

/** "• 50% @ 5.04", a line below the coin and the side: a part of the entry, and its price. */
function isLegOfEntry({ terms, frame, label }: Walk, term: Term, at: number): boolean {
  const next = terms[at + 1];
  const ordered = frame.sides.length > 0 && frame.tickers.length > 0;
  const later = label === 'stop' || label === 'target' || frame.targets.length > 0;
  let before = at - 1;
  while (terms[before]?.kind === 'mark') before--;
  const startsLine = terms[before]?.kind === 'break';
  const priced =
    next?.text === '@' &&
    (terms[at + 2]?.role === 'market' || levelFollows(terms, at + 2, term.line));
  return ordered && !later && startsLine && priced;
}

/** No more than the whole in all, and no price that only a target could have ("20% @ 30" under a long from 24). */
function fitsAsLeg({ terms, frame }: Walk, term: Term, at: number): boolean {
  const parts = [...frame.labels.map((l) => l.term), term].filter((t) => t.kind === 'number');
  const whole = parts.reduce((sum, part) => sum + firstValue(part), 0);
  const price = terms.slice(at + 1).find((t) => t.line === term.line && t.kind === 'number');
  const [first] = frame.entries;
  const [side] = frame.sides;
  if (whole > 100 || !price) return whole <= 100;
  const ratio = first ? firstValue(price) / firstValue(first.term) : 1;
  return side?.side === 'long' ? ratio < LEVEL_WITH : ratio > 1 / LEVEL_WITH;
}

/** Prices that differ by less are about the same. */
const LEVEL_WITH = 1.005;
