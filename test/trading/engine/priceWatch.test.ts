import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import { createPriceWatch } from '../../../src/trading/engine/priceWatch.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { createTasks } from '../../../src/trading/tasks.ts';
import { testDatabase } from '../../support/database/database.ts';
import { BTC, marketOf, priceOf, signalEvent } from '../strategy/given.ts';

const log = pino({ level: 'silent' });

test('a price from when a product was last followed says nothing about a new position', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const engine = createEngine({ db, initial: emptyState('pftest'), log });
  const tasks = createTasks(log);
  let alsoFollowed = [BTC.id];
  const watch = createPriceWatch({
    engine,
    marketData: {
      open: async () => undefined,
      follow: () => undefined,
      hear: () => undefined,
      price: async () => null,
      priceAtHand: () => null,
      time: async () => 0,
      lastPrices: async () => new Map(),
      candles: async () => [],
      product: async () => null,
      products: async () => ({ entries: [], unreadable: [] }),
      close: async () => undefined,
    },
    alsoFollowed: () => alsoFollowed,
    tasks,
    log,
  });
  watch.onPrice(priceOf('50000'));
  expect(watch.last(BTC.id)?.last).toBe('50000');

  alsoFollowed = [];
  const ether = { ...BTC, id: 'ETH-USD', base: 'ETH' };
  await engine.submit(signalEvent({ market: marketOf('3000', { product: ether }) }));
  await tasks.idle();
  expect(watch.last(BTC.id)).toBeUndefined();
});
