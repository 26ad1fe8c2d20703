import { expect, test } from 'vitest';
import { addFills } from '../../src/trading/store/results/fills.ts';
import { answer, openPosition } from '../support/openPosition.ts';
import { choose, fill, press, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts, watchChannel } from '../support/testBot.ts';
import { BTC } from '../trading/strategy/given.ts';

/** One position that was entered at 50,000 and closed at 51,000: 20 gained, 12.12 in fees. */
async function afterATrade(providerName = 'Whale *Calls*'): Promise<TestBot> {
  const parts = await testParts();
  const { engine } = parts.app;
  const { id } = await openPosition(engine, { source: { providerName } });
  const act = { act: 'close', positionId: id, percent: '100' } as const;
  const closing = await engine.submit({ type: 'owner', at: Date.now(), by: '1', act });
  await answer(engine, closing, '51000');
  return startTestBot(parts);
}

test('performance is told in all and by what was asked for', async () => {
  const { discord } = await afterATrade();
  const byProvider = textOf(await discord.command('owner', 'pilotfish', 'performance'));
  expect(byProvider).toContain('+$7.88 from 1 trade, $12.12 in fees');
  expect(byProvider).toContain('Whale *Calls*: +$7.88 · 1 trade · won 100 % · +0.15 R');
  const bySymbol = await discord.command('owner', 'pilotfish', 'performance', {
    by: 'symbol',
    days: 7,
  });
  expect(textOf(bySymbol)).toContain('BTC-USD: +$7.88');
});

test.each(['daily', 'weekly', 'monthly'])('%s tells what was closed in it', async (name) => {
  const { discord } = await afterATrade();
  expect(textOf(await discord.command('owner', 'pilotfish', name))).toContain(
    '+$7.88 from 1 trade',
  );
});

test('it is told by watch and channel, with its part of the account and what is open', async () => {
  const parts = await testParts();
  const { engine } = parts.app;
  const price = async () => ({
    productId: 'BTC-USD',
    bid: '50500',
    ask: '50500',
    last: '50500',
    at: 0,
  });
  Object.assign(parts.app, { marketData: { price } });
  const watch = await watchChannel(parts, 'signals');
  const { id } = await openPosition(engine, {
    source: { watchId: String(watch.id), channelId: watch.channel_id },
  });
  const act = { act: 'close', positionId: id, percent: '100' } as const;
  await answer(
    engine,
    await engine.submit({ type: 'owner', at: Date.now(), by: '1', act }),
    '51000',
  );
  await openPosition(engine, { messageId: 'm2' });
  await engine.submit({ type: 'account', at: Date.now(), account: 'paper', equity: '10000' });
  const { discord } = await startTestBot(parts);
  const byWatch = await discord.command('owner', 'pilotfish', 'performance', { by: 'watch' });
  // 20 gained, 12.12 of fees; open: 10 gained, 6 paid and 6.06 to come.
  expect(textOf(byWatch)).toMatch(/\+\$7\.88 \(\+0\.08 % of the account\) from 1 trade/);
  expect(textOf(byWatch)).toMatch(
    /1 position is still open and not counted, now at −\$2\.06 after fees/,
  );
  expect(textOf(byWatch)).toContain('signals: +$7.88');
  const byChannel = await discord.command('owner', 'pilotfish', 'performance', { by: 'channel' });
  expect(textOf(byChannel)).toContain('#signals: +$7.88');
});

test('days begin at the midnight of the owner’s time zone, typed as a city', async () => {
  const { discord, app } = await afterATrade();
  const setup = await discord.command('owner', 'pilotfish', 'setup');
  const form = await press(discord, 'owner', setup, 'Time zone: UTC');
  const refused = await fill(discord, 'owner', form, { zone: 'Atlantis' });
  expect(refused.followups.at(-1)?.content).toMatch(/“Atlantis” is no time zone that is known/);
  const again = await press(discord, 'owner', setup, 'Time zone: UTC');
  const set = await fill(discord, 'owner', again, { zone: 'new york' });
  expect(textOf(set)).toContain('[Time zone: America/New_York]');
  Object.assign(app, { now: () => Date.UTC(2026, 0, 6, 3) });
  const daily = await discord.command('owner', 'pilotfish', 'daily');
  const midnight = Date.UTC(2026, 0, 5, 5) / 1_000;
  expect(daily.message?.embeds[0]?.description).toContain(`Since <t:${midnight}:f>`);
});

