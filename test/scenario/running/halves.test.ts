import { expect, test } from 'vitest';
import { untilNone } from '../../support/bot/botProcess.ts';
import { runningHalves } from '../../support/bot/halves.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { press, textOf } from '../../support/press.ts';

const LONG = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000\nTP2: 66000';
const ANOTHER = 'LONG #BTC/USDT\nEntry: market\nSL: 57000\nTP1: 64000';

const entries = (fills: { side: string }[]) => fills.filter(({ side }) => side === 'buy');
const times = (told: readonly string[], line: RegExp) =>
  told.filter((one) => line.test(one)).length;

test('a signal goes from the listener to the trader, to its fill and to its notice; each is asked by Discord or the exchange alone', {
  timeout: 120_000,
}, async () => {
  const { discord, exchange } = await runningHalves();
  await discord.post('signals', 'provider', LONG);
  await notice(discord, /^Open: long/, { timeoutMs: 30_000 });
  expect(entries(await exchange.control.fills())).toHaveLength(1);
  const ask = async (name: string, given = {}) =>
    textOf(await discord.command('owner', 'pilotfish', name, given));
  expect(await ask('balance')).toContain('Balance: $');
  expect(await ask('position', { id: '1' })).toContain('target and stop rest at the venue');
  expect(await ask('pause')).toContain('Paused');
  expect(await ask('status')).toMatch(/Halted[\s\S]*Positions:? *1/);
  expect(await ask('resume')).toContain('Trading goes on');
});

test('a trader that is killed: the listener says so and takes in what is posted; once it is back all is read once, and a panic that was called is carried out', {
  timeout: 180_000,
}, async () => {
  const { discord, exchange, trader, start } = await runningHalves();
  await discord.post('signals', 'provider', LONG);
  await notice(discord, /^Open: long/, { timeoutMs: 30_000 });
  await trader.kill();
  const ask = async (name: string) => textOf(await discord.command('owner', 'pilotfish', name));
  await untilNone(async () => {
    const said = await ask('balance');
    return /The trader is away since \d\d:\d\d:\d\d UTC\. Nothing was done/.test(said)
      ? []
      : [said];
  }, 60_000);
  // What is in the database is shown all the same.
  expect(await ask('position')).toContain('BTC-USD');
  await discord.post('signals', 'provider', ANOTHER);
  const again = start('trader');
  await untilNone(async () => {
    const bought = entries(await exchange.control.fills()).length;
    return bought === 2 ? [] : [`${bought} bought`];
  }, 60_000);

  await again.kill();
  await untilNone(async () => {
    const said = await ask('balance');
    return said.includes('The trader is away') ? [] : [said];
  }, 60_000);
  const asked = await discord.command('owner', 'pilotfish', 'panic');
  const answer = await press(discord, 'owner', asked, 'Close everything');
  expect(textOf(answer)).toContain('What you asked for is written down');
  start('trader');
  await untilNone(async () => {
    const held = (await exchange.control.balances()).find(({ asset }) => asset === 'BTC');
    return Number(held?.total ?? 0) === 0 ? [] : ['BTC is held'];
  }, 60_000);
  await untilNone(async () => {
    const said = await ask('status');
    return said.includes('Halted') ? [] : [said];
  }, 60_000);
  expect(entries(await exchange.control.fills())).toHaveLength(2);
});

test('a listener that is killed: the stop is moved all the same, another takes over, and all is told once', {
  timeout: 180_000,
}, async () => {
  const { discord, exchange, listener, start } = await runningHalves();
  const second = start('listener');
  await second.untilLogged('standing by');
  await discord.post('signals', 'provider', LONG);
  await notice(discord, /^Open: long/, { timeoutMs: 30_000 });
  await listener.kill();
  // Nobody listens while this is posted: it is caught up with.
  await discord.post('signals', 'provider', ANOTHER);
  await exchange.control.setPrice('BTC-USD', '63100');
  await second.untilLogged('connected to Discord');
  await notice(discord, /^Target 1/, { timeoutMs: 60_000 });
  await untilNone(async () => {
    const told = await noticesIn(discord);
    return [/^Target 1/, /long BTC-USD.*2|^Not taken|^Open: long/].flatMap((line) =>
      times(told, line) > 0 ? [] : [`${line} was not told`],
    );
  }, 60_000);
  expect(times(await noticesIn(discord), /^Target 1/)).toBe(1);
});
