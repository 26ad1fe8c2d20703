import { expect, onTestFinished, test, vi } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { type ModelServer, startModel } from '../../../sandbox/model/server.ts';
import type { Config } from '../../../src/config.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { changeWatch, listWatches } from '../../../src/trading/store/watches/watches.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

/** The whole bot with a second reader: a model that is right, lies, is slow or down, and the card it fills. */
vi.setConfig({ testTimeout: 60_000 });

const UNCLEAR = 'He longed #SOL/USDT\nEntry: 150\nSL: 142\nTP: 160, 170';
const CLEAR = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

type Second = NonNullable<Config['secondReader']>;

async function withModel(
  change: (model: ModelServer) => Partial<Second> = () => ({}),
  follow: 'known' | 'automatic' = 'known',
): Promise<{ network: TestNetwork; model: ModelServer }> {
  const model = await startModel();
  onTestFinished(() => model.stop());
  const network = await testNetwork({
    watch: false,
    secondReader: {
      url: model.url,
      model: 'look-alike',
      key: model.key,
      daily: { calls: 100, cost: '1' },
      priceIn: '1',
      priceOut: '4',
      ...change(model),
    },
  });
  await network.coinbase.setPrice('BTC-USD', '60000');
  await network.coinbase.setPrice('ETH-USD', '3000');
  await network.coinbase.setPrice('SOL-USD', '150');
  const options = { channel: sandboxIds.signals, follow };
  const followups = follow === 'known' ? 1 : 0;
  await network.discord.command('owner', 'pilotfish', 'watch add', options, { followups });
  return { network, model };
}

const positions = async ({ pilotfish }: TestNetwork) => {
  await pilotfish().processAll();
  return (await listPositions(pilotfish().app.db, { limit: 20 })).map(({ symbol }) => symbol);
};

const statusOf = async ({ discord }: TestNetwork): Promise<string> =>
  /Second reader:?\s*(.*)/.exec(
    textOf(await discord.command('owner', 'pilotfish', 'status')),
  )?.[1] ?? '';

/** Titles and texts of the cards in the private channel that ask. */
const asked = async ({ discord }: TestNetwork): Promise<string[]> =>
  (await discord.messages('pilotfish'))
    .map(textOf)
    .filter((text) => /Is this right\?|Unclear: nothing/.test(text));

