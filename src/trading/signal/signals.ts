import { dec } from '../money.ts';
import { collectFields, type Frame, isBesideOrder, isCandleClose, type Level } from './fields.ts';
import type {
  Provenance,
  ReadContext,
  Reading,
  Side,
  Signal,
  SignalEntry,
  Span,
  StopLevel,
  Target,
} from './reading.ts';
import { type LevelRole, type PricedLevel, settleScale } from './scale.ts';
import { placeOf, type Term, type Ticker } from './terms.ts';
import { isWithoutSpaces } from './tokens.ts';
import { objectionTo, sideOfLevels } from './validate.ts';
import type { Role } from './vocabulary/roles.ts';

/** What the reader makes of a message's places; the caller turns them into spans. */
export type SpanOf = (start: number, end: number) => Span;

/** A frame read: the reading, and whether the message can be anything else. */
export type FrameReading = { reading: Reading; frame: Frame };

const HEDGES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'if',
  'later',
  'maybe',
  'past',
  'not',
]);
const INSTRUCTIONS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'cancel',
  'move',
  'reduce',
  'secure',
  'hold',
  'hit',
  'filled',
  'stoppedOut',
  'flip',
  'add',
]);
/** Of these, the ones that stand before an order's entry only when it is told, not given. */
const REPORTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'cancel',
  'hit',
  'filled',
  'stoppedOut',
  'flip',
]);
/** More unknown words than this around a side make it a story. */
const MOST_UNKNOWN_WORDS = 6;

/** Splits a message into the stretches that may each be a signal, and reads every one. */
export function readSignals(
  terms: readonly Term[],
  context: ReadContext,
  spanOf: SpanOf,
): FrameReading[] {
  let before: Frame | null = null;
  return splitFrames(terms).flatMap((part) => {
    const frame = collectFields(part);
    // The second of two opposite orders in one coin needs no name of its own.
    if (frame.tickers.length === 0 && before) frame.tickers.push(...before.tickers.slice(0, 1));
    before = frame;
    const pair = readTwoCoins(frame, context, spanOf);
    if (pair) return pair.map((reading) => ({ reading, frame }));
    return [{ reading: readFrame(frame, context, spanOf), frame }];
  });
}

/**
 * A new stretch begins with a line that names another coin (or the other side) together with a side
 * or an entry, once the one before has levels of its own.
 */
function splitFrames(terms: readonly Term[]): Term[][] {
  const lines = linesOf(terms);
  const frames: Term[][] = [];
  let current: Term[] = [];
  let base: string | null = null;
  let side: Role | null = null;
  let levels = 0;
  for (const { line, listed } of lines) {
    const sure =
      line.find(
        (t) => t.ticker && t.ticker.form !== 'word' && t.ticker.form !== 'capitals' && !t.role,
      )?.ticker ?? null;
    const sideTerm = line.find(
      (t) => t.role === 'long' || t.role === 'short' || t.role === 'buy' || t.role === 'sell',
    );
    const sideRole = sideTerm ? sideOfRole(sideTerm.role) : null;
    const opens =
      sideTerm !== undefined || line.some((t) => t.role === 'entry' || t.role === 'limit');
    const otherCoin: boolean =
      sure !== null && base !== null && sure.base !== base && (opens || line.length <= 8);
    const otherSide =
      sideRole !== null &&
      side !== null &&
      sideRole !== side &&
      sideTerm?.role !== 'sell' &&
      sideTerm?.role !== 'buy' &&
      line.some((t) => t.kind === 'number');
    if (levels > 0 && (otherCoin || otherSide)) {
      frames.push(current);
      current = [];
      base = otherCoin ? null : base;
      side = null;
      levels = 0;
    }
    current.push(...line);
    base ??= sure?.base ?? null;
    side ??= sideRole;
    if (
      listed ||
      (line.some(
        (t) => t.role === 'entry' || t.role === 'stop' || t.role === 'target' || t.role === 'limit',
      ) &&
        line.some((t) => t.kind === 'number'))
    )
      levels++;
  }
  if (current.length > 0) frames.push(current);
  return frames;
}

