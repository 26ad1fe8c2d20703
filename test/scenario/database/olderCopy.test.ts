import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyDatabase } from '../../support/database/database.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const signal = (coin: string, stop: string, target: string) =>
  `LONG #${coin}/USDT\nEntry: market\nSL: ${stop}\nTP1: ${target}`;

test.each([
  ['beside its data folder', 'data'],
  ['on another machine', null],
] as const)(
  'an older copy of the database %s: nothing that it does not know is cancelled, sold or counted as its own',
  async (_, folder) => {
    const network = await testNetwork({ balances: { USD: '10000', SOL: '7' } });
    const { coinbase, discord, post, config } = network;
    await coinbase.setPrice('BTC-USD', '60000');
    await coinbase.setPrice('ETH-USD', '3000');
    await coinbase.setPrice('SOL-USD', '150');
    await post(signal('BTC', '58000', '63000'));
    await notice(discord, /^Open: long .* BTC at/);
    await network.settled();

    await network.stop();
    const original = config.databaseUrl ?? '';
    const older = await copyDatabase(original);
    await network.start();
    await post(signal('ETH', '2900', '3200'));
    await notice(discord, /^Open: long .* ETH at/);
    await network.settled();
    const resting = async () =>
      (await coinbase.orders())
        .filter(({ status }) => status === 'open')
        .map(({ productId }) => productId)
        .sort();
    const before = await resting();
    expect(before).toEqual(['BTC-USD', 'ETH-USD']);

    await network.stop();
    config.databaseUrl = older.url;
    config.dataDir = folder ?? (await mkdtemp(path.join(tmpdir(), 'older-')));
    onTestFinished(() => older.drop());
    await network.start();
    await notice(discord, /of this bot that its database does not know.*ETH.?-USD/);
    await network.pilotfish().app.reconcile();
    await network.settled();
    expect(await resting()).toEqual(before);

    await post(signal('SOL', '140', '170'));
    await network.settled();
    expect((await noticesIn(discord)).join('\n')).toMatch(
      /trading is halted.*(older state|does not know)/,
    );
    expect(await resting()).toEqual(before);

    await discord.command('owner', 'pilotfish', 'resume');
    await post(signal('SOL', '141', '171'));
    await notice(discord, /^Open: long .* SOL at/);
    await network.settled();
    const { positions } = network.pilotfish().app.engine.state();
    const opened = positions
      .toList()
      .map(({ id, product }) => ({ id: Number(id), product: product.id }));
    expect(opened.map(({ product }) => product).toArray()).toEqual(['BTC-USD', 'SOL-USD']);
    // The number of what the copy does not know is not used again.
    expect(opened.last()?.id).toBeGreaterThan(2);
    expect(await resting()).toEqual(['BTC-USD', 'ETH-USD', 'SOL-USD']);
    // The owner's own seven are still there, beside what the signal bought.
    const sol = (await network.pilotfish().app.venues.sandbox?.balances())?.entries.find(
      ({ asset }) => asset === 'SOL',
    );
    expect(Number(sol?.available)).toBeGreaterThanOrEqual(7);
  },
);
