import type { Position } from '../../trading/strategy/model/state.ts';
import { distance, money, price } from './amounts.ts';

/** What a position is planned to be, in a line: "BTC-USD for $100.00, stop $58,000.00 (−3.33 %), $4.52 at risk". */
export function planLine({ product, plan }: Pick<Position, 'product' | 'plan'>): string {
  const { id, quote } = product;
  return [
    `${id} for ${money(plan.cost, quote)}`,
    `stop ${price(plan.stop, id)} (${distance(plan.expectedEntry, plan.stop)})`,
    `${money(plan.risk, quote)} at risk`,
  ].join(', ');
}
