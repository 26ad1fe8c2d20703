import { type Decimal, dec, minOf, ZERO } from '../../money.ts';
import type { VolumeByDay } from './fees.ts';

/** `total` holds what is on hold too: available = total − hold. */
export type Balance = { total: Decimal; hold: Decimal };

/**
 * A netting derivatives position. `size` is in contracts, negative when short; `cost` is the
 * signed value paid for what is open, so that the average entry is cost ÷ (size × contract size).
 */
export type Position = {
  size: Decimal;
  cost: Decimal;
  /** Held in quote for the open part. */
  margin: Decimal;
  leverage: Decimal;
  realized: Decimal;
};

export type Account = {
  id: string;
  balances: Map<string, Balance>;
  positions: Map<string, Position>;
  volume: VolumeByDay;
};

export function createAccount(id: string): Account {
  return { id, balances: new Map(), positions: new Map(), volume: new Map() };
}

function balanceOf(account: Account, asset: string): Balance {
  let balance = account.balances.get(asset);
  if (!balance) {
    balance = { total: ZERO, hold: ZERO };
    account.balances.set(asset, balance);
  }
  return balance;
}

export function available(account: Account, asset: string): Decimal {
  const { total, hold } = balanceOf(account, asset);
  return total.minus(hold);
}

export function credit(account: Account, asset: string, amount: Decimal): void {
  const balance = balanceOf(account, asset);
  balance.total = balance.total.plus(amount);
}

/** Adds to what is on hold (takes away, when negative). */
export function addHold(account: Account, asset: string, amount: Decimal): void {
  const balance = balanceOf(account, asset);
  balance.hold = balance.hold.plus(amount);
}

export function positionOf(account: Account, productId: string): Position {
  let position = account.positions.get(productId);
  if (!position) {
    position = { size: ZERO, cost: ZERO, margin: ZERO, leverage: dec(1), realized: ZERO };
    account.positions.set(productId, position);
  }
  return position;
}

/**
 * Nets a trade of `change` contracts (negative: sold) at `price` into the position and gives the
 * profit it realizes, in quote. The cost of a closed part is cut to 18 decimals and the rest of it
 * stays with the open part, so the sums come out exactly over the life of a position.
 *
 * @param units base units in one contract
 */
export function netPosition(
  position: Position,
  change: Decimal,
  price: Decimal,
  units: Decimal,
  leverage: Decimal,
): Decimal {
  let realized = ZERO;
  let opening = change;
  if (!position.size.isZero() && position.size.isPositive() !== change.isPositive()) {
    const closing = minOf(change.abs(), position.size.abs());
    const closedCost = closing.eq(position.size.abs())
      ? position.cost
      : position.cost.mul(closing).div(position.size.abs()).toDecimalPlaces(18);
    const direction = position.size.isPositive() ? 1 : -1;
    realized = closing.mul(price).mul(units).mul(direction).minus(closedCost);
    position.size = position.size.minus(closing.mul(direction));
    position.cost = position.cost.minus(closedCost);
    opening = change.plus(closing.mul(direction));
  }
  if (!opening.isZero()) {
    position.size = position.size.plus(opening);
    position.cost = position.cost.plus(opening.mul(price).mul(units));
    position.leverage = leverage;
  }
  position.margin = position.cost.abs().div(position.leverage).toDecimalPlaces(18);
  position.realized = position.realized.plus(realized);
  return realized;
}
