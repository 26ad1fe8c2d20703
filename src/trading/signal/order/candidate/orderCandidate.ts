import type { Level } from '../../levels/level.ts';
import type { Side } from '../../reading.ts';
import { isKind } from '../../words/kinds.ts';
import { isShortLine } from '../../words/layout/lines.ts';
import type { Term } from '../../words/terms/term.ts';
import { type Frame, isOrderLine, type SideMention } from '../frame/frame.ts';
import type { SymbolChoice } from './symbol.ts';

/** What the words of a frame order, before its numbers are settled. */
export type OrderCandidate = {
  frame: Frame;
  symbol: SymbolChoice;
  /** The sides that words name; two contradict each other. */
  sides: readonly Side[];
  /** The one side that is spoken of, by a word or by a verb before prices. */
  spoken: Side | null;
  /** A word for now, or for having entered. */
  marketWord: boolean;
  entries: readonly Level[];
  targets: readonly Level[];
  /** How many of entry, stop and targets have a number. */
  labelled: number;
  /** Enough levels that it is a signal, whatever else the message says. */
  structured: boolean;
};

export function orderCandidate(frame: Frame, symbol: SymbolChoice): OrderCandidate {
  const sides = chooseSide(frame, symbol.term);
  const spoken =
    sides.length === 1 ? (sides[0] ?? null) : sides.length > 0 ? null : verbSide(frame);
  // "Sell: 0.67" is a target of a long, and the entry of a short without another.
  const sellsToEnter = spoken === 'short' && frame.entries.length === 0;
  const named = sellsToEnter ? frame.sells : withoutHeading(frame, symbol);
  const targets = sellsToEnter ? frame.targets : [...frame.targets, ...frame.sells];
  // "Opened a limit long at 34.2" is an order that waits.
  const marketWord = frame.market.some(
    (t) =>
      isOrderLine(frame, t.line) &&
      !((t.role === 'entered' || t.role === 'add') && frame.limit.length > 0) &&
      !(named.length > 0 && isKind(t, 'buyAndHold')),
  );
  // With its side, stop and targets it is entered at the price just now, whether or not a word says so.
  const isComplete = spoken !== null && frame.stops.length > 0 && targets.length > 0;
  const isAtOnce = named.length === 0 && (marketWord || isComplete);
  const atOnce = isAtOnce && frame.priceNow ? [frame.priceNow] : [];
  const entries = named.length > 0 ? named : atOnce;
  const given = [frame.stops, targets, entries].map((list) => list.length > 0);
  const labelled = given.filter((has) => has).length;
  return {
    frame,
    symbol,
    sides,
    spoken,
    marketWord: marketWord || atOnce.length > 0,
    entries,
    targets,
    labelled,
    structured: labelled >= 2,
  };
}

/** The entries, without a number above the pair ("Crypto Ronin 7") when a label names them below. */
function withoutHeading(frame: Frame, { term }: SymbolChoice): readonly Level[] {
  const { entries, labels, sides, market } = frame;
  const ordered = new Set([...sides.map((s) => s.term), ...market].map((t) => t.line));
  const [label] = labels.filter((l) => l.role === 'entry');
  const below = label && entries.some((l) => l.term.start > label.term.start);
  if (!term || !below || label.term.line <= term.line) return entries;
  return entries.filter((l) => l.term.line >= term.line || ordered.has(l.term.line));
}

/** "Buy 0.52" and "sell 0.67" without another word for the side. */
function verbSide(frame: Frame): Side | null {
  if (frame.sides.some((s) => s.side === 'long')) return 'long';
  return frame.sides.length > 0 && frame.entries.length === 0 ? 'short' : null;
}

/**
 * "… its short and mid term highs", "short tram" beside "Buy: 84" and "Sell: 93": the verbs give the side
 * with their prices, and the word stands in a line of other words without the coin.
 */
function isInProse(frame: Frame, { side, term }: SideMention, symbol: Term | null): boolean {
  const verbs = frame.sides.filter((s) => s.strength === 'verb' && s.side !== side);
  if (verbs.length === 0 || side !== 'short' || frame.entries.length === 0) return false;
  const line = frame.terms.filter((t) => t.line === term.line);
  if (term.line === symbol?.line && line.length <= SHORT_HEADING) return false;
  const others = line.filter((t) => t.kind === 'word' && t !== term && t.ticker?.form !== 'tag');
  const priced = line.some((t) => t.number?.unit === null) || line.some((t) => isLabel(t.role));
  return others.length > 0 && !priced && !others.every((t) => t.ticker && t.ticker.form !== 'word');
}

const SHORT_HEADING = 6;

const isLabel = (role: Term['role']): boolean =>
  role === 'entry' || role === 'stop' || role === 'target' || role === 'leverage';

/** The sides that words name; two when they contradict each other. */
function chooseSide(frame: Frame, symbol: Term | null): Side[] {
  const words = frame.sides.filter((s) => s.strength === 'word' && !isInProse(frame, s, symbol));
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
