import { type Decimal, dec, maxOf, ZERO } from '../../money.ts';
import type { EquityPoint } from '../replay/pastEquity.ts';
import type { Trade } from './trades.ts';

/**
 * A mean, and the range in which the true one lies 19 times of 20, if trades are like each other;
 * null: it has no end.
 */
export type Estimate = { mean: number; low: number | null; high: number | null };

/** What trades came to. Money is exact; ratios are for looking at. */
export type Figures = {
  trades: number;
  won: number;
  lost: number;
  net: Decimal;
  fees: Decimal;
  /** Share of the trades with a profit, 0 to 1; null without a trade. */
  winRate: number | null;
  /** Net in multiples of what was risked; null without a trade that risked something. */
  expectancy: Estimate | null;
  /** What was won over what was lost; null without a loss. */
  profitFactor: number | null;
  /** Most trades in a row with a profit, and without. */
  streaks: { won: number; lost: number };
};

/** 19 of 20, by the normal distribution. */
const NORMAL_95 = 1.96;

/** `trades` by the time of their end. */
export function figuresOf(trades: readonly Pick<Trade, 'net' | 'fees' | 'risk'>[]): Figures {
  let net = ZERO;
  let fees = ZERO;
  let gained = ZERO;
  let given = ZERO;
  let won = 0;
  let run = 0;
  const streaks = { won: 0, lost: 0 };
  const multiples: number[] = [];
  for (const trade of trades) {
    const one = dec(trade.net);
    net = net.add(one);
    fees = fees.add(trade.fees);
    if (one.gt(ZERO)) {
      won += 1;
      gained = gained.add(one);
      run = Math.max(run, 0) + 1;
      streaks.won = Math.max(streaks.won, run);
    } else {
      given = given.sub(one);
      run = Math.min(run, 0) - 1;
      streaks.lost = Math.max(streaks.lost, -run);
    }
    if (dec(trade.risk).gt(ZERO)) multiples.push(one.div(trade.risk).toNumber());
  }
  return {
    trades: trades.length,
    won,
    lost: trades.length - won,
    net,
    fees,
    winRate: trades.length === 0 ? null : won / trades.length,
    expectancy: estimateOf(multiples),
    profitFactor: given.isZero() ? null : gained.div(given).toNumber(),
    streaks,
  };
}

/** The mean of values and its range: ± 1.96 standard errors; of a single value, any. null without one. */
export function estimateOf(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) {
    return { mean, low: null, high: null };
  }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  return { mean, low: mean - NORMAL_95 * error, high: mean + NORMAL_95 * error };
}

/** What the account did over time. */
export type Course = {
  start: Decimal;
  end: Decimal;
  /** What it gained, in percent of its start. */
  percent: number;
  /** The deepest fall from a peak: in money, in percent of that peak, and from the peak until it was regained or all ended. */
  fall: { amount: Decimal; percent: number; days: number };
  /** Average share of the account in coins or contracts, 0 to 1 (above with leverage). */
  exposure: number;
  /** A year's average daily gain over its spread; over the spread of the losing days. null under 30 days or without any. */
  sharpe: number | null;
  sortino: number | null;
};

const DAY_MS = 86_400_000;
const DAYS_A_YEAR = 365;
const LEAST_DAYS = 30;

/** `points` in order of time, at least one. */
export function courseOf(points: readonly EquityPoint[]): Course {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) throw new RangeError('a course needs a point');
  const start = dec(first.total);
  const end = dec(last.total);
  let peak = { at: first.at, total: start };
  let fall = { amount: ZERO, percent: 0 };
  let days = 0;
  let exposedTime = 0;
  for (const [index, point] of points.entries()) {
    const total = dec(point.total);
    const below = peak.total.sub(total);
    if (below.gt(fall.amount)) {
      fall = { amount: below, percent: below.div(peak.total).mul(100).toNumber() };
    }
    if (below.gt(ZERO)) days = Math.max(days, (point.at - peak.at) / DAY_MS);
    if (total.gte(peak.total)) {
      // It had been below until now.
      if (index > 0 && dec(points[index - 1]?.total ?? 0).lt(peak.total)) {
        days = Math.max(days, (point.at - peak.at) / DAY_MS);
      }
      peak = { at: point.at, total: maxOf(total, peak.total) };
    }
    const next = points[index + 1];
    if (next && total.gt(ZERO)) {
      exposedTime += dec(point.exposed).div(total).toNumber() * (next.at - point.at);
    }
  }
  const time = last.at - first.at;
  return {
    start,
    end,
    percent: start.isZero() ? 0 : end.sub(start).div(start).mul(100).toNumber(),
    fall: { ...fall, days },
    exposure: time === 0 ? 0 : exposedTime / time,
    ...ratiosOf(dailyGains(points)),
  };
}

/** From the end of each UTC day to the end of the next, as fractions. */
function dailyGains(points: readonly EquityPoint[]): number[] {
  const ends = points.filter(({ at }) => at % DAY_MS === 0).map(({ total }) => Number(total));
  return ends.slice(1).map((total, index) => total / (ends[index] ?? total) - 1);
}

/** A year's Sharpe and Sortino of daily gains, over nothing: no rate is taken for free of risk. */
export function ratiosOf(gains: readonly number[]): Pick<Course, 'sharpe' | 'sortino'> {
  if (gains.length < LEAST_DAYS) return { sharpe: null, sortino: null };
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const spread = Math.sqrt(
    gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1),
  );
  const losing = Math.sqrt(
    gains.reduce((sum, gain) => sum + Math.min(gain, 0) ** 2, 0) / gains.length,
  );
  const year = Math.sqrt(DAYS_A_YEAR);
  return {
    sharpe: spread === 0 ? null : (mean / spread) * year,
    sortino: losing === 0 ? null : (mean / losing) * year,
  };
}

export type Group = { name: string; figures: Figures };
export type GroupBy = 'month' | 'coin' | 'side' | 'hour' | 'provider';

/** The trades of each month or hour (UTC, by their beginning), coin, side or provider; months and hours in order, else the largest net first. */
export function groupTrades(trades: readonly Trade[], by: GroupBy): Group[] {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) {
    const name = nameOf(trade, by);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(trade);
  }
  const all = [...groups].map(([name, own]) => ({ name, figures: figuresOf(own) }));
  return by === 'month' || by === 'hour'
    ? all.sort((a, b) => (a.name < b.name ? -1 : 1))
    : all.sort((a, b) => b.figures.net.cmp(a.figures.net) || (a.name < b.name ? -1 : 1));
}

function nameOf(trade: Trade, by: GroupBy): string {
  const iso = new Date(trade.openedAt).toISOString();
  switch (by) {
    case 'month':
      return iso.slice(0, 7);
    case 'hour':
      return iso.slice(11, 13);
    case 'coin':
      return trade.coin;
    case 'side':
      return trade.side;
    case 'provider':
      return trade.provider;
  }
}
