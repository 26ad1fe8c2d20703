import { MessageFlags } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { tellStory } from '../../../sandbox/terminal/story.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { choose, press, textOf } from '../../support/press.ts';

/**
 * A channel of which known formats are followed, on the whole bot: what is new is asked about once,
 * and what its owner says of it holds, for that provider, for good.
 */
vi.setConfig({ testTimeout: 60_000 });

const ONE = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';
const NEXT = 'LONG #ETH/USDT\nEntry: market\nSL: 2890\nTP1: 3300\nTP2: 3400';
const OTHER = 'LONG #SOL/USDT\nEntry: market\nStop loss: 130\nTake profit: 170';

async function followed(options: Parameters<typeof testNetwork>[0] = {}): Promise<TestNetwork> {
  const network = await testNetwork({ ...options, watch: false });
  const { coinbase, discord } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setPrice('ETH-USD', '3000');
  await coinbase.setPrice('SOL-USD', '150');
  await discord.command(
    'owner',
    'pilotfish',
    'watch add',
    { channel: sandboxIds.signals },
    { followups: 1 },
  );
  return network;
}

const positions = async ({ pilotfish }: TestNetwork) => {
  await pilotfish().processAll();
  return (await listPositions(pilotfish().app.db, { limit: 20 })).map(({ symbol }) => symbol);
};

test('a new format is asked about, confirmed, and the next one trades by itself; a changed one is asked about', async () => {
  const network = await followed();
  const { discord, post } = network;
  await post(ONE);
  const card = await notice(discord, /^Is this right\? long BTC/);
  expect(await positions(network)).toEqual([]);
  // Its fields are marked, and it is said what would be done, with cost and risk.
  const shown = textOf(card.message);
  expect(card.message.embeds[0]?.description).toContain('**58000**');
  expect(shown).toMatch(
    /Costs: \$100\.00[\s\S]*At risk: \$[\s\S]*It would be taken as BTC-USD for \$100\.00/,
  );

  const watchCard = async () => {
    const list = await discord.command('owner', 'pilotfish', 'watch list');
    return textOf(await choose(discord, 'owner', list, 'Show one', 'signals'));
  };
  expect(await watchCard()).toContain(
    'No way of writing is confirmed yet, so each signal is asked about.',
  );
  const done = await press(discord, 'owner', card.message, 'Right: trade, and remember');
  expect(textOf(done)).toContain('Taken: position 1');
  expect(await watchCard()).toContain('One way of writing confirmed.');
  await post(NEXT);
  await notice(discord, /^Signal taken: long ETH/);
  expect(await positions(network)).toEqual(['ETH', 'BTC']);

  await post(OTHER);
  await notice(discord, /^Is this right\? long SOL/);
  expect(await positions(network)).toEqual(['ETH', 'BTC']);
  expect(await discord.violations()).toEqual([]);
});

test('only this one: the next is asked about again; twice does nothing more; a viewer may not', async () => {
  const network = await followed();
  const { discord, post } = network;
  await post(ONE);
  const { message } = await notice(discord, /^Is this right\? long BTC/);
  expect(textOf(await press(discord, 'stranger', message, 'Right, only this one'))).toContain(
    'Sorry',
  );
  expect(textOf(await press(discord, 'stranger', message, 'Never from here'))).toContain('Sorry');
  expect(await positions(network)).toEqual([]);
  const both = await Promise.all([
    press(discord, 'owner', message, 'Right, only this one'),
    press(discord, 'owner', message, 'Right, only this one'),
  ]);
  expect(await positions(network)).toEqual(['BTC']);
  const said = both.map(textOf).join(' ');
  expect(said).toContain('Taken: position 1');
  expect(said).toMatch(/It was traded already|it was decided on already/);
  await post(NEXT);
  await notice(discord, /^Is this right\? long ETH/);
  expect(await positions(network)).toEqual(['BTC']);
});

