import type { Side } from '../reading.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { isFollowedByLevel, isNumbersOnly, TRANSPARENT } from '../words/listNumbers.ts';
import { firstValue } from '../words/numbers.ts';
import type { Term } from '../words/terms.ts';
import type { Ticker } from '../words/tickers.ts';
import { markCandle } from './candles.ts';
import { leavesIf } from './conditionalExits.ts';
import { readBeyond, readCondition } from './crossings.ts';
import { note } from './frame.ts';
import { readLabelRow } from './labelRows.ts';
import {
  aimsAt,
  hasNumberInLine,
  isBesideOrder,
  isCandleClose,
  isFieldName,
  isHeldForPrice,
  isPriceThen,
  isTickerPlace,
  isUnknownLabel,
} from './neighbours.ts';
import { announcesTrade } from './newTrade.ts';
import { addSide, open, openStop, type Walk } from './walk.ts';

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
  if (isOutOfLine(walk, term, at)) {
    openTarget(walk, term);
    return;
  }
  if (term.ticker && (!term.role || isTickerPlace(walk.terms, at))) {
    readTicker(walk, term, term.ticker, at);
    return;
  }
  if (walk.inListLine && isPassing(term)) return;
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
  const price = terms[at + 1]?.number;
  const priced = price?.unit === null && !price.sign;
  if (isKind(term, 'into')) return first && priced && isNumbersOnly(terms, at + 1);
  return (first || behindCoin) && priced;
}