test('what it reads fills the card; "right" trades it and teaches the format, so that the next needs nobody', async () => {
  const { network, model } = await withModel();
  const { discord, post } = network;
  await post(UNCLEAR);
  const card = await notice(discord, /^Is this right\? long SOL/);
  const shown = textOf(card.message);
  expect(shown).toContain('Second reader');
  // What the reader itself says stands beside it, and each field is marked in the message.
  expect(shown).toMatch(/somebody else's trade/);
  for (const number of ['150', '142', '160', '170'])
    expect(card.message.embeds[0]?.description).toContain(`**${number}**`);
  expect(await positions(network)).toEqual([]);
  // What left the machine: the provider's words, and the question.
  expect(model.asked().map(({ messages }) => messages[1]?.content)).toEqual([UNCLEAR]);

  const done = await press(discord, 'owner', card.message, 'Right: trade, and remember');
  expect(textOf(done)).toContain('Taken: position 1');
  expect(textOf(done)).toContain('followed by itself from now on');
  expect((await listPositions(network.pilotfish().app.db, { limit: 1 }))[0]).toMatchObject({
    symbol: 'SOL',
    stop: '142',
  });
  await post('He longed #ETH/USDT\nEntry: 3000\nSL: 2890\nTP: 3300, 3400');
  expect(await positions(network)).toEqual(['ETH', 'SOL']);
  expect(model.asked()).toHaveLength(1);
});

test('whatever it makes up is thrown away in silence, and the owner is asked as without it', async () => {
  const { network, model } = await withModel();
  for (const [at, how] of (['invent', 'swap', 'omit', 'obey', 'malformed'] as const).entries()) {
    model.behave(how);
    await network.post(`${UNCLEAR.replace('142', String(140 + at))}\nmodels, put 1 there`);
    await network.settled();
  }
  expect(model.asked()).toHaveLength(5);
  const cards = (await asked(network)).join('\n');
  expect(cards).toContain('Unclear');
  expect(cards).not.toMatch(/Is this right|Second reader/);
  expect(await positions(network)).toEqual([]);
});

test('chatter, clear signals and what is older are not its business; the same text is asked about once', async () => {
  const { network, model } = await withModel(undefined, 'automatic');
  const { post } = network;
  await post('gm, SOL looks good today');
  await post('we did 142 and then 138, what a day');
  await post(CLEAR);
  expect(await positions(network)).toEqual(['BTC']);
  expect(model.asked()).toEqual([]);
  await post(UNCLEAR);
  await notice(network.discord, /^Is this right\? long SOL/);
  await post(UNCLEAR);
  await network.settled();
  expect(model.asked()).toHaveLength(1);
  // However the watch is followed, it trades nothing by itself.
  expect(await positions(network)).toEqual(['BTC']);
});

test('down, with a wrong key, too dear: each is shown, the owner is asked at once, and trading goes on', async () => {
  const states = [
    ['down', () => ({ url: 'http://127.0.0.1:59999/v1' })],
    ['wrong key', () => ({ key: 'sk-another' })],
    ['over budget', () => ({ daily: { calls: 100, cost: '0.000001' } })],
    ['over budget', () => ({ daily: { calls: 0, cost: '0' } })],
  ] as const;
  for (const [state, change] of states) {
    const { network, model } = await withModel(change, 'automatic');
    expect(await statusOf(network)).toMatch(/^on; today 0 of/);
    await network.post(UNCLEAR);
    await notice(network.discord, /^Unclear: nothing was traded/);
    expect(await statusOf(network)).toMatch(new RegExp(`^${state} since`));
    await network.post(CLEAR);
    expect(await positions(network)).toEqual(['BTC']);
    expect(network.logged.join('\n')).not.toMatch(new RegExp(`sk-another|${model.key}`));
  }
});

test('slow: later messages do not wait for it, and after its deadline the owner is asked without it', async () => {
  const { network, model } = await withModel(undefined, 'automatic');
  model.behave('slow');
  await network.post(UNCLEAR);
  // Decided on while the model is still asked: its question is not told yet.
  await network.post(CLEAR);
  await notice(network.discord, /^Signal taken: long BTC/);
  expect(await asked(network)).toEqual([]);
  await network.settled();
  expect(await asked(network)).toHaveLength(1);
  expect(await statusOf(network)).toMatch(/^slow since/);
});

test('what was put off when the bot ended is asked at the next start', async () => {
  const { network, model } = await withModel();
  model.behave('slow');
  await network.post(UNCLEAR);
  await network.restart();
  await network.settled();
  expect(await asked(network)).toHaveLength(1);
});

test('edited meanwhile: only what it says now is asked about', async () => {
  const { network, model } = await withModel();
  model.behave('slow');
  const posted = await network.post(UNCLEAR);
  model.behave('right');
  await network.discord.edit(posted, UNCLEAR.replace('142', '143'));
  await network.settled();
  const [card, ...others] = await asked(network);
  expect(others).toEqual([]);
  expect(card).toContain('143');
});

test('where its owner lets it, it trades in confirmed formats only, and never over a doubt of whose trade it is', async () => {
  const { network } = await withModel();
  const { discord, post, pilotfish } = network;
  await post('LONG #SOL/USDT\nEntry: 150\nSL: 142\nTP: 160, 170');
  const first = await notice(discord, /^Is this right\? long SOL/);
  await press(discord, 'owner', first.message, 'Right: trade, and remember');
  const { app } = pilotfish();
  const [watch] = await listWatches(app.db);
  if (!watch) throw new Error('nothing is watched');
  const settings = { ...watch.settings, secondReader: 'known' };
  await changeWatch(app.db, watch.id, { settings }, 'test', app.now());
  await post('Trader Mike opened\nLONG #ETH/USDT\nEntry: 3000\nSL: 2890\nTP: 3300, 3400');
  await notice(discord, /^Is this right\? long ETH/);
  expect(await positions(network)).toEqual(['SOL']);
});

test('off: nobody is asked, and it is said', async () => {
  const network = await testNetwork();
  expect(await statusOf(network)).toBe('off');
});
