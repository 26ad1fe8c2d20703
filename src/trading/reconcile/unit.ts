import type { Position } from '../strategy/model/state.ts';

/** What sizes of a position count: "BTC", or contracts. */
export const unitOf = ({ product }: Position): string =>
  product.type === 'future' ? 'contracts' : product.base;
