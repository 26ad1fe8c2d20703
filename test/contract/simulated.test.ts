import { CATALOGUE } from '../../sandbox/coinbase/market/products.ts';
import { createSimulatedVenue } from '../../src/trading/venue/simulated/venue.ts';
import { venueContract } from './venue.ts';

venueContract('the simulated venue', async () => {
  const products = new Map(CATALOGUE.map(({ product }) => [product.id, product]));
  const venue = await createSimulatedVenue({
    products: async () => [...products.values()],
    product: async (productId) => products.get(productId) ?? null,
    clock: Date.now,
    balances: { USD: '1000000', BTC: '5' },
    unsupported: (productId) => (productId === 'ETH-USD' ? ['bracket', 'stop_limit'] : undefined),
  });
  return {
    venue,
    async setProduct(productId, change) {
      const product = products.get(productId);
      if (product) products.set(productId, { ...product, ...change });
      await venue.product(productId);
    },
    async setPrice(productId, price) {
      venue.takePrice({ productId, bid: price, ask: price, last: price, at: Date.now() });
    },
    close: async () => {},
  };
});
