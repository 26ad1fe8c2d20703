import { setTimeout } from 'node:timers/promises';
import type { App } from '../../app.ts';

const PATIENCE_MS = 1_500;

/** The last price of each product, as far as it can be learned quickly: a card never waits for a venue. */
export async function lastPrices(
  app: Pick<App, 'marketData' | 'log'>,
  productIds: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const prices = new Map<string, string>();
  const asked = [...new Set(productIds)].map(async (id) => {
    try {
      const found = await app.marketData.price(id);
      if (found !== null) prices.set(id, found.last);
    } catch (error) {
      app.log.warn({ err: error, productId: id }, 'no price to show');
    }
  });
  const waiting = new AbortController();
  const enough = setTimeout(PATIENCE_MS, undefined, { signal: waiting.signal, ref: false });
  await Promise.race([Promise.all(asked), enough.catch(() => undefined)]);
  waiting.abort();
  return prices;
}