/** "In 4.71" and in a line below "Out 5.40 / 6.10". */
function isOutOfLine({ terms, frame, previous }: Walk, { text, line }: Term, at: number): boolean {
  const below = frame.entries.length > 0 && frame.entries.every((l) => l.term.line < line);
  const priced = terms[at + 1]?.number?.unit === null && isNumbersOnly(terms, at + 1);
  return isKind(text, 'out') && previous?.kind === 'break' && below && priced;
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

function readTicker(walk: Walk, term: Term, ticker: Ticker, at: number): void {
  const { frame, label, collected } = walk;
  const sure = isSureForm(ticker);
  // "Coin: sorry" names one, "wrong coin, sorry" doesn't.
  const labelled = label === 'coin' && (sure || walk.terms[at - 1]?.text !== ',');
  note(frame.tickers, { term, ticker, labelled });
  // An unknown word before a number is the coin only while there is no other coin and no entry.
  const hasCoin = frame.entries.length > 0 || frame.tickers.some((t) => isSureForm(t.ticker));
  const waits = label !== null && label !== 'implied' && collected === 0;
  if (label === 'coin') open(walk, 'implied', term);
  else if (label !== null && term.depth > walk.labelDepth) walk.unknownWords++;
  else if (waits) walk.unknownWords++;
  else if (label !== null && label !== 'implied' && !sure) open(walk, null, term);
  else if (isInCondition(walk, term)) open(walk, null, term);
  else if (sure || (isBesideOrder(walk.terms, at) && !hasCoin)) open(walk, 'implied', term);
  else open(walk, null, term);
}

/** "Long ORDI 9.42 … will cut it if BTC loses 108k": behind a whole order, another coin's price in a condition. */
function isInCondition({ terms, frame }: Walk, { clause, at, ticker }: Term): boolean {
  const ordered = frame.entries.length > 0 && frame.stops.length > 0;
  const other = frame.tickers.some((t) => isSureForm(t.ticker) && t.ticker.base !== ticker?.base);
  return ordered && other && terms.some((t) => t.role === 'if' && t.clause === clause && t.at < at);
}

function isSureForm({ form }: Ticker): boolean {
  return form !== 'word' && form !== 'capitals';
}

function readUnknown(walk: Walk, term: Term, at: number): void {
  if (term.depth > walk.labelDepth && walk.collected > 0) return;
  if (isUnknownLabel(walk.terms, at) || walk.label === 'implied' || walk.collected > 0)
    open(walk, null, term);
  else if (++walk.unknownWords > 2) open(walk, null, term);
}

type Handler = (walk: Walk, term: Term, at: number) => void;

const ends: Handler = (walk, term) => open(walk, null, term);
const endsWhatHasNumbers: Handler = (walk, term) => {
  if (walk.collected > 0) open(walk, null, term);
};
const endsOpinion: Handler = (walk, term) => {
  if (walk.label === 'implied' || walk.collected > 0) open(walk, null, term);
};

const HANDLERS: Readonly<Partial<Record<Role, Handler>>> = {
  long: readSide,
  short: readSide,
  buy: readOrderVerb,
  sell: readOrderVerb,
  entry: readEntry,
  average: readEntry,
  stop: openStop,
  target: (walk, term, at) => {
    if (leavesIf(walk, at)) {
      openStop(walk, term);
      return;
    }
    openTarget(walk, term);
    // "Sell at 5.42": where a short gets in, unless something else is the entry.
    if (isKind(term, 'sellAt')) {
      addSide(walk, term, 'short', 'verb');
      walk.label = 'sell';
    }
    walk.lastTargetLine = term.line;
  },
  leverage: (walk, term) => open(walk, 'leverage', term),
  coin: (walk, term) => open(walk, 'coin', term),
  // "small volume" in passing says nothing; "risk: 2%" has a number that is no price.
  risk: (walk, term, at) => {
    if (hasNumberInLine(walk.terms, at)) open(walk, 'risk', term);
  },
  skip: leaveAside,
  result: readResult,
  limit: (walk, term, at) => {
    // "Open: 148.2, Stop: 151.9, Limit: 141", as brokers call them.
    const behindOpen = walk.frame.labels.some((l) => l.term.role === 'open');
    if (behindOpen && walk.terms[at + 1]?.text === ':') {
      openTarget(walk, term);
      return;
    }
    note(walk.frame.limit, term);
    if (walk.label !== 'entry' || walk.collected > 0) open(walk, 'entry', term);
  },
  // "Long now 0.152, add 0.146".
  add: (walk, term, at) => {
    const further = walk.frame.entries.length > 0 && isFollowedByLevel(walk.terms, at);
    if (further) note(walk.frame.labels, { role: 'average', term });
    open(walk, further ? 'entry' : null, term);
  },
  market: readMarket,
  entered: (walk, term) => {
    note(walk.frame.market, term);
    const side = SIDES_ENTERED.find(([word]) => term.text.includes(word))?.[1];
    if (side) addSide(walk, term, side);
    open(walk, 'implied', term);
  },
  spot: (walk, term) => {
    walk.frame.spot ??= term;
    if (isKind(term, 'endsInBuy')) addSide(walk, term, 'long');
    if (walk.label === null) open(walk, 'implied', term);
  },
  futures: (walk, term) => {
    walk.frame.futures ??= term;
  },
  above: (walk, term, at) => readBeyond(walk, term, at, 'above'),
  below: (walk, term, at) => readBeyond(walk, term, at, 'below'),
  reduce: readPart,
  secure: readPart,
  half: readPart,
  rest: readPart,
  // "48 sats", "Buy (sats): 48", "in sats"; not "stacking sats".
  sats: (walk, term) => {
    const { previous } = walk;
    const ofPrices = previous?.kind === 'number' || term.depth > 0 || isKind(previous, 'into');
    if (ofPrices && previous?.line === term.line) walk.frame.sats = true;
  },
  candle: markCandle,
  hourly: markCandle,
  daily: markCandle,
  weekly: markCandle,
  hit: (walk, term) => {
    const awaited = walk.terms.some(
      (t) => t.clause === term.clause && t.start < term.start && isKind(t, 'awaits'),
    );
    if (!awaited && (walk.lastTargetLine === term.line || walk.label === 'target'))
      note(walk.frame.reached, term);
    open(walk, null, term);
  },
  // "Filled: 8.12", where nothing else names the entry.
  filled: (walk, term, at) => {
    const names = walk.terms[at + 1]?.text === ':' && isFollowedByLevel(walk.terms, at);
    if (!names || walk.frame.entries.length > 0) {
      open(walk, names ? 'skip' : null, term);
      return;
    }
    note(walk.frame.market, term);
    readEntry(walk, term);
  },
  stoppedOut: ends,
  close: readClose,
  if: readCondition,
  later: endsOpinion,
  maybe: endsOpinion,
  past: (walk, term, at) => {
    if (!isPriceThen(walk.terms, at)) endsOpinion(walk, term, at);
  },
  not: ends,
  no: ends,
  open: (walk, term, at) => {
    const mark = walk.terms[at + 1]?.text;
    const named = walk.frame.tickers.some((t) => isSureForm(t.ticker));
    if (!isFollowedByLevel(walk.terms, at)) return;
    if (mark === '@') open(walk, 'entry', term);
    else if (mark === ':' && named && hasStopLabel(walk.terms)) readEntry(walk, term);
  },
  hold: (walk, term, at) => {
    if (isHeldForPrice(walk.terms, at)) openTarget(walk, term);
    else open(walk, null, term);
  },
  filler: (walk, term, at) => {
    if (isOrdinal(walk.terms[at + 1]) || isLastOfTargets(walk, term, at)) return;
    if (term.depth <= walk.labelDepth && !isKind(term, 'currencyWord'))
      endsWhatHasNumbers(walk, term, at);
  },
};

/** "Longed", "geshortet", "зашортил": the side is in the word for having entered. */
const SIDES_ENTERED: readonly (readonly [string, Side])[] = [
  ['long', 'long'],
  ['short', 'short'],
  ['лонг', 'long'],
  ['шорт', 'short'],
  ['لانگ', 'long'],
  ['شورت', 'short'],
  ['롱', 'long'],
  ['숏', 'short'],
  ['ロング', 'long'],
  ['ショート', 'short'],
];

/** "First TP 16, second 17.5, last 20". */
function isLastOfTargets({ label, terms }: Walk, { text }: Term, at: number): boolean {
  return label === 'target' && isKind(text, 'lastOne') && isFollowedByLevel(terms, at);
}

/** "3010 and the second 3060". */
function isOrdinal(term: Term | undefined): boolean {
  return term?.role === 'first' || term?.role === 'second' || term?.role === 'thirdOf';
}

export function openTarget(walk: Walk, term: Term): void {
  note(walk.frame.labels, { role: 'target', term });
  open(walk, 'target', term);
}

function readSide(walk: Walk, term: Term): void {
  addSide(walk, term, term.role === 'long' ? 'long' : 'short');
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

function readOrderVerb(walk: Walk, term: Term, at: number): void {
  const levels = isFollowedByLevel(walk.terms, at + partBehind(walk.terms, at));
  const buys = term.role === 'buy';
  addSide(walk, term, buys ? 'long' : 'short', levels ? 'verb' : 'word');
  if (levels) open(walk, buys ? 'entry' : 'sell', term);
  else if (walk.label !== 'entry' || walk.collected > 0) open(walk, 'implied', term);
}

/** "Vendo tercios en 0.061": a word for a part between a verb and its prices. */
function partBehind(terms: readonly Term[], at: number): number {
  const { role, number, text = '' } = terms[at + 1] ?? {};
  // "Sell 25% at each: 0.98 / 1.12".
  if (number?.unit === 'percent') return 1;
  if (isKind(text, 'fractions')) return 1;
  return role === 'half' || role === 'third' || role === 'quarter' || role === 'some' ? 1 : 0;
}

function readEntry(walk: Walk, term: Term): void {
  // "Do not enter above 3020".
  if (walk.previous?.role === 'not') {
    open(walk, null, term);
    return;
  }
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
  const mark = terms[at + 1];
  if (!label || mark?.kind !== 'mark' || !':=→'.includes(mark.text)) return null;
  const behind = terms.slice(at + 2, at + 6).filter((t) => t.kind !== 'break');
  const level = behind[0]?.kind === 'index' ? behind[1] : behind[0];
  const named = terms.some((t) => t.role === label);
  if (named || level?.number?.unit !== null || level.number.sign) return null;
  const line = terms.filter((t) => t.line === level.line && t.at > level.at);
  // "Profit: 3050 so far" is told of a trade that is on.
  if (line.some((t) => t.kind === 'word')) return null;
  // "Profit: 24" may be money as well.
  if (level.number.whole && !terms.some((t) => isKind(t, 'loss'))) return null;
  const near = frame.entries.some(({ term }) => {
    const ratio = firstValue(level) / firstValue(term);
    return ratio > 1 / 3 && ratio < 3;
  });
  return near ? label : null;
}

function readResult(walk: Walk, term: Term, at: number): void {
  const label = resultAsLabel(walk, at);
  if (label === 'stop') openStop(walk, term);
  else if (label === 'target') openTarget(walk, term);
  else {
    leaveAside(walk, term);
    walk.asideSays = 'result';
  }
}

/** A label whose numbers are none of the trade's levels. */
function leaveAside(walk: Walk, term: Term): void {
  const { entries, market } = walk.frame;
  const entered = entries.length === 0 && market.some((t) => t.role === 'entered');
  if (isKind(term, 'averagePrice') && (entered || announcesTrade(walk.terms))) {
    readEntry(walk, term);
    return;
  }
  open(walk, 'skip', term);
  const saysEntry =
    isKind(term, 'average') || term.text.includes('entry') || term.text.startsWith('ср');
  walk.asideSays = saysEntry ? 'entry' : isKind(term, 'priceNow') ? 'price' : null;
}

function readMarket(walk: Walk, term: Term, at: number): void {
  if (isFieldName(walk.terms, at) || walk.previous?.role === 'stop') return;
  if (isKind(term, 'current') && walk.terms[at + 1]?.text === ':') {
    leaveAside(walk, term);
    return;
  }
  note(walk.frame.market, term);
  const { label, collected } = walk;
  if (label !== 'entry') open(walk, 'implied', term);
  else if (collected > 0) open(walk, 'entry', term);
}

/** "Trim 18.95, rest 20.3" under an order with a stop or a target: more targets. */
function readPart(walk: Walk, term: Term, at: number): void {
  const joined = walk.terms[at + 1]?.role === 'to' ? at + 1 : at;
  if (isUnderOrder(walk) && isFollowedByLevel(walk.terms, joined)) openTarget(walk, term);
  else open(walk, null, term);
}

function isUnderOrder({ frame }: Walk): boolean {
  const entered = frame.entries.length > 0 || frame.market.length > 0 || frame.sells.length > 0;
  return entered && (frame.stops.length > 0 || frame.targets.length > 0);
}

function readClose(walk: Walk, term: Term, at: number): void {
  const { terms } = walk;
  if (leavesIf(walk, at) || cutsAt(walk, at)) {
    openStop(walk, term);
    return;
  }
  if (isCandleClose(terms, at)) {
    markCandle(walk, term, at);
    return;
  }
  const [before, next, afterNext] = [terms[at - 1], terms[at + 1], terms[at + 2]];
  // "Close: 2440 / 2400" under a side and an entry.
  const isLabel =
    next?.text === ':' ||
    isNumberedLabel(terms, at) ||
    (next?.role === 'at' && afterNext?.text === ':') ||
    (next?.text === '@' && before?.kind === 'break') ||
    (isKind(term, 'outAt') && walk.frame.entries.length > 0) ||
    (next?.role === 'at' &&
      isFollowedByLevel(terms, at) &&
      (isUnderOrder(walk) || isBelowEntry(walk, term)));
  if (isLabel) openTarget(walk, term);
  else if (walk.label === null || walk.collected > 0) open(walk, null, term);
}

/** "Cut 13.50" behind an entry that has no stop yet. */
function cutsAt({ terms, frame }: Walk, at: number): boolean {
  const waits = frame.entries.length > 0 && frame.stops.length === 0;
  return waits && isKind(terms[at], 'cut') && terms[at + 1]?.number?.unit === null;
}

/** A trade's card has a stop; a candle has "Open: …, High: …, Low: …, Close: …". */
function hasStopLabel(terms: readonly Term[]): boolean {
  const candle = terms.some((t, i) => isKind(t, 'candleEnd') && terms[i + 1]?.text === ':');
  return !candle && terms.some((t) => t.role === 'stop');
}

/** "Buy now, 0.2711" and in the next line "Close at 0.2850". */
function isBelowEntry({ frame, previous }: Walk, { line }: Term): boolean {
  const entries = [...frame.entries, ...frame.sells];
  const first = previous?.kind === 'break' || previous?.kind === 'mark';
  return first && entries.length > 0 && entries.every(({ term }) => term.line < line);
}

/** "Close 1: 0.6320": the first of the prices to close at. */
function isNumberedLabel(terms: readonly Term[], at: number): boolean {
  const [before, number, colon] = [terms[at - 1], terms[at + 1], terms[at + 2]];
  const first = !before || before.kind === 'break' || before.kind === 'mark';
  return first && number?.number?.whole === true && number.text.length === 1 && colon?.text === ':';
}
