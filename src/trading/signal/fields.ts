import {
  HIGHEST_INDEX,
  isAloneInLine,
  isCount,
  isFollowedByLevel,
  isFraction,
  isIndex,
  isNumbersOnly,
  levelFollows,
  levelStartsLine,
  TRANSPARENT,
} from './listNumbers.ts';
import type { Side } from './reading.ts';
import { placeOf, type Term } from './terms.ts';
import { KNOWN_DIGIT_TICKERS, type Ticker } from './tickers.ts';
import type { Role } from './vocabulary/roles.ts';

/** A number in the place of a level: a price (whose scale is still open) or a percent. */
export type Level = {
  term: Term;
  kind: 'price' | 'percent';
  /** How it is joined to the level before it under the same label; null for the first. */
  join: 'range' | 'list' | 'arrow' | null;
  /** Only a space stands between it and the level before: the two may be one number ("64 012.30"). */
  spaced: boolean;
  /** The label was glued to the digits ("TP41.3100"): the first digits may be the target's number. */
  numbered: number | null;
  /** Which label (the n-th price label of the frame) it stands under. */
  group: number;
  /** "above" or "below" stood before it. */
  beyond: { direction: 'above' | 'below'; term: Term } | null;
};

type SideMention = { side: Side; term: Term; strength: 'word' | 'verb' };

/** A stretch of a message that may be one signal, with everything in it that a signal is made of. */
export type Frame = {
  terms: readonly Term[];
  sides: SideMention[];
  tickers: { term: Term; ticker: Ticker; labelled: boolean }[];
  entries: Level[];
  stops: Level[];
  targets: Level[];
  /** "Sell: 0.67": targets of a long, entries of a short. */
  sells: Level[];
  leverage: { value: string; term: Term }[];
  risk: { percent: string; term: Term } | null;
  /** Words for entering now, or for having entered. */
  market: Term[];
  limit: Term[];
  spot: Term | null;
  futures: Term | null;
  /** Candle words and timeframes beside the entry. */
  entryCandle: { timeframe: string | null; term: Term } | null;
  /** Targets marked as reached. */
  reached: Term[];
  /** Labels seen, whether or not a number followed. */
  labels: { role: Role; term: Term }[];
  sats: boolean;
  /** Numbers like prices that stand under no label the reader knows. */
  strays: Term[];
  /** "Current price: …": the entry's price when nothing else is. */
  priceNow: Level | null;
  /** What says, over all orders of the message, that they are on already. */
  heading?: Term;
};

type Label =
  | 'entry'
  | 'stop'
  | 'target'
  | 'sell'
  | 'leverage'
  | 'risk'
  | 'skip'
  | 'coin'
  | 'implied';

const PRICE_LABELS: ReadonlySet<Label> = new Set(['entry', 'stop', 'target', 'sell', 'implied']);
/** Of one kind; a message with more is no signal, and must not cost time. */
const MOST_OF_A_KIND = 40;

function note<T>(list: T[], one: T): void {
  if (list.length < MOST_OF_A_KIND) list.push(one);
}

const HIGHEST_LEVERAGE = 300;

const CURRENCY_WORDS: ReadonlySet<string> = new Set([
  'usdt',
  'usd',
  'usdc',
  'dollar',
  'dollars',
  'eur',
  'busd',
]);

