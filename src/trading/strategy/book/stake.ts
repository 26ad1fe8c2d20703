import { type Decimal, dec, ZERO } from '../../money.ts';
import type { Side } from '../../signal/reading.ts';
import { isLive, leavesOf } from '../model/orderStatus.ts';
import { lead } from '../model/side.ts';
import type { Plan, Position } from '../model/state.ts';
import { averageEntry, expectedPrice, inBase, openSize, sumsOf } from '../model/sums.ts';
import { exposureOf } from './totals.ts';

/**
 * What a position has at stake with all that is open and all that its entries may still add: what
 * every limit of the owner's is held against. Amounts in quote.
 */
export type Stake = {
  side: Side;
  /** Price × size at the entries, leverage included. */
  cost: Decimal;
  /** What the stop would lose, with the fees of both ways; 0 where the stop loses nothing. */
  risk: Decimal;
  /** 1 where there is none. */
  leverage: Decimal;
  /** Average price of what is open and of what may still be entered, by size. */
  entry: Decimal;
  stop: Decimal;
};

/** What a position has at stake as it is. */
export function stakeOf(position: Position): Stake {
  const { side, plan, stop } = position;
  return {
    side,
    cost: exposureOf(position),
    risk: riskOf(position),
    leverage: dec(plan.leverage ?? '1'),
    entry: entryOf(position),
    stop: dec(stop),
  };
}

/** What a plan would have at stake with all its entries filled. */
export function stakeOfPlan(
  { cost, risk, leverage, expectedEntry, stop }: Plan,
  side: Side,
): Stake {
  return {
    side,
    cost: dec(cost),
    risk: dec(risk),
    leverage: dec(leverage ?? '1'),
    entry: dec(expectedEntry),
    stop: dec(stop),
  };
}

function entryOf(position: Position): Decimal {
  const average = averageEntry(position);
  const open = { size: inBase(openSize(position), position), price: average ?? ZERO };
  let [money, size] = [ZERO, ZERO];
  for (const part of [open, ...entriesLeft(position)]) {
    money = money.add(part.size.mul(part.price));
    size = size.add(part.size);
  }
  return size.isZero() ? (average ?? dec(position.plan.expectedEntry)) : money.div(size);
}

/** What the stop, where it is now, would lose of what is open and of what may still be entered. */
function riskOf(position: Position): Decimal {
  const stop = dec(position.stop);
  const taker = dec(position.fees.taker);
  const { entry } = sumsOf(position);
  let risk = ZERO;
  const open = openSize(position);
  const average = averageEntry(position);
  if (average !== null && !open.isZero()) {
    const paid = entry.fees.mul(open).div(entry.size);
    risk = risk.add(lossAt(stop, average, inBase(open, position), position, taker).add(paid));
  }
  for (const { size, price } of entriesLeft(position)) {
    const fees = size.mul(price).mul(taker);
    risk = risk.add(lossAt(stop, price, size, position, taker)).add(fees);
  }
  return risk.isNegative() ? ZERO : risk;
}

/** Loss of `size` (in base) from `from` to the stop, with the fee of leaving there; below 0 where it gains. */
function lossAt(
  stop: Decimal,
  from: Decimal,
  size: Decimal,
  { side }: Pick<Position, 'side'>,
  taker: Decimal,
): Decimal {
  const move = lead(from, stop, side);
  return size.mul(move.add(stop.mul(taker)));
}

/** What entries may still fill: size in base, and the price it is reckoned with. */
function entriesLeft(position: Position): readonly { size: Decimal; price: Decimal }[] {
  if (position.entriesEnded !== null) return [];
  return position.plan.entries.flatMap((entry) => {
    const { leg, terms } = entry;
    const order = position.orders.find((o) => o.purpose === 'entry' && o.leg === leg);
    if (order !== undefined && !isLive(order)) return [];
    const price = expectedPrice(entry, position.plan);
    if ('quoteSize' in terms) {
      const left = dec(terms.quoteSize).sub(dec(order?.filledValue ?? '0'));
      return [{ size: left.div(price), price }];
    }
    const left = order === undefined ? dec(terms.size) : leavesOf(order);
    return [{ size: inBase(left, position), price }];
  });
}
