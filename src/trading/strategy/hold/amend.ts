import { type Decimal, dec, ZERO } from '../../money.ts';
import type { StopLevel, Target } from '../../signal/reading.ts';
import { stakeOf } from '../book/stake.ts';
import { type Denial, type Denied, deny } from '../model/denial.ts';
import { isAtOnce } from '../model/orderStatus.ts';
import { isAhead, tickBack } from '../model/side.ts';
import type { PlannedEntry, PlannedTarget, Position } from '../model/state.ts';
import { averageEntry, expectedPrice, inBase, openSize, sumsOf } from '../model/sums.ts';
import type { Turn } from '../model/turn.ts';
import { planTargets, productPrice, stopPrice, targetPrice } from '../open/levels.ts';
import { sizeEntries } from '../open/plan.ts';
import { sharesOf } from '../open/weights.ts';
import { moveStopAsked } from './stop/moveStop.ts';
import { moveTarget } from './targets/moveTarget.ts';
import type { Weighing } from './weighing.ts';

/** What replaces an earlier signal's levels; prices as the provider writes them. */
type Amendment = {
  stop?: StopLevel;
  targets?: readonly Target[];
  /** Only this target (1 is the first) is replaced, by the one of `targets`. */
  target?: number;
  /** Prices of limit entries in place of all earlier ones. */
  entries?: readonly string[];
  addedEntries?: readonly string[];
};

/** The position with new levels, and what says no to those that could not be followed. */
export function amend(
  position: Position,
  amendment: Amendment,
  weighing: Weighing,
  turn: Turn,
): Levels {
  const levels =
    amendedTogether(position, amendment, weighing, turn) ??
    amendedApart(position, amendment, weighing, turn);
  const denials = [...levels.denials];
  let next = levels.position;
  const entry = entryOf(next);
  if (amendment.targets !== undefined) {
    const prices = amendment.targets.map((target) => targetPrice(target, next.side, entry, next));
    const [only] = prices;
    if (amendment.target !== undefined && only !== undefined) {
      const moved = moveTarget(next, amendment.target, only.toFixed(), weighing);
      return 'denied' in moved
        ? { position: next, denials: [...denials, moved.denied] }
        : { position: moved, denials };
    }
    const ahead = targetsAhead(next, prices, lastHit(next) ?? entry, weighing);
    if (ahead.denied !== null) denials.push(ahead.denied);
    if (ahead.prices.length > 0) {
      next = withTargets(next, planTargets(ahead.prices, next.side, next.settings));
    }
  }
  return { position: next, denials };
}

type Levels = { position: Position; denials: readonly Denial[] };

/** New entries with the stop that was given for them: each may be out of place beside the other's old one. */
function amendedTogether(
  position: Position,
  amendment: Amendment,
  weighing: Weighing,
  turn: Turn,
): Levels | null {
  const { stop, entries, addedEntries } = amendment;
  if (stop === undefined || (entries ?? addedEntries) === undefined) return null;
  const asked = stopPrice(stop, position.side, entryOf(position), position);
  const amended = amendedEntries({ ...position, stop: asked.toFixed() }, amendment);
  if ('denied' in amended) return null;
  const entered = withEntries(position, amended.entries);
  const moved = moveStopTo(entered, stop, weighing, turn);
  return 'denied' in moved ? null : { position: moved, denials: [] };
}

function amendedApart(
  position: Position,
  amendment: Amendment,
  weighing: Weighing,
  turn: Turn,
): Levels {
  const denials: Denial[] = [];
  let next = position;
  if (amendment.entries !== undefined || amendment.addedEntries !== undefined) {
    const entries = amendedEntries(next, amendment);
    if ('denied' in entries) denials.push(entries.denied);
    else {
      const entered = withEntries(next, entries.entries);
      const limit = weighing.limit(entered);
      if (limit === null) next = entered;
      else denials.push(limit);
    }
  }
  if (amendment.stop !== undefined) {
    const moved = moveStopTo(next, amendment.stop, weighing, turn);
    if ('denied' in moved) denials.push(moved.denied);
    else next = moved;
  }
  return { position: next, denials };
}

function moveStopTo(
  position: Position,
  stop: StopLevel,
  weighing: Weighing,
  turn: Turn,
): Position | Denied {
  const to = stopPrice(stop, position.side, entryOf(position), position);
  return moveStopAsked(position, to, 'provider', 'the provider changed it', weighing, turn);
}

const entryOf = (position: Position): Decimal =>
  averageEntry(position) ?? dec(position.plan.expectedEntry);