test('not a signal, and never from here: left alone from then on', async () => {
  const network = await followed();
  const { discord, post } = network;
  await post(ONE);
  const first = await notice(discord, /^Is this right\? long BTC/);
  await press(discord, 'owner', first.message, 'Not a signal');
  await post(OTHER);
  const second = await notice(discord, /^Is this right\? long SOL/);
  await press(discord, 'owner', second.message, 'Never from here');
  await post('LONG #ETH/USDT\nEntry: market\nSL: 2890\nTP1: 3300');
  await post('LONG #BTC/USDT\nEntry: market\nStop loss: 58000\nTake profit: 66000');
  await network.settled();
  expect(await positions(network)).toEqual([]);
  const asked = (await discord.messages('pilotfish')).filter(({ embeds }) =>
    embeds.some(({ title }) => title?.startsWith('Is this right?')),
  );
  expect(asked).toEqual([]);
  // It is shown, and can be taken back.
  const list = await discord.command('owner', 'pilotfish', 'watch formats', { watch: 'signals' });
  expect(textOf(list)).toContain('not a signal');
  expect(textOf(list)).toContain('never');
  const one = await choose(
    discord,
    'owner',
    list,
    'Show one',
    '▫️ not a signal, 2×: LONG #ETH/USDT Entry: market SL: 2890 TP1: 3300',
  );
  await press(discord, 'owner', one, 'Undo');
  await post(ONE.replace('58000', '58100'));
  await notice(discord, /^Is this right\? long BTC/);
});

test('corrected by taps: the next one is read so; wrong once, it is asked about again', async () => {
  const network = await followed();
  const { discord, post } = network;
  const odd = (coin: string, a: string, b: string, c: string) =>
    `#${coin}/USDT long\nWater: ${a}\nFire: ${b}\nGold: ${c}`;
  await post(odd('BTC', '60000', '58000', '63000'));
  const asked = await notice(discord, /^(Unclear: nothing was traded|Is this right\?)/);
  let panel = await press(discord, 'owner', asked.message, 'Correct');
  expect(textOf(panel)).toContain('What is what?');
  for (const [number, words, role] of [
    [1, '60000', 'Entry'],
    [2, '58000', 'Stop'],
    [3, '63000', 'Target (in their order)'],
  ] as const) {
    const now = new RegExp(`${number}\\. ${words} in .*: (\\w+)`).exec(textOf(panel))?.[1];
    panel = await choose(discord, 'owner', panel, 'Choose a number', `${number}. ${words}: ${now}`);
    panel = await choose(discord, 'owner', panel, `What is number ${number}?`, role);
  }
  expect(textOf(panel)).toContain('So it reads');
  const done = await press(discord, 'owner', panel, 'Right: trade, and remember');
  expect(textOf(done)).toContain('Taken: position 1');

  await post(odd('ETH', '3000 - 2990', '2890', '3300, 3400'));
  await network.settled();
  const [eth] = await listPositions(network.pilotfish().app.db, { limit: 1 });
  expect(eth).toMatchObject({ symbol: 'ETH', stop: '2890' });
  expect(eth?.plan.targets.map(({ price }) => price)).toEqual(['3300', '3400']);

  // The stop on the wrong side: nothing is guessed.
  await post(odd('SOL', '150', '170', '190'));
  await notice(
    discord,
    /it is written in a way that you have corrected, and can not be read so|Unclear/,
  );
  expect(await positions(network)).toEqual(['ETH', 'BTC']);
});

test('a list whose numbers mean different things is corrected one by one', async () => {
  const network = await followed();
  const { discord, post } = network;
  await post('#BTC/USDT long: 60000 58000 63000');
  const asked = await notice(discord, /^(Unclear: nothing was traded|Is this right\?)/);
  let panel = await press(discord, 'owner', asked.message, 'Correct');
  const all = '60000, 58000, 63000';
  const now = /1\. 60000, 58000, 63000 in .*: (\w+)/.exec(textOf(panel))?.[1];
  panel = await choose(discord, 'owner', panel, 'Choose a number', `1. ${all}: ${now}`);
  panel = await choose(
    discord,
    'owner',
    panel,
    'What is number 1?',
    'Not all the same: one by one',
  );
  for (const [number, price, role] of [
    [1, '60000', 'Entry'],
    [2, '58000', 'Stop'],
    [3, '63000', 'Target (in their order)'],
  ] as const) {
    const is = new RegExp(`${number}\\. ${price} in .*: (\\w+)`).exec(textOf(panel))?.[1];
    panel = await choose(discord, 'owner', panel, 'Choose a number', `${number}. ${price}: ${is}`);
    panel = await choose(discord, 'owner', panel, `What is number ${number}?`, role);
  }
  expect(textOf(panel)).toContain('So it reads');
  const done = await press(discord, 'owner', panel, 'Right: trade, and remember');
  expect(textOf(done)).toContain('Taken: position 1');

  await post('#ETH/USDT long: 3000 2890 3300 3400');
  await network.settled();
  const [eth] = await listPositions(network.pilotfish().app.db, { limit: 1 });
  expect(eth).toMatchObject({ symbol: 'ETH', stop: '2890' });
  expect(eth?.plan.targets.map(({ price }) => price)).toEqual(['3300', '3400']);
});