/** The lines of a message; one that lists orders ("BTC buy 60000, ETH sell 2500") is several. */
function linesOf(terms: readonly Term[]): { line: Term[]; listed: boolean }[] {
  const lines: Term[][] = [];
  for (const term of terms) {
    const line = lines[term.line];
    if (line) line.push(term);
    else lines[term.line] = [term];
  }
  return lines.flatMap((line): { line: Term[]; listed: boolean }[] => {
    if (!line) return [];
    const parts: Term[][] = [[]];
    for (const term of line) {
      parts.at(-1)?.push(term);
      if (term.text === ',' || term.text === ';' || term.text === '|') parts.push([]);
    }
    const orders = parts.filter(
      (part) =>
        part.some((t) => t.ticker && isSure(t.ticker)) &&
        part.some((t) => sideOfRole(t.role) !== null),
    );
    const bases = new Set(
      orders.map((part) => part.find((t) => t.ticker && isSure(t.ticker))?.ticker?.base),
    );
    return orders.length >= 2 && bases.size === orders.length
      ? parts.filter((part) => part.length > 0).map((part) => ({ line: part, listed: true }))
      : [{ line, listed: false }];
  });
}

function isSure(ticker: Ticker): boolean {
  return ticker.form !== 'word' && ticker.form !== 'capitals';
}

function sideOfRole(role: Role | undefined): Side | null {
  if (role === 'long' || role === 'buy') return 'long';
  return role === 'short' || role === 'sell' ? 'short' : null;
}

const none = (why: string): Reading => ({ kind: 'none', why, provenance: {} });