/** The new targets that are before the position, and why the others are left out. */
function targetsAhead(
  position: Position,
  prices: readonly Decimal[],
  behind: Decimal,
  { last }: Weighing,
): { prices: readonly Decimal[]; denied: Denial | null } {
  const { side } = position;
  const ahead = prices.filter((price) => isAhead(price, behind, side));
  const passed: Denial | null =
    ahead.length < prices.length
      ? { rule: 'targets_passed', why: `targets behind ${behind.toFixed()} are left out` }
      : null;
  if (openSize(position).isZero()) return { prices: ahead, denied: passed };
  if (last === null) {
    const why = `the price of ${position.product.id} is not known now, so the targets stay`;
    return { prices: [], denied: { rule: 'price_unknown', why } };
  }
  const left = ahead.filter((price) => isAhead(price, last, side));
  if (left.length === ahead.length) return { prices: ahead, denied: passed };
  const why = `targets that the price ${dec(last).toFixed()} has reached already are left out`;
  return { prices: left, denied: { rule: 'target_behind_price', why } };
}

/** The furthest target that is done: what lies before it is behind the position. */
function lastHit(position: Position): Decimal | null {
  const done = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
  const last = done.at(-1);
  return last === undefined ? null : dec(last.price);
}

/**
 * The position with these targets in place of those not yet done. An untouched target hands its
 * leg on, so that its order is changed in place and protection never leaves the venue for it.
 */
function withTargets(position: Position, targets: readonly PlannedTarget[]): Position {
  const closed = sumsOf(position).byTarget;
  const old = position.plan.targets.map(({ leg }) => leg);
  const free = old.filter((leg) => !position.targetsHit.includes(leg) && !closed.has(leg));
  let fresh = Math.max(0, ...old, ...position.orders.map(({ leg }) => leg));
  const numbered = targets.map((target) => {
    const leg = free.shift();
    if (leg !== undefined) return { ...target, leg };
    fresh += 1;
    return { ...target, leg: fresh };
  });
  const done = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
  return { ...position, plan: { ...position.plan, targets: [...done, ...numbered] } };
}

/** What has filled stays, also in part; what has not is replaced, over what it was to cost. */
function amendedEntries(
  position: Position,
  { entries, addedEntries }: Amendment,
): { entries: readonly PlannedEntry[] } | Denied {
  if (position.entriesEnded !== null) return deny('entries_ended', 'its entries have ended');
  const open = unfilledEntries(position);
  if (open.length === 0) {
    return deny('entries_ended', 'its entries are filled or on their way already');
  }
  const kept =
    entries ??
    open.flatMap(({ terms }) =>
      'price' in terms ? [dec(terms.price).mul(position.priceScale).toFixed()] : [],
    );
  const budget = position.openedAt === null ? dec(position.plan.cost) : costOf(open, position);
  const limited = limitEntries(position, [...kept, ...(addedEntries ?? [])], budget);
  if ('denied' in limited) return limited;
  const rest = position.plan.entries.filter((entry) => !open.includes(entry));
  return { entries: [...rest, ...limited.entries] };
}

function withEntries(position: Position, entries: readonly PlannedEntry[]): Position {
  const entered = { ...position, plan: { ...position.plan, entries } };
  const expectedEntry = stakeOf(entered).entry.toFixed();
  return { ...entered, plan: { ...entered.plan, expectedEntry } };
}

/** The entries that have filled nothing and were not sent to trade at once. */
export function unfilledEntries({ plan, orders }: Position): readonly PlannedEntry[] {
  return plan.entries.filter(({ leg }) => {
    const order = orders.find((o) => o.purpose === 'entry' && o.leg === leg);
    return order === undefined || (order.filledSize === '0' && !isAtOnce(order.terms));
  });
}

function costOf(entries: readonly PlannedEntry[], position: Position): Decimal {
  let cost = ZERO;
  for (const entry of entries) {
    const { terms } = entry;
    if ('quoteSize' in terms) cost = cost.add(terms.quoteSize);
    else {
      const price = expectedPrice(entry, position.plan);
      cost = cost.add(inBase(dec(terms.size), position).mul(price));
    }
  }
  return cost;
}

/** Limit entries at these prices over so much quote, with legs of their own. */
function limitEntries(
  position: Position,
  written: readonly string[],
  budget: Decimal,
): { entries: readonly PlannedEntry[] } | Denied {
  const { product, plan, side, settings } = position;
  const prices = written.map((price) => tickBack(productPrice(price, position), product, side));
  const wrong = prices.findIndex((price) => !price.isPositive() || price.isZero());
  if (wrong >= 0) return deny('entry', `${written[wrong]} is no entry price`);
  const beyond = prices.some((price) => !isAhead(price, position.stop, side));
  if (beyond) {
    return deny('entry_beyond_stop', `an entry would be beyond the stop ${position.stop}`);
  }
  const shares = sharesOf(prices.length, 'even');
  const wanted = prices.map((price, i) => {
    return { price, share: shares[i] ?? ZERO, market: false, when: null };
  });
  const sized = sizeEntries(wanted, budget, side, { product }, settings);
  if ('denied' in sized) return sized;
  const last = Math.max(0, ...plan.entries.map(({ leg }) => leg));
  return { entries: sized.entries.map((entry) => ({ ...entry, leg: last + entry.leg })) };
}
