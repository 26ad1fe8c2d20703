import { z } from 'zod';
import { dec, minOf } from '../../money.ts';
import type { Settings } from './settings.ts';

const amount = z.string().regex(/^\d{1,15}(\.\d{1,18})?$/, {
  error: 'must be a plain positive number, such as 100 or 0.5',
  // What is no number can't be weighed against other settings.
  abort: true,
});

/**
 * The owner's hard limits over every watch and every signal; "0" is no limit. Whatever a watch is
 * set to, less is taken.
 */
export const limitsSchema = z.strictObject({
  /** The most one position may cost, in quote. */
  quoteSize: amount.default('0'),
  /** The most one position may cost or risk, in percent of the account. */
  equityPercent: amount.default('0'),
  riskPercent: amount.default('0'),
  leverage: amount.default('0'),
  mostOpen: z.int().min(0).max(1000).default(0),
  mostExposure: amount.default('0'),
  dailyLossPercent: amount.default('0'),
  drawdownPercent: amount.default('0'),
});

export type Limits = z.infer<typeof limitsSchema>;
export type LimitName = keyof Limits;

export type LimitDescription = {
  /** What it is called where it is typed. */
  option: string;
  label: string;
  unit: 'quote' | 'percent' | 'times' | 'count';
};

/** What every hard limit is called; /limits and all that names one are made of it. */
export const limitDescriptions: Readonly<Record<LimitName, LimitDescription>> = {
  quoteSize: { option: 'position', label: 'Most one position may cost', unit: 'quote' },
  equityPercent: {
    option: 'position-percent',
    label: 'Most one position may cost, of the account',
    unit: 'percent',
  },
  riskPercent: {
    option: 'risk-percent',
    label: 'Most one position may risk, of the account',
    unit: 'percent',
  },
  leverage: { option: 'leverage', label: 'Most leverage', unit: 'times' },
  mostOpen: { option: 'open', label: 'Most open positions', unit: 'count' },
  mostExposure: { option: 'exposure', label: 'Most in all open positions', unit: 'quote' },
  dailyLossPercent: {
    option: 'daily-loss',
    label: 'Loss in a day that stops trading',
    unit: 'percent',
  },
  drawdownPercent: {
    option: 'drawdown',
    label: 'Fall from the peak that stops trading',
    unit: 'percent',
  },
};

/**
 * A watch's settings with the stricter of its own limits and the owner's hard ones. What sizes a
 * position stays as it is set: the finished plan is held to the limits, and says so.
 */
export function withinLimits(settings: Settings, limits: Limits): Settings {
  return {
    ...settings,
    largestPosition: lower(settings.largestPosition, limits.quoteSize),
    largestPositionPercent: lower(settings.largestPositionPercent, limits.equityPercent),
    largestRiskPercent: lower(settings.largestRiskPercent, limits.riskPercent),
    leverageCap: cap(settings.leverageCap, limits.leverage),
    mostOpen: lowerCount(settings.mostOpen, limits.mostOpen),
    mostExposure: lower(settings.mostExposure, limits.mostExposure),
    dailyLossPercent: lower(settings.dailyLossPercent, limits.dailyLossPercent),
    drawdownPercent: lower(settings.drawdownPercent, limits.drawdownPercent),
  };
}

/** A value, but never above the limit. */
function cap(value: string, limit: string): string {
  return dec(limit).isZero() ? value : minOf(dec(value), dec(limit)).toFixed();
}

/** The stricter of two limits, of which "0" is none. */
function lower(a: string, b: string): string {
  if (dec(a).isZero()) return b;
  return cap(a, b);
}

function lowerCount(a: number, b: number): number {
  if (a === 0) return b;
  return b === 0 ? a : Math.min(a, b);
}
