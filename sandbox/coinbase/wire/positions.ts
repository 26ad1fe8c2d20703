import type { Decimal } from '../../../src/trading/money.ts';
import type { Position } from '../../../src/trading/venue/matching/ledger.ts';
import { averageEntry } from '../../../src/trading/venue/matching/liquidation.ts';
import { type MarketProduct, unitsOf } from '../../../src/trading/venue/matching/product.ts';

/** A derivatives position of /cfm/positions. */
export function writePosition(
  productId: string,
  position: Position,
  product: MarketProduct,
  mark: Decimal,
  expiry: string,
) {
  const units = unitsOf(product);
  const value = position.size.mul(mark).mul(units);
  return {
    product_id: productId,
    expiration_time: expiry,
    side: position.size.isPositive() ? 'LONG' : 'SHORT',
    number_of_contracts: position.size.abs().toFixed(),
    current_price: mark.toFixed(),
    avg_entry_price: averageEntry(position, product).toFixed(),
    unrealized_pnl: value.minus(position.cost).toFixed(),
    daily_realized_pnl: position.realized.toFixed(),
  };
}