/** Walks over the terms once and puts every number where its label, or its place, says it belongs. */
export function collectFields(terms: readonly Term[]): Frame {
  const frame: Frame = {
    terms,
    sides: [],
    tickers: [],
    entries: [],
    stops: [],
    targets: [],
    sells: [],
    leverage: [],
    risk: null,
    market: [],
    limit: [],
    spot: null,
    futures: null,
    entryCandle: null,
    reached: [],
    labels: [],
    sats: false,
    strays: [],
    priceNow: null,
  };
  let label: Label | null = null;
  let labelDepth = 0;
  let group = 0;
  let collected = 0;
  let closedByLine = false;
  let unknownWords = 0;
  let beyond: Level['beyond'] = null;
  let previous: Term | null = null;
  let lastLevel: Level | null = null;
  let lastTargetLine = -1;
  let skipUntil = -1;
  /** The label whose numbers are left aside speaks of an entry ("average entry"). */
  let saysEntry = false;
  /** … or of the price at the moment. */
  let saysPriceNow = false;
  /** In the settings of a trailing bot, whose labels are no levels of this trade. */
  let inBotSettings = false;
  /** How deep in brackets the label's first number stands: "targets: [1.1, 1.2]". */
  let listDepth = 0;
  /** The list's lines begin with list numbers. */
  let indexed = false;
  /** In a line of a list, before its number: words there ("close the order at") change nothing. */
  let inListLine = false;
  /** A list of lines that a remark behind one of its numbers has interrupted. */
  let interrupted: { label: Label; group: number; depth: number; last: Level } | null = null;

  const open = (next: Label | null, term: Term): void => {
    const isList =
      (label === 'target' || label === 'entry') && lastLevel !== null && !isInline(group);
    const isRemark = next === null || next === 'skip' || next === 'risk';
    if (isList && isRemark && lastLevel && label)
      interrupted = { label, group, depth: labelDepth, last: lastLevel };
    else if (!isRemark) interrupted = null;
    label = next;
    labelDepth = term.depth;
    collected = 0;
    closedByLine = false;
    indexed = false;
    listDepth = 0;
    unknownWords = 0;
    // "Sell stop ETH 2430": the coin between changes nothing.
    if (next !== 'implied' && next !== 'entry') beyond = null;
    lastLevel = null;
    if (next && PRICE_LABELS.has(next)) group++;
  };
  // An unknown word before a number is the coin only while there is no other coin and no entry.
  const hasCoin = (): boolean =>
    frame.entries.length > 0 ||
    frame.tickers.some((t) => t.ticker.form !== 'word' && t.ticker.form !== 'capitals');
  const listOf = (of: Label): Level[] => {
    if (of === 'stop') return frame.stops;
    if (of === 'target') return frame.targets;
    return of === 'sell' ? frame.sells : frame.entries;
  };

  for (let at = 0; at < terms.length; at++) {
    const term = terms[at];
    if (!term) break;
    if (at <= skipUntil) continue;
    if (term.role === 'skip' && term.text.startsWith('trailing conf')) inBotSettings = true;
    if (inBotSettings && term.kind === 'break' && terms[at + 1]?.kind === 'break')
      inBotSettings = false;
    if (inBotSettings) {
      open(null, term);
      previous = term;
      continue;
    }
    const newClause = previous !== null && previous.clause !== term.clause;
    if (newClause && label === 'implied') open(null, term);
    if (label !== null && term.depth < labelDepth) {
      // "入场价格 (Entry)" and then the price: the label goes on behind its bracket.
      if (collected === 0) labelDepth = term.depth;
      else open(null, term);
    }

    if (term.kind === 'break') {
      beyond = null;
      if (label === 'implied' || label === 'skip' || label === 'risk' || label === 'coin')
        open(null, term);
      else if (label === 'leverage' && collected > 0) open(null, term);
      else if (label === 'stop' && collected > 0) open(null, term);
      else if (label !== null && collected > 0) closedByLine = true;
      const list: boolean =
        label === 'target' || label === 'entry' || (label === null && interrupted !== null);
      const numberedLine =
        list &&
        terms.slice(at + 1, at + 4).find((t) => t.kind !== 'mark' && t.kind !== 'gap')?.kind ===
          'index';
      if (interrupted && label === null && (numberedLine || levelStartsLine(terms, at + 1))) {
        ({ label, group, depth: labelDepth, last: lastLevel } = interrupted);
        collected = 1;
        closedByLine = true;
        interrupted = null;
      }
      inListLine = numberedLine;
      previous = term;
      continue;
    }
    if (term.kind === 'index') {
      indexed = true;
      if (lastTargetLine === term.line || label === 'target' || label === 'entry')
        closedByLine = false;
      previous = term;
      continue;
    }
    if (term.kind === 'mark') {
      const labelled = labelOfMark(term, terms[at + 1], label, collected);
      if (labelled !== undefined) open(labelled, term);
      if (term.mark === 'done' && doneBelongsToTarget(terms, at, lastTargetLine))
        note(frame.reached, term);
      previous = term;
      continue;
    }
    if (term.kind === 'timeframe') {
      if (label === 'entry' || label === 'implied')
        frame.entryCandle = {
          timeframe: frame.entryCandle?.timeframe ?? term.timeframe ?? null,
          term,
        };
      previous = term;
      continue;
    }
    if (term.kind === 'number') {
      const outcome = placeNumber(terms, at);
      if (outcome === 'index') {
        closedByLine = false;
        indexed = true;
      }
      if (outcome === 'placed') inListLine = false;
      skipUntil = Math.max(skipUntil, outcome === 'fraction' ? at + 2 : at);
      previous = term;
      continue;
    }
    if (term.kind !== 'word') {
      previous = term;
      continue;
    }

    if (AIMS.has(term.text) && aimsAt(terms, at)) {
      note(frame.labels, { role: 'target', term });
      open('target', term);
      previous = term;
      continue;
    }
    if (term.ticker) {
      const role = term.role;
      const asTicker = !role || isTickerPlace(terms, at);
      if (asTicker) {
        note(frame.tickers, { term, ticker: term.ticker, labelled: label === 'coin' });
        const sure = term.ticker.form !== 'word' && term.ticker.form !== 'capitals';
        if (label === 'coin') open('implied', term);
        else if (term.depth > labelDepth && label !== null) unknownWords++;
        else if (label === null || label === 'implied' || sure) {
          if (label !== null && label !== 'implied' && collected === 0) unknownWords++;
          else if (sure || (isBesideOrder(terms, at) && !hasCoin())) open('implied', term);
          else open(null, term);
        } else if (collected > 0) open(null, term);
        else unknownWords++;
        previous = term;
        if (role) continue;
        continue;
      }
    }
    const passing =
      inListLine &&
      (term.role === 'close' ||
        term.role === 'order' ||
        term.role === 'filler' ||
        term.role === undefined);
    if (!passing) handleRole(term, at);
    previous = term;
  }
  return frame;

  function handleRole(term: Term, at: number): void {
    const role = term.role;
    switch (role) {
      case 'long':
      case 'short':
        note(frame.sides, { side: role, term, strength: 'word' });
        if (
          label === null ||
          label === 'implied' ||
          collected > 0 ||
          label === 'skip' ||
          label === 'leverage'
        )
          open('implied', term);
        return;
      case 'buy':
      case 'sell': {
        const levels = isFollowedByLevel(terms, at);
        note(frame.sides, {
          side: role === 'buy' ? 'long' : 'short',
          term,
          strength: levels ? 'verb' : 'word',
        });
        if (levels) open(role === 'buy' ? 'entry' : 'sell', term);
        else if (label !== 'entry' || collected > 0) open('implied', term);
        return;
      }
      case 'entry':
      case 'average':
        note(frame.labels, { role, term });
        if (term.text.startsWith('buy'))
          note(frame.sides, { side: 'long', term, strength: 'verb' });
        if (term.text.startsWith('sell')) {
          note(frame.sides, { side: 'short', term, strength: 'verb' });
          open('sell', term);
          return;
        }
        open('entry', term);
        return;
      case 'stop':
      case 'target':
        note(frame.labels, { role, term });
        open(role, term);
        if (role === 'target') lastTargetLine = term.line;
        return;
      case 'leverage':
      case 'coin':
        open(role, term);
        return;
      case 'risk':
        // "small volume" in passing says nothing; "risk: 2%" has a number that is no price.
        if (hasNumberInLine(terms, at)) open('risk', term);
        return;
      case 'skip':
      case 'result':
        open('skip', term);
        saysEntry = term.text.includes('entry');
        saysPriceNow = PRICE_NOW.has(term.text);
        return;
      case 'limit':
        note(frame.limit, term);
        if (label !== 'entry' || collected > 0) open('entry', term);
        return;
      case 'market':
        if (isFieldName(terms, at) || previous?.role === 'stop') return;
        note(frame.market, term);
        if (label !== 'entry' || collected > 0) open(label === 'entry' ? 'entry' : 'implied', term);
        return;
      case 'entered': {
        note(frame.market, term);
        if (term.text.startsWith('long'))
          note(frame.sides, { side: 'long', term, strength: 'word' });
        if (term.text.startsWith('short'))
          note(frame.sides, { side: 'short', term, strength: 'word' });
        open('implied', term);
        return;
      }
      case 'spot':
        frame.spot ??= term;
        if (term.text.endsWith(' buy')) note(frame.sides, { side: 'long', term, strength: 'word' });
        if (label === null) open('implied', term);
        return;
      case 'futures':
        frame.futures ??= term;
        return;
      case 'above':
      case 'below':
        if (label === null && /^(buy|sell) stop$/u.test(term.text)) {
          note(frame.sides, { side: role === 'above' ? 'long' : 'short', term, strength: 'verb' });
          open('entry', term);
        }
        beyond = { direction: role, term };
        return;
      case 'sats':
        frame.sats = true;
        return;
      case 'candle':
      case 'daily':
      case 'weekly':
      case 'hourly':
        markCandle(term, CANDLE_LENGTH[role] ?? null);
        return;
      case 'hit':
        if (lastTargetLine === term.line || label === 'target') note(frame.reached, term);
        open(null, term);
        return;
      case 'stoppedOut':
        open(null, term);
        return;
      case 'close':
        if (isCandleClose(terms, at)) {
          markCandle(term, null);
          return;
        }
        if (
          terms[at + 1]?.text === ':' ||
          (terms[at + 1]?.role === 'at' && terms[at + 2]?.text === ':') ||
          (terms[at + 1]?.text === '@' && terms[at - 1]?.kind === 'break')
        ) {
          // "Close: 2440 / 2400" under a side and an entry.
          note(frame.labels, { role: 'target', term });
          open('target', term);
          return;
        }
        if (label !== null && collected === 0) return;
        open(null, term);
        return;
      case 'if':
        if (collected > 0) open(null, term);
        return;
      case 'later':
      case 'maybe':
      case 'past':
        if (label === 'implied' || collected > 0) open(null, term);
        return;
      case 'not':
      case 'no':
        open(null, term);
        return;
      case 'open':
        if (terms[at + 1]?.text === '@' && isFollowedByLevel(terms, at)) open('entry', term);
        return;
      case 'hold':
        if (!isHeldForPrice(terms, at)) {
          open(null, term);
          return;
        }
        note(frame.labels, { role: 'target', term });
        open('target', term);
        return;
      case 'filler':
        if (collected > 0 && !CURRENCY_WORDS.has(term.text) && term.depth <= labelDepth)
          open(null, term);
        return;
      case undefined:
        if (term.depth > labelDepth && collected > 0) return;
        if (isUnknownLabel(terms, at)) {
          open(null, term);
          return;
        }
        if (label === 'implied' || collected > 0 || ++unknownWords > 2) open(null, term);
        return;
      default:
        if (TRANSPARENT.has(role)) return;
        open(null, term);
    }
  }

  function markCandle(term: Term, timeframe: string | null): void {
    if (label !== 'entry' && label !== 'implied') return;
    frame.entryCandle = { timeframe: frame.entryCandle?.timeframe ?? timeframe, term };
  }

  /** Puts the number at `at` into its list; says so when it turned out to be a list number or a fraction. */
  function placeNumber(
    all: readonly Term[],
    at: number,
  ): 'placed' | 'index' | 'fraction' | 'ignored' {
    const term = all[at];
    const number = term?.number;
    if (!term || !number) return 'ignored';
    const next = all[at + 1];
    const isFresh = collected === 0;

    if (
      number.currency &&
      number.whole &&
      label !== 'entry' &&
      label !== 'stop' &&
      label !== 'target' &&
      KNOWN_DIGIT_TICKERS.has(number.digits)
    ) {
      const base: Ticker = { base: number.digits, quote: null, form: 'tag', notCrypto: false };
      note(frame.tickers, { term, ticker: base, labelled: false });
      open('implied', term);
      return 'ignored';
    }
    if (
      isFraction(all, at) &&
      (!isFresh || label === 'implied' || label === null || term.depth > 0)
    )
      return 'fraction';
    if (number.unit === 'ratio' || number.unit === 'big') return 'ignored';
    if (isCount(number.whole, number.digits, next)) return 'ignored';
    // "Buy 0.5 BTC at 61000": an amount.
    if (
      next?.ticker &&
      next.ticker.form !== 'word' &&
      next.ticker.form !== 'capitals' &&
      !next.glued &&
      label !== 'stop' &&
      label !== 'target' &&
      previous?.kind === 'word' &&
      levelFollows(all, at + 2, term.line)
    )
      return 'ignored';
    // "1 stop for both", "2 тейк": it numbers what follows.
    if (
      number.whole &&
      Number(number.digits) <= HIGHEST_INDEX &&
      number.unit === null &&
      (next?.role === 'stop' || next?.role === 'target') &&
      label !== 'implied'
    )
      return 'ignored';
    // "BTCUSDT, 15: long": a heading, or the value of one.
    if (label === 'implied' && number.whole && next?.text === ':') return 'ignored';
    // "2-фазный", "3-step".
    if (
      number.whole &&
      next?.text === '-' &&
      next.glued &&
      all[at + 2]?.kind === 'word' &&
      !all[at + 2]?.role &&
      all[at + 2]?.glued
    )
      return 'ignored';
    // "above 61000 entry": the label stands behind.
    if (label === null && next?.role === 'entry' && !isFollowedByLevel(all, at + 1)) {
      const before = beyond;
      open('entry', term);
      beyond = before;
    }

    if (number.unit === 'percent') {
      const after = next?.role;
      const value = number.values[0]?.value ?? '0';
      if (after === 'stop' && !isFollowedByLevel(all, at + 1)) {
        frame.stops.push(level(term, 'percent', null));
        skipUntil = at + 1;
        return 'placed';
      }
      if (label === 'risk' || after === 'risk') {
        frame.risk ??= { percent: value, term };
        return 'ignored';
      }
      if (
        label === 'stop' &&
        (isFresh || lastLevel?.kind === 'percent' || isFreshPercentPair(all, at))
      )
        return place(term, 'percent');
      if (label === 'stop' && coversLevelBefore(all, at) && lastLevel) {
        lastLevel.kind = 'percent';
        return place(term, 'percent');
      }
      const firstOfLine =
        lastLevel === null || lastLevel.kind === 'percent' || lastLevel.term.line !== term.line;
      if (label === 'target' && term.depth <= labelDepth && !closedByLine) {
        if (
          firstOfLine &&
          (isFresh || lastLevel?.kind === 'percent' || previous?.role === 'target')
        )
          return place(term, 'percent');
        if (coversLevelBefore(all, at)) {
          for (const earlier of frame.targets) if (earlier === lastLevel) earlier.kind = 'percent';
          return place(term, 'percent');
        }
      }
      return 'ignored';
    }
    if (number.unit === 'times') {
      const asPrice =
        (label === 'entry' || label === 'target' || label === 'stop') &&
        (!number.whole || number.digits.length >= 3);
      const leftOut =
        label === 'implied' && number.whole && Number(number.digits) > HIGHEST_LEVERAGE;
      if (!asPrice && !leftOut) {
        const value = number.values[0]?.value ?? '0';
        const place =
          label === 'leverage' ||
          label === 'implied' ||
          label === null ||
          frame.tickers.some((t) => t.term.line === term.line) ||
          isAloneInLine(terms, at);
        if (
          place &&
          label !== 'skip' &&
          label !== 'risk' &&
          Number(value) >= 1 &&
          Number(value) <= HIGHEST_LEVERAGE
        ) {
          // "(3-5x)": the x holds for both ends.
          const before = all[at - 2];
          if (
            all[at - 1]?.text === '-' &&
            before?.kind === 'number' &&
            before.number?.whole &&
            before.number.unit === null &&
            frame.leverage.length === 0 &&
            Number(before.number.digits) < Number(value)
          ) {
            note(frame.leverage, { value: before.number.digits, term: before });
            removeLevel(before);
          }
          note(frame.leverage, { value, term });
          collected += label === 'leverage' ? 1 : 0;
        }
        return 'ignored';
      }
    }
    if (label === null) {
      if (term.depth === 0 && number.sign !== '+') note(frame.strays, term);
      return 'ignored';
    }
    if (label === 'skip' && saysEntry) note(frame.strays, term);
    if (label === 'skip' && saysPriceNow) frame.priceNow ??= level(term, 'price', null);
    if (label === 'skip' || label === 'coin' || label === 'risk') return 'ignored';
    if (label === 'leverage') {
      if (
        number.whole &&
        number.unit === null &&
        Number(number.digits) >= 1 &&
        Number(number.digits) <= HIGHEST_LEVERAGE &&
        next?.kind !== 'timeframe'
      ) {
        note(frame.leverage, { value: number.digits, term });
        collected++;
      }
      return 'ignored';
    }
    if (term.depth > Math.max(labelDepth, listDepth) && !isFresh) return 'ignored';
    if (
      isIndex(all, at, listOf(label).filter((l) => l.kind === 'price').length + 1, label === 'stop')
    )
      return 'index';
    if (closedByLine && lastLevel?.term.line !== term.line) {
      const startsLine =
        previous?.kind === 'break' ||
        (previous !== null && previous.line === term.line && previous.kind === 'mark');
      // A list goes on in the next line only if it was a list of lines from the start.
      if (
        !startsLine ||
        label === 'implied' ||
        label === 'stop' ||
        indexed ||
        (isInline(group) && !(label === 'target' && isNumbersOnly(terms, at)))
      ) {
        open(null, term);
        return 'ignored';
      }
    }
    return place(term, 'price');
  }

  function place(term: Term, kind: Level['kind']): 'placed' {
    const list = listOf(label ?? 'entry');
    if (list.length >= MOST_OF_A_KIND) return 'placed';
    const placed = level(
      term,
      kind,
      lastLevel === null ? null : joinBetween(terms, lastLevel.term, term),
    );
    list.push(placed);
    if (label === 'target') lastTargetLine = term.line;
    lastLevel = placed;
    if (collected === 0) listDepth = term.depth;
    collected++;
    beyond = null;
    return 'placed';
  }

  function removeLevel(term: Term): void {
    for (const list of [frame.entries, frame.stops, frame.targets, frame.sells]) {
      const at = list.findIndex((l) => l.term === term);
      if (at >= 0) list.splice(at, 1);
    }
  }

  function level(term: Term, kind: Level['kind'], join: Level['join']): Level {
    const spaced =
      lastLevel !== null &&
      placeOf(terms, term) - placeOf(terms, lastLevel.term) === 1 &&
      !term.glued;
    const numbered = term.glued && previous?.role === 'target' ? frame.targets.length + 1 : null;
    return { term, kind, join, spaced: spaced && kind === 'price', numbered, group, beyond };
  }

  /** The label of this group had a number in its own line. */
  function isInline(of: number): boolean {
    const levels = [...frame.entries, ...frame.targets, ...frame.sells].filter(
      (l) => l.group === of,
    );
    const first = levels[0];
    if (!first) return false;
    const labelTerm = frame.labels.findLast((l) => l.term.start <= first.term.start)?.term;
    return labelTerm?.line === first.term.line;
  }
}

