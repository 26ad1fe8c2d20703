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
import { isFieldName, isOfLevel } from '../walk/neighbours.ts';
import { addSide, open, openStop, type Walk } from '../walk/walk.ts';
import { listsExits, OF_CLOSING, openTarget, skipTo } from './exitLabels.ts';

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
  // "Term: short (1-2 weeks)".
  if (walk.terms[at - 1]?.text === ':' && isKind(walk.terms[at - 2], 'termLabel')) {
    open(walk, 'skip', term);
    return;
  }
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
  // "Don't buy early" below an order tells when, not which way.
  const given = walk.frame.entries.length > 0 && walk.frame.sides.length > 0;
  if (given && walk.previous?.role === 'not' && !levels) {
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
  if (line.some((t) => t.kind === 'word' && !isKind(t, 'lastOne') && !JOINS.has(t.role)))
    return null;
  // "Profit: 24" may be money as well.
  if (level.number.whole && !numbered && !terms.some((t) => isKind(t, 'loss'))) return null;
  const near = frame.entries.some(({ term }) => {
    const ratio = firstValue(level) / firstValue(term);
    return ratio > 1 / 3 && ratio < 3;
  });
  return near ? label : null;
}

const JOINS = groupOf('and', 'to', 'noise');

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
  // "Risk to 7.45, reward to 6.90".
  const place = placeOf(walk.terms, term) + 1;
  const rewarded = isKind(term, 'reward') && isKind(walk.terms[place], 'to');
  if (rewarded && walk.frame.stops.length > 0 && isFollowedByLevel(walk.terms, place)) {
    openTarget(walk, term);
    return;
  }
  open(walk, 'skip', term);
  if (isKind(term, 'ratioLabel')) walk.readUpTo = endOfRatios(walk.terms, term);
  walk.asideSays = isKind(term, 'ofEntry') ? 'entry' : isKind(term, 'priceNow') ? 'price' : null;
}

/** "CMP: 0.812" above "Buy range: 0.80-0.82": another label in a line of its own says where to get in. */
function namesEntry({ terms }: Walk, at: number): boolean {
  return terms.some(
    (t, i) => i > at && t.role === 'entry' && lineStartsAt(terms, i) && isFollowedByLevel(terms, i),
  );
}

export function readMarket(walk: Walk, term: Term, at: number): void {
  if (isFieldName(walk.terms, at) || walk.previous?.role === 'stop') return;
  // "TP2 now 9.6": the level's word, and no word for entering.
  if (isOfLevel(walk.terms, at)) return;
  const isField = walk.terms[at + 1]?.text === ':';
  if (isField && (isKind(term, 'current') || (isKind(term, 'priceNow') && namesEntry(walk, at)))) {
    leaveAside(walk, term);
    return;
  }
  note(walk.frame.market, term);
  if (isKind(term, 'buys')) addSide(walk, term, 'long', 'verb');
  const { label, collected } = walk;
  if (label !== 'entry') open(walk, 'implied', term);
  else if (collected > 0) open(walk, 'entry', term);
}