function readFrame(frame: Frame, context: ReadContext, spanOf: SpanOf): Reading {
  const symbol = chooseSymbol(frame, context);
  if (symbol.kind === 'notCrypto') return none(`${symbol.base} is no crypto asset`);
  const sides = chooseSide(frame, symbol.term);
  const entriesOf = (side: Side | null): Level[] =>
    side === 'short' && frame.entries.length === 0 ? frame.sells : frame.entries;
  const targetsOf = (side: Side | null): Level[] =>
    side === 'short' && frame.entries.length === 0
      ? frame.targets
      : [...frame.targets, ...frame.sells];
  const verbSide: Side | null =
    sides.length > 0
      ? null
      : frame.sides.some((s) => s.side === 'long')
        ? 'long'
        : frame.sides.length > 0 && frame.entries.length === 0
          ? 'short'
          : null;
  const spoken = sides.length === 1 ? (sides[0] ?? null) : verbSide;
  const entryLevels = entriesOf(spoken);
  const targetLevels = targetsOf(spoken);
  const marketWord = frame.market.some((t) => isOrderLine(frame, t.line));
  const labelled =
    (frame.stops.length > 0 ? 1 : 0) +
    (targetLevels.length > 0 ? 1 : 0) +
    (entryLevels.length > 0 ? 1 : 0);

  if (frame.reached.length > 0) return none('a report of targets reached');
  // "Shorts get squeezed, stops above 62k": without an entry the coin must be named for sure.
  const guessed = symbol.kind === 'found' && symbol.ticker.form === 'word';
  if (guessed && entryLevels.length === 0 && !marketWord) return none('no coin and no entry');
  if (spoken === null && sides.length === 0 && labelled < 2) return none('no order in it');
  if (spoken === null && sides.length === 0 && entryLevels.length === 0 && !marketWord)
    return none('levels without an entry or a side');
  // Prices in running text are no order without a side: "a close above 2,600 would be bullish, target 3,000".
  const named =
    frame.labels.some((l) => l.role === 'entry' || l.role === 'average') ||
    frame.limit.length > 0 ||
    frame.spot !== null;
  if (spoken === null && sides.length === 0 && frame.stops.length === 0 && !named)
    return none('prices without a side or an entry');
  if (labelled === 0 && !marketWord) {
    const numbered =
      spoken !== null &&
      symbol.kind === 'found' &&
      symbol.ticker.form !== 'word' &&
      frame.strays.length > 0 &&
      isShortLine(frame.terms, symbol.term.line);
    return numbered
      ? unclear('it has a side and numbers, and nothing says which is the entry', 'entry', {})
      : none('a side without a price, and no word for now');
  }

  const structured =
    (frame.stops.length > 0 && (entryLevels.length > 0 || targetLevels.length > 0)) ||
    (entryLevels.length > 0 && targetLevels.length > 0);
  const doubt = doubtAbout(frame, symbol.term, spoken, entryLevels, structured);
  const story = isStory(frame, symbol.term, spoken);
  if (!structured && (doubt || story)) {
    // A plan, a condition, a question or a report asks for nothing; an opinion with a price may.
    const offer = doubt?.role === 'maybe' && labelled > 0 && !story && symbol.kind === 'found';
    return offer
      ? unclear(`it may be an opinion (${doubt.said})`, 'action', {})
      : none(doubt ? `a plan, a question or a report (${doubt.said})` : 'a sentence, not an order');
  }

  if ((!structured || frame.stops.length === 0) && isResultCard(frame)) return none('a result');
  if (headsWithEnd(frame)) return none('a report of a trade that has ended');
  if (entryLevels.some((l) => l.join === 'arrow'))
    return unclear('an arrow stands between two prices', 'entry', {});
  const sold = frame.sides.length > 0 && frame.sides.every((s) => s.term.role === 'sell');
  if (!structured && sold && symbol.kind === 'found' && symbol.ticker.form !== 'pair') {
    return unclear('“sell” may close a long or open a short', 'action', {});
  }
  if (sides.length > 1 && labelled === 0)
    return none('a side without a price, and no word for now');
  const unread =
    unreadLabel(frame, entryLevels, marketWord) ??
    strayEntry(frame, entryLevels, targetLevels, marketWord) ??
    strayLevel(frame, entryLevels, targetLevels);

  const provenance: Record<string, Span[]> = {};
  const cite = (field: string, term: Term | null | undefined): void => {
    if (!term) return;
    const spans = provenance[field] ?? [];
    spans.push(spanOf(term.start, term.end));
    provenance[field] = spans;
  };

  const base =
    symbol.kind === 'found' ? symbol.ticker.base : (context.hints?.defaultSymbol ?? null);
  const quote = (symbol.kind === 'found' ? symbol.ticker.quote : null) ?? null;
  if (symbol.kind === 'found') cite('symbol', symbol.term);
  const price = base === null ? undefined : context.prices?.[base];
  const toSettle: { level: Level; role: LevelRole }[] = [
    ...entryLevels.map((level) => ({ level, role: 'entry' as const })),
    ...frame.stops.map((level) => ({ level, role: 'stop' as const })),
    ...targetLevels.map((level) => ({ level, role: 'target' as const })),
  ];
  const settled = settleScale(toSettle, {
    base,
    quote,
    sats: frame.sats,
    ...(price === undefined ? {} : { price }),
    ...(context.hints?.thousandsShorthand ? { thousandsShorthand: true } : {}),
  });
  if ('ambiguous' in settled) return unclear(settled.ambiguous, 'entry', provenance);

  const entries = settled.levels.filter((l) => l.role === 'entry');
  const targets: Target[] = [
    ...settled.levels.filter((l) => l.role === 'target').map((l) => ({ price: l.value })),
    ...targetLevels
      .filter((l) => l.kind === 'percent')
      .map((l) => ({ percent: l.term.number?.values[0]?.value ?? '0' })),
  ];
  const stop = chooseStop(
    frame.stops,
    settled.levels.filter((l) => l.role === 'stop'),
  );
  if (stop === 'several') return unclear('it gives more than one stop', 'stop', provenance);
  for (const { level } of entries) cite('entry', level.term);
  for (const { level } of settled.levels.filter((l) => l.role === 'target'))
    cite('targets', level.term);
  for (const level of targetLevels) if (level.kind === 'percent') cite('targets', level.term);
  for (const level of frame.stops) cite('stop', level.term);

  const inferred: string[] = [];
  if (settled.shorthand) inferred.push('prices: thousands written short');
  const levels = { entry: entryOf(frame, marketWord, entries, spoken), stop, targets };
  const partial = {
    ...(base === null ? {} : { symbol: base }),
    quote,
    entry: levels.entry,
    stop,
    targets: levels.targets,
  };
  if (sides.length > 1) return unclear('it says both long and short', 'side', provenance, partial);
  if (base === null)
    return unclear(
      'it names no coin',
      'symbol',
      provenance,
      spoken ? { ...partial, side: spoken } : partial,
    );
  if (symbol.kind === 'several')
    return unclear(
      `it names several coins (${symbol.bases.join(', ')})`,
      'symbol',
      provenance,
      partial,
    );

  let side = spoken;
  if (side === null) {
    const told = sideOfLevels(levels);
    // Who trades on the spot market buys.
    const bought = frame.spot && objectionTo('long', levels) === null ? 'long' : null;
    side =
      told ??
      bought ??
      (objectionTo(context.hints?.defaultSide ?? 'long', levels) === null
        ? (context.hints?.defaultSide ?? null)
        : null);
    if (side === null)
      return unclear(
        'it does not say long or short, and the prices do not tell',
        'side',
        provenance,
        partial,
      );
    if (told)
      inferred.push(
        `side: ${stop && 'price' in stop ? 'the stop' : 'the targets'} tell that it is a ${side}`,
      );
    else
      inferred.push(
        bought ? 'side: a spot trade is a long' : `side: this provider's usual, ${side}`,
      );
  } else {
    for (const mention of frame.sides) if (mention.side === side) cite('side', mention.term);
  }
  if (doubt)
    return unclear(`it may be a plan or a report (${doubt.said})`, 'action', provenance, {
      ...partial,
      side,
    });
  if (unread)
    return unclear(
      `it has a label for the ${unread}, and what follows could not be read`,
      unread,
      provenance,
      { ...partial, side },
    );
  const objection = objectionTo(side, levels);
  if (objection) return unclear(objection.why, objection.about, provenance, { ...partial, side });

  const leverage = leverageOf(frame);
  for (const { term } of frame.leverage) cite('leverage', term);
  const venue =
    frame.spot && !leverage
      ? 'spot'
      : frame.futures || leverage || side === 'short'
        ? 'futures'
        : null;
  const signal: Signal = {
    kind: 'signal',
    symbol: base,
    quote: quote ?? context.hints?.defaultQuote ?? null,
    side,
    market: venue,
    entry: entryOf(frame, marketWord, entries, side),
    stop,
    targets: levels.targets,
    leverage,
    ...(frame.risk ? { size: { risk: frame.risk.percent } } : {}),
    ...(inferred.length > 0 ? { inferred } : {}),
    provenance,
  };
  return signal;
}

