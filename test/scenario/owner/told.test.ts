import { expect, test } from 'vitest';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

const LONG = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

async function started(settings: Record<string, unknown> = {}): Promise<TestNetwork> {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  const { db } = network.pilotfish().app;
  await writeSettings(db, 'defaults', settings, 'test', Date.now());
  return network;
}

/** The card of a position, in all its words, once what came last is on it. */
async function card({ discord, settled }: TestNetwork, position: string): Promise<string> {
  await settled();
  const messages = await discord.messages('pilotfish');
  const found = messages.find(({ embeds }) =>
    embeds[0]?.author?.name.endsWith(`position ${position}`),
  );
  if (!found) throw new Error(`position ${position} has no card`);
  return textOf(found);
}

test('a price that jumps over the stop is said on the card, with what that cost; one that does not is not', async () => {
  const network = await started();
  const { discord, coinbase, post } = network;
  await post(LONG);
  await notice(discord, /^Open: long/);
  await network.settled();
  await coinbase.setPrice('BTC-USD', '55000');
  await notice(discord, /^Closed long BTC-USD: −/);
  expect(await card(network, '1')).toMatch(
    /The price jumped over the stop \$58,000\.00: it was sold at \$55,0\d\d\.\d\d \(−5\.\d\d %\), \$4\.\d\d more than the stop would have lost\./,
  );
});

test('a short signal that closes a long is said, with the message it came by and as what it closed', async () => {
  const network = await started({ oppositeSignal: 'close' });
  const { discord, post } = network;
  await post(LONG);
  await notice(discord, /^Open: long/);
  await network.settled();
  await post('SHORT #BTC/USDT\nEntry: market\nSL: 62000\nTP1: 55000');
  await notice(discord, /^Closed long BTC-USD/);
  const shown = await card(network, '1');
  expect(shown).toMatch(/signal the other way/i);
  expect(shown).toMatch(/the short signal closes the long/);
});

test('a size that a limit cut is said where it is taken, and before a hand trade', async () => {
  const network = await started({ quoteSize: '5000' });
  const { discord, post } = network;
  await discord.command('owner', 'pilotfish', 'limits set', { position: '50 USD' });
  await post(LONG);
  await notice(discord, /^Open: long/);
  expect(await card(network, '1')).toMatch(
    /Signal taken: long BTC-USD for \$50\.00; it would be 5,000(\.00)? USD and is held to 50/,
  );
});

test('what is wrong with a position is on its card while it is so, and gone once it has closed', async () => {
  const network = await started({ unprotected: 'hold' });
  const { discord, coinbase, post } = network;
  await coinbase.fault({
    kind: 'reject_create',
    reason: 'UNKNOWN_FAILURE_REASON',
    side: 'sell',
    times: 100,
  });
  await post(LONG);
  await notice(discord, /^Order refused: BTC-USD/);
  await expect.poll(() => card(network, '1'), { timeout: 20_000 }).toMatch(/⚠/);
  const list = textOf(await discord.command('owner', 'pilotfish', 'position'));
  expect(list).toMatch(/⚠/);
  await coinbase.clearFaults();
  const page = await discord.command('owner', 'pilotfish', 'position');
  await press(
    discord,
    'owner',
    await press(discord, 'owner', page, 'Close all'),
    'Close at market',
  );
  await notice(discord, /^Closed long BTC-USD/);
  expect(await card(network, '1')).not.toMatch(/⚠/);
});
