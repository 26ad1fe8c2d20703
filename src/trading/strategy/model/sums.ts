import type { DecimalInput } from '../../money.ts';
import { type Decimal, dec, plus, ZERO } from '../../money.ts';
import type { SharedResting } from '../hold/orders/restingOrders.ts';
import type { SharedSizes } from '../open/targetSizes.ts';
import { isAtOnce, isLive, leavesOf } from './orderStatus.ts';
import { lead } from './side.ts';
import type { Order, Plan, PlannedEntry, Position } from './state.ts';
import { partsToClose } from './wayOut.ts';

/**
 * What a position's orders have come to: sizes in base (or contracts), values and fees in quote. The
 * value of a contract is its price times the base in it, as the venue reports it.
 */
export type Sums = {
  /** What opened it; the very same object for as long as no entry fills more. */
  entry: EntrySum;
  exited: Decimal;
  exitedValue: Decimal;
  /** All fees, of entering and of leaving. */
  fees: Decimal;
  /** What was entered and not closed by an order. */
  open: Decimal;
  /** What each target has closed, in base, by leg. */
  byTarget: ReadonlyMap<number, Decimal>;
  /** What was last derived from these sizes; it is asked for again with every event that fills nothing. */
  derived: { sizes?: SharedSizes; resting?: SharedResting };
};

export type FillSum = { size: Decimal; value: Decimal; fees: Decimal };

/** `average`: what a base unit cost, once somebody has asked. */
type EntrySum = FillSum & { average?: Decimal };

const nothing = (): Sums => ({
  entry: { size: ZERO, value: ZERO, fees: ZERO },
  exited: ZERO,
  exitedValue: ZERO,
  fees: ZERO,
  open: ZERO,
  byTarget: new Map(),
  derived: {},
});

/**
 * Orders are never changed in place, so the sums of an array of them hold for as long as it lives.
 * They hang on the array itself, where neither JSON nor a copy sees them: of all that a decision
 * does, putting them into a WeakMap was the dearest.
 */
const SUMS = Symbol('sums');
type Orders = readonly Order[] & { [SUMS]?: Sums };

export function sumsOf({ orders }: { orders: Orders }): Sums {
  orders[SUMS] ??= orders.reduce((sum, order) => plusFill(sum, order, filledOf(order)), nothing());
  return orders[SUMS];
}

/** The orders with one of them in a new version, and their sums carried on from those before. */
export function replaceOrder(orders: Orders, order: Order): readonly Order[] {
  const index = orders.findIndex(({ id }) => id === order.id);
  const before = orders[index];
  const next: Orders = orders.with(index, order);
  const sums = orders[SUMS];
  if (sums !== undefined && before !== undefined) {
    next[SUMS] = plusFill(sums, order, filledSince(before, order));
  }
  return next;
}

/** The orders and one more, with what it has filled already. */
export function addOrder(orders: Orders, order: Order): readonly Order[] {
  const next: Orders = [...orders, order];
  const sums = orders[SUMS];
  if (sums !== undefined) next[SUMS] = plusFill(sums, order, filledOf(order));
  return next;
}

/** What a later version of an order has filled more than an earlier one. */
export function filledSince(before: Order, after: Order): FillSum | null {
  if (
    after.filledSize === before.filledSize &&
    after.filledValue === before.filledValue &&
    after.fees === before.fees
  ) {
    return null;
  }
  return {
    size: less(after.filledSize, before.filledSize),
    value: less(after.filledValue, before.filledValue),
    fees: less(after.fees, before.fees),
  };
}

function filledOf({ filledSize, filledValue, fees }: Order): FillSum | null {
  if (filledSize === '0') return null;
  return { size: dec(filledSize), value: dec(filledValue), fees: dec(fees) };
}

function plusFill(sums: Sums, order: Order, fill: FillSum | null): Sums {
  if (fill === null) return sums;
  const fees = plus(sums.fees, fill.fees);
  const derived = fill.size.isZero() ? sums.derived : {};
  if (order.purpose === 'entry') {
    const entry = {
      size: plus(sums.entry.size, fill.size),
      value: plus(sums.entry.value, fill.value),
      fees: plus(sums.entry.fees, fill.fees),
    };
    return { ...sums, entry, fees, open: plus(sums.open, fill.size), derived };
  }
  return {
    entry: sums.entry,
    exited: plus(sums.exited, fill.size),
    exitedValue: plus(sums.exitedValue, fill.value),
    fees,
    open: fill.size.isZero() ? sums.open : sums.open.sub(fill.size),
    byTarget: plusTarget(sums.byTarget, order, fill.size),
    derived,
  };
}