function unclear(
  why: string,
  about: NonNullable<Extract<Reading, { kind: 'unclear' }>['about']>,
  provenance: Provenance,
  partial?: Extract<Reading, { kind: 'unclear' }>['partial'],
): Reading {
  return { kind: 'unclear', why, about, ...(partial ? { partial } : {}), provenance };
}

// Symbol

type SymbolChoice =
  | { kind: 'found'; ticker: Ticker; term: Term }
  | { kind: 'several'; bases: string[]; term: Term }
  | { kind: 'notCrypto'; base: string; term: Term }
  | { kind: 'missing'; term: null };

const MOST_TICKERS = 60;
const FORM_WEIGHT = { pair: 10, tag: 8, name: 7, known: 6, capitals: 3, word: 1 } as const;

/** The coin a frame is about: a pair over a tag over a known name over an unknown word in a ticker's place. */
export function chooseSymbol(
  frame: Pick<Frame, 'tickers' | 'sides' | 'terms'>,
  context: ReadContext,
): SymbolChoice {
  const sideClauses = new Set(frame.sides.map((s) => s.term.clause));
  const sideLines = new Set(frame.sides.map((s) => s.term.line));
  const byBase = new Map<
    string,
    { score: number; term: Term; ticker: Ticker; beside: boolean; sure: boolean }
  >();
  for (const { term, ticker, labelled } of frame.tickers.slice(0, MOST_TICKERS)) {
    const at = placeOf(frame.terms, term);
    const beside = isBesideOrder(frame.terms, at);
    const sure = ticker.form !== 'word' && ticker.form !== 'capitals';
    const heading = isHeading(frame.terms, at);
    if (ticker.form === 'word' && !beside && !labelled) continue;
    if (ticker.form === 'capitals' && !beside && !labelled && !sideLines.has(term.line) && !heading)
      continue;
    if (!sure && context.symbols && !context.symbols.has(ticker.base)) continue;
    let score = FORM_WEIGHT[ticker.form] + (labelled ? 6 : 0);
    if (sideClauses.has(term.clause)) score += 3;
    if (heading) score += 2;
    if (beside) score += 2;
    if (context.symbols?.has(ticker.base)) score += 1;
    const known = byBase.get(ticker.base);
    if (!known || score > known.score) {
      const better =
        known && known.ticker.quote !== null && ticker.quote === null
          ? { ...ticker, quote: known.ticker.quote }
          : ticker;
      byBase.set(ticker.base, { score, term, ticker: better, beside, sure });
    } else if (known.ticker.quote === null && ticker.quote !== null) {
      known.ticker = { ...known.ticker, quote: ticker.quote };
    }
  }
  const ranked = [...byBase.values()].sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  if (!best) return { kind: 'missing', term: null };
  if (best.ticker.notCrypto) return { kind: 'notCrypto', base: best.ticker.base, term: best.term };
  const rival =
    second?.sure && best.score - second.score < 2 && second.term.line === best.term.line;
  if (rival && second.ticker.notCrypto === false) {
    return { kind: 'several', bases: [best.ticker.base, second.ticker.base], term: best.term };
  }
  return { kind: 'found', ticker: best.ticker, term: best.term };
}

