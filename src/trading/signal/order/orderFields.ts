import { dec } from '../../money.ts';
import type { Level } from '../levels/level.ts';
import type { PricedLevel } from '../levels/scale.ts';
import { type Levels, objectionTo, sideOfLevels } from '../levels/validate.ts';
import type { ReadContext, Side, Signal, SignalEntry, StopLevel } from '../reading.ts';
import type { Frame } from './frame.ts';

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

/** The one stop. Of stops that are given with a percent each, the furthest; two others are two meanings. */
export function chooseStop(
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
export function leverageOf(frame: Frame): number | null {
  const values = frame.leverage.map((l) => dec(l.value).toNumber());
  return values.length === 0 ? null : Math.min(...values);
}

// Two coins in one order
