import { cpus } from 'node:os';

/** One measured figure, beside what it is to be. */
export type Figure = { what: string; figure: string; aim: string };

/** Prints figures as a table; `npm run bench` hears of them as well and makes one of all. */
export function report(figures: readonly Figure[]): void {
  process.stdout.write(`${tableOf(figures)}\n`);
  process.send?.(figures);
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, figure, aim }) => `| ${what} | ${figure} | ${aim} |`);
  return ['| what | figure | aim |', '|---|---:|---:|', ...rows, ''].join('\n');
}

export function machine(): string {
  const [cpu] = cpus();
  return `${cpu?.model ?? 'unknown cpu'}, ${cpus().length} cores, node ${process.version}`;
}

/** The value that such a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const ms = (value: number) => `${value.toFixed(1)} ms`;
export const count = (value: number) => Math.round(value).toLocaleString('en');
