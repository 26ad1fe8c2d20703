import { isActive } from '../strategy/model/positionStatus.ts';
import type { Comparison } from './reconcile.ts';

/**
 * Asks for the products of everything open anew and brings them to the core: books go limit-only or
 * post-only, sessions close, steps change, for minutes or for good. What can't be asked now is
 * asked with the next comparison.
 */
export async function refreshProducts(comparison: Comparison): Promise<void> {
  const { account, venue, engine, positions, now, log } = comparison;
  const wanted = new Set(
    positions()
      .filter(isActive)
      .map(({ product }) => product.id),
  );
  await Promise.all(
    [...wanted].map(async (productId) => {
      try {
        const product = await venue.product(productId);
        if (product) await engine.submit({ type: 'product', at: now(), account, product });
      } catch (error) {
        log.warn({ productId, error }, 'the state of a product could not be asked');
      }
    }),
  );
}
