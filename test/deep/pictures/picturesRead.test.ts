import { expect, test, vi } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { changeWatch, listWatches } from '../../../src/trading/store/watches/watches.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';
import { drawn } from '../../trading/pictures/drawnPictures.ts';

/** The whole bot and pictures: attached, kept at the look-alike, read by both engines, asked about, traded. */
vi.setConfig({ testTimeout: 240_000 });

/** Reading has the processor when nothing else wants it. */
const PATIENT = { timeoutMs: 100_000 };
const LEVELS = ['Entry: 150', 'SL: 142', 'TP: 160, 170'];

function attached(bytes: Buffer, filename = 'signal.png', contentType = 'image/png') {
  return { filename, content: bytes.toString('base64'), encoding: 'base64', contentType } as const;
}

async function watched(follow: 'known' | 'automatic' = 'known'): Promise<TestNetwork> {
  const network = await testNetwork({ watch: false });
  await network.coinbase.setPrice('SOL-USD', '150');
  await network.coinbase.setPrice('BTC-USD', '60000');
  const options = { channel: sandboxIds.signals, follow };
  const followups = follow === 'known' ? 1 : 0;
  await network.discord.command('owner', 'pilotfish', 'watch add', options, { followups });
  return network;
}

const positions = async ({ pilotfish }: TestNetwork) =>
  (await listPositions(pilotfish().app.db, { limit: 20 })).map(({ symbol }) => symbol);

test('text and picture are one order: asked about with the picture marked, traded by a tap; confirmed formats trade by themselves where that is set', async () => {
  const network = await watched();
  const { discord, pilotfish, settled } = network;
  await discord.post('signals', 'provider', {
    content: 'Long #SOL/USDT',
    files: [attached(drawn(LEVELS))],
  });
  const { text, message } = await notice(discord, /^Is this right\? long SOL/, PATIENT);
  expect(text).toContain('Read in a picture: both engines read the same');
  for (const level of ['150', '142', '160', '170'])
    expect(message.embeds[0]?.description).toContain(`**${level}**`);
  // The picture itself, with frames that were not in it.
  const shown = message.embeds[0]?.image?.url ?? '';
  expect(shown).toMatch(/\/picture-1\.jpg$/);
  expect([...new Uint8Array(await (await fetch(shown)).arrayBuffer()).subarray(0, 3)]).toEqual([
    0xff, 0xd8, 0xff,
  ]);
  expect(await positions(network)).toEqual([]);

  await press(discord, 'owner', message, 'Right: trade, and remember');
  await settled();
  expect(await positions(network)).toEqual(['SOL']);

  const { app } = pilotfish();
  const [watch] = await listWatches(app.db);
  if (!watch) throw new Error('nothing is watched');
  const settings = { ...watch.settings, pictures: 'known' };
  await changeWatch(app.db, watch.id, { settings }, 'test', app.now());
  await discord.post('signals', 'provider', {
    content: 'Long #BTC/USDT',
    files: [attached(drawn(['Entry: 60000', 'SL: 58000', 'TP: 63000, 65000']))],
  });
  await settled();
  expect(await positions(network)).toEqual(['BTC', 'SOL']);
});

test('whoever follows automatically is asked all the same, and what waits when the bot ends is read at the next start', async () => {
  const network = await watched('automatic');
  const { discord } = network;
  await discord.post('signals', 'provider', {
    content: '',
    files: [attached(drawn(['LONG #SOL/USDT', ...LEVELS]))],
  });
  await notice(discord, /^Is this right\? long SOL/, PATIENT);
  expect(await positions(network)).toEqual([]);
  expect(textOf(await discord.command('owner', 'pilotfish', 'status'))).toContain(
    'read by PaddleOCR and Tesseract',
  );

  // What waits when the bot ends is read at the next start.
  await discord.post('signals', 'provider', {
    content: 'Long #BTC/USDT',
    files: [attached(drawn(['Entry: 60000', 'SL: 58000']))],
  });
  await network.untilLogged('its pictures wait', 2);
  await network.restart();
  await notice(discord, /^Is this right\? long BTC/, PATIENT);
});