test('what was closed pages, as everything that is long does', async () => {
  const parts = await testParts();
  const { engine } = parts.app;
  for (let i = 0; i < 9; i += 1) {
    const source = { providerId: `p${i}`, providerName: `Provider ${i}` };
    const { id } = await openPosition(engine, { messageId: `m${i}`, source });
    const act = { act: 'close', positionId: id, percent: '100' } as const;
    await answer(
      engine,
      await engine.submit({ type: 'owner', at: Date.now(), by: '1', act }),
      '51000',
    );
  }
  const { discord } = await startTestBot(parts);
  const first = await discord.command('owner', 'pilotfish', 'weekly');
  expect(textOf(first)).toContain('Page 1 of 2');
  const second = await press(discord, 'owner', first, 'More');
  expect(textOf(second)).toContain('Page 2 of 2');
  expect(textOf(await press(discord, 'owner', second, 'Back'))).toContain('Page 1 of 2');
});

test('nothing closed yet is said', async () => {
  const { discord } = await startTestBot(await testParts());
  expect(textOf(await discord.command('owner', 'pilotfish', 'daily'))).toContain(
    'No position was closed',
  );
});

test('all trades and fills come as CSV, and no provider\u2019s name becomes a formula', async () => {
  const { discord, app } = await afterATrade('=HYPERLINK("http://evil.example","open")');
  await addFills(app.db, 'paper', 'test-1-1', '1', [
    {
      tradeId: 't1',
      venueOrderId: 'v1',
      productId: 'BTC-USD',
      side: 'buy',
      price: '50000',
      size: '0.02',
      fee: '6',
      liquidity: 'taker',
      at: Date.UTC(2026, 0, 5, 12),
    },
  ]);
  const answered = await discord.command('owner', 'pilotfish', 'export');
  const [trades, fills, tax, columns] = answered.message?.attachments ?? [];
  expect([trades?.filename, fills?.filename]).toEqual(['trades-paper.csv', 'fills-paper.csv']);
  const csv = await (await fetch(trades?.url ?? '')).text();
  expect(csv.split('\r\n')[1]).toMatch(
    /^1,paper,BTC-USD,BTC,USD,long,[^,]+Z,[^,]+Z,0\.02,50000,1000,6,51000,1020,6\.12,20,12\.12,7\.88,/,
  );
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"",""open"")"`);
  const rows = (await (await fetch(fills?.url ?? '')).text()).split('\r\n');
  expect(rows[1]).toBe(
    '2026-01-05T12:00:00.000Z,paper,t1,test-1-1,1,entry,BTC-USD,BTC,USD,buy,0.02,50000,1000,6,taker',
  );
  // For tax tools: 1,000 USD given for 0.02 BTC, and 6 of fee.
  expect(tax?.filename).toBe('tax-paper.csv');
  expect((await (await fetch(tax?.url ?? '')).text()).split('\r\n').slice(0, 2)).toEqual([
    'Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Label,Description,TxHash',
    '2026-01-05 12:00:00 UTC,1000,USD,0.02,BTC,6,USD,,"position 1, entry",t1',
  ]);
  const explained = await (await fetch(columns?.url ?? '')).text();
  const named = (text: string) => text.split('\r\n')[0]?.split(',') ?? [];
  for (const name of [...named(csv), ...named(rows.join('\r\n'))]) {
    expect(explained).toContain(`  ${name}: `);
  }
  expect(await discord.violations()).toEqual([]);
});

