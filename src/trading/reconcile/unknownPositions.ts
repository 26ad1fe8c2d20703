import { namedByEntry } from '../execution/attachedOrders.ts';
import { type Decimal, dec, ZERO } from '../money.ts';
import { parseOrderId } from '../strategy/model/orderId.ts';
import type { State } from '../strategy/model/state.ts';
import type { Venue, VenueOrder } from '../venue/venue.ts';

/** A position of this bot's at the venue that its database knows nothing of. */
export type UnknownPosition = {
  positionId: string;
  productId: string;
  /** Every order of it that rests or has filled. */
  orders: readonly VenueOrder[];
  /** Bought less sold, in base or contracts; negative where more was sold: a short. */
  size: Decimal;
};

/**
 * Looks at the venue for positions under our mark that the state has never had, by the orders that
 * rest and those that have filled since `since` (UTC milliseconds). Ended ones are left out. Rejects
 * with a VenueError when the venue can't be asked.
 */
export async function findUnknownPositions(
  venue: Venue,
  state: State,
  since: number,
): Promise<readonly UnknownPosition[]> {
  const found = new Map<string, VenueOrder>();
  const note = (order: VenueOrder) => {
    const name = parseOrderId(order.clientOrderId, state.install);
    if (name !== null && !state.positions.has(name.positionId)) {
      found.set(order.venueOrderId, order);
    }
  };
  const { entries: open } = await venue.openOrders();
  for (const order of namedByEntry(open, [], state.install)) note(order);
  const known = new Set(
    state.positions.valueSeq().flatMap(({ orders }) => orders.map((order) => order.venueOrderId)),
  );
  const { entries: fills } = await venue.fills({ since });
  const unknown = new Set(fills.map(({ venueOrderId }) => venueOrderId));
  for (const id of unknown) {
    if (known.has(id)) continue;
    const seen = await venue.order(id);
    if (seen) note({ ...found.get(id), ...seen.order });
  }
  // What came with an entry that has ended since rests without it.
  const entries = [...found.values()];
  for (const order of namedByEntry([...open, ...entries], [], state.install)) note(order);
  const byPosition = Map.groupBy(
    found.values(),
    ({ clientOrderId }) => parseOrderId(clientOrderId, state.install)?.positionId ?? '',
  );
  return [...byPosition]
    .map(([positionId, orders]) => ({
      positionId,
      productId: orders[0]?.productId ?? '',
      orders: orders.toSorted((a, b) => numberOf(a, state) - numberOf(b, state)),
      size: orders.reduce(
        (sum, { side, filledSize }) =>
          side === 'buy' ? sum.add(dec(filledSize)) : sum.sub(dec(filledSize)),
        ZERO,
      ),
    }))
    .filter(({ size }) => !size.isZero())
    .sort((a, b) => Number(a.positionId) - Number(b.positionId));
}

const numberOf = ({ clientOrderId }: VenueOrder, { install }: State): number =>
  parseOrderId(clientOrderId, install)?.number ?? 0;