const PRICE_NOW: ReadonlySet<string> = new Set([
  'current price',
  'price now',
  'live price',
  'market price now',
]);

const CANDLE_LENGTH: Readonly<Record<string, string>> = { hourly: '1h', daily: '1d', weekly: '1w' };

/** "a 4h close above", "closes below": the candle's close, not an order to close. */
export function isCandleClose(terms: readonly Term[], at: number): boolean {
  const [before, next] = [terms[at - 1], terms[at + 1]];
  return (
    next?.role === 'above' ||
    next?.role === 'below' ||
    before?.kind === 'timeframe' ||
    before?.role === 'candle' ||
    before?.role === 'hourly'
  );
}

/** "Market: Spot", "Market: Binance": the name of a field, no word for now. */
function isFieldName(terms: readonly Term[], at: number): boolean {
  const [colon, value] = [terms[at + 1], terms[at + 2]];
  return (
    colon?.text === ':' &&
    value?.kind === 'word' &&
    !value.ticker &&
    (value.role === 'spot' ||
      value.role === 'futures' ||
      value.role === 'filler' ||
      value.role === undefined)
  );
}

/** "hold for 2.0, 2.8": what is held for a price has it as a target. */
function isHeldForPrice(terms: readonly Term[], at: number): boolean {
  const value = terms[at + 2];
  const unit = terms[at + 3];
  return (
    terms[at + 1]?.text === 'for' &&
    value?.number?.unit === null &&
    unit?.kind !== 'timeframe' &&
    unit?.kind !== 'word'
  );
}

