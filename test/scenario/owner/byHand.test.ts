import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { choose, fill, press, textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

async function started(): Promise<TestNetwork> {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

const positions = ({ pilotfish }: TestNetwork) => listPositions(pilotfish().app.db, { limit: 10 });

/** The message of the private channel that asks about a signal. */
async function askedAbout({ discord }: TestNetwork, title: RegExp) {
  await notice(discord, title);
  const messages = await discord.messages('pilotfish');
  const found = messages.find((message) => title.test(message.embeds[0]?.title ?? ''));
  if (!found) throw new Error('nothing was asked');
  return found;
}

async function confirmFirst(network: TestNetwork): Promise<void> {
  const panel = await network.discord.command('owner', 'pilotfish', 'watch edit', {
    watch: 'signals',
  });
  const entries = await choose(network.discord, 'owner', panel, 'Another group', 'Entries');
  const choices = await choose(
    network.discord,
    'owner',
    entries,
    'Look at one, or change it',
    'Follow signals',
  );
  await choose(network.discord, 'owner', choices, 'Follow signals', 'Ask me first');
}

test('a signal from a server the bot is not in is read from its menu, and traded when asked to', async () => {
  const network = await started();
  const { discord, pilotfish } = network;
  await discord.setInstalled('owner', true);
  const message = await discord.post('Elsewhere/calls', 'provider', SIGNAL);
  const read = await discord.contextMenu('owner', 'Read signal', { message });
  expect(textOf(read)).toMatch(/Reads as: long BTC[\s\S]*It would be taken as BTC-USD/);
  expect(read.ephemeral).toBe(true);
  expect(textOf(read)).not.toContain('[Trade]');
  expect(await positions(network)).toEqual([]);

  const asked = await discord.contextMenu('owner', 'Trade signal', { message });
  const taken = await press(discord, 'owner', asked, 'Trade');
  expect(textOf(taken)).toContain('Taken: position 1');
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  const again = await discord.contextMenu('owner', 'Trade signal', { message });
  expect(textOf(again)).not.toContain('[Trade]');
  expect(await positions(network)).toHaveLength(1);
  expect(await discord.violations()).toEqual([]);
});

test('a pasted signal is read, shown, and traded at half its size', async () => {
  const network = await started();
  const form = await network.discord.command('owner', 'pilotfish', 'paste');
  const read = await fill(network.discord, 'owner', form, { text: SIGNAL });
  expect(textOf(read)).toContain('Reads as: long BTC');
  const taken = await press(network.discord, 'owner', read, 'Half');
  expect(textOf(taken)).toContain('Taken: position 1');
  const [position] = await positions(network);
  expect(position?.settings.quoteSize).toBe('50');
});

test('a signal in sats is shown in bitcoin, and never put on a pair in dollars', async () => {
  const network = await started();
  const form = await network.discord.command('owner', 'pilotfish', 'paste');
  const text = '$ETH spot\nBuy: 3100000 - 3050000 sats\nSell: 3300000 sats\nStop: 2950000';
  const read = await fill(network.discord, 'owner', form, { text });
  expect(textOf(read)).toContain('Reads as: long ETH/BTC');
  expect(textOf(read)).toMatch(/0\.031\b/);
  expect(textOf(read)).toContain('no product for prices in BTC');
  expect(textOf(read)).not.toContain('3100000');
  expect(await positions(network)).toEqual([]);
});

test('/trade puts a trade by hand under the same rules', async () => {
  const network = await started();
  const shown = await network.discord.command('owner', 'pilotfish', 'trade', {
    symbol: 'BTC',
    side: 'long',
    stop: '58000',
    targets: '63000 66000',
  });
  expect(textOf(shown)).toContain('It would be taken as BTC-USD');
  const short = await network.discord.command('owner', 'pilotfish', 'trade', {
    symbol: 'BTC',
    side: 'short',
    stop: '62000',
    targets: '55000',
  });
  expect(textOf(short)).toMatch(/not taken|Unclear/);
  const { choices } = await network.discord.autocomplete('owner', 'pilotfish', 'trade', 'symbol', {
    symbol: 'bt',
  });
  expect(choices?.[0]).toEqual({ name: 'BTC', value: 'BTC' });

  const typed = { symbol: 'BTC', side: 'long', stop: '58000' };
  const none = await network.discord.command('owner', 'pilotfish', 'trade', {
    ...typed,
    amount: 'lots',
  });
  expect(textOf(none)).toContain('“lots” is none');
  const odd = await network.discord.command('owner', 'pilotfish', 'trade', {
    ...typed,
    targets: 'moon',
  });
  expect(textOf(odd)).toContain('“moon” is no target');
  const sized = await network.discord.command('owner', 'pilotfish', 'trade', {
    ...typed,
    amount: '$250',
  });
  await press(network.discord, 'owner', sized, 'Half');
  const [position] = await positions(network);
  expect(Number(position?.plan.cost)).toBeCloseTo(125, 0);
});

test('an amount by hand stays within the limits', async () => {
  const network = await started();
  await network.discord.command('owner', 'pilotfish', 'limits set', { position: '200' });
  const shown = await network.discord.command('owner', 'pilotfish', 'trade', {
    symbol: 'BTC',
    side: 'long',
    stop: '58000',
    amount: '5000',
  });
  expect(textOf(shown)).toMatch(/Mind: .*held to 200/);
  await press(network.discord, 'owner', shown, 'Trade');
  const [position] = await positions(network);
  expect(Number(position?.plan.cost)).toBeCloseTo(200, 0);
});

test('a watch that asks first: nothing is done before the yes, and a yes trades it', async () => {
  const network = await started();
  await confirmFirst(network);
  await network.post(SIGNAL);
  const card = await askedAbout(network, /^Trade this\? long BTC/);
  expect(await positions(network)).toEqual([]);
  const taken = await press(network.discord, 'owner', card, 'Trade');
  expect(textOf(taken)).toContain('Taken: position 1');
  await notice(network.discord, /^Open: long/);
  const [row] = await listSignals(network.pilotfish().app.db, { limit: 1 });
  expect(row).toMatchObject({ outcome: 'taken', positionId: '1' });
});

test('a card is stale once its message was edited or deleted, and skipping trades nothing', async () => {
  const network = await started();
  await confirmFirst(network);
  const first = await network.post(SIGNAL);
  const card = await askedAbout(network, /^Trade this\? long BTC/);
  await network.discord.edit(first, SIGNAL.replace('63000', '64000'));
  await network.discord.waitForMessage(
    'pilotfish',
    (message) => message.id !== card.id && /Trade this/.test(message.embeds[0]?.title ?? ''),
  );
  const refused = await press(network.discord, 'owner', card, 'Trade');
  expect(refused.followups.at(-1)?.content).toContain('edited since');

  await network.coinbase.setPrice('ETH-USD', '3000');
  const second = await network.post(
    SIGNAL.replaceAll('BTC', 'ETH').replace('58000', '2900').replace('63000', '3300'),
  );
  const ethCard = await askedAbout(network, /^Trade this\? long ETH/);
  await network.discord.delete(second);
  await network.settled();
  const gone = await press(network.discord, 'owner', ethCard, 'Trade');
  expect(gone.followups.at(-1)?.content).toContain('deleted');
  const skipped = await press(network.discord, 'owner', ethCard, 'Skip');
  expect(textOf(skipped)).toContain('Skipped');
  expect(await positions(network)).toEqual([]);
});

test('an unclear message is corrected in a form and then traded', async () => {
  const network = await started();
  await network.post('BTC looks great, buy now, SL 58000 or maybe SL 55000, TP 63000');
  const card = await askedAbout(network, /^Unclear/);
  const form = await press(network.discord, 'owner', card, 'Correct the text');
  expect(JSON.stringify(form.modal)).toContain('maybe SL 55000');
  const read = await fill(network.discord, 'owner', form, { text: SIGNAL });
  const taken = await press(network.discord, 'owner', read, 'Trade');
  expect(textOf(taken)).toContain('Taken: position 1');
});

test('an unclear message is filled in field by field, and is the provider’s signal from then on', async () => {
  const network = await started();
  const { discord, pilotfish, post } = network;
  const original = await post('LONG #BTC/USDT now! SL 58000 or SL 55000? TP 63000');
  const card = await askedAbout(network, /^Unclear/);
  const form = await press(discord, 'owner', card, 'Fill in and trade');
  const odd = await fill(discord, 'owner', form, { symbol: 'BTC', side: 'long', targets: 'moon' });
  expect(odd.followups.at(-1)?.content).toContain('“moon” is no target');
  const wrong = await fill(discord, 'owner', form, { symbol: 'NOCOIN', side: 'long', stop: 'x' });
  expect(wrong.followups.at(-1)?.content).toContain('does not read as a signal');
  const late = await press(discord, 'owner', card, 'Fill in and trade');
  const read = await fill(discord, 'owner', form, {
    symbol: 'BTC',
    side: 'long',
    stop: '58000',
    targets: '63000 66000',
  });
  expect(textOf(read)).toMatch(/Reads as: long BTC[\s\S]*would be taken as BTC-USD/);
  expect(await positions(network)).toEqual([]);
  const taken = await press(discord, 'owner', read, 'Trade');
  expect(textOf(taken)).toContain('Taken: position 1');
  await notice(discord, /^Open: long/);
  const again = await fill(discord, 'owner', late, { side: 'long', stop: '57000' });
  expect(again.followups.at(-1)?.content).toContain('It was traded already: position 1.');

  const [position] = await positions(network);
  expect(position?.source).toMatchObject({ watchId: '1', messageId: original.id });
  await discord.post('signals', 'provider', { content: 'close now', replyTo: original });
  await notice(discord, /^Closed long BTC-USD/);
  const [row] = (await listSignals(pilotfish().app.db, { limit: 5, outcome: 'taken' })) ?? [];
  expect(row).toMatchObject({ symbol: 'BTC', positionId: '1' });
  expect(await discord.violations()).toEqual([]);
});

test('a signal that waits for a yes is edited in a form, and traded as edited', async () => {
  const network = await started();
  const { discord } = network;
  await confirmFirst(network);
  await network.post(SIGNAL);
  const card = await askedAbout(network, /^Trade this\? long BTC/);
  const form = await press(discord, 'owner', card, 'Edit');
  expect(JSON.stringify(form.modal)).toMatch(
    /"value":"BTC\/USDT".*"value":"market".*"value":"58000"/,
  );
  const edited = await fill(discord, 'owner', form, { side: 'long', stop: '57000' });
  expect(textOf(edited)).toContain('57,000');
  expect(textOf(await press(discord, 'owner', edited, 'Trade'))).toContain('Taken: position 1');
  const [position] = await positions(network);
  expect(position).toMatchObject({ plan: { stop: '57000' }, source: { watchId: '1' } });
});

test('an unclear message is ignored, and a stranger can do neither', async () => {
  const network = await started();
  const { discord, pilotfish, post } = network;
  await post('LONG #BTC/USDT now! SL 58000 or SL 55000? TP 63000');
  const card = await askedAbout(network, /^Unclear/);
  const refused = await press(discord, 'admin', card, 'Fill in and trade');
  expect(textOf(refused)).toContain('Sorry');
  expect(textOf(await press(discord, 'owner', card, 'Ignore'))).toContain('Skipped');
  const [row] = await listSignals(pilotfish().app.db, { limit: 1 });
  expect(row).toMatchObject({ outcome: 'noted', why: 'skipped by owner' });
});

test('a signal that was refused is judged anew when the owner says so', async () => {
  const network = await started();
  const { discord, coinbase, post, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '57000');
  await post(SIGNAL);
  await notice(discord, /^Not taken: long BTC/);
  await coinbase.setPrice('BTC-USD', '60000');
  await pilotfish().processAll();
  const list = await discord.command('owner', 'pilotfish', 'signals', { outcome: 'denied' });
  const shown = await choose(discord, 'owner', list, 'Show one in full', 'long BTC, refused');
  const now = await press(discord, 'owner', shown, 'What it would do now');
  expect(textOf(now)).toContain('It would be taken as BTC-USD');
  expect(textOf(await press(discord, 'owner', now, 'Trade'))).toContain('Taken: position 1');
});