test('two providers in a channel: what is known of one says nothing of the other', async () => {
  const network = await followed();
  const { discord, post } = network;
  await post(ONE);
  const { message } = await notice(discord, /^Is this right\? long BTC/);
  await press(discord, 'owner', message, 'Right: trade, and remember');
  await discord.post('signals', 'signalbot', NEXT);
  await notice(discord, /^Is this right\? long ETH/);
  expect(await positions(network)).toEqual(['BTC']);
});

test('after a restart, hours later: remembered, and too old to trade', async () => {
  let at = Date.now();
  const network = await followed({ now: () => at });
  const { discord, post } = network;
  await post(ONE);
  const { message } = await notice(discord, /^Is this right\? long BTC/);
  await network.restart();
  at += 3 * 3_600_000;
  const said = textOf(await press(discord, 'owner', message, 'Right: trade, and remember'));
  expect(said).toContain('too old');
  expect(said).toContain('followed by itself from now on');
  expect(await positions(network)).toEqual([]);
});

test('after a restart every button means the same, to its owner alone and once', async () => {
  const network = await followed();
  const { discord, post } = network;
  const asked: [string, RegExp, string, string][] = [
    [ONE, /^Is this right\? long BTC/, 'Right, only this one', 'Taken: position 1'],
    [OTHER, /^Is this right\? long SOL/, 'Not a signal', 'Not a signal: nothing was done'],
    [
      'ETH/USDT long now 3000, stop 2890, tp 3300',
      /^Is this right\? long ETH/,
      'Never from here',
      'Never from here',
    ],
    [
      '#BTC/USDT long: 60000 58000 63000',
      /^Unclear: nothing was traded/,
      'Correct',
      'What is what?',
    ],
  ];
  const cards = new Map<string, Awaited<ReturnType<typeof notice>>['message']>();
  for (const [text, title, label] of asked) {
    await post(text);
    cards.set(label, (await notice(discord, title)).message);
  }
  await network.restart();
  for (const [, , label, does] of asked) {
    const id = cards.get(label)?.id;
    const message = (await discord.messages('pilotfish')).find((one) => one.id === id);
    if (!message) throw new Error(`no card for ${label}`);
    expect(textOf(await press(discord, 'stranger', message, label))).toContain('Sorry');
    // The panel takes the place of the card, which then has no button to press twice.
    const times = label === 'Correct' ? [1] : [1, 2];
    const both = await Promise.all(times.map(() => press(discord, 'owner', message, label)));
    expect(both.map(textOf).join(' ')).toContain(does);
  }
  expect(await positions(network)).toEqual(['BTC']);
});

test('what was asked and whose price has run away is remembered, and said not to be traded', async () => {
  const network = await followed();
  const { discord, coinbase, post } = network;
  const { app } = network.pilotfish();
  await writeSettings(app.db, 'defaults', { runAwayPercent: '1' }, 'test', Date.now());
  await post('LONG #BTC/USDT\nEntry: 60000\nSL: 58000\nTP1: 66000');
  const { message } = await notice(discord, /^Is this right\? long BTC/);
  await coinbase.setPrice('BTC-USD', '65000');
  const said = textOf(await press(discord, 'owner', message, 'Right: trade, and remember'));
  expect(said).toMatch(/has run .* % from the entry/);
  expect(said).toContain('followed by itself from now on');
  expect(await positions(network)).toEqual([]);
});