/** Alone in its line, or first in it before a colon, a dash or a side. */
function isHeading(terms: readonly Term[], at: number): boolean {
  const line = terms[at]?.line;
  const isWord = (t: Term): boolean =>
    (t.kind === 'word' || t.kind === 'number') && t.role !== 'filler' && t.role !== 'noise';
  for (let i = at - 1; i >= 0 && terms[i]?.line === line; i--) {
    const term = terms[i];
    if (term && isWord(term)) return false;
  }
  if (terms[at + 1]?.text === ':') return true;
  let next = at + 1;
  while (next < terms.length && terms[next]?.line === line) {
    const term = terms[next];
    if (term && isWord(term)) return sideOfRole(term.role) !== null;
    next++;
  }
  return true;
}

// Side

/** The sides that words name; two when they contradict each other. */
function chooseSide(frame: Frame, symbol: Term | null): Side[] {
  const words = frame.sides.filter((s) => s.strength === 'word');
  const named = new Set(words.map((s) => s.side));
  if (named.size < 2) return [...named];
  // A side beside the coin or in the line of a label outweighs one in running text.
  const lines = new Set([symbol?.line, ...frame.labels.map((l) => l.term.line)]);
  const near = new Set(
    words
      .filter((s) => lines.has(s.term.line) || isShortLine(frame.terms, s.term.line))
      .map((s) => s.side),
  );
  if (near.size === 1) return [...near];
  return [...named];
}

/** A line that orders: with a side, the coin or an entry's label in it, or hardly anything. */
function isOrderLine(frame: Frame, line: number): boolean {
  return (
    isShortLine(frame.terms, line) ||
    frame.sides.some((s) => s.term.line === line) ||
    frame.tickers.some((t) => t.term.line === line && isSure(t.ticker)) ||
    frame.labels.some((l) => l.role === 'entry' && l.term.line === line)
  );
}

function isShortLine(terms: readonly Term[], line: number): boolean {
  return terms.filter((t) => t.line === line && t.kind === 'word').length <= 3;
}

// Doubt

/** A word that makes the order a plan, a condition, an opinion, a question or a report; null when there is none. */
function doubtAbout(
  frame: Frame,
  symbol: Term | null,
  side: Side | null,
  entries: readonly Level[],
  structured: boolean,
): { role: Role | null; said: string } | null {
  const sideTerms = frame.sides.filter((s) => s.side === side).map((s) => s.term);
  // A side set off in a line of its own, or beside its levels, outweighs one in running text.
  const setOff = sideTerms.filter(
    (t) =>
      isShortLine(frame.terms, t.line) ||
      frame.labels.some((l) => l.term.line === t.line) ||
      entries.some((l) => l.term.line === t.line),
  );
  const orderTerms =
    setOff.length > 0 ? setOff : sideTerms.length > 0 ? sideTerms : [...(symbol ? [symbol] : [])];
  const clauses = new Set([
    ...orderTerms.map((t) => t.clause),
    ...entries.slice(0, 1).map((l) => l.term.clause),
    ...(structured ? [] : frame.market.map((t) => t.clause)),
  ]);
  const lastOrder = Math.max(
    0,
    ...orderTerms.map((t) => t.end),
    ...entries.slice(0, 1).map((l) => l.term.end),
  );
  const conditionalEntry = entries.some((l) => l.beyond !== null);
  for (const term of frame.terms) {
    if (!clauses.has(term.clause)) continue;
    if (term.text === '?') return { role: null, said: 'a question' };
    if (term.depth > 0 && structured) continue;
    if (structured && entries.length > 0 && term.start > lastOrder) continue;
    if (term.role === 'if' && conditionalEntry) continue;
    if (term.role && HEDGES.has(term.role)) return { role: term.role, said: `“${term.text}”` };
    const reports = structured ? REPORTS : INSTRUCTIONS;
    if (term.role === 'close' && isCandleClose(frame.terms, placeOf(frame.terms, term))) continue;
    if (term.role && reports.has(term.role)) return { role: term.role, said: `“${term.text}”` };
  }
  return null;
}

