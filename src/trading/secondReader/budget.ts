import type { Kysely } from 'kysely';
import { dec } from '../money.ts';
import {
  type DayLimits,
  type DaySpent,
  reserveCall,
  settleCall,
  spentOn,
} from '../store/messages/secondReader.ts';
import type { Database } from '../store/tables.ts';
import { MOST_TOKENS, type Tokens } from './askModel.ts';

/** Prices are of a million tokens, in whatever money the day's cost is limited in. */
export type Budget = { daily: DayLimits; priceIn: string; priceOut: string };

/** What was asked and spent on a day, and what may be. */
export type DayBudget = DaySpent & { limits: DayLimits };

/** The question's own words are about so many tokens, with the schema that goes along. */
const QUESTION_TOKENS = 1_500;

/** What so many tokens cost, exactly. */
export function costOf(
  tokens: Tokens,
  { priceIn, priceOut }: Pick<Budget, 'priceIn' | 'priceOut'>,
): string {
  return dec(priceIn).mul(tokens.in).plus(dec(priceOut).mul(tokens.out)).div(1_000_000).toFixed();
}

/** The most that one question may come to: no text has more tokens than bytes. */
export function mostTokens(text: string): Tokens {
  return { in: QUESTION_TOKENS + Buffer.byteLength(text), out: MOST_TOKENS };
}

/** A UTC day's calls and money, kept in the database, so that a restart gives nothing back. */
export function createPurse(db: Kysely<Database>, budget: Budget, now: () => number) {
  const today = () => new Date(now()).toISOString().slice(0, 10);
  return {
    /** Sets one call aside; null where the day's limits don't have it. What it gives says what was really used; null: it is not known. */
    async reserve(text: string): Promise<((used: Tokens | null) => Promise<void>) | null> {
      const day = today();
      const most = costOf(mostTokens(text), budget);
      if (!(await reserveCall(db, day, most, budget.daily))) return null;
      return (used) => {
        const tokens = used ?? { in: 0, out: 0 };
        const cost = used === null ? most : costOf(used, budget);
        return settleCall(db, day, most, { tokens: tokens.in + tokens.out, cost });
      };
    },
    spent: (): Promise<DaySpent> => spentOn(db, today()),
  };
}
