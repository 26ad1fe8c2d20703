import type { Estimate, Figures } from './figures.ts';
import type { Plain } from './plain.ts';

type Known = Pick<Plain<Figures>, 'trades' | 'expectancy'>;

/** How far what was traded lies from its history, in R a trade. */
export type Drift = {
  /** Traded less history. */
  difference: number;
  /** The two lie farther apart than chance puts them once in twenty. */
  isMore: boolean;
};

/** 19 of 20, by the normal distribution. */
const NORMAL_95 = 1.96;

/** null where one of the two has too few trades to know its range. */
export function driftOf(history: Known, traded: Known): Drift | null {
  const [past, now] = [errorOf(history.expectancy), errorOf(traded.expectancy)];
  if (past === null || now === null || history.expectancy === null || traded.expectancy === null)
    return null;
  const difference = traded.expectancy.mean - history.expectancy.mean;
  return { difference, isMore: Math.abs(difference) > NORMAL_95 * Math.hypot(past, now) };
}

function errorOf(estimate: Estimate | Plain<Estimate> | null): number | null {
  if (estimate === null || estimate.low === null || estimate.high === null) return null;
  return (estimate.high - estimate.low) / 2 / NORMAL_95;
}
