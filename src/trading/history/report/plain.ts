import { type Decimal, dec } from '../../money.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { Backtest } from '../backtest.ts';
import type { Figures } from './figures.ts';
import type { Thirds } from './robustness.ts';

/** The same as plain data, as it goes to another thread and to the database: exact amounts as text. */
export type Plain<T> = T extends Decimal
  ? DecimalString
  : T extends readonly (infer One)[]
    ? readonly Plain<One>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;

export type PlainBacktest = Plain<Backtest>;
export type PlainFigures = Plain<Figures>;
export type PlainThirds = Plain<Thirds>;

/** A variant of a history, and what it came to in its first two thirds and the last; null: not tried yet. */
export type TriedVariant = {
  name: string;
  change: Record<string, unknown>;
  thirds: PlainThirds | null;
};

export function plainly<T>(value: T): unknown {
  return JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key: string, text: unknown) {
      const given = this[key];
      return isDecimal(given) ? given.toFixed() : text;
    }),
  );
}

function isDecimal(value: unknown): value is Decimal {
  return typeof value === 'object' && value !== null && 'toSignificantDigits' in value;
}

/** Figures from their plain form. */
export function figuresFrom(plain: PlainFigures): Figures {
  return { ...plain, net: dec(plain.net), fees: dec(plain.fees) };
}
