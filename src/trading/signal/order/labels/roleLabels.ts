import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { lineAround } from '../../words/layout/lines.ts';
import { isFollowedByLevel, lineStartsAt } from '../../words/layout/listNumbers.ts';
import type { Term } from '../../words/terms/term.ts';
import { note } from '../frame/frame.ts';
import { hasNumberInLine, isHeldForPrice, isPriceThen } from '../walk/neighbours.ts';
import { addSide, open, openStop, type Walk } from '../walk/walk.ts';
import { markCandle } from './candles.ts';
import { isSureForm } from './coinLabels.ts';
import { isOfOtherCoin, leavesIf } from './conditionalExits.ts';
import { readBeyond, readCondition } from './crossings.ts';
import { hasStopLabel, openTarget, readClose, readPart } from './exitLabels.ts';
import {
  isLastOfTargets,
  isOrdinal,
  leaveAside,
  readEntry,
  readMarket,
  readOrderVerb,
  readResult,
  readSide,
  readSidedTargets,
} from './labelReaders.ts';

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

/** "Buy some 0.88, more 0.81". */
function isFurtherPart({ label, collected, terms }: Walk, term: Term, at: number): boolean {
  const entered = (label === 'entry' || label === 'implied') && collected > 0;
  return entered && isKind(term, 'furtherPart') && isFollowedByLevel(terms, at);
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
/** "Targets 0.122, maybe 0.118": the further one is less likely, and a target all the same. */
const endsOpinionUnlessListed: Handler = (walk, term, at) => {
  const lists = walk.label === 'target' || walk.label === 'sell';
  const goesOn = lists && walk.collected > 0 && isFollowedByLevel(walk.terms, at);
  if (!goesOn) endsOpinion(walk, term, at);
};

export const HANDLERS: Readonly<Partial<Record<Role, Handler>>> = {
  long: readSide,
  short: readSide,
  buy: readOrderVerb,
  sell: readOrderVerb,
  entry: readEntry,
  average: readEntry,
  first: readOrdinal,
  second: readOrdinal,
  stop: (walk, term, at) => {
    if (!isOfOtherCoin(walk, at)) openStop(walk, term);
    else {
      note(walk.frame.labels, { role: 'stop', term });
      open(walk, 'skip', term);
    }
  },
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
    // "Risk above 43.1": where the trade is wrong.
    const next = walk.terms[at + 1];
    const placed =
      next?.role === 'above' || next?.role === 'below' || isKind(next, 'to') || isKind(next, 'at');
    if (placed && walk.frame.stops.length === 0 && isFollowedByLevel(walk.terms, at + 1)) {
      openStop(walk, term);
      return;
    }
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
    const joined = walk.terms[at + 1]?.role === 'to' ? at + 1 : at;
    const further = walk.frame.entries.length > 0 && isFollowedByLevel(walk.terms, joined);
    if (further) note(walk.frame.labels, { role: 'average', term });
    open(walk, further ? 'entry' : null, term);
  },
  market: readMarket,
  entered: (walk, term, at) => {
    // "Took another 25% off at 151": out of a trade, not into one.
    const [next, afterNext] = [walk.terms[at + 1], walk.terms[at + 2]];
    const share = next?.number?.unit === 'percent' ? next : afterNext;
    if (isKind(term, 'took') && share?.number?.unit === 'percent') {
      open(walk, null, term);
      return;
    }
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
    // "I'm in, long, got filled 0.386".
    const taken = walk.frame.market.length > 0 && walk.frame.sides.length > 0;
    const names = (walk.terms[at + 1]?.text === ':' || taken) && isFollowedByLevel(walk.terms, at);
    if (!names || walk.frame.entries.length > 0) {
      open(walk, names ? 'skip' : null, term);
      return;
    }
    note(walk.frame.market, term);
    readEntry(walk, term);
  },
  stoppedOut: ends,
  // "Стоп ставим 7.70", "stop set at 5.2": the verb is that of the label.
  move: (walk, term, at) => {
    const behind = isKind(term, 'sets') && walk.previous?.role === 'stop';
    const waits = behind && walk.label === 'stop' && walk.collected === 0;
    if (!waits || !isFollowedByLevel(walk.terms, at)) open(walk, null, term);
  },
  // "One stop for all 0.241".
  all: (walk, term, at) => {
    const waits = walk.label === 'stop' && walk.collected === 0;
    if (!waits || !isFollowedByLevel(walk.terms, at)) open(walk, null, term);
  },
  // "4.25, 4.38 and the last bit at 4.60".
  some: (walk, term, at) => {
    const lists = walk.label === 'target' || walk.label === 'sell';
    const last = lists && isKind(walk.previous, 'lastOne');
    // "Buy some 0.88".
    const bought = walk.label === 'entry' && walk.previous?.role === 'buy';
    // "0.80 первую часть, 0.76 вторую".
    if (isOrdinal(walk.previous ?? undefined) && walk.collected > 0) return;
    if ((!last && !bought) || !isFollowedByLevel(walk.terms, at)) open(walk, null, term);
  },
  close: readClose,
  if: readCondition,
  later: endsOpinionUnlessListed,
  maybe: endsOpinionUnlessListed,
  past: (walk, term, at) => {
    if (!isPriceThen(walk.terms, at)) endsOpinion(walk, term, at);
  },
  not: ends,
  no: ends,
  open: (walk, term, at) => {
    const mark = walk.terms[at + 1]?.text;
    // "Заходим частями: 0.7120".
    const aside = walk.terms[at + 1]?.role === 'noise' && walk.terms[at + 2]?.text === ':';
    if (aside && isFollowedByLevel(walk.terms, at + 1)) {
      readEntry(walk, term);
      return;
    }
    const named = walk.frame.tickers.some((t) => isSureForm(t.ticker));
    if (!isFollowedByLevel(walk.terms, at)) return;
    if (mark === '@') open(walk, 'entry', term);
    else if (mark === ':' && named && hasStopLabel(walk.terms)) readEntry(walk, term);
  },
  hold: (walk, term, at) => {
    // "Stop I keep at 0.366".
    const kept = walk.label === 'stop' && walk.collected === 0;
    if (kept && isFollowedByLevel(walk.terms, at)) return;
    if (isHeldForPrice(walk.terms, at)) openTarget(walk, term);
    else open(walk, null, term);
  },
  filler: (walk, term, at) => {
    const next = walk.terms[at + 1];
    if (isOrdinal(next) || isLastOfTargets(walk, term, at)) return;
    // "And the last at 20".
    if (next && isLastOfTargets(walk, next, at + 1)) return;
    if (isFurtherPart(walk, term, at)) {
      note(walk.frame.labels, { role: 'average', term });
      open(walk, 'entry', term);
      return;
    }
    if (term.depth <= walk.labelDepth && !isKind(term, 'currencyWord'))
      endsWhatHasNumbers(walk, term, at);
  },
};
