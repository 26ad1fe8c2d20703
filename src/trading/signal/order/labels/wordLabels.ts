import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { isNumbersOnly, TRANSPARENT } from '../../words/layout/listNumbers.ts';
import type { Term } from '../../words/terms/term.ts';
import { aimsAt, isTickerPlace, isUnknownLabel } from '../walk/neighbours.ts';
import { open, openStop, type Walk } from '../walk/walk.ts';
import { isSureForm, readTicker } from './coinLabels.ts';
import { leavesIf } from './conditionalExits.ts';
import { openTarget } from './exitLabels.ts';
import { readEntry } from './labelReaders.ts';
import { readLabelRow } from './labelRows.ts';
import { HANDLERS } from './roleLabels.ts';

/** What a word does to the walk: it names a coin or a side, opens a label, or ends one. */
export function readWord(walk: Walk, term: Term, at: number): void {
  if (aimsAt(walk.terms, at)) {
    openTarget(walk, term);
    return;
  }
  if (isPlaceOfEntry(walk, term, at)) {
    readEntry(walk, term);
    return;
  }
  // "Out on 2 H1 closes below 5.2".
  if (term.role === undefined && isKind(term, 'out') && leavesIf(walk, at)) {
    openStop(walk, term);
    return;
  }
  if (isOutOfLine(walk, term, at)) {
    openTarget(walk, term);
    return;
  }
  if (term.ticker && (!term.role || isTickerPlace(walk.terms, at))) {
    readTicker(walk, term, term.ticker, at);
    return;
  }
  // "① Close the order at 34.53": the order's word is no label there.
  const closed = term.role === 'entry' && walk.previous?.role === 'close';
  if (walk.inListLine && (closed || isPassing(term))) return;
  if (readLabelRow(walk, at)) return;
  if (isRemark(walk, term)) return;
  if (term.role === undefined) readUnknown(walk, term, at);
  else {
    const read = HANDLERS[term.role];
    if (read) read(walk, term, at);
    else if (!TRANSPARENT.has(term.role)) open(walk, null, term);
  }
}

/** "Zone 2.06-2.02", first in its line or behind the coin, while nothing else is the entry. */
function isPlaceOfEntry({ terms, frame, previous }: Walk, term: Term, at: number): boolean {
  if (!isKind(term, 'entryPlace') || frame.entries.length > 0) return false;
  const first = previous === null || previous.kind === 'break' || isMarkOfLine(terms, at - 1);
  const behindCoin = previous?.ticker !== undefined && isSureForm(previous.ticker);
  const parted = terms[at + 1]?.kind === 'mark' && ':-='.includes(terms[at + 1]?.text ?? ' ');
  const price = terms[parted ? at + 2 : at + 1]?.number;
  const priced = price?.unit === null && !price.sign;
  if (isKind(term, 'into'))
    return priced && (hasCounterpart(terms, at) || (first && isNumbersOnly(terms, at + 1)));
  return (first || behindCoin) && priced;
}

/** "In 0.524, out 0.532", in one line: each names its price. */
function hasCounterpart(terms: readonly Term[], at: number): boolean {
  const { line } = terms[at] ?? {};
  const outs = terms.some(
    (t, i) => i > at && t.line === line && isKind(t, 'out') && priceOf(terms, i),
  );
  return priceOf(terms, at) && outs;
}

/** A price stands right behind. */
function priceOf(terms: readonly Term[], at: number): boolean {
  const { number } = terms[at + 1] ?? {};
  return number?.unit === null && !number.sign;
}

/** "In 4.71" and in a line below "Out 5.40 / 6.10". */
function isOutOfLine({ terms, frame, previous }: Walk, { text, line }: Term, at: number): boolean {
  if (!isKind(text, 'out')) return false;
  if (priceOf(terms, at) && terms.some((t, i) => isKind(t, 'into') && hasCounterpart(terms, i)))
    return true;
  const below = frame.entries.length > 0 && frame.entries.every((l) => l.term.line < line);
  const priced = terms[at + 1]?.number?.unit === null && isNumbersOnly(terms, at + 1);
  return previous?.kind === 'break' && below && priced;
}

/** Only marks stand in the line up to `at`. */
function isMarkOfLine(terms: readonly Term[], at: number): boolean {
  let i = at;
  while (terms[i]?.kind === 'mark') i--;
  return i < at && (i < 0 || terms[i]?.kind === 'break');
}

/** "Close the order at", between a list number and its price. */
function isPassing({ role }: Term): boolean {
  return role === 'close' || role === 'order' || role === 'filler' || role === undefined;
}

/** "TP 4.230 (half) and 4.390": what stands in brackets behind a level ends no list, unless it opens one. */
function isRemark(
  { label, labelDepth, listDepth, collected }: Walk,
  { role, depth }: Term,
): boolean {
  const behindLevel = collected > 0 && depth > Math.max(labelDepth, listDepth);
  if (!behindLevel || role === undefined) return false;
  return label === 'implied' ? PORTIONS.has(role) : REMARKS.has(role);
}

const PORTIONS: ReadonlySet<Role> = new Set<Role>(['half', 'third', 'quarter', 'rest']);

const REMARKS: ReadonlySet<Role> = new Set<Role>([
  'half',
  'third',
  'quarter',
  'rest',
  'some',
  'wholly',
  'close',
  'reduce',
  'secure',
  'risk',
  'order',
]);

function readUnknown(walk: Walk, term: Term, at: number): void {
  if (term.depth > walk.labelDepth && walk.collected > 0) return;
  if (isUnknownLabel(walk.terms, at) || walk.label === 'implied' || walk.collected > 0)
    open(walk, null, term);
  else if (++walk.unknownWords > 2) open(walk, null, term);
}