/** ", xyz 62900" or "xyz: 62900" at the beginning of a line: a word there names what follows, whatever it means. */
function isUnknownLabel(terms: readonly Term[], at: number): boolean {
  const [before, next] = [terms[at - 1], terms[at + 1]];
  if (before?.text === ',') return next?.kind === 'number' || next?.text === ':';
  return before?.kind === 'break' && next?.text === ':';
}

/** Words whose price is a target when it follows directly: "looking for 1.98", "take 85 / 88". */
const AIMS: ReadonlySet<string> = new Set([
  'looking for',
  'eyeing',
  'expecting',
  'anticipating',
  'aiming for',
  'aim for',
  'take',
]);

function aimsAt(terms: readonly Term[], at: number): boolean {
  const value = terms[at + 1];
  const unit = terms[at + 2];
  return (
    value?.number !== undefined &&
    (value.number.unit === null || value.number.unit === 'thousand') &&
    !isFraction(terms, at + 1) &&
    unit?.kind !== 'timeframe' &&
    !(unit?.kind === 'word' && unit.role === undefined)
  );
}

/** A number stands right behind, or behind a colon. */
function hasNumberInLine(terms: readonly Term[], at: number): boolean {
  const next = terms[at + 1];
  if (next?.kind === 'number') return true;
  return (
    next?.kind === 'mark' &&
    (':=~'.includes(next.text) || (next.text === '-' && !next.glued) || next.text === '(')
  );
}

