import { dec } from '../../trading/money.ts';
import { grouped } from '../words/amounts.ts';

/** Round values from at or below the lowest to at or above the highest. */
export type PriceAxis = { min: number; max: number; step: number; format(value: number): string };

/**
 * An axis of about `ticks` round values around `lowest` and `highest`. The numbers are for places in
 * pixels alone; what is written comes from `format`, which never uses an exponent.
 */
export function priceAxis(lowest: number, highest: number, ticks = 5): PriceAxis {
  const span = highest - lowest || Math.abs(highest) * 0.02 || 1;
  const rough = span / ticks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const middle = highest === lowest ? span / 2 : 0;
  return {
    min: Math.floor((lowest - middle) / step) * step,
    max: Math.ceil((highest + middle) / step) * step,
    step,
    format: (value) => grouped(dec(value).toFixed(digits)),
  };
}

/** The values the axis shows, lowest first. */
export function axisValues({ min, max, step }: PriceAxis): number[] {
  return Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => min + i * step);
}
