import { type Decimal, dec, maxOf, minOf, ZERO } from '../money.ts';
import { isActive } from '../strategy/model/positionStatus.ts';
import { closingSide } from '../strategy/model/product.ts';
import type { Position } from '../strategy/model/state.ts';
import { inBase, openSize } from '../strategy/model/sums.ts';
import { isSameMarket } from '../venue/productId.ts';
import type { Fill, Venue, VenueOrder } from '../venue/venue.ts';
import type { Comparison } from './reconcile.ts';
import { unitOf } from './unit.ts';

/** What was closed by hand of a position: the size that is left, and at what price the rest went, its fees taken off. */
export type HandTrade = {
  position: Position;
  left: Decimal;
  price: Decimal;
  countedTo: number;
};

/** A time in which orders may have been cancelled without anybody telling us, UTC milliseconds. */
export type Blind = { from: number; to: number };

/** Our clock and the venue's. */
const CLOCK_SLACK_MS = 5_000;

/**
 * What was sold by hand of a position whose stop was cancelled by hand, whatever else the account
 * holds, and orders of our own that nobody could write down. Resolves to how many were found.
 */
export async function takeHandTrades(comparison: Comparison): Promise<number> {
  const { venue, engine, positions, blind, now } = comparison;
  const { trades, ours } = await findHandTrades(venue, positions(), engine.state().install, blind);
  for (const order of ours) {
    const { clientOrderId: orderId } = order;
    await engine.submit({ type: 'order', at: now(), orderId, report: { kind: 'venue', order } });
  }
  for (const { position, left, price, countedTo } of trades) {
    const gone = openSize(position).sub(left).toFixed();
    await engine.submit({
      type: 'position_difference',
      at: now(),
      positionId: position.id,
      size: left.toFixed(),
      price: price.toFixed(),
      countedTo,
      message: `${gone} ${unitOf(position)} of it ${position.side === 'long' ? 'were sold' : 'were bought back'} ${byWhom(position)}, at ${price.toDecimalPlaces(8).toFixed()} after fees`,
    });
  }
  return ours.length + trades.length;
}

/** What closes a future without us may be the venue itself. */
const byWhom = ({ product }: Position) =>
  product.type === 'future' ? 'at the venue, by hand or by a liquidation' : 'by hand';

/**
 * Looks for what the owner closed by hand of positions whose protection was cancelled by hand. Coins
 * of one kind are alike: where the account holds others beside a position's, the balance does not
 * tell, but the trades do. What rests in an order can't be sold, so only trades from the cancel on
 * (where that went unseen: from the last time it was seen) until the protection was put back count,
 * and no more of them than the cancelled orders had held.
 *
 * `ours`: orders that turn out to be the bot's own, of a time when nothing could be written down.
 * Rejects with a VenueError.
 */
export async function findHandTrades(
  venue: Venue,
  positions: readonly Position[],
  install: string,
  blind: Blind,
): Promise<{ trades: HandTrade[]; ours: VenueOrder[] }> {
  const lifted = positions.filter((position) => isActive(position) && isUnaccounted(position));
  if (lifted.length === 0) return { trades: [], ours: [] };
  const known = new Set(positions.flatMap(({ orders }) => orders.map((one) => one.venueOrderId)));
  const since = Math.min(...lifted.map((position) => windowOf(position, blind).from));
  const unknown = (await venue.fills({ since })).entries.filter(
    (fill) =>
      !known.has(fill.venueOrderId) && lifted.some((position) => couldClose(fill, position)),
  );

  const ours: VenueOrder[] = [];
  const strange = new Set<string>();
  for (const venueOrderId of new Set(unknown.map((fill) => fill.venueOrderId))) {
    const found = await venue.order(venueOrderId);
    if (found?.order.clientOrderId.startsWith(`${install}-`)) ours.push(found.order);
    else strange.add(venueOrderId);
  }
  const left = unknown
    .filter(({ venueOrderId }) => strange.has(venueOrderId))
    .map((fill) => ({ fill, size: dec(fill.size) }));

  const trades: HandTrade[] = [];
  for (const position of lifted) {
    const { from, to } = windowOf(position, blind);
    const most = minOf(dec(position.wayOut.lifted?.size ?? 0), openSize(position));
    let gone = ZERO;
    let value = ZERO;
    let countedTo = 0;
    for (const one of left) {
      const { fill } = one;
      if (!couldClose(fill, position) || fill.at < from || fill.at > to) continue;
      const size = minOf(one.size, most.sub(gone));
      if (size.isZero()) continue;
      one.size = one.size.sub(size);
      gone = gone.add(size);
      value = value.add(size.mul(netPrice(fill, position)));
      countedTo = Math.max(countedTo, fill.at);
    }
    if (gone.isZero()) continue;
    trades.push({
      position,
      left: openSize(position).sub(gone),
      price: value.div(gone),
      countedTo,
    });
  }
  return { trades, ours };
}

function isUnaccounted({ wayOut: { lifted } }: Position): boolean {
  return lifted !== null && !dec(lifted.size).isZero();
}

function windowOf({ wayOut: { lifted } }: Position, blind: Blind): Blind {
  if (lifted === null) return { from: 0, to: 0 };
  // Found out about after the blind time, it may have happened at any moment of it.
  const unseen = lifted.since >= blind.from && lifted.since <= blind.to + CLOCK_SLACK_MS;
  return {
    from: Math.max(
      unseen ? blind.from : lifted.since - CLOCK_SLACK_MS,
      (lifted.countedTo ?? 0) + 1,
    ),
    to: lifted.stage === 'put_back' ? lifted.until : Number.POSITIVE_INFINITY,
  };
}

function couldClose(fill: Fill, position: Position): boolean {
  if (fill.side !== closingSide(position)) return false;
  // BTC-USD, BTC-USDC and BTC-EUR sell the same coins.
  return isSameMarket(position.product, fill.productId);
}

/** What a unit brought (or cost), its share of the fee taken off. */
function netPrice(fill: Fill, position: Position): Decimal {
  const fee = dec(fill.fee).div(inBase(dec(fill.size), position));
  const price = fill.side === 'sell' ? dec(fill.price).sub(fee) : dec(fill.price).add(fee);
  return maxOf(price, ZERO);
}
