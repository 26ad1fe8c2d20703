import type { DecimalInput } from '../money.ts';
import { type Decimal, dec, ZERO } from '../money.ts';
import type { Order, Position } from './state.ts';

/**
 * What a position's orders have come to: sizes in base (or contracts), values and fees in quote. The
 * value of a contract is its price times the base in it, as the venue reports it.
 */
export type Sums = {
  entered: Decimal;
  enteredValue: Decimal;
  /** Fees of the entries alone. */
  entryFees: Decimal;
  exited: Decimal;
  exitedValue: Decimal;
  fees: Decimal;
};

// Orders are never changed in place, so the sums of an array of them hold for as long as it lives.
const known = new WeakMap<readonly Order[], Sums>();

export function sumsOf(position: Position): Sums {
  const before = known.get(position.orders);
  if (before !== undefined) return before;
  let entered = ZERO;
  let enteredValue = ZERO;
  let entryFees = ZERO;
  let exited = ZERO;
  let exitedValue = ZERO;
  let fees = ZERO;
  for (const order of position.orders) {
    if (order.filledSize === '0') continue;
    fees = fees.add(dec(order.fees));
    if (order.purpose === 'entry') {
      entered = entered.add(dec(order.filledSize));
      enteredValue = enteredValue.add(dec(order.filledValue));
      entryFees = entryFees.add(dec(order.fees));
    } else {
      exited = exited.add(dec(order.filledSize));
      exitedValue = exitedValue.add(dec(order.filledValue));
    }
  }
  const sums = { entered, enteredValue, entryFees, exited, exitedValue, fees };
  known.set(position.orders, sums);
  return sums;
}

/** What is open now, in base (or contracts); never negative. */
export function openSize(position: Position): Decimal {
  const { entered, exited } = sumsOf(position);
  const open =
    position.outside.size === '0'
      ? entered.sub(exited)
      : entered.sub(exited).sub(position.outside.size);
  return open.isNegative() ? ZERO : open;
}

/** Average price paid for what was entered; null before the first fill. */
export function averageEntry(position: Position): Decimal | null {
  const { entered, enteredValue } = sumsOf(position);
  return entered.isZero() ? null : enteredValue.div(entered.mul(contractSize(position)));
}

/** Average price of what was closed; null before the first. */
export function averageExit(position: Position): Decimal | null {
  const { exited, exitedValue } = sumsOf(position);
  const size = exited.add(position.outside.size);
  if (size.isZero()) return null;
  return exitedValue.add(position.outside.value).div(size.mul(contractSize(position)));
}

/** Base units in one unit of size: 1 but for contracts. */
export function contractSize(position: Pick<Position, 'product'>): Decimal {
  return dec(position.product.contractSize ?? '1');
}

function sign(position: Position): number {
  return position.side === 'long' ? 1 : -1;
}

/**
 * Profit of what is open, at `price`, in quote, before the fees of closing it and without what was
 * realized already.
 */
export function profit(position: Position, price: DecimalInput): Decimal {
  const average = averageEntry(position);
  if (average === null) return ZERO;
  return dec(price)
    .sub(average)
    .mul(openSize(position))
    .mul(contractSize(position))
    .mul(sign(position));
}

/**
 * What was earned by what is closed, in quote: `gross` from average entry to exit, `fees` all that
 * were paid so far for entering and leaving, `net` gross less fees.
 */
export function realized(position: Position): { gross: Decimal; fees: Decimal; net: Decimal } {
  const { entered, enteredValue, exited, exitedValue, fees } = sumsOf(position);
  const closed = exited.add(position.outside.size);
  const value = exitedValue.add(position.outside.value);
  // The whole cost where all is closed, so that no division leaves a rest.
  const cost = closed.eq(entered)
    ? enteredValue
    : entered.isZero()
      ? ZERO
      : enteredValue.mul(closed).div(entered);
  const gross = value.sub(cost).mul(sign(position));
  return { gross, fees, net: gross.sub(fees) };
}