function plusTarget(
  byTarget: ReadonlyMap<number, Decimal>,
  { purpose, leg }: Order,
  size: Decimal,
): ReadonlyMap<number, Decimal> {
  if (purpose !== 'bracket' && purpose !== 'target') return byTarget;
  return new Map(byTarget).set(leg, plus(byTarget.get(leg) ?? ZERO, size));
}

// Most differences begin with all.
function less(a: string, b: string): Decimal {
  if (a === b) return ZERO;
  return b === '0' ? dec(a) : dec(a).sub(dec(b));
}

/** What is open now, in base (or contracts); never negative. */
export function openSize(position: Position): Decimal {
  const { open } = sumsOf(position);
  const left = position.outside.size === '0' ? open : open.sub(dec(position.outside.size));
  return left.isNegative() ? ZERO : left;
}

/** Average price paid for what was entered; null before the first fill. */
export function averageEntry(position: Position): Decimal | null {
  const { entry } = sumsOf(position);
  if (entry.size.isZero()) return null;
  entry.average ??= entry.value.div(inBase(entry.size, position));
  return entry.average;
}

/** Average price of what was closed; null before the first. */
export function averageExit(position: Position): Decimal | null {
  const { exited, exitedValue } = sumsOf(position);
  const size = exited.add(position.outside.size);
  if (size.isZero()) return null;
  return exitedValue.add(position.outside.value).div(inBase(size, position));
}

/** The price that an entry is reckoned with before it fills: its own, that which it waits for, or the plan's. */
export function expectedPrice(
  { terms, when }: Pick<PlannedEntry, 'terms' | 'when'>,
  { expectedEntry }: Pick<Plan, 'expectedEntry'>,
): Decimal {
  return dec('price' in terms ? terms.price : (when?.price ?? expectedEntry));
}

/** A size in base: itself but for contracts. */
export function inBase(size: Decimal, { product }: Pick<Position, 'product'>): Decimal {
  return product.contractSize === undefined ? size : size.mul(dec(product.contractSize));
}

/**
 * Profit of what is open, at `price`, in quote, before the fees of closing it and without what was
 * realized already.
 */
export function profit(position: Position, price: DecimalInput): Decimal {
  const average = averageEntry(position);
  if (average === null) return ZERO;
  return lead(dec(price), average, position.side).mul(inBase(openSize(position), position));
}

/**
 * What was earned by what is closed, in quote: `gross` from average entry to exit, `fees` all that
 * were paid so far for entering and leaving, `net` gross less fees.
 */
export function realized(position: Position): { gross: Decimal; fees: Decimal; net: Decimal } {
  const { entry, exited, exitedValue, fees } = sumsOf(position);
  const closed = exited.add(position.outside.size);
  const value = exitedValue.add(position.outside.value);
  // The whole cost where all is closed, so that no division leaves a rest.
  const cost = closed.eq(entry.size)
    ? entry.value
    : entry.size.isZero()
      ? ZERO
      : entry.value.mul(closed).div(entry.size);
  const gross = lead(value, cost, position.side);
  return { gross, fees, net: gross.sub(fees) };
}

/**
 * What the first stop would have lost of the size that was opened, fees included, in quote: one R of
 * this position. 0 before the first fill.
 */
export function riskTaken(position: Position): Decimal {
  const { entry } = sumsOf(position);
  const atStop = inBase(entry.size, position).mul(dec(position.plan.stop));
  const exitFees = atStop.mul(dec(position.fees.taker));
  return entry.value.sub(atStop).abs().add(exitFees).add(entry.fees);
}
/** The open size less what is already on its way out at market, in base. */
export function heldSize(position: Position): Decimal {
  let held = openSize(position);
  for (const part of partsToClose(position)) held = held.sub(dec(part.size));
  for (const order of position.orders) {
    if (isLive(order) && isAtOnce(order.terms) && order.purpose !== 'entry') {
      held = held.sub(leavesOf(order));
    }
  }
  return held.isNegative() ? dec(0) : held;
}
