import { type Decimal, dec, maxOf, minOf, ZERO } from '../money.ts';
import { isActive } from '../strategy/model/positionStatus.ts';
import { hasExpired } from '../strategy/model/product.ts';
import type { Position } from '../strategy/model/state.ts';
import { openSize } from '../strategy/model/sums.ts';
import { isInDoubt, listed } from '../venue/listed.ts';
import type { Balance, VenuePosition } from '../venue/venue.ts';
import { compareOrders } from './compareOrders.ts';
import type { Comparison } from './reconcile.ts';
import { unitOf } from './unit.ts';

/** A balance is looked at twice before it is believed: a fill may be on its way to us. */
const SECOND_LOOK_MS = 1_500;

/** A position of which the venue holds only `size`. */
type Lacking = { position: Position; size: Decimal };

/**
 * Less at the venue than our positions tell: somebody sold or moved it by hand. Resolves to the
 * number of positions concerned.
 */
export async function compareSizes(comparison: Comparison): Promise<number> {
  const { venue, engine, marketData, now, wait } = comparison;
  const first = await lacking(comparison);
  if (first.length === 0) return 0;
  await wait(SECOND_LOOK_MS);
  await compareOrders(comparison, (await venue.openOrders()).entries);
  const second = await lacking(comparison);
  const confirmed = second.filter((one) =>
    first.some((other) => other.position.id === one.position.id && other.size.eq(one.size)),
  );
  for (const { position, size } of confirmed) {
    const price = await marketData.price(position.product.id);
    await engine.submit({
      type: 'position_difference',
      at: now(),
      positionId: position.id,
      size: size.toFixed(),
      price: price?.last ?? position.stop,
      message: whyGone(position, size, now()),
    });
  }
  return confirmed.length;
}

function whyGone(position: Position, size: Decimal, at: number): string {
  if (hasExpired(position.product, at)) return 'its contract has expired, and the venue settled it';
  return `the venue holds ${size.toFixed()} ${unitOf(position)} for it where it should be ${openSize(position).toFixed()}: it was sold or moved by hand`;
}

async function lacking({ positions, venue }: Comparison): Promise<Lacking[]> {
  const open = positions().filter((position) => isActive(position) && openSize(position).gt(ZERO));
  if (open.length === 0) return [];
  const balances = await venue.balances();
  const contracts = open.some(isFuture) ? await venue.positions() : listed([]);
  // What can't be read proves nothing of what is held.
  const sure = open.filter((position) =>
    isFuture(position)
      ? !isInDoubt(contracts, position.product.id)
      : !isInDoubt(balances, position.product.base),
  );
  return lackingOf(sure, balances.entries, contracts.entries);
}

/**
 * Which positions the account does not hold in full, and how much of each it does. What lacks is
 * taken from the newest; `open` oldest first.
 */
export function lackingOf(
  open: readonly Position[],
  balances: readonly Balance[],
  contracts: readonly VenuePosition[],
): Lacking[] {
  const held = new Map<string, Decimal>();
  for (const { asset, available, hold } of balances) held.set(asset, dec(available).add(hold));
  for (const position of open.filter(isFuture)) {
    // Positions on one future net: what is open against one of ours stands beside it all the same.
    const net = dec(contracts.find((one) => one.productId === position.product.id)?.size ?? 0);
    const own = position.side === 'long' ? net : net.neg();
    const against = open
      .filter((one) => one.product.id === position.product.id && one.side !== position.side)
      .reduce((sum, one) => sum.add(openSize(one)), ZERO);
    held.set(keyOf(position), maxOf(own.add(against), ZERO));
  }
  const found: Lacking[] = [];
  for (const position of open) {
    const left = held.get(keyOf(position)) ?? ZERO;
    const size = openSize(position);
    const covered = minOf(left, size);
    held.set(keyOf(position), left.sub(covered));
    if (size.sub(covered).gt(position.product.baseIncrement)) {
      found.push({ position, size: covered });
    }
  }
  return found;
}

const isFuture = ({ product }: Position) => product.type === 'future';

const keyOf = (position: Position) =>
  isFuture(position) ? `${position.product.id} ${position.side}` : position.product.base;
