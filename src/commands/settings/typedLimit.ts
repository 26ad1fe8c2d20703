import { Refusal } from '../../discord/command.ts';
import { money } from '../../notices/words/amounts.ts';
import { dec, percentOf } from '../../trading/money.ts';
import {
  type LimitName,
  type Limits,
  limitDescriptions,
} from '../../trading/strategy/settings/limits.ts';
import { typedNumber } from '../typedNumber.ts';

/** A percentage above this without its sign may have been meant as money: it is asked about. */
const SURE_UP_TO = 20;

/** Losses of all there is stop nothing. */
const STOPS_TRADING: ReadonlySet<LimitName> = new Set(['dailyLossPercent', 'drawdownPercent']);

const CURRENCIES: ReadonlySet<string> = new Set(['USD', 'USDC', 'USDT', 'EUR', 'GBP']);

export type TypedLimit = {
  name: LimitName;
  value: Limits[LimitName];
  /** Why it is asked about before it is set; null where it is plain. */
  doubt: string | null;
};

/**
 * A hard limit as it was typed: "5 %", "100 USD", "5", "3x". Throws Refusal with what to write
 * instead, for what is of another unit or limits nothing. `equity`: what the account is worth in US
 * dollars, where it is known.
 */
export function typedLimit(name: LimitName, typed: string, equity: string | null): TypedLimit {
  const { option, unit } = limitDescriptions[name];
  const times = unit === 'times' ? typed.trim().replace(/\s*[x×]$/i, '') : typed;
  const { value, unit: mark } = typedNumber(times, option);
  const refuse = (why: string): never => {
    throw new Refusal(`${option} ${why} Nothing was changed.`);
  };
  if (mark !== null && mark !== '%' && !CURRENCIES.has(mark)) {
    refuse(`has a unit that is not known: ${mark}.`);
  }
  const plain = (): TypedLimit => ({ name, value, doubt: null });
  switch (unit) {
    case 'quote':
      if (mark === '%') refuse(`is an amount of money, such as 100 USD${percentInstead(name)}.`);
      return plain();
    case 'times':
      if (mark !== null) refuse('is how many times, such as 3x.');
      if (!dec(value).isZero() && dec(value).lt(1)) refuse('is at least 1, which is none.');
      return plain();
    case 'count':
      if (mark !== null || !/^\d{1,4}$/.test(value) || Number(value) > 1000) {
        refuse('is a whole number up to 1000.');
      }
      return { name, value: Number(value), doubt: null };
    case 'percent': {
      if (mark !== null && mark !== '%') {
        refuse(`is a part of the account, such as 5 %${asPercent(value, equity)}.`);
      }
      if (dec(value).gt(100)) refuse('is a part of the account, so at most 100 %.');
      if (STOPS_TRADING.has(name) && dec(value).gte(100)) {
        refuse('of 100 % would stop trading when nothing is left; 0 takes the limit away.');
      }
      const isSure = mark === '%' || dec(value).lte(SURE_UP_TO);
      const doubt = isSure
        ? null
        : `${option} ${value} was typed without a unit: it is taken as **${value} %** of the account, not as money.`;
      return { name, value, doubt };
    }
  }
}

function percentInstead(name: LimitName): string {
  return name === 'quoteSize' ? '; position-percent takes a part of the account' : '';
}

/** What an amount is as a part of the account now. */
function asPercent(amount: string, equity: string | null): string {
  if (equity === null || dec(equity).isZero()) return '';
  const percent = dec(amount).div(equity).mul(100).toSignificantDigits(3).toFixed();
  return `; ${money(amount, 'USD')} are ${percent} % of it now`;
}

/** A limit as it is shown, with what it means in money: "5 %, $500.00 of $10,000.00 now". */
export function limitInWords(name: LimitName, limits: Limits, equity: string | null): string {
  const { unit } = limitDescriptions[name];
  const value = String(limits[name]);
  switch (unit) {
    case 'quote':
      return `**${value}** of the currency it is paid in`;
    case 'times':
      return `**${value}×**`;
    case 'count':
      return `**${value}**`;
    case 'percent': {
      if (equity === null) return `**${value} %**`;
      const part = money(percentOf(dec(equity), value).toFixed(), 'USD');
      return `**${value} %**, ${part} of ${money(equity, 'USD')} now`;
    }
  }
}
