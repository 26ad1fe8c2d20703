import { isKind } from '../words/kinds.ts';
import { levelStartsLine } from '../words/layout/listNumbers.ts';
import type { Term } from '../words/terms/term.ts';
import { firstValue } from '../words/tokens/numbers.ts';
import { type Frame, note } from './frame/frame.ts';
import { openTarget } from './labels/exitLabels.ts';
import { readWord } from './labels/wordLabels.ts';
import { placeNumber } from './numbers/numberPlaces.ts';
import { readUnlabelledLists } from './numbers/unlabelledLists.ts';
import { doneBelongsToTarget, labelOfMark } from './walk/neighbours.ts';
import { open, resume, startWalk, type Walk } from './walk/walk.ts';

/** Walks over the terms once and puts every number where its label, or its place, says it belongs. */
export function collectFields(terms: readonly Term[]): Frame {
  const walk = startWalk(terms);
  for (const [at, term] of terms.entries()) {
    if (at <= walk.readUpTo) continue;
    if (isBotSetting(walk, term, at)) open(walk, null, term);
    else {
      leaveClause(walk, term);
      readTerm(walk, term, at);
    }
    walk.previous = term;
  }
  readUnlabelledLists(walk);
  keepNamedPrice(walk);
  return walk.frame;
}

/**
 * "Harga 5.31 (market)": under a word that is not known the price just now, and behind it, in a line of
 * their own, the word for entering at it. The only price of a market order that no label takes.
 */
function keepNamedPrice({ frame, group, terms }: Walk): void {
  const [price, another] = frame.strays;
  const levels = frame.stops.length > 0 && frame.targets.length > 0;
  if (!levels || frame.entries.length > 0) return;
  if (!price || another || price.number?.unit !== null) return;
  const now = frame.market.find((t) => t.line === price.line);
  const line = terms.filter((t) => t.line === price.line);
  const others = line.some((t) => t !== price && (t.number !== undefined || t.role === 'not'));
  if (!now || others) return;
  const level = { term: price, kind: 'price' as const, join: null, spaced: false, numbered: null };
  frame.entries.push({ ...level, group, beyond: null });
  frame.strays = [];
}

/** "Trailing Configuration:" and the lines under it, up to an empty one. */
function isBotSetting(walk: Walk, term: Term, at: number): boolean {
  if (term.role === 'skip' && isKind(term, 'botSetting')) walk.inBotSettings = true;
  if (term.kind === 'break' && walk.terms[at + 1]?.kind === 'break') walk.inBotSettings = false;
  return walk.inBotSettings;
}

/** A label ends with its sentence, if it is implied, and with its brackets. */
function leaveClause(walk: Walk, term: Term): void {
  const newClause = walk.previous !== null && walk.previous.clause !== term.clause;
  // "8 of 10 hit TP last week. BTC short 66k": the label ended with its sentence.
  const inLine = walk.previous?.kind !== 'break' && term.kind === 'word';
  const left = inLine && walk.label === 'target' && walk.collected === 0 && walk.unknownWords > 0;
  if (newClause && (walk.label === 'implied' || left)) open(walk, null, term);
  if (walk.label === null || term.depth >= walk.labelDepth) return;
  // "入场价格 (Entry)" and then the price: the label goes on behind its bracket.
  if (walk.collected === 0) walk.labelDepth = term.depth;
  else open(walk, null, term);
}

function readTerm(walk: Walk, term: Term, at: number): void {
  const { label } = walk;
  switch (term.kind) {
    case 'break':
      readBreak(walk, term, at);
      return;
    case 'index':
      walk.indexed = true;
      if (numbersTargets(walk, at)) openTarget(walk, term);
      if (walk.lastTargetLine === term.line || label === 'target' || label === 'entry')
        walk.closedByLine = false;
      return;
    case 'mark':
      readMark(walk, term, at);
      return;
    case 'timeframe':
      if (label === 'entry' || label === 'implied')
        walk.frame.entryCandle = {
          timeframe: walk.frame.entryCandle?.timeframe ?? term.timeframe ?? null,
          term,
        };
      return;
    case 'number': {
      if (numbersTargets(walk, at)) openTarget(walk, term);
      const outcome = placeNumber(walk, term, at);
      if (outcome === 'index') {
        walk.closedByLine = false;
        walk.indexed = true;
      }
      if (outcome === 'placed') walk.inListLine = false;
      if (outcome === 'fraction') walk.readUpTo = at + 2;
      return;
    }
    case 'word':
      readWord(walk, term, at);
  }
}

