import { type Decimal, dec, percentOf, ZERO } from '../../money.ts';
import type { DecimalString, Product } from '../../venue/venue.ts';
import type { Stake } from '../book/stake.ts';
import { ofAccount, ofAsset, ofProvider } from '../book/totals.ts';
import type { Denial, DenialRule } from '../model/denial.ts';
import type { Account } from '../model/event.ts';
import { money } from '../model/sentence.ts';
import { lead } from '../model/side.ts';
import type { State } from '../model/state.ts';
import type { Settings } from '../settings/settings.ts';

/** What a position, or what is to become one, is held against. */
type LimitsAsked = {
  state: State;
  account: Account;
  product: Product;
  /** In force now: what the hard limits have cut is in them. */
  settings: Settings;
  /** What the account is worth, in the product's quote; null: not known, so that no part of it is. */
  equity: DecimalString | null;
};

/**
 * The first of the owner's limits that says no to what a position would have at stake, whatever way
 * it was sized or asked for; null when none does. `before`: what it has at stake now, null for a new
 * one of `providerId`. What does not grow is not refused for being too large already.
 */
export function limitAgainst(
  asked: LimitsAsked,
  after: Stake,
  before: Stake | { providerId: string },
): Denial | null {
  const now = 'providerId' in before ? null : before;
  return (
    ('providerId' in before ? countAgainst(asked, before.providerId) : null) ??
    leverageAgainst(asked, after, now) ??
    stopAgainst(asked, after, now) ??
    costAgainst(asked, after, now) ??
    riskAgainst(asked, after, now) ??
    exposureAgainst(asked, after, now)
  );
}

function countAgainst({ state, account, product, settings }: LimitsAsked, provider: string) {
  const { counts } = state.totals;
  const tooMany = (rule: DenialRule, most: number, of: string, where: string): Denial | null => {
    const open = counts.get(of) ?? 0;
    return open < most
      ? null
      : no(rule, `${open} positions${where} are open, and ${most} is the most`);
  };
  const { mostOpen, mostOpenPerSymbol, mostOpenPerProvider } = settings;
  const { base } = product;
  return (
    (mostOpen === 0 ? null : tooMany('most_open', mostOpen, ofAccount(account), '')) ??
    (mostOpenPerSymbol === 0
      ? null
      : tooMany('most_open_symbol', mostOpenPerSymbol, ofAsset(account, base), ` in ${base}`)) ??
    (mostOpenPerProvider === 0
      ? null
      : tooMany(
          'most_open_provider',
          mostOpenPerProvider,
          ofProvider(account, provider),
          ' of this provider',
        ))
  );
}

function leverageAgainst({ settings }: LimitsAsked, after: Stake, now: Stake | null) {
  if (after.leverage.lte(settings.leverageCap)) return null;
  if (now !== null && after.leverage.lte(now.leverage) && after.cost.lte(now.cost)) return null;
  return no(
    'leverage_cap',
    `it would have leverage ${after.leverage.toFixed()}, and ${settings.leverageCap} is the most`,
  );
}

/** How far the stop is from the entry on the losing side, in percent of the entry; below 0 where it gains. */
function stopDistance({ side, entry, stop }: Pick<Stake, 'side' | 'entry' | 'stop'>): Decimal {
  return lead(entry, stop, side).div(entry).mul(100);
}

function stopAgainst({ settings }: LimitsAsked, after: Stake, now: Stake | null) {
  const most = dec(settings.widestStopPercent);
  if (most.isZero()) return null;
  const far = stopDistance(after);
  if (far.lte(most)) return null;
  if (now !== null && far.lte(stopDistance(now))) return null;
  return no(
    'widest_stop',
    `the stop ${after.stop.toFixed()} is ${money(far)} % from the entry ${money(after.entry)}, and ${most.toFixed()} % is the widest`,
  );
}

function costAgainst({ product, settings, equity }: LimitsAsked, after: Stake, now: Stake | null) {
  const own = ownMoney(after);
  if (now !== null && own.lte(ownMoney(now))) return null;
  const most = dec(settings.largestPosition);
  if (!most.isZero() && own.gt(most)) {
    return no(
      'largest_position',
      `it would cost ${money(own)} ${product.quote}, and ${money(most)} is the most for one position`,
    );
  }
  const percent = settings.largestPositionPercent;
  if (dec(percent).isZero()) return null;
  if (equity === null) return unknownWorth('largest_position_percent');
  const part = percentOf(dec(equity), percent);
  if (own.lte(part)) return null;
  return no(
    'largest_position_percent',
    `it would cost ${money(own)} ${product.quote}, and ${percent} % of the account, ${money(part)}, is the most for one position`,
  );
}

function riskAgainst({ product, settings, equity }: LimitsAsked, after: Stake, now: Stake | null) {
  const percent = settings.largestRiskPercent;
  if (dec(percent).isZero() || (now !== null && after.risk.lte(now.risk))) return null;
  if (equity === null) return unknownWorth('largest_risk_percent');
  const most = percentOf(dec(equity), percent);
  if (after.risk.lte(most)) return null;
  return no(
    'largest_risk_percent',
    `its stop would lose ${money(after.risk)} ${product.quote}, and ${percent} % of the account, ${money(most)}, is the most`,
  );
}

function exposureAgainst(
  { state, account, product, settings }: LimitsAsked,
  after: Stake,
  now: Stake | null,
) {
  const more = after.cost.sub(now?.cost ?? ZERO);
  if (!more.gt(0)) return null;
  const checks: readonly [DenialRule, string, string, string][] = [
    ['most_exposure', settings.mostExposure, ofAccount(account), ''],
    [
      'most_exposure_symbol',
      settings.mostExposurePerSymbol,
      ofAsset(account, product.base),
      ` in ${product.base}`,
    ],
  ];
  for (const [rule, most, of, where] of checks) {
    if (dec(most).isZero()) continue;
    const open = state.totals.exposures.get(of) ?? ZERO;
    if (open.add(more).lte(most)) continue;
    return no(
      rule,
      `it would add ${money(more)} to the ${money(open)} open${where}, and ${money(dec(most))} is the most`,
    );
  }
  return null;
}

/** What of the cost is the account's own and not borrowed: what the limits on cost speak of. */
function ownMoney({ cost, leverage }: Stake): Decimal {
  return leverage.eq(1) ? cost : cost.div(leverage);
}

function unknownWorth(rule: DenialRule): Denial {
  return no(
    rule,
    'what the account is worth is not known now, and neither is the part that it may be',
  );
}

function no(rule: DenialRule, why: string): Denial {
  return { rule, why };
}
