import type { Kysely } from 'kysely';
import { readSettings, writeSettings } from '../store/settings/settings.ts';
import type { Database } from '../store/tables.ts';
import { type Limits, limitsSchema } from '../strategy/settings/limits.ts';
import type { CoinbaseVenue } from '../venue/coinbase/venue.ts';
import type { DecimalString } from '../venue/venue.ts';

/** Whether new signals trade with real money, and what has to be right before they may. */
export type LiveSwitch = {
  isOn(): boolean;
  /** Looks at everything that must be right; rejects with a VenueError when Coinbase can't be asked. */
  check(): Promise<LiveCheck>;
  turn(on: boolean, by: string, at: number): Promise<void>;
};

export type LiveCheck = {
  equity: DecimalString;
  portfolioId: string;
  canTransfer: boolean;
  canTrade: boolean;
  clockSkewMs: number;
  limits: Limits;
  /** What stands in the way, each a sentence with what to do; empty when live may be switched on. */
  problems: readonly string[];
};

/** Coinbase refuses tokens of a clock that is far off, and a price's age could not be told. */
const MOST_CLOCK_SKEW_MS = 5_000;

/** The limits that must have been thought about before real money moves. */
const REQUIRED_LIMITS = {
  quoteSize: 'the most one position may cost',
  dailyLossPercent: 'the daily loss that stops trading',
} as const satisfies Partial<Record<keyof Limits, string>>;

/** The limits that real money may not be traded without and that are not set. */
export function missingLimits(limits: Limits): readonly (keyof typeof REQUIRED_LIMITS)[] {
  const names = Object.keys(REQUIRED_LIMITS) as (keyof typeof REQUIRED_LIMITS)[];
  return names.filter((name) => Number(limits[name]) === 0);
}

export async function openLiveSwitch(parts: {
  db: Kysely<Database>;
  venue: CoinbaseVenue;
  equity: () => Promise<DecimalString>;
}): Promise<LiveSwitch> {
  const { db, venue } = parts;
  // Where a limit that it needs has gone, whatever way, it does not go on.
  const isLimited =
    missingLimits(limitsSchema.parse(await readSettings(db, 'limits'))).length === 0;
  let on = isLimited && (await readSettings(db, 'live')).on === true;
  return {
    isOn: () => on,
    async check() {
      const [permissions, clockSkewMs, equity, stored] = await Promise.all([
        venue.permissions(),
        venue.clockSkewMs(),
        parts.equity(),
        readSettings(db, 'limits'),
      ]);
      const limits = limitsSchema.parse(stored);
      const problems: string[] = [];
      if (permissions.canTransfer) {
        problems.push(
          'This key can transfer money out. Make a key with View and Trade only, and delete this one.',
        );
      }
      if (!permissions.canTrade) {
        problems.push('This key may not trade. Make one with the permission Trade.');
      }
      if (Math.abs(clockSkewMs) > MOST_CLOCK_SKEW_MS) {
        problems.push(
          `This computer's clock is ${(Math.abs(clockSkewMs) / 1000).toFixed(1)} s ${clockSkewMs > 0 ? 'ahead of' : 'behind'} Coinbase's. Set it (by NTP) first.`,
        );
      }
      for (const name of missingLimits(limits)) {
        problems.push(`A limit was never set: ${REQUIRED_LIMITS[name]}. Set it with /limits.`);
      }
      return {
        equity,
        portfolioId: permissions.portfolioId,
        canTransfer: permissions.canTransfer,
        canTrade: permissions.canTrade,
        clockSkewMs,
        limits,
        problems,
      };
    },
    async turn(to, by, at) {
      await writeSettings(db, 'live', { on: to }, by, at);
      on = to;
    },
  };
}
