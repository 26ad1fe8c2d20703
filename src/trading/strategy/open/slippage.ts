import { type Decimal, dec, floorTo, maxOf, minOf, percentOf } from '../../money.ts';
import type { DecimalString, OrderSide, OrderTerms, Product } from '../../venue/venue.ts';
import { closingSide, onTick, openingSide, waysOut } from '../model/product.ts';
import { isBehind } from '../model/side.ts';
import type { Position } from '../model/state.ts';
import type { Guard } from '../model/wayOut.ts';
import type { Settings } from '../settings/settings.ts';

/** A wider guard is tried once; after it whoever must get out gets out at whatever price there is. */
const GUARDED_TRIES = 2;

/**
 * The worst price that an order at market may trade at while the price is at `price`: so many
 * percent beyond it, on the tick, but never short of it. null where the settings allow any.
 */
export function worstPrice(
  price: Decimal,
  side: OrderSide,
  product: Product,
  { slippagePercent }: Settings,
): Decimal | null {
  if (slippagePercent === '0') return null;
  return beyond(price, side, slippagePercent, product);
}

function beyond(price: Decimal, side: OrderSide, percent: string, product: Product): Decimal {
  const room = percentOf(price, percent);
  return side === 'buy'
    ? maxOf(onTick(price.add(room), product, 'down'), onTick(price, product, 'up'))
    : minOf(onTick(price.sub(room), product, 'up'), onTick(price, product, 'down'));
}

/** An entry at market as an order that trades no further from `last` than the settings allow. */
export function guardedEntry(
  terms: OrderTerms,
  last: DecimalString,
  { side, product, settings }: Pick<Position, 'side' | 'product' | 'settings'>,
): OrderTerms {
  if (terms.type !== 'market') return terms;
  const worst = worstPrice(dec(last), openingSide({ side }), product, settings);
  if (worst === null) return terms;
  // What it may spend is what it would cost at the worst.
  const size =
    'size' in terms
      ? dec(terms.size)
      : floorTo(dec(terms.quoteSize).div(maxOf(dec(last), worst)), dec(product.baseIncrement));
  return atOnce(size, { worst: worst.toFixed(), tries: 1 });
}

/** The guard of an exit that is decided on while the price is at `last`; null where that is not known. */
export function guardOf(position: Position, last: DecimalString | null): Guard | null {
  if (last === null) return null;
  const side = closingSide(position);
  const worst = worstPrice(dec(last), side, position.product, position.settings);
  if (worst === null || !worst.isPositive() || worst.isZero()) return null;
  return { worst: worst.toFixed(), tries: 1 };
}

/**
 * What guards the next try where one has filled nothing or only a part: the price has gone beyond
 * the guard, so it is widened from there by twice as much; then nothing guards any more.
 */
export function widened(
  { worst, tries }: Guard,
  { side, product, settings }: Position,
): Guard | null {
  if (tries >= GUARDED_TRIES) return null;
  const percent = dec(settings.slippagePercent).mul(2).toFixed();
  const next = beyond(dec(worst), closingSide({ side }), percent, product);
  return next.isPositive() && !next.isZero() ? { worst: next.toFixed(), tries: tries + 1 } : null;
}

/** How far from the stop or the entry an exit without a guard goes where only limits are taken, in percent, at first and at most. */
const FIRST_LIMIT_PERCENT = 5;
const LAST_LIMIT_PERCENT = 40;

/**
 * What closes `size` of a position at once: no further than its guard; at market; or, where the
 * product takes only limits, at a limit far out, which goes twice as far each time it has not filled.
 */
export function wayOutTerms(
  position: Position,
  size: Decimal,
  guard: Guard | null | undefined,
): OrderTerms {
  const { side, product, stop, plan, orders } = position;
  if (guard || waysOut(product) === 'market') return atOnce(size, guard);
  const tries = orders.filter(
    ({ purpose, terms, status }) =>
      (purpose === 'exit' || purpose === 'target') && terms.type === 'limit' && status !== 'filled',
  ).length;
  const percent = Math.min(FIRST_LIMIT_PERCENT * 2 ** tries, LAST_LIMIT_PERCENT).toString();
  const [a, b] = [dec(stop), dec(plan.expectedEntry)];
  const from = isBehind(a, b, side) ? a : b;
  const worst = beyond(from, closingSide(position), percent, product);
  return atOnce(size, { worst: worst.toFixed(), tries: GUARDED_TRIES });
}

/** An order over `size` that trades at once, no further than its guard. */
export function atOnce(size: Decimal, guard: Guard | null | undefined): OrderTerms {
  if (!guard) return { type: 'market', size: size.toFixed() };
  return { type: 'limit', size: size.toFixed(), price: guard.worst, timeInForce: 'ioc' };
}
