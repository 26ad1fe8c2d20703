import { expect } from 'vitest';
import { createPastReader } from '../../../src/trading/history/replay/pastReader.ts';
import { dec } from '../../../src/trading/money.ts';
import { seededRandom } from '../../support/runs/seededRandom.ts';
import { barsOf, FLAT, inputsOf, MINUTE, NOON, runPast, said, sourceOf } from './past.ts';

const TICKS_A_MINUTE = 30;
const MINUTES = 12;

/** A price in cents that goes one up or down with each tick, as it happened. */
function pathOf(random: () => number): number[] {
  const ticks = [1000];
  const drift = 0.42 + random() * 0.16;
  for (let i = 1; i <= TICKS_A_MINUTE * MINUTES; i += 1) {
    ticks.push((ticks.at(-1) ?? 0) + (random() < drift ? 1 : -1));
  }
  // And down below every stop, so that nothing is left open.
  while ((ticks.at(-1) ?? 0) > 950 || ticks.length % TICKS_A_MINUTE !== 1) {
    ticks.push((ticks.at(-1) ?? 0) - 1);
  }
  return ticks;
}

const dollars = (cents = 0) => (cents / 100).toFixed(2);

/** The same path as minutes tell it; each opens where the one before has closed. */
function minutesOf(ticks: readonly number[]): string[] {
  return Array.from({ length: (ticks.length - 1) / TICKS_A_MINUTE }, (_, i) => {
    const own = ticks.slice(i * TICKS_A_MINUTE, (i + 1) * TICKS_A_MINUTE + 1);
    return [own[0], Math.max(...own), Math.min(...own), own.at(-1)].map(dollars).join(' ');
  });
}

function signalOf(random: () => number): string {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const entry = random() < 0.5 ? 1000 : 1000 - whole(2, 12);
  const stop = entry - whole(4, 25);
  let target = entry;
  const targets = Array.from({ length: whole(1, 3) }, () => {
    target += whole(3, 15);
    return target;
  });
  const at = entry === 1000 ? 'Entry: market' : `Entry: ${dollars(entry)}`;
  return [
    'LONG BTC',
    at,
    ...targets.map((t, i) => `TP${i + 1}: ${dollars(t)}`),
    `SL: ${dollars(stop)}`,
  ].join('\n');
}

/** What the account is worth at the end, when everything has come to its end. */
async function resultsOf(seed: number) {
  const reader = createPastReader({ symbols: new Set(['BTC']) }, () => 0);
  const random = seededRandom(seed).next;
  const ticks = pathOf(random);
  const text = signalOf(random);
  const signal = said(text, 0);
  const worthAfter = async (bars: string[], assume: 'worse' | 'better') => {
    const candles = sourceOf({ 'BTC-USD': barsOf(NOON - MINUTE, ['10.00', ...bars]) }).source;
    const to = NOON + bars.length * MINUTE;
    const set = { cancelBeforeEntry: 'nothing', entryExpiryMinutes: 43_200 };
    const { equity, positions } = await runPast(
      inputsOf([signal], candles, { set, assume, depth: FLAT, to }),
      { reader },
    );
    const ends = positions.map(({ position }) => `${position.status} ${position.closeReason}`);
    expect(ends, `seed ${seed} ${assume}\n${text}\n${ticks.join(' ')}`).toEqual([
      expect.stringMatching(/^closed/),
    ]);
    return dec(equity.at(-1)?.total ?? 0);
  };
  return {
    text,
    worse: await worthAfter(minutesOf(ticks), 'worse'),
    // Each tick as a minute of its own, so that its order is known.
    really: await worthAfter(ticks.map(dollars), 'worse'),
    better: await worthAfter(minutesOf(ticks), 'better'),
  };
}

/** Plays so many paths; the better must be better than the worse on a tenth of them, or they say nothing. */
export async function playPaths(from: number, count: number): Promise<void> {
  let differ = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const { worse, really, better, text } = await resultsOf(seed);
    const told = `seed ${seed}: ${worse} ${really} ${better}\n${text}`;
    expect(worse.lte(really), told).toBe(true);
    expect(really.lte(better), told).toBe(true);
    if (!worse.eq(better)) differ += 1;
  }
  expect(differ).toBeGreaterThan(count / 10);
}
