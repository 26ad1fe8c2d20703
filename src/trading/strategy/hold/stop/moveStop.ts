import { type Decimal, type DecimalInput, dec } from '../../../money.ts';
import { type Denial, type Denied, deny } from '../../model/denial.ts';
import { back, behind, further, isAhead, isBehind, tickAhead } from '../../model/side.ts';
import type { Position } from '../../model/state.ts';
import { averageEntry, expectedPrice, inBase, openSize, sumsOf } from '../../model/sums.ts';
import { type Turn, tell } from '../../model/turn.ts';
import { withWayOut } from '../../model/wayOut.ts';
import type { Weighing } from '../weighing.ts';

/**
 * The position with its stop moved to `to` (put on the tick, on the side of losing less), or the
 * sentence that says why not. Once something is open only the owner may move it against the
 * position.
 */
export function moveStop(
  position: Position,
  to: Decimal,
  by: 'owner' | 'provider' | 'rule',
  why: string,
  turn: Turn,
): Position | Denied {
  const stop = tickAhead(to, position.product, position.side);
  if (!stop.isPositive() || stop.isZero()) {
    return deny('stop_price', 'a stop must be a price above zero');
  }
  if (stop.eq(dec(position.stop))) return position;
  if (position.openedAt !== null && by !== 'owner' && !isBetter(position, stop)) {
    return deny(
      'stop_widened',
      `the stop ${stop.toFixed()} would risk more than ${position.stop} does; only you can move it there`,
    );
  }
  tell(turn, {
    kind: 'stop_moved',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    from: position.stop,
    to: stop.toFixed(),
    why,
  });
  return withWayOut({ ...position, stop: stop.toFixed() }, { beyondStopSince: null });
}

/**
 * The same for a stop that somebody asks for: never to the far side of the price, where it would
 * close the position at once, unless whoever asks is sure; never beyond an entry that still waits;
 * and within the owner's limits.
 */
export function moveStopAsked(
  position: Position,
  to: Decimal,
  by: 'owner' | 'provider',
  why: string,
  weighing: Weighing,
  turn: Turn,
): Position | Denied {
  const stop = tickAhead(to, position.product, position.side);
  const no =
    !stop.isPositive() || stop.isZero()
      ? null
      : (wrongSide(position, stop, weighing) ??
        weighing.limit({ ...position, stop: stop.toFixed() }));
  return no === null ? moveStop(position, to, by, why, turn) : { denied: no };
}

function wrongSide(position: Position, stop: Decimal, { last, sure }: Weighing): Denial | null {
  const { side } = position;
  if (openSize(position).isZero()) {
    const beyond = position.plan.entries
      .map((entry) => expectedPrice(entry, position.plan))
      .find((price) => !isBehind(stop, price, side));
    if (beyond === undefined) return null;
    return {
      rule: 'stop_side',
      why: `the stop ${stop.toFixed()} is not ${behind(side)} the entry ${beyond.toFixed()}`,
    };
  }
  if (sure || !isBetter(position, stop)) return null;
  if (last === null) {
    return {
      rule: 'price_unknown',
      why: `the price of ${position.product.id} is not known now, so the stop stays at ${position.stop}`,
    };
  }
  if (isBehind(stop, last, side)) return null;
  return {
    rule: 'stop_beyond_price',
    why: `the price ${dec(last).toFixed()} is beyond a stop of ${stop.toFixed()} already, so it would close at once; the stop stays at ${position.stop}`,
  };
}

/** Whether a stop there would lose less than the present one. */
export function isBetter(position: Position, stop: Decimal): boolean {
  return isAhead(stop, position.stop, position.side);
}

/**
 * Where a stop "to the entry" can go while the price is at `last` (null: not known): to breakeven,
 * fees included; to the plain average entry, where the price is still short of breakeven; else
 * nowhere, with the sentence that says why. A stop on the far side of the price would sell at once.
 */
export function stopAtEntry(position: Position, last: DecimalInput | null): Decimal | Denied {
  const noLoss = breakeven(position);
  const average = averageEntry(position);
  if (noLoss === null || average === null) {
    return deny('nothing_open', 'nothing of it is open, so there is no entry to move to');
  }
  if (last === null) return noLoss;
  const { side } = position;
  const entry = tickAhead(average, position.product, side);
  for (const to of [noLoss, entry]) {
    if (isBehind(to, last, side)) return to;
  }
  return deny(
    'stop_beyond_price',
    `the price ${dec(last).toFixed()} has already passed the entry ${entry.toFixed()}, so the stop stays at ${position.stop}`,
  );
}

/** `why` a stop goes to the entry; where it can't go to breakeven yet, that is said too. */
export function whyToEntry(position: Position, to: Decimal, why: string): string {
  const noLoss = breakeven(position);
  if (noLoss === null || !isAhead(noLoss, to, position.side)) return why;
  return `${why}; with the fees of both ways breakeven is ${noLoss.toFixed()}, and the price is not beyond it yet`;
}

/**
 * The price at which closing what is open gives back exactly what it cost, with the fees of
 * entering and of leaving at market: per unit, (entry + fee) / (1 - fee rate) for a long. null
 * before the first fill.
 */
export function breakeven(position: Position): Decimal | null {
  const entry = averageEntry(position);
  if (entry === null) return null;
  const { size, fees } = sumsOf(position).entry;
  const feePerUnit = fees.div(inBase(size, position));
  const rate = dec(position.fees.taker);
  const { side } = position;
  const price = further(entry, feePerUnit, side).div(back(dec(1), rate, side));
  return tickAhead(price, position.product, side);
}
