import { dec } from '../money.ts';
import type { DecimalString } from '../venue/venue.ts';
import { DAY_MS } from './candles/candleDay.ts';
import { unpackDay } from './candles/compactDay.ts';
import type { CandleSource } from './candles/tape.ts';
import type { EquityPoint } from './replay/pastEquity.ts';
import {
  type Outcome,
  type ReplayInputs,
  type ReplayWatch,
  replay,
  withEachSettings,
} from './replay/replay.ts';
import { type Conduct, conductOf } from './report/conduct.ts';
import {
  type Course,
  courseOf,
  type Figures,
  figuresOf,
  type Group,
  groupTrades,
} from './report/figures.ts';
import {
  doubtsAbout,
  LATE_SECONDS,
  neighboursOf,
  type Thirds,
  thirdsOf,
  type Variant,
} from './report/robustness.ts';
import { type Trade, tradesOf } from './report/trades.ts';
import { type Unknowns, unknownsOf, withoutEdited } from './report/unknowns.ts';

/** What a history came to, what of it can't be known, and how much it takes to spoil it. */
export type Backtest = {
  from: number;
  to: number;
  delayMs: number;
  figures: Figures;
  course: Course;
  /** What the same money in bitcoin would have gained over the same time, in percent; null without its prices. */
  bitcoin: number | null;
  by: Record<'month' | 'coin' | 'side' | 'hour' | 'provider', readonly Group[]>;
  unknowns: Unknowns;
  late: readonly { seconds: number; figures: Figures }[];
  neighbours: readonly Variant[];
  thirds: Thirds;
  conduct: readonly Conduct[];
  doubts: readonly string[];
  trades: readonly Trade[];
  equity: readonly EquityPoint[];
  balances: readonly { asset: string; amount: DecimalString }[];
  minutes: Outcome['minutes'];
};

/** What has been played of a history besides itself, by what was other about it. */
export type Sides = {
  /** What an earlier try, which did not come to its end, has played already. */
  known: Readonly<Record<string, Figures>>;
  onPlayed: (name: string, figures: Figures) => void;
};

/**
 * Plays a history as it is set, at the worse of what may have happened, and again under other
 * circumstances to see what the result hangs on; of those, none that `sides` knows. Rejects with the
 * signal's reason when stopped.
 */
export async function backtest(
  inputs: ReplayInputs,
  watch: ReplayWatch,
  sides: Sides = { known: {}, onPlayed: () => undefined },
): Promise<Backtest> {
  const { from, to, messages, settings } = inputs;
  const kept = withoutEdited(messages);
  const neighbours = neighboursOf(settings);
  const runs = 2 + (kept === null ? 0 : 1) + LATE_SECONDS.length - 1 + neighbours.length;
  let done = 0;
  const run = async (change: Partial<ReplayInputs>): Promise<Outcome> => {
    const outcome = await replay(
      { ...inputs, assume: 'worse', ...change },
      {
        ...watch,
        ...(watch.onProgress
          ? { onProgress: (share) => watch.onProgress?.((done + share) / runs) }
          : {}),
      },
    );
    done += 1;
    return outcome;
  };
  const side = async (name: string, change: Partial<ReplayInputs>): Promise<Figures> => {
    const known = sides.known[name];
    if (known !== undefined) {
      done += 1;
      return known;
    }
    const figures = figuresOf(tradesOf(await run(change), to));
    sides.onPlayed(name, figures);
    return figures;
  };

  const better = await side('better', { assume: 'better' });
  const unedited = kept === null ? null : await side('unedited', { messages: kept });
  const later = new Map<number, Figures>();
  for (const seconds of LATE_SECONDS) {
    if (seconds === 0) continue;
    const delayMs = inputs.delayMs + seconds * 1000;
    // The owner's own limit on age is about lateness too: it is to be seen what being late costs.
    const patient = withEachSettings(inputs, (one) => ({
      ...one,
      oldestSignalSeconds: one.oldestSignalSeconds + seconds,
    }));
    later.set(seconds, await side(`late ${seconds}`, { delayMs, ...patient }));
  }
  const moved: Variant[] = [];
  for (const { name, change } of neighbours) {
    const changed = withEachSettings(inputs, (one) => ({ ...one, ...change }));
    moved.push({ name, figures: await side(name, changed) });
  }
  // The history itself is the last: all but it is kept when this does not come to its end.
  const outcome = await run({});
  const trades = tradesOf(outcome, to);
  const late = LATE_SECONDS.map((seconds) => ({
    seconds,
    figures: later.get(seconds) ?? figuresOf(trades),
  }));
  const thirds = thirdsOf(trades, from, to);
  return {
    from,
    to,
    delayMs: inputs.delayMs,
    figures: figuresOf(trades),
    course: courseOf(outcome.equity),
    bitcoin: await bitcoinGain(inputs.candles, from, to),
    by: {
      month: groupTrades(trades, 'month'),
      coin: groupTrades(trades, 'coin'),
      side: groupTrades(trades, 'side'),
      hour: groupTrades(trades, 'hour'),
      provider: groupTrades(trades, 'provider'),
    },
    unknowns: unknownsOf({ messages, outcome, trades, better, withoutEdited: unedited }),
    late,
    neighbours: moved,
    thirds,
    conduct: conductOf({ messages, judged: outcome.judged, trades }),
    doubts: doubtsAbout({ trades, late, thirds }),
    trades,
    equity: outcome.equity,
    balances: outcome.balances,
    minutes: outcome.minutes,
  };
}

const BITCOIN = 'BTC-USD';

/** A history may begin before its candles do, and end after them. */
const DAYS_TO_LOOK = 8;

async function bitcoinGain(
  candles: CandleSource,
  from: number,
  to: number,
): Promise<number | null> {
  const minute = (at: number) => Math.floor((at % DAY_MS) / 60_000);
  const isThere = (price: number) => !Number.isNaN(price);
  const edge = async (at: number, step: 1 | -1) => {
    for (let days = 0; days < DAYS_TO_LOOK; days += 1) {
      const day = Math.floor(at / DAY_MS) + days * step;
      const packed = await candles.day(BITCOIN, day);
      if (packed === null) continue;
      const found = unpackDay(day, packed);
      const price =
        step === 1
          ? found.open.subarray(days === 0 ? minute(at) : 0).find(isThere)
          : found.close.subarray(0, days === 0 ? minute(at) + 1 : undefined).findLast(isThere);
      if (price !== undefined) return dec(price).div(dec(10).pow(found.scale));
    }
    return null;
  };
  const before = await edge(from, 1);
  const after = await edge(to - 1, -1);
  if (before === null || after === null) return null;
  return after.sub(before).div(before).mul(100).toNumber();
}
