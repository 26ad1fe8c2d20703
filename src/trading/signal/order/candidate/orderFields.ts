import { dec } from '../../../money.ts';
import type { Level } from '../../levels/level.ts';
import type { PricedLevel } from '../../levels/scale.ts';
import { type Levels, objectionTo, sideOfLevels } from '../../levels/validate.ts';
import type { ReadContext, Side, Signal, SignalEntry, StopLevel } from '../../reading.ts';
import type { Frame } from '../frame/frame.ts';
import { isWhole, shareOf } from '../numbers/shares.ts';
import type { OrderCandidate } from './orderCandidate.ts';

/** The side that no word names: by the levels, by the spot market, or as the provider usually means it. */
export function inferSide(
  frame: Frame,
  levels: Levels,
  { hints }: ReadContext,
): { side: Side; by: string } | null {
  const told = sideOfLevels(levels);
  if (told) {
    const by = levels.stop && 'price' in levels.stop ? 'the stop' : 'the targets';
    return { side: told, by: `side: ${by} tell that it is a ${told}` };
  }
  // Who trades on the spot market buys.
  if (frame.spot && objectionTo('long', levels) === null)
    return { side: 'long', by: 'side: a spot trade is a long' };
  const usual = hints?.defaultSide;
  return usual && objectionTo(usual, levels) === null
    ? { side: usual, by: `side: this provider's usual, ${usual}` }
    : null;
}

export function marketOf(frame: Frame, side: Side, leverage: number | null): Signal['market'] {
  if (frame.spot && !leverage) return 'spot';
  return frame.futures || leverage || side === 'short' ? 'futures' : null;
}

// Levels

export function entryOf(
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
  const ranged = entries.some(({ level: { join } }) => join === 'range' || join === 'arrow');
  const range = prices.length === 2 && ranged;
  return { type: range ? 'zone' : 'limit', prices };
}

/** The entry with the shares of its prices, where each is told; what is said to be taken now beside them too. */
export function weighedEntry({ frame, entries }: OrderCandidate, entry: SignalEntry): SignalEntry {
  if (entry.type === 'breakout' || entry.type === 'zone') return entry;
  const now = frame.shareNow?.number?.values[0]?.value;
  const own = entries.map(({ term }) => shareOf(frame.terms, term));
  const told = own.flatMap((share) => (share === null ? [] : [share]));
  const all = told.length === entries.length && told.length === entry.prices.length;
  if (!all || told.length + (now === undefined ? 0 : 1) < 2) return entry;
  if (now !== undefined && isWhole([now, ...told]))
    return { ...entry, type: 'limit', weights: told, now };
  return isWhole(told) && entry.type === 'limit' ? { ...entry, weights: told } : entry;
}

/** The one stop. Of stops that are given with a percent each, the furthest; two others are two meanings. */
export function chooseStop(
  written: readonly Level[],
  priced: readonly PricedLevel[],
  entry: string | undefined,
): StopLevel | null | 'several' {
  const percents = written
    .filter((l) => l.kind === 'percent')
    .map((l) => l.term.number?.values[0]?.value ?? '0');
  const prices = [...new Set(priced.map((l) => l.value))];
  const last = prices.at(-1);
  if (last !== undefined) {
    if (prices.length === 1) return { price: last };
    const ends = percents.length === 0 ? nearerEnd(priced, entry) : null;
    if (ends !== null) return { price: ends };
    // "Stop .0937 or a daily close below .10": where it rests.
    const [hard, another] = priced.filter(({ level }) => level.beyond === null);
    if (hard && !another && percents.length === 0) return { price: hard.value };
    return percents.length === prices.length ? { price: last } : 'several';
  }
  const [low, high] = percents;
  if (low === undefined) return null;
  return high === undefined || high === low ? { percent: low } : { percent: low, upTo: high };
}

/** "Stop 52.00 – 53.00": of a range the end that is nearer to the entry; null where it is none. */
export function nearerEnd(
  levels: readonly PricedLevel[],
  entry: string | undefined,
): string | null {
  const [first, second, more] = levels;
  if (!first || second?.level.join !== 'range' || more || entry === undefined) return null;
  const [a, b] = [first, second].map(({ value }) => dec(value).sub(entry).abs());
  return a && b?.lt(a) ? second.value : first.value;
}

/**
 * "TP1 58-59 TP2 62-63": of targets that are all given as ranges, a label each, the end that comes first.
 * A single pair is a list of two.
 */
export function nearerEnds(
  targets: readonly PricedLevel[],
  entry: string | undefined,
): PricedLevel[] {
  const groups = [...Map.groupBy(targets, ({ level }) => level.group).values()];
  const ranges =
    groups.length > 1 &&
    groups.every(([first, second, more]) => first && second?.level.join === 'range' && !more);
  if (!ranges) return [...targets];
  return groups.flatMap((ends) => {
    const nearer = nearerEnd(ends, entry);
    return ends.filter(({ value }) => value === nearer);
  });
}

/** The lowest leverage named: a range is read at its careful end. */
export function leverageOf(frame: Frame): number | null {
  const values = frame.leverage.map((l) => dec(l.value).toNumber());
  return values.length === 0 ? null : Math.min(...values);
}

// Two coins in one order