/** "Stop: 0.5% - 630.2, 1% - 633.33": percent and price side by side. */
function isFreshPercentPair(terms: readonly Term[], at: number): boolean {
  return terms[at + 1]?.text === '-' && terms[at + 2]?.kind === 'number';
}

/** "20-30%" without a space: the percent sign holds for both. */
function coversLevelBefore(terms: readonly Term[], at: number): boolean {
  const [first, dash, second] = [terms[at - 2], terms[at - 1], terms[at]];
  if (!first?.number?.whole || dash?.text !== '-' || !second?.number?.whole) return false;
  return (
    dash.glued &&
    second.glued &&
    Number(first.number.digits) < Number(second.number.digits) &&
    Number(first.number.digits) <= 100
  );
}

const BETWEEN: ReadonlySet<string> = new Set([
  'between',
  'entre',
  'zwischen',
  'между',
  'antara',
  'giua',
  'بین',
  'بين',
]);

function joinBetween(
  terms: readonly Term[],
  first: Term,
  second: Term,
): 'range' | 'list' | 'arrow' {
  let range = false;
  for (let i = placeOf(terms, first) + 1; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term === second) break;
    if (term.text === '→' || (term.text === '-' && terms[i + 1]?.text === '>')) return 'arrow';
    if (term.kind === 'break' || term.text === '/' || term.text === ',' || term.text === '|')
      return 'list';
    if (term.text === '-' || term.text === '~' || term.role === 'to') range = true;
    const between = terms[placeOf(terms, first) - 1]?.text.split(' ').at(-1) ?? '';
    if (term.role === 'and' && BETWEEN.has(between)) range = true;
  }
  return range ? 'range' : 'list';
}

