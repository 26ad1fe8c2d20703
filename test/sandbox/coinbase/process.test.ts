import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { connectCoinbaseControl } from '../../../sandbox/coinbase/control/controlClient.ts';
import { type CoinbaseServer, startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { createCaller, limit, market } from './client.ts';

const cleanUp: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coinbase-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function spawnCoinbase(...args: string[]) {
  const child = spawn(process.execPath, ['sandbox/coinbase/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanUp.push(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  const server = JSON.parse(line) as Pick<CoinbaseServer, 'urls' | 'key'>;
  return { child, server: server as CoinbaseServer };
}

test('a process of its own prints where it is, obeys its control, and stops cleanly', async () => {
  const { child, server } = await spawnCoinbase('--prices', 'manual');
  const control = connectCoinbaseControl(server.urls.base);
  const caller = createCaller(server);
  await control.setPrice('BTC-USD', '50000');
  expect(await control.quote('BTC-USD')).toEqual({ bid: '50000', ask: '50000', last: '50000' });

  const filled = control.waitFor((event) => event.type === 'fill');
  const after = await control.lastEvent();
  await caller.create('BUY', market('1006'));
  expect(await filled).toMatchObject({ type: 'fill', fill: { price: '50000', size: '0.02' } });
  const request = await control.waitFor((event) => event.type === 'request', { after });
  expect(request).toMatchObject({ route: 'create', status: 200 });
  expect((await control.balances()).find(({ asset }) => asset === 'BTC')?.total).toBe('0.02');

  await expect(control.cancelOrder('none')).rejects.toThrow('no order none');
  await expect(control.setPrice('NOPE-USD', '1')).rejects.toThrow('no product NOPE-USD');

  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a killed process goes on with the same orders, balances, prices and key', async () => {
  const folder = dataFolder();
  const first = await spawnCoinbase('--prices', 'manual', '--data', folder);
  await connectCoinbaseControl(first.server.urls.base).setPrice('BTC-USD', '50000');
  const created = await createCaller(first.server).create('BUY', limit('0.1', '40000'));
  await createCaller(first.server).create('BUY', market('1006'));
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await spawnCoinbase('--prices', 'manual', '--data', folder);
  const control = connectCoinbaseControl(second.server.urls.base);
  expect(second.server.key).toEqual(first.server.key);
  expect((await control.quote('BTC-USD'))?.last).toBe('50000');
  expect((await control.balances()).find(({ asset }) => asset === 'BTC')?.total).toBe('0.02');
  await control.setPrice('BTC-USD', '39000');
  const { order } = (
    await createCaller(second.server).get(`/orders/historical/${created.success_response.order_id}`)
  ).body;
  expect(order).toMatchObject({ status: 'FILLED', average_filled_price: '40000' });
});

test('the same seed gives the same past, another seed another one', async () => {
  const pasts: unknown[] = [];
  for (const seed of [7, 7, 8]) {
    const server = await startCoinbase({ seed, prices: 'manual' });
    cleanUp.push(() => server.stop());
    const path =
      '/market/products/ETH-USD/candles?start=1735689600&end=1735776000&granularity=ONE_HOUR';
    pasts.push((await createCaller(server).getPublic(path)).body.candles);
  }
  expect(pasts[1]).toEqual(pasts[0]);
  expect(pasts[2]).not.toEqual(pasts[0]);
});

test('prices move by themselves, and a walk brings them where they should be', async () => {
  const server = await startCoinbase({ tickMs: 10 });
  cleanUp.push(() => server.stop());
  const { control } = server;
  const first = await control.quote('BTC-USD');
  await control.waitFor(
    (event) =>
      event.type === 'quote' && event.productId === 'BTC-USD' && event.quote.last !== first?.last,
  );
  const after = await control.lastEvent();
  await control.walk('BTC-USD', { to: '70000', overMs: 50 });
  const reached = await control.waitFor(
    (event) =>
      event.type === 'quote' && event.productId === 'BTC-USD' && event.quote.last === '70000',
    { after },
  );
  const next = await control.waitFor(
    (event) => event.type === 'quote' && event.productId === 'BTC-USD',
    { after: reached.id },
  );
  expect(next.type === 'quote' && Math.abs(Number(next.quote.last) - 70000)).toBeLessThan(100);
});
