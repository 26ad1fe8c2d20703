import { dec } from '../../money.ts';
import type { Update } from '../reading.ts';
import type { UpdateContext } from './updateContext.ts';

export const FAR = 'its price is far from where the coin trades';

/** No stop and no exit lies further from where the coin trades, and no target. */
const FURTHEST_PRICE = 3;
const FURTHEST_TARGET = 15;

/** One of its prices can't be meant of this coin: "exit 50" of a trade at 1.62. */
export function isFar(update: Update, { priceOf }: Pick<UpdateContext, 'priceOf'>): boolean {
  const known = priceOf(update.symbol);
  if (known === undefined) return false;
  const isBeyond = (price: string, furthest: number): boolean => {
    const ratio = dec(price).div(known);
    // "SL 96.8k" in reply to "short 95.2": its author left the thousands out there.
    const inThousands = ratio.div(1000);
    return [ratio, inThousands].every((r) => r.gt(furthest) || r.mul(furthest).lt(1));
  };
  const { price, stop, entries = [], addedEntries = [], targets = [] } = update;
  const near = [
    price,
    stop && 'price' in stop ? stop.price : undefined,
    ...entries,
    ...addedEntries,
  ];
  const goals = targets.map((target) => ('price' in target ? target.price : undefined));
  return (
    near.some((p) => p !== undefined && isBeyond(p, FURTHEST_PRICE)) ||
    goals.some((p) => p !== undefined && isBeyond(p, FURTHEST_TARGET))
  );
}
