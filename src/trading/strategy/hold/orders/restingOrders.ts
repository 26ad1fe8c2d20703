import { type Decimal, dec, isSameNumber, maxOf, ZERO } from '../../../money.ts';
import type { Capabilities, DecimalString, OrderSide, OrderTerms } from '../../../venue/venue.ts';
import { growingSize } from '../../model/attached.ts';
import { closingSide, isGoingOut } from '../../model/product.ts';
import { back, percentBack, tickAhead, tickBack } from '../../model/side.ts';
import type { OrderPurpose, Position } from '../../model/state.ts';
import { heldSize, sumsOf } from '../../model/sums.ts';
import { isLeaving, withParts } from '../../model/wayOut.ts';
import { type TargetSize, targetSizes } from '../../open/targetSizes.ts';

/** An order that should rest at the venue; its `size` is what it should still have to fill. */
export type RestingOrder = {
  purpose: Extract<OrderPurpose, 'bracket' | 'stop'>;
  leg: number;
  side: OrderSide;
  terms: Extract<OrderTerms, { type: 'bracket' | 'stop_limit' }>;
};

/** How far beyond the stop the limit of a stop-limit lies, as a fraction: room for a fast market. */
const STOP_LIMIT_ROOM = dec('0.01');

/**
 * What should rest at the venue to protect a position, derived from the position alone. Whatever
 * changes it (a fill, a moved stop, new targets) is worked as the difference to what is there. What
 * came with an entry that may still fill is left out, with what it holds: its size is the venue's.
 *
 * Where the product takes brackets there is one for each target, and a stop-limit over what no
 * target (or a trailing one) is to sell; else one stop-limit over all and the engine works the
 * targets; else nothing, and the engine holds the stop as well.
 */
export function restingOrders(
  position: Position,
  capabilities: Capabilities,
): readonly RestingOrder[] {
  const goingOut = isGoingOut(position);
  if (isLeaving(position) && goingOut) return NONE;
  const all = goingOut ? heldSize(position) : heldSize(withParts(position, []));
  const held = maxOf(all.sub(growingSize(position)), ZERO);
  if (held.isZero() || held.lt(dec(position.product.minBaseSize))) return NONE;
  const sizes = targetSizes(position, held);
  const { stop } = position;
  const { derived } = sumsOf(position);
  const before = derived.resting;
  if (
    before?.sizes === sizes &&
    before.stop === stop &&
    before.capabilities === capabilities &&
    isSameNumber(before.held, held)
  ) {
    return before.resting;
  }
  const resting = restAll(position, capabilities, held, sizes);
  derived.resting = { sizes, stop, capabilities, held, resting };
  return resting;
}

const NONE: readonly RestingOrder[] = [];

/** What should rest, and what it follows from. */
export type SharedResting = {
  sizes: readonly TargetSize[];
  stop: DecimalString;
  capabilities: Capabilities;
  held: Decimal;
  resting: readonly RestingOrder[];
};

function restAll(
  position: Position,
  capabilities: Capabilities,
  held: Decimal,
  sizes: readonly TargetSize[],
): readonly RestingOrder[] {
  const side = closingSide(position);
  const stop = restingStop(position);
  const resting: RestingOrder[] = [];
  let rest = held;
  if (capabilities.bracket) {
    for (const { leg, price, size, trailing } of sizes) {
      if (trailing) continue;
      rest = rest.sub(size);
      const terms = { type: 'bracket' as const, size: size.toFixed(), target: price, stop };
      resting.push({ purpose: 'bracket', leg, side, terms });
    }
  }
  if (capabilities.stopLimit && !rest.isZero()) {
    const terms = {
      type: 'stop_limit' as const,
      size: rest.toFixed(),
      stopPrice: stop,
      price: stopLimitPrice(position),
      direction: side === 'sell' ? ('down' as const) : ('up' as const),
    };
    resting.push({ purpose: 'stop', leg: 0, side, terms });
  }
  return resting;
}

/** Where the stop rests at the venue: a stop that has a timeout rests at its guard, further out. */
export function restingStop(position: Position): DecimalString {
  const { stopTimeoutSeconds, stopTimeoutGuardPercent } = position.settings;
  if (stopTimeoutSeconds === 0) return position.stop;
  const { side, product } = position;
  const exact = percentBack(dec(position.stop), stopTimeoutGuardPercent, side);
  const guard = tickAhead(exact, product, side);
  return guard.isPositive() && !guard.isZero() ? guard.toFixed() : position.stop;
}

/** The worst price at which the stop-limit of this position would still sell (or buy back). */
export function stopLimitPrice(position: Position): DecimalString {
  const stop = dec(restingStop(position));
  const { side, product } = position;
  const price = tickBack(back(stop, stop.mul(STOP_LIMIT_ROOM), side), product, side);
  // A stop so near to zero that its room rounds to nothing.
  return (price.isPositive() && !price.isZero() ? price : stop).toFixed();
}