test('many providers are shown page by page', async () => {
  const parts = await testParts();
  for (let i = 1; i <= 10; i += 1) {
    const { engine } = parts.app;
    const source = { providerId: `p${i}`, providerName: `Provider ${i}` };
    const { id } = await openPosition(engine, { messageId: `m${i}`, source });
    const act = { act: 'close', positionId: id, percent: '100' } as const;
    const closing = await engine.submit({ type: 'owner', at: Date.now(), by: '1', act });
    await answer(engine, closing, String(50_700 + i * 10));
  }
  const { discord } = await startTestBot(parts);
  const first = await discord.command('owner', 'pilotfish', 'performance');
  expect(textOf(first)).toMatch(/Provider 10: [\s\S]*Provider 3: [\s\S]*Page 1 of 2/);
  expect(textOf(first)).not.toContain('Provider 2:');
  const second = await press(discord, 'owner', first, 'More');
  expect(textOf(second)).toMatch(/Provider 2: [\s\S]*Provider 1: [\s\S]*Page 2 of 2/);
  const back = await press(discord, 'owner', second, 'Back');
  expect(textOf(back)).toContain('Page 1 of 2');
});

test('history tells who did what, refusals too', async () => {
  const { discord, bot } = await startTestBot(await testParts());
  await discord.command('admin', 'general', 'panic');
  await discord.command('owner', 'pilotfish', 'pause', { reason: 'holiday' });
  await bot.settled();
  const shown = textOf(await discord.command('owner', 'pilotfish', 'history'));
  expect(shown).toMatch(/\/pause holiday/);
  expect(shown).toMatch(/\/panic \(refused\)/);
});

test('history tells what was changed by whom, from what to what, over pages', async () => {
  const { discord, bot } = await startTestBot(await testParts());
  const owner = (name: string, options = {}) =>
    discord.command('owner', 'pilotfish', name, options);
  await owner('watch add', { channel: 'signals', follow: 'automatic' });
  await owner('watch pause', { watch: '1' });
  const panel = await owner('settings');
  const setting = await choose(
    discord,
    'owner',
    panel,
    'Look at one, or change it',
    'Amount per position',
  );
  const form = await press(discord, 'owner', setting, 'Change');
  await fill(discord, 'owner', form, { value: '250' });
  await owner('limits set', { position: '500' });
  await owner('access allow', { who: 'stranger', as: 'viewers' });
  await press(discord, 'owner', await owner('watch remove', { watch: '1' }), 'Stop following');
  await bot.settled();

  const changes = await owner('history', { what: 'changes' });
  const lines = textOf(changes);
  expect(lines).toMatch(/signals no longer followed[\s\S]*signals followed: /);
  expect(lines).toMatch(/signals paused: no → yes/);
  expect(lines).toMatch(/all watches Amount per position: default → 250/);
  expect(lines).toMatch(/limits [\s\S]*Most one position may cost: default → 500/);
  expect(lines).toMatch(/the bot .*viewers: .* → @/);
  const commands = await press(discord, 'owner', changes, 'Commands');
  expect(textOf(commands)).toMatch(/button settings enter all quoteSize 250/);
  for (let i = 0; i < 16; i += 1) await owner('status');
  await bot.settled();
  const first = await owner('history', { by: 'owner' });
  const older = await press(discord, 'owner', first, 'Older');
  expect(textOf(older)).toContain('/watch add');
  const newest = await press(discord, 'owner', older, 'Newest');
  expect(textOf(newest)).toContain('[Older]');
  expect(textOf(await owner('history', { by: 'admin' }))).toContain('Nothing yet');
  expect(textOf(await press(discord, 'admin', newest, 'Older'))).toContain('only the owner');
  expect(await discord.violations()).toEqual([]);
});

test('the balance is in dollars, the largest first, with a total', async () => {
  const parts = await testParts();
  const entries = [
    { asset: 'USD', available: '1000.0012345678901', hold: '500' },
    { asset: 'BTC', available: '0.1', hold: '0' },
    { asset: 'XYZ', available: '12', hold: '0' },
  ];
  Object.assign(parts.app, {
    catalogue: { products: () => [BTC] },
    marketData: { lastPrices: async () => new Map([['BTC-USD', '60000']]) },
  });
  parts.app.trader.balances = async () => ({ entries, unreadable: [] });
  const { discord } = await startTestBot(parts);
  const shown = textOf(await discord.command('owner', 'pilotfish', 'balance'));
  expect(shown).toContain('Balance: at least $7,500.00');
  expect(shown).toMatch(
    /BTC 0\.1: \$6,000\.00, 80 %\n.*USD 1,500\.00: \$1,500\.00, 20 %, 500\.00 held by orders\n.*XYZ 12: no price in dollars/,
  );
});