/** The side stands in a long sentence of words that the reader doesn't know, or someone else is its subject. */
function isStory(frame: Frame, symbol: Term | null, side: Side | null): boolean {
  const sideTerms = frame.sides.filter((s) => s.side === side).map((s) => s.term);
  const clauses = new Set(sideTerms.map((t) => t.clause));
  const unknown = frame.terms.filter(
    (t) =>
      clauses.has(t.clause) &&
      t.kind === 'word' &&
      !t.role &&
      t !== symbol &&
      (!t.ticker || t.ticker.form === 'word'),
  );
  const firstSide = Math.min(...sideTerms.map((t) => t.start));
  const someoneElse = unknown.some(
    (t) =>
      t.start < firstSide &&
      t.depth === 0 &&
      !isWithoutSpaces(t.text) &&
      !isFieldValue(frame.terms, t),
  );
  const inMillions = frame.terms.some((t) => clauses.has(t.clause) && t.number?.unit === 'big');
  return unknown.length > MOST_UNKNOWN_WORDS || someoneElse || inMillions;
}

/** A colon stands before it in its line: "Strategy: Drawdown Long". */
function isFieldValue(terms: readonly Term[], term: Term): boolean {
  return terms.some((t) => t.line === term.line && t.start < term.start && t.text === ':');
}

// Levels

function entryOf(
  frame: Frame,
  marketWord: boolean,
  entries: readonly PricedLevel[],
  side: Side | null,
): SignalEntry {
  const prices = [...new Set(entries.map((l) => l.value))];
  const first = entries[0]?.level;
  const direction = side === 'long' ? 'above' : 'below';
  if (first?.beyond === direction && !marketWord) {
    const timeframe = frame.entryCandle?.timeframe;
    const closes = frame.entryCandle !== null;
    return {
      type: 'breakout',
      prices,
      trigger: { direction, on: closes ? 'close' : 'touch', ...(timeframe ? { timeframe } : {}) },
    };
  }
  if (marketWord || prices.length === 0) return { type: 'market', prices };
  const range = prices.length === 2 && entries.some((l) => l.level.join === 'range');
  return { type: range ? 'zone' : 'limit', prices };
}

/** The one stop. Of stops that are given with a percent each, the furthest; two others are two meanings. */
function chooseStop(
  written: readonly Level[],
  priced: readonly PricedLevel[],
): StopLevel | null | 'several' {
  const percents = written
    .filter((l) => l.kind === 'percent')
    .map((l) => l.term.number?.values[0]?.value ?? '0');
  const prices = [...new Set(priced.map((l) => l.value))];
  const last = prices.at(-1);
  if (last !== undefined) {
    if (prices.length === 1) return { price: last };
    return percents.length === prices.length ? { price: last } : 'several';
  }
  const [low, high] = percents;
  if (low === undefined) return null;
  return high === undefined || high === low ? { percent: low } : { percent: low, upTo: high };
}

/** The lowest leverage named: a range is read at its careful end. */
function leverageOf(frame: Frame): number | null {
  const values = frame.leverage.map((l) => dec(l.value).toNumber());
  return values.length === 0 ? null : Math.min(...values);
}

/** A label in the form of a field ("Entry:", "SL:") whose value could not be read: then nothing is taken for granted. */
function unreadLabel(
  frame: Frame,
  entries: readonly Level[],
  marketWord: boolean,
): 'entry' | 'stop' | null {
  const isField = (term: Term): boolean => {
    if (term.depth > 0) return false;
    const next = frame.terms[placeOf(frame.terms, term) + 1];
    const value = frame.terms[placeOf(frame.terms, term) + 2];
    if (
      value?.role === 'no' ||
      value?.role === 'not' ||
      value?.role === 'later' ||
      value?.role === 'hold'
    )
      return false;
    return next?.text === ':' || next?.text === '=' || next?.kind === 'break';
  };
  const labelled = (role: Role): boolean =>
    frame.labels.some((l) => l.role === role && isField(l.term));
  if (entries.length === 0 && !marketWord && labelled('entry')) return 'entry';
  return frame.stops.length === 0 && labelled('stop') ? 'stop' : null;
}

