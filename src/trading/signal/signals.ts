import { dec } from '../money.ts';
import { doubtAbout, isOrderLine, isShortLine, isStory } from './doubt.ts';
import { collectFields } from './fields.ts';
import type { Frame, Level } from './frame.ts';
import { splitFrames } from './frames.ts';
import {
  headsWithEnd,
  isAlertPrice,
  isOption,
  isPositionCard,
  isResultCard,
  isStatement,
  isStopInPassing,
  isTable,
} from './notOrders.ts';
import { headingOfList } from './onTrades.ts';
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
import { chooseSymbol } from './symbol.ts';
import type { Term } from './terms.ts';
import { lostLevel, secondPrice, strayEntry, strayLevel, unreadLabel } from './unread.ts';
import { objectionTo, sideOfLevels } from './validate.ts';

/** What the reader makes of a message's places; the caller turns them into spans. */
export type SpanOf = (start: number, end: number) => Span;

/** What a signal says of itself when 65.4 was read as 65,400. */
export const THOUSANDS_SHORT = 'prices: thousands written short';

/** A message with more orders is a list of something else. */
const MOST_SIGNALS = 25;
const TOO_MANY = 'it gives more orders than anybody follows at once';

/** A frame read: the reading, and whether the message can be anything else. */
export type FrameReading = { reading: Reading; frame: Frame };

/** Splits a message into the stretches that may each be a signal, and reads every one. */
export function readSignals(
  terms: readonly Term[],
  context: ReadContext,
  spanOf: SpanOf,
): FrameReading[] {
  let before: Frame | null = null;
  const parts = splitFrames(terms).slice(0, MOST_SIGNALS + 1);
  const heading = parts.length > 1 ? headingOfList(terms) : undefined;
  const found = parts.flatMap((part) => {
    const frame = collectFields(part);
    if (heading) frame.heading = heading;
    // The second of two opposite orders in one coin needs no name of its own.
    if (frame.tickers.length === 0 && before) frame.tickers.push(...before.tickers.slice(0, 1));
    before = frame;
    const pair = readTwoCoins(frame, context, spanOf);
    if (pair) return pair.map((reading) => ({ reading, frame }));
    return [{ reading: readFrame(frame, context, spanOf), frame }];
  });
  const several = parts.length > MOST_SIGNALS && found.some((f) => f.reading.kind === 'signal');
  return several
    ? found.slice(0, 1).map(({ frame }) => ({ frame, reading: unclear(TOO_MANY, 'action', {}) }))
    : found;
}

const none = (why: string): Reading => ({ kind: 'none', why, provenance: {} });

