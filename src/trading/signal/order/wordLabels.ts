import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { lineAround } from '../words/lines.ts';
import {
  isFollowedByLevel,
  isNumbersOnly,
  lineStartsAt,
  TRANSPARENT,
} from '../words/listNumbers.ts';
import type { Term } from '../words/terms.ts';
import type { Ticker } from '../words/tickers.ts';
import { markCandle } from './candles.ts';
import { leavesIf } from './conditionalExits.ts';
import { readBeyond, readCondition } from './crossings.ts';
import { note } from './frame.ts';
import {
  hasStopLabel,
  isLastOfTargets,
  isOrdinal,
  leaveAside,
  openTarget,
  readClose,
  readEntry,
  readMarket,
  readOrderVerb,
  readPart,
  readResult,
  readSide,
  readSidedTargets,
} from './labelReaders.ts';
import { readLabelRow } from './labelRows.ts';
import {
  aimsAt,
  hasNumberInLine,
  isBesideOrder,
  isHeldForPrice,
  isPriceThen,
  isTickerPlace,
  isUnknownLabel,
} from './neighbours.ts';
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
  const parted = ':=-→'.includes(walk.terms[at - 1]?.text ?? ' ');
  const labelled = label === 'coin' && (sure || ticker.form === 'capitals' || parted);
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

/** "Adding #ENJ to my portfolio": the verb of its line, and a coin right behind it, where no trade is named. */
function addsToPortfolio({ terms, frame }: Walk, at: number): boolean {
  if (!isKind(terms[at], 'adding') || frame.entries.length > 0 || frame.sides.length > 0)
    return false;
  const before = terms.slice(0, at).filter((t) => t.line === terms[at]?.line);
  const behind = terms.slice(at + 1).find((t) => t.role !== 'filler' && t.role !== 'some');
  const coin = behind?.ticker !== undefined && isSureForm(behind.ticker);
  const leads = before.every(
    (t) => t.kind === 'mark' || isKind(t, 'speaker') || t.role === 'filler',
  );
  return coin && leads && terms.some((t) => t.role === 'target');
}

/** "First: 0.24" in a line below the entry, where no label names the targets. */
function readOrdinal(walk: Walk, term: Term, at: number): void {
  const { frame, terms } = walk;
  const below = frame.entries.length > 0 && frame.entries.every((l) => l.term.line < term.line);
  const named = frame.labels.some((l) => l.role === 'target') && term.role === 'first';
  const free = walk.label === null || walk.label === 'entry' || walk.label === 'implied';
  const labels = terms[at + 1]?.text === ':' && isFollowedByLevel(terms, at);
  if (below && free && !named && labels && lineStartsAt(terms, at)) openTarget(walk, term);
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
  first: readOrdinal,
  second: readOrdinal,
  stop: openStop,
  target: (walk, term, at) => {
    if (leavesIf(walk, at)) {
      openStop(walk, term);
      return;
    }
    if (readSidedTargets(walk, term)) return;
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
    if (addsToPortfolio(walk, at)) {
      addSide(walk, term, 'long', 'verb');
      note(walk.frame.market, term);
      open(walk, 'implied', term);
      return;
    }
    const further = walk.frame.entries.length > 0 && isFollowedByLevel(walk.terms, at);
    if (further) note(walk.frame.labels, { role: 'average', term });
    open(walk, further ? 'entry' : null, term);
  },
  market: readMarket,
  entered: (walk, term) => {
    note(walk.frame.market, term);
    if (isKind(term, 'enteredLong')) addSide(walk, term, 'long');
    else if (isKind(term, 'enteredShort')) addSide(walk, term, 'short');
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
  hit: (walk, term, at) => {
    const awaited = lineAround(walk.terms, at).some(
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