/** ✅ behind a target's number, its list number or its label; not in front of the label. */
function doneBelongsToTarget(terms: readonly Term[], at: number, lastTargetLine: number): boolean {
  const term = terms[at];
  if (!term || lastTargetLine !== term.line) return false;
  const before = terms[at - 1];
  if (!before || before.line !== term.line) return false;
  const next = terms[at + 1];
  if (next?.role === 'target' || next?.role === 'stop') return false;
  return (
    before.kind === 'number' ||
    before.kind === 'index' ||
    before.role === 'target' ||
    before.mark === 'done' ||
    before.text === ')' ||
    before.text === '%' ||
    before.role === 'hit'
  );
}

/**
 * The label that an emoji right before a number stands for: 🎯9.2 and ⛔8.3 behind an entry. A ✅
 * there says only that the entry's numbers are over.
 */
function labelOfMark(
  term: Term,
  next: Term | undefined,
  label: Label | null,
  collected: number,
): Label | null | undefined {
  if (next?.kind !== 'number' || next.number?.unit === 'percent') return undefined;
  const entryIsOver = (label === 'entry' || label === 'implied') && collected > 0;
  const free = label === null || entryIsOver;
  if (term.mark === 'target' && (free || label === 'stop')) return 'target';
  if (term.mark === 'failed' && (free || (label === 'target' && collected > 0))) return 'stop';
  return term.mark === 'done' && entryIsOver && label === 'implied' ? null : undefined;
}

