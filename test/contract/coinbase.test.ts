import { pino } from 'pino';
import { startCoinbase } from '../../sandbox/coinbase/server.ts';
import { createCoinbaseVenue } from '../../src/trading/venue/coinbase/venue.ts';
import { venueContract } from './venue.ts';

venueContract('Coinbase', async () => {
  const server = await startCoinbase({
    prices: 'manual',
    balances: { USD: '1000000', BTC: '5' },
  });
  await server.control.setProduct('ETH-USD', { unsupported: ['bracket', 'stop_limit'] });
  return {
    venue: createCoinbaseVenue({
      keyName: server.key.name,
      privateKey: server.key.privateKey,
      urls: server.urls,
      log: pino({ level: 'silent' }),
    }),
    setProduct: (productId, change) => server.control.setProduct(productId, change),
    setPrice: (productId, price) => server.control.setPrice(productId, price),
    close: () => server.stop(),
  };
});
