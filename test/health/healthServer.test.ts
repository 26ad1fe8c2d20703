import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { startHealth } from '../../src/health/healthServer.ts';
import { untilNone } from '../support/bot/botProcess.ts';
import { testNetwork } from '../support/pilotfish.ts';

const log = pino({ level: 'silent' });

async function listening() {
  const health = await startHealth({ host: '127.0.0.1', port: 0 }, log);
  onTestFinished(() => health.close());
  const ask = (path: string, init?: RequestInit) => fetch(`${health.address}${path}`, init);
  return { health, ask };
}

/** The value of a metric's line, as it stands there. */
const metricIn = (text: string, line: string) =>
  text
    .split('\n')
    .find((one) => one.startsWith(`${line} `))
    ?.slice(line.length + 1);

test('what stands by lives and is not ready; the address is for GET, and for three paths', async () => {
  const { ask } = await listening();
  expect((await ask('/healthz')).status).toBe(200);
  const ready = await ask('/readyz');
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { ready: false, troubles: ['it stands by'] },
  ]);
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/healthz', { method: 'POST' })).status).toBe(405);
  const metrics = await (await ask('/metrics')).text();
  expect(metricIn(metrics, 'pilotfish_positions_open')).toBe('0');
  expect(metrics).not.toContain('pilotfish_up{');
});

test('a port that is taken is said, and what to do', async () => {
  const { health } = await listening();
  const port = Number(new URL(health.address).port);
  await expect(startHealth({ host: '127.0.0.1', port }, log)).rejects.toThrow(
    `HEALTH_LISTEN: nothing can listen on 127.0.0.1:${port} (EADDRINUSE). Choose another port, or leave it out.`,
  );
});

test('a signal, its order and its protection are counted; what a provider writes is not there', async () => {
  const { health, ask } = await listening();
  const network = await testNetwork();
  const { coinbase, discord, pilotfish, post } = network;
  health.follow(pilotfish().app);
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });
  await coinbase.setPrice('BTC-USD', '60000');
  await post('LONG BTC/USDT secretword\nEntry: market\nSL: 58000\nTP: 63000');
  await post('LONG BTC/USDT again\nEntry: market\nSL: 58000\nTP: 63000');
  await pilotfish().processAll();
  const metrics = async () => (await ask('/metrics')).text();
  await untilNone(
    async () =>
      metricIn(await metrics(), 'pilotfish_positions_bare') === '0' ? [] : ['it is bare'],
    15_000,
  );

  const text = await metrics();
  expect(metricIn(text, 'pilotfish_positions_open')).toBe('1');
  expect(metricIn(text, 'pilotfish_readings_total{kind="signal",outcome="taken",rule=""}')).toBe(
    '1',
  );
  expect(text).toMatch(/pilotfish_readings_total\{kind="signal",outcome="denied",rule="\w+"\} 1/);
  expect(metricIn(text, 'pilotfish_post_to_order_seconds_count')).toBe('1');
  expect(metricIn(text, 'pilotfish_order_requests_total{kind="place",account="sandbox"}')).toBe(
    '2',
  );
  expect(metricIn(text, 'pilotfish_up{part="exchange"}')).toBe('1');
  expect(text).toMatch(/pilotfish_info\{version="[\d.]+",mode="sandbox"\} 1/);
  expect(text).not.toMatch(/secretword|again/);

  const ready = await ask('/readyz');
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { ready: true, mode: 'sandbox', halted: false, up: { database: true, exchange: true } },
  ]);
});

test('what keeps it from acting makes it not ready, and is named', async () => {
  const { health, ask } = await listening();
  const { exchange, pilotfish } = await testNetwork();
  health.follow(pilotfish().app);
  expect((await ask('/readyz')).status).toBe(200);
  await exchange.stop();
  await untilNone(
    async () => ((await ask('/readyz')).status === 503 ? [] : ['it is ready']),
    15_000,
  );
  expect(await (await ask('/readyz')).json()).toMatchObject({
    ready: false,
    troubles: expect.arrayContaining(['exchange is down']),
    up: { exchange: false, database: true },
  });
  health.follow(null);
  expect(await (await ask('/readyz')).json()).toMatchObject({ troubles: ['it stands by'] });
});
