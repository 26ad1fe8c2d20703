import type { Decimal } from '../money.ts';

/** An amount of quote as it is said in a sentence: at most two decimals. */
export function money(value: Decimal): string {
  return value.toDecimalPlaces(2).toFixed();
}

/** A time span as it is said in a sentence: "90 s", "45 min", "6 h", "3 days". */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
