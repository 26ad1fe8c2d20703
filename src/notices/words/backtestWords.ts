import type { PlainFigures } from '../../trading/history/report/plain.ts';
import { grouped, money, multipleOfRisk, signedMoney } from './amounts.ts';

/** A history is reckoned in the account's dollars. */
export const dollars = (amount: string): string => money(amount, 'USD');
export const signedDollars = (amount: string): string => signedMoney(amount, 'USD');

/** "57 %"; "none" without anything to be a share of. */
export const share = (value: number | null): string =>
  value === null ? 'none' : `${(value * 100).toFixed(0)} %`;

export const ratio = (value: number | null, why = 'none'): string =>
  value === null ? why : value.toFixed(2).replace('-', '−');

export const count = (number: number, what: string): string =>
  `${grouped(String(number))} ${what}${number === 1 ? '' : 's'}`;

/** "+1.25 R" of a number for looking at; what has no end is "anything". */
export const risk = (value: number | null): string =>
  value === null ? 'anything' : multipleOfRisk(value.toFixed(4));

/** "2026-05-01", UTC. */
export const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** An expectancy with its range. */
export function expectancyWords({ expectancy }: Pick<PlainFigures, 'expectancy'>): string {
  if (expectancy === null) return 'none: nothing was risked';
  const { mean, low, high } = expectancy;
  return `${risk(mean)} a trade, 19 times of 20 between ${risk(low)} and ${risk(high)}`;
}

/** Figures in a line: "+$12.30 on 54 trades, +0.10 R a trade". */
export function shortFigures({ net, trades, expectancy }: PlainFigures): string {
  if (trades === 0) return 'no trades';
  const mean = expectancy === null ? '' : `, ${risk(expectancy.mean)} a trade`;
  return `**${signedDollars(net)}** on ${count(trades, 'trade')}${mean}`;
}