test('an edit replaces what was asked', async () => {
  const network = await followed();
  const { discord, post } = network;
  const posted = await post(ONE);
  const first = await notice(discord, /^Is this right\? long BTC/);
  await discord.edit(posted, ONE.replace('63000', '64000'));
  await network.settled();
  const cards = (await discord.messages('pilotfish')).filter(({ embeds }) =>
    embeds.some(({ title }) => title?.startsWith('Is this right?')),
  );
  expect(cards.map(({ id }) => id)).toEqual([first.message.id]);
  expect(textOf(cards[0] ?? first.message)).toContain('64000');
  const [card = first.message] = cards;
  await press(discord, 'owner', card, 'Right: trade, and remember');
  const [position] = await listPositions(network.pilotfish().app.db, { limit: 1 });
  expect(position?.plan.targets.map(({ price }) => price)).toEqual(['64000']);
});

test('what only takes risk away acts by itself; what adds to it is asked about', async () => {
  const network = await followed();
  const { discord, post } = network;
  await post(ONE);
  const { message } = await notice(discord, /^Is this right\? long BTC/);
  await press(discord, 'owner', message, 'Right: trade, and remember');
  await notice(discord, /^Open: long/);
  await post('BTC: new TP 65000');
  const card = await notice(discord, /^Is this right\? amend BTC/);
  expect(textOf(card.message)).toContain('position 1');
  await post('BTC: close half');
  await notice(discord, /Sold|closed|Part/i);
});

test('many new formats in a row ring once', async () => {
  const network = await followed();
  const { discord } = network;
  // What came while the bot was down is worked at once.
  await network.stop();
  for (const text of [ONE, OTHER, 'ETH/USDT long now 3000, stop 2890, tp 3300'])
    await discord.post('signals', 'provider', text);
  await network.start();
  await network.settled();
  const asked = (await discord.messages('pilotfish')).filter(({ embeds }) =>
    embeds.some(({ title }) => title?.startsWith('Is this right?')),
  );
  const rings = asked.filter(
    ({ flags = 0 }) => (Number(flags) & MessageFlags.SuppressNotifications) === 0,
  );
  expect(rings).toHaveLength(1);
});

test('the story of the sandbox: the first signal is confirmed, the next of that format trades by itself', async () => {
  const network = await followed();
  const { discord, coinbase } = network;
  await tellStory(discord, coinbase, { pace: 0.15, signal: new AbortController().signal });
  await network.settled();
  expect(await positions(network)).toEqual(['SOL', 'SOL']);
  const [second, first] = await listPositions(network.pilotfish().app.db, { limit: 2 });
  expect(first?.plan.targets).toHaveLength(2);
  expect(second?.plan.targets).toHaveLength(3);
  expect([first?.status, second?.status]).toEqual(['closed', 'closed']);
});

test('/watch add reads the past first: the most frequent way of writing is confirmed with one tap', async () => {
  const network = await testNetwork({ watch: false });
  const { discord, coinbase, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  for (const stop of ['58000', '58100', '58200'])
    await discord.post('signals', 'provider', ONE.replace('58000', stop));
  await discord.post('signals', 'provider', OTHER);
  await discord.post('signals', 'provider', 'gm everybody, what a day');
  const added = await discord.command(
    'owner',
    'pilotfish',
    'watch add',
    { channel: 'signals' },
    { followups: 1 },
  );
  const [walk] = added.followups;
  if (!walk) throw new Error('the past was not offered');
  expect(textOf(walk)).toContain('1 of 2: seen 3×');
  expect(textOf(walk)).toContain('0 of the last 4 signals');
  const next = await press(discord, 'owner', walk, 'Right');
  expect(textOf(next)).toContain('1 of 1: seen 1×');
  expect(textOf(next)).toContain('3 of the last 4 signals');
  const end = await press(discord, 'owner', next, 'Not a signal');
  expect(textOf(end)).toContain('That is all');
  await post(ONE.replace('58000', '58300'));
  await notice(discord, /^Open: long/);
});