function readFrame(frame: Frame, context: ReadContext, spanOf: SpanOf): Reading {
  const symbol = chooseSymbol(frame, context);
  if (symbol.kind === 'notCrypto') return none(`${symbol.base} is no crypto asset`);
  if (isOption(frame)) return none('an option');
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
  // "Opened a limit long at 34.2" is an order that waits.
  const marketWord = frame.market.some(
    (t) => isOrderLine(frame, t.line) && !(t.role === 'entered' && frame.limit.length > 0),
  );
  const named = entriesOf(spoken);
  const atOnce = named.length === 0 && marketWord && frame.priceNow ? [frame.priceNow] : [];
  const entryLevels = named.length > 0 ? named : atOnce;
  const targetLevels = targetsOf(spoken);
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
  const labelledEntry =
    frame.labels.some((l) => l.role === 'entry' || l.role === 'average') ||
    frame.limit.length > 0 ||
    frame.spot !== null;
  if (spoken === null && sides.length === 0 && frame.stops.length === 0 && !labelledEntry)
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

  // "Buy our VIP now! Members get BTC signals": an order names its coin in its own sentence.
  const sideTerms = frame.sides.map((s) => s.term);
  const elsewhere =
    symbol.kind === 'found' &&
    sideTerms.some((t) => t.line === symbol.term.line) &&
    !sideTerms.some((t) => t.clause === symbol.term.clause || t.line !== symbol.term.line);
  if (labelled === 0 && elsewhere) return none('the coin stands in another sentence');
  const onlyPercents = targetLevels.length > 0 && targetLevels.every((l) => l.kind === 'percent');
  if (onlyPercents && frame.stops.length === 0 && entryLevels.length === 0 && !marketWord)
    return none('a percent, as results are told');
  if (labelled === 0 && isStatement(frame)) return none('it tells how a trade stands');

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
  if (isPositionCard(frame)) return none('a position that is on, with its profit');
  if (headsWithEnd(frame)) return none('a report of a trade that has ended');
  if (entryLevels.some((l) => l.join === 'arrow'))
    return unclear('an arrow stands between two prices', 'entry', {});
  const unlabelled =
    frame.labels.length === 0 && frame.limit.length === 0 && entryLevels.length >= 3;
  if (unlabelled && frame.stops.length === 0 && targetLevels.length === 0) {
    return unclear('it gives several numbers, and nothing says what each is', 'entry', {});
  }
  if (isTable(frame)) return unclear('a table, whose columns can not be told', 'entry', {});
  if (isStopInPassing(frame, entryLevels, targetLevels, marketWord))
    return unclear('a stop for a trade that may be on already', 'action', {});
  if (isAlertPrice(frame, entryLevels, structured))
    return unclear('a price beside a side, as alerts show it', 'entry', {});
  const sold = frame.sides.length > 0 && frame.sides.every((s) => s.term.role === 'sell');
  if (!structured && sold && symbol.kind === 'found' && symbol.ticker.form !== 'pair') {
    return unclear('“sell” may close a long or open a short', 'action', {});
  }
  if (sides.length > 1 && labelled === 0)
    return none('a side without a price, and no word for now');
  const unread =
    unreadLabel(frame, entryLevels, marketWord) ??
    strayEntry(frame, entryLevels, targetLevels, marketWord) ??
    strayLevel(frame, entryLevels, targetLevels) ??
    lostLevel(frame, entryLevels, targetLevels) ??
    secondPrice(frame, entryLevels);

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
  for (const { level } of entries) cite('entry', level.term);
  for (const { level } of settled.levels.filter((l) => l.role === 'target'))
    cite('targets', level.term);
  for (const level of targetLevels) if (level.kind === 'percent') cite('targets', level.term);
  for (const level of frame.stops) cite('stop', level.term);

  const inferred: string[] = [];
  if (settled.shorthand) inferred.push(THOUSANDS_SHORT);
  const several = stop === 'several';
  const levels = {
    entry: entryOf(frame, marketWord, entries, spoken),
    stop: several ? null : stop,
    targets,
  };
  const partial = {
    ...(base === null ? {} : { symbol: base }),
    quote,
    entry: levels.entry,
    stop: levels.stop,
    targets: levels.targets,
  };
  if (several)
    return unclear(
      'it gives more than one stop',
      'stop',
      provenance,
      spoken ? { ...partial, side: spoken } : partial,
    );
  if (sides.length > 1) return unclear('it says both long and short', 'side', provenance, partial);
  if (symbol.kind === 'several')
    return unclear(
      `it names several coins (${symbol.bases.join(', ')})`,
      'symbol',
      provenance,
      partial,
    );
  if (base === null)
    return unclear(
      'it names no coin',
      'symbol',
      provenance,
      spoken ? { ...partial, side: spoken } : partial,
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
  const entry = entryOf(frame, marketWord, entries, side);
  if (entry.trigger) {
    for (const { level } of entries) cite('trigger', level.beyond?.term);
    if (entry.trigger.on === 'close') cite('trigger', frame.entryCandle?.term);
  }
  cite('size', frame.risk?.term);
  cite('market', frame.spot ?? frame.futures);
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
    entry,
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
  if (first?.beyond?.direction === direction && !marketWord) {
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