/** A vocabulary word in capitals in a ticker's place: first of a line before a colon or a side, or after a side. */
function isTickerPlace(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  const before = terms[at - 1];
  const next = terms[at + 1];
  if (!term?.ticker) return false;
  if (
    term.role === 'long' ||
    term.role === 'short' ||
    term.role === 'stop' ||
    term.role === 'target' ||
    term.role === 'entry' ||
    term.role === 'leverage'
  )
    return false;
  // "OPEN LONG" and "MOVE SHORT" are verbs before a side.
  const isVerb =
    term.role === 'open' || term.role === 'move' || term.role === 'close' || term.role === 'add';
  if (isVerb && next && (next.role === 'long' || next.role === 'short')) return false;
  if (before?.text === '$' || before?.text === '#') return true;
  const first = !before || before.kind === 'break' || before.kind === 'mark';
  const beforeSide =
    next?.role === 'long' ||
    next?.role === 'short' ||
    next?.role === 'buy' ||
    next?.role === 'sell' ||
    next?.role === 'limit' ||
    next?.role === 'spot';
  if (
    first &&
    (next?.text === ':' ||
      beforeSide ||
      next?.role === 'stop' ||
      next?.role === 'move' ||
      next?.role === 'hit' ||
      next?.role === 'close' ||
      next?.role === 'cancel' ||
      next?.role === 'hold')
  )
    return term.role !== 'skip' || beforeSide;
  return (
    before?.role === 'long' ||
    before?.role === 'short' ||
    before?.role === 'buy' ||
    before?.role === 'sell' ||
    before?.role === 'entered' ||
    before?.role === 'coin'
  );
}

/** An unknown word that stands where a ticker would: beside a side or an order word, or first before a number. */
export function isBesideOrder(terms: readonly Term[], at: number): boolean {
  const before = previousWord(terms, at);
  const next = nextWord(terms, at);
  const orders: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
    'long',
    'short',
    'buy',
    'sell',
    'limit',
    'entered',
    'spot',
    'market',
  ]);
  if (before && orders.has(before.role)) return true;
  if (next && orders.has(next.role)) return true;
  return before === null && terms[at + 1]?.kind === 'number';
}

function previousWord(terms: readonly Term[], at: number): Term | null {
  for (let i = at - 1; i >= 0; i--) {
    const term = terms[i];
    if (!term || term.kind === 'break' || term.clause !== terms[at]?.clause) return null;
    if (term.kind === 'word' && term.role !== 'at') return term;
    if (term.kind === 'number') return null;
  }
  return null;
}

function nextWord(terms: readonly Term[], at: number): Term | null {
  for (let i = at + 1; i < terms.length; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break' || term.clause !== terms[at]?.clause) return null;
    if (term.kind === 'word') return term;
    if (term.kind === 'number') return null;
  }
  return null;
}
