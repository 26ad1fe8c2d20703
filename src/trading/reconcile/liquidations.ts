import { isActive } from '../strategy/model/positionStatus.ts';
import { isLiquidatedFirst } from '../strategy/open/liquidation.ts';
import type { Comparison } from './reconcile.ts';

/** Where the venue says that it would close a position before its stop is reached. Told once for each stop. */
export async function tellLiquidations({ positions, venue, tell }: Comparison): Promise<void> {
  const futures = positions().filter(
    (position) => position.product.type === 'future' && isActive(position),
  );
  if (futures.length === 0) return;
  const { entries: atVenue } = await venue.positions();
  for (const { id, product, side, stop } of futures) {
    const at = atVenue.find(({ productId }) => productId === product.id)?.liquidationPrice;
    if (at === undefined || !isLiquidatedFirst(side, at, stop)) continue;
    await tell(`liquidation ${id} ${stop}`, {
      kind: 'error',
      what: `${product.id}, position ${id}: it would be liquidated at ${at}, before its stop ${stop}.`,
      lost: 'Nothing yet.',
      todo: 'Move the stop nearer, close a part of it, or add money to the account.',
    });
  }
}
