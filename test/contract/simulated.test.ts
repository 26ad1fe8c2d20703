import { CATALOGUE } from '../../sandbox/coinbase/products.ts';
import { createSimulatedVenue } from '../../src/trading/venue/simulated/venue.ts';
import { venueContract } from './venue.ts';

venueContract('the simulated venue', async () => {
  const venue = await createSimulatedVenue({
    products: async () => CATALOGUE.map((entry) => entry.product),
    clock: Date.now,
    balances: { USD: '1000000', BTC: '5' },
    unsupported: (productId) => (productId === 'ETH-USD' ? ['bracket', 'stop_limit'] : undefined),
  });
  return {
    venue,
    async setPrice(productId, price) {
      venue.takePrice({ productId, bid: price, ask: price, last: price, at: Date.now() });
    },
    close: async () => {},
  };
});
