import { expect, onTestFinished, test } from 'vitest';
import { type DatabaseProxy, databaseProxy } from '../../support/database/databaseProxy.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

test.each(['hang', 'refuse'] as const)(
  'a database that begins to %s is told in Discord without it, with what is bare, and again when it is back; the books are compared then',
  async (how) => {
    let proxy: DatabaseProxy | undefined;
    const network = await testNetwork({
      discordTiming: { databaseMs: 500 },
      databaseBy: async (url) => {
        proxy = await databaseProxy(url);
        return proxy.url;
      },
    });
    onTestFinished(() => proxy?.close());
    const { coinbase, discord, post } = network;
    await coinbase.setPrice('BTC-USD', '60000');
    // Nothing can rest for it: the bot alone holds the stop.
    await coinbase.setProduct('BTC-USD', { unsupported: ['bracket', 'stop_limit'] });
    await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
    await notice(discord, /^Open: long .* BTC at/);
    await network.settled();

    const told = discord.waitForMessage(
      'pilotfish',
      ({ embeds }) => /^The database/.test(embeds[0]?.title ?? ''),
      { timeoutMs: 15_000 },
    );
    const back = discord.waitForMessage(
      'pilotfish',
      ({ embeds }) => embeds[0]?.title === 'The database is back',
      { timeoutMs: 19_000 },
    );
    proxy?.[how]();
    const { embeds } = await told;
    expect(embeds[0]?.description).toMatch(
      /Nothing can be written down since .* nothing new is opened/,
    );
    expect(embeds[0]?.description).toMatch(
      /NO stop rests at the venue for BTC.*position 1, stop \\?\$58,000\.00/,
    );
    const compared = 'reconciled with the venue';
    const before = network.logged.filter((line) => line.includes(compared)).length;
    proxy?.release();
    await back;
    // What could not be kept meanwhile is looked at once more, without waiting for the minute.
    await network.untilLogged(compared, before + 1);
    await network.settled();
    const titles = (await discord.messages('pilotfish')).map(
      ({ embeds }) => embeds[0]?.title ?? '',
    );
    expect(titles.filter((title) => /^The database/.test(title))).toHaveLength(2);
  },
  40_000,
);
