import { accountOf, bookFor, type ExchangeCore, emit, liveFor } from './core.ts';
import { type Account, addHold, credit, netPosition } from './ledger.ts';
import { finish } from './orderLife.ts';
import { type MarketProduct, unitsOf } from './product.ts';

/** A product is in the catalogue now, perhaps with another end. */
export function noteExpiry(core: ExchangeCore, { expiresAt }: MarketProduct): void {
  if (expiresAt !== undefined) core.nextSettlement = Math.min(core.nextSettlement, expiresAt);
}

/**
 * Ends what hangs on contracts whose time is over: orders end, and what is open is settled in money
 * at the last price, without a fee. As at Coinbase that is no trade: the position is gone.
 */
export function settleExpired(core: ExchangeCore, at: number): void {
  if (at < core.nextSettlement) return;
  core.nextSettlement = Number.POSITIVE_INFINITY;
  for (const product of core.products.values()) {
    const { expiresAt } = product;
    if (expiresAt === undefined) continue;
    if (expiresAt > at) noteExpiry(core, product);
    else for (const id of core.accounts.keys()) settle(core, accountOf(core, id), product, at);
  }
}

function settle(core: ExchangeCore, account: Account, product: MarketProduct, at: number): void {
  for (const order of [...liveFor(core, account.id)]) {
    if (order.productId !== product.id || !liveFor(core, account.id).has(order)) continue;
    finish(core, order, 'expired', at, 'the contract has expired');
  }
  const position = account.positions.get(product.id);
  const last = bookFor(core, product).quote?.last;
  if (!position || position.size.isZero() || !last) return;
  const { margin, size, leverage } = position;
  const won = netPosition(position, size.neg(), last, unitsOf(product), leverage);
  credit(account, product.quote, won);
  addHold(account, product.quote, margin.neg());
  const { id: accountId } = account;
  emit(core, { type: 'settlement', accountId, productId: product.id, size, price: last });
}