/** Without an entry and a word for now, a number near the stop or the targets may be the entry: "trigger: above 0.725". */
function strayEntry(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
  marketWord: boolean,
): 'entry' | null {
  if (entries.length > 0 || marketWord) return null;
  const priceOf = (term: Term): number => Number(term.number?.values[0]?.value ?? 0);
  const levels = [...frame.stops, ...targets]
    .filter((l) => l.kind === 'price')
    .map((l) => priceOf(l.term));
  const near = frame.strays.some((term) =>
    levels.some((level) => level > 0 && priceOf(term) > level / 2 && priceOf(term) < level * 2),
  );
  return near ? 'entry' : null;
}

/** A number under a label that the reader doesn't know, close to the entry, while the stop or the targets are missing. */
function strayLevel(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): 'stop' | 'targets' | null {
  if (frame.stops.length > 0 && targets.length > 0) return null;
  const near = (term: Term): boolean => {
    const value = Number(term.number?.values[0]?.value ?? 0);
    return entries.some((l) => {
      const entry = Number(l.term.number?.values[0]?.value ?? 0);
      return entry > 0 && value > entry / 3 && value < entry * 3;
    });
  };
  const labelledStray = frame.strays.some((term) => {
    const before = frame.terms[placeOf(frame.terms, term) - 1];
    return near(term) && (before?.text === ':' || before?.text === '=' || before?.kind === 'word');
  });
  if (!labelledStray) return null;
  return frame.stops.length === 0 ? 'stop' : 'targets';
}

/** The first line says that something was closed, cancelled or stopped, and orders nothing itself. */
function headsWithEnd(frame: Frame): boolean {
  const first = frame.terms.find((t) => t.kind === 'word');
  const heading = frame.terms.filter((t) => t.line === first?.line && t.kind === 'word');
  const ended = heading.some(
    (t) => t.role === 'close' || t.role === 'cancel' || t.role === 'stoppedOut',
  );
  const orders = heading.some(
    (t) =>
      sideOfRole(t.role) !== null || t.role === 'entry' || t.role === 'target' || t.role === 'stop',
  );
  return ended && !orders && frame.terms.some((t) => t.line !== first?.line && t.kind === 'word');
}

/** "ROI +20%", "PnL: 34%" beside a side and an entry: a position shown, not an order. */
function isResultCard(frame: Frame): boolean {
  return frame.terms.some(
    (t, i) =>
      t.role === 'result' &&
      frame.terms
        .slice(i + 1, i + 5)
        .some((n) => n.line - t.line <= 1 && n.number?.unit === 'percent'),
  );
}

// Two coins in one order

/** "long BTC ETH now 90100 3090 sl 88501 - 3058": two coins, and of every level two, in the same order. */
function readTwoCoins(frame: Frame, context: ReadContext, spanOf: SpanOf): Reading[] | null {
  const coins = frame.tickers.filter(
    (t) => t.ticker.form !== 'word' && t.ticker.form !== 'capitals' && !t.ticker.notCrypto,
  );
  const [first, second] = coins;
  if (
    coins.length !== 2 ||
    !first ||
    !second ||
    first.ticker.base === second.ticker.base ||
    first.term.line !== second.term.line
  )
    return null;
  const counts = [frame.entries, frame.stops, frame.targets].map((list) => list.length);
  if (counts.some((count) => count !== 0 && count !== 2) || counts[0] !== 2) return null;
  return [first, second].map((coin, i) => {
    const own = (list: Level[]): Level[] =>
      list
        .slice(i, i + 1)
        .map((level) => ({ ...level, join: null, spaced: false, group: level.group }));
    return readFrame(
      {
        ...frame,
        tickers: [coin],
        entries: own(frame.entries),
        stops: own(frame.stops),
        targets: own(frame.targets),
      },
      context,
      spanOf,
    );
  });
}
