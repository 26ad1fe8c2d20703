import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { findSignal, listSignals } from '../../../src/trading/store/messages/signals.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

/** The owner's limits against a provider's words, through the whole bot: one test after the other. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let network: TestNetwork;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  network = await testNetwork({ onTestFinished: (end) => ends.unshift(end) });
  await network.coinbase.setPrice('BTC-USD', '60000');
});

afterAll(async () => {
  for (const end of ends) await end();
});

const limits = (values: Record<string, string>) =>
  network.discord.command('owner', 'pilotfish', 'limits set', values);

async function said(content: string, replyTo?: string) {
  const { pilotfish, post } = network;
  await post(replyTo === undefined ? content : { content, replyTo: { id: replyTo } });
  await pilotfish().processAll();
  const [row] = await listSignals(pilotfish().app.db, { limit: 1 });
  if (row === undefined) throw new Error('nothing was read');
  return row;
}

async function newest() {
  const [position] = await listPositions(network.pilotfish().app.db, { limit: 1 });
  if (position === undefined) throw new Error('nothing was opened');
  return position;
}

test('a position of a fixed amount is held to the risk and to the part of the account, and that is said', async () => {
  const { app } = network.pilotfish();
  const equity = Number(app.engine.state().memory.accounts.sandbox?.equity);
  await limits({ 'risk-percent': '0.001 %' });
  const signal = 'LONG #BTC/USDT\nEntry: market\nSL: 55000\nTP1: 63000';
  expect(await said(signal)).toMatchObject({ outcome: 'taken' });
  const first = (await newest()).plan;
  expect(Number(first.risk)).toBeLessThanOrEqual(equity * 0.00001);
  expect(Number(first.risk)).toBeGreaterThan(equity * 0.000009);
  expect(first.remarks).toEqual([expect.stringMatching(/is held to .* no more than 0\.001 %/)]);
  expect((await noticesIn(network.discord)).join('\n')).toMatch(/is held to .*0\.001 %/);

  await limits({ 'risk-percent': '0', 'position-percent': '0.01 %' });
  expect(await said(signal.replace('55000', '55100'))).toMatchObject({ outcome: 'taken' });
  expect(Number((await newest()).plan.cost)).toBeLessThanOrEqual(equity * 0.0001);
  await limits({ 'position-percent': '0' });
});

test('a stop as far away as nobody means is not taken, and the rule is told with its setting', async () => {
  const row = await said('long BTC here, stop under 32000');
  expect(row).toMatchObject({ outcome: 'denied', rule: 'widest_stop' });
  const told = await notice(network.discord, /^Not taken: long BTC/);
  expect(textOf(told.message)).toMatch(/46\.6\d % from the entry.*25 % is the widest/);
  expect(textOf(told.message)).toMatch(/Rule: stop too far away: .*Widest stop/);
  const { app } = network.pilotfish();
  const [{ id } = { id: 0 }] = await listSignals(app.db, { limit: 1 });
  expect((await findSignal(app.db, id))?.rule).toBe('widest_stop');
});

test('a provider’s stop or target on the far side of the price closes nothing, and is told', async () => {
  await said('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000\nTP2: 65000');
  const { id, source } = await newest();
  const reply = (content: string) => said(content, source.messageId);
  await network.settled();
  const open = async () => {
    await network.settled();
    const position = await newest();
    expect(position).toMatchObject({ id, status: 'open', stop: '58000' });
    expect(position.plan.targets.map(({ price }) => price)).toEqual(['63000', '65000']);
  };
  expect(await reply('Move SL to 61000')).toMatchObject({
    outcome: 'denied',
    rule: 'stop_beyond_price',
  });
  await open();
  // Ten times as high as all that was said before: the reader doubts it already.
  expect(await reply('Move SL to 590000')).toMatchObject({ outcome: 'unclear' });
  await open();
  expect(await reply('Change TP1 to 59000')).toMatchObject({ outcome: 'denied' });
  await open();
  const told = await notice(network.discord, /^Not followed: move the stop to 61,000/);
  expect(textOf(told.message)).toMatch(/would close at once.*stays at 58,000/);
  expect(await reply('Move SL to 59000')).toMatchObject({ outcome: 'applied' });
  expect((await newest()).stop).toBe('59000');
});

test('one by hand is held to the same limits', async () => {
  await limits({ position: '50 USD' });
  const shown = await network.discord.command('owner', 'pilotfish', 'trade', {
    symbol: 'BTC',
    side: 'long',
    stop: '57000',
    amount: '5,000.00',
  });
  expect(textOf(shown)).toMatch(/it would be 5,000 USD and is held to 50/);
  const far = await network.discord.command('owner', 'pilotfish', 'trade', {
    symbol: 'BTC',
    side: 'long',
    stop: '5700',
  });
  expect(textOf(far)).toMatch(/Now: not taken \(stop too far away\)/);
});
