import { withoutRemarks } from './evidence/asides.ts';
import { headingOf, resultsIn } from './evidence/orders/notReal.ts';
import { unclear } from './evidence/verdict.ts';
import type { Level } from './levels/level.ts';
import { chooseSymbol } from './order/candidate/symbol.ts';
import { collectFields } from './order/collectFields.ts';
import type { Frame } from './order/frame/frame.ts';
import { splitFrames } from './order/frame/splitFrames.ts';
import { tableRows } from './order/frame/tables.ts';
import type { ReadContext, Reading } from './reading.ts';
import { readFrame } from './readOrder.ts';
import type { SpanOf } from './text/document.ts';
import type { Term } from './words/terms/term.ts';

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
  const rows = tableRows(terms) ?? splitFrames(withoutRemarks(terms));
  const parts = rows.slice(0, MOST_SIGNALS + 1);
  const heading = headingOf(terms, parts.length > 1);
  const results = resultsIn(terms);
  const found = parts.flatMap((part) => {
    const frame = collectFields(part);
    // "Yesterday's trade hit all targets ✅" under a new one tells of another.
    if (frame.reached.length > 0) {
      const clauses = Map.groupBy(part, (t) => t.clause);
      frame.reached = frame.reached.filter((t) => !isPast(clauses.get(t.clause) ?? []));
    }
    if (heading) frame.heading = heading;
    else if (results && frame.stops.length === 0) frame.heading = results;
    // The second of two opposite orders in one coin needs no name of its own.
    if (frame.tickers.length === 0 && before) frame.tickers.push(...coinOf(before, context));
    // "Longs: SOL 187.5 (sl 182.4), LINK 18.02 (sl 17.40)": the side stands before the first.
    if (frame.sides.length === 0 && before && isSameLine(before, frame)) {
      frame.sides.push(...before.sides);
      frame.market.push(...before.market);
    }
    before = frame;
    const pair = readTwoCoins(frame, context, spanOf);
    if (pair) return pair.map((reading) => ({ reading, frame }));
    return [{ reading: readFrame(frame, context, spanOf), frame }];
  });
  const several = parts.length > MOST_SIGNALS && found.some((f) => f.reading.kind === 'signal');
  return several
    ? found
        .slice(0, 1)
        .map(({ frame }) => ({ frame, reading: unclear('too_many_orders', TOO_MANY, 'action') }))
    : found;
}

function isSameLine(before: Frame, { terms }: Frame): boolean {
  return before.terms.at(-1)?.line === terms[0]?.line;
}

/** The coin of the order before, as it names it. */
function coinOf(before: Frame, context: ReadContext): Frame['tickers'] {
  const symbol = chooseSymbol(before, context);
  return symbol.kind === 'found' ? before.tickers.filter((t) => t.term === symbol.term) : [];
}

function isPast(clause: readonly Term[]): boolean {
  const named = clause.some((t) => t.ticker !== undefined && t.ticker.form !== 'word');
  return named && clause.some((t) => t.role === 'past') && clause.every((t) => t.kind !== 'number');
}

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