/**
 * "Stop 182.5, ① 192 ② 198", or "1. 192" in the line below the stop: numbered prices beyond the entry,
 * where no label names the targets.
 */
function numbersTargets(walk: Walk, at: number): boolean {
  const { frame, label, collected, terms } = walk;
  if (isListBelowEntry(walk, at)) return true;
  const [stop] = frame.stops;
  const entry = frame.entries[0] ?? frame.priceNow;
  const term = terms[at];
  const listed = term?.kind === 'number';
  const first = listed ? terms[at + 2] : terms[at + 1];
  const free = label === null || (label === 'stop' && collected > 0);
  const wanted = free && frame.targets.length === 0 && frame.sells.length === 0;
  if (!wanted || !stop || !entry || first?.number?.unit !== null) return false;
  if (listed && !isFirstOfList(terms, at)) return false;
  const [from, out, to] = [entry.term, stop.term, first].map(firstValue);
  const gains = ((to ?? 0) - (from ?? 0)) * ((from ?? 0) - (out ?? 0)) > 0;
  return gains && stop.kind === 'price' && (listed || stop.term.line === first.line);
}

/** "Entry area 0.1742 ~ 0.1698" and below it "1️⃣ 0.1795", where no label names the targets. */
function isListBelowEntry({ frame, label, collected, terms }: Walk, at: number): boolean {
  const [entry] = frame.entries;
  const [index, first] = [terms[at], terms[at + 1]];
  if (index?.kind !== 'index' || label !== 'entry' || collected === 0 || !entry) return false;
  const isBelow = terms[at - 1]?.kind === 'break' && first?.number?.unit === null;
  const isNumbered = terms[entry.term.at - 1]?.kind === 'index';
  return isBelow && !isNumbered && !terms.some(({ role }) => role === 'target');
}

/** "1." or "1)" at the beginning of a line. */
function isFirstOfList(terms: readonly Term[], at: number): boolean {
  const [before, term, mark] = [terms[at - 1], terms[at], terms[at + 1]];
  return (
    before?.kind === 'break' &&
    term?.text === '1' &&
    mark?.glued === true &&
    (mark.text === '.' || mark.text === ')')
  );
}

function isOrdered({ sides, tickers }: Frame): boolean {
  return sides.length > 0 && tickers.length > 0;
}

/** The end of a line ends most labels; a list of lines may go on in the next. */
function readBreak(walk: Walk, term: Term, at: number): void {
  const { terms, label, collected } = walk;
  walk.beyond = null;
  const ends =
    label === 'implied' ||
    label === 'skip' ||
    label === 'risk' ||
    label === 'coin' ||
    ((label === 'leverage' || label === 'stop') && collected > 0);
  if (ends) open(walk, null, term);
  else if (label !== null && collected > 0) walk.closedByLine = true;
  const isList =
    walk.label === 'target' ||
    walk.label === 'entry' ||
    (walk.label === null && walk.interrupted !== null);
  const first = isList
    ? terms.slice(at + 1, at + 4).find((t) => t.kind !== 'mark' && t.kind !== 'gap')
    : undefined;
  const numbered = first?.kind === 'index';
  if (walk.label === null && (numbered || levelStartsLine(terms, at + 1))) resume(walk);
  walk.inListLine = numbered;
}

function readMark(walk: Walk, term: Term, at: number): void {
  // "LONG MATICUSDT | lev 10 | 0.7420": a new cell, in a row that has no entry yet.
  const leveraged = walk.collected > 0 || walk.frame.leverage.length > 0;
  if (term.text === '|' && walk.label === 'leverage' && leveraged)
    open(walk, walk.frame.entries.length === 0 && isOrdered(walk.frame) ? 'implied' : null, term);
  const labelled = labelOfMark(term, walk.terms[at + 1], walk.label, walk.collected);
  if (labelled !== undefined) open(walk, labelled, term);
  if (term.mark === 'done' && doneBelongsToTarget(walk.terms, at, walk.lastTargetLine))
    note(walk.frame.reached, term);
}
