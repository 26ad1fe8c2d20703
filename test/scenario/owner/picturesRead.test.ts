import { expect, test } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { noticesIn } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { bomb } from '../../trading/pictures/drawnPictures.ts';

/** Pictures in which nothing is read; test/deep/pictures has those that are read and traded. */

function attached(bytes: Buffer, filename = 'signal.png', contentType = 'image/png') {
  return { filename, content: bytes.toString('base64'), encoding: 'base64', contentType } as const;
}

async function watched(): Promise<TestNetwork> {
  const network = await testNetwork({ watch: false });
  await network.coinbase.setPrice('BTC-USD', '60000');
  const options = { channel: sandboxIds.signals, follow: 'automatic' };
  await network.discord.command('owner', 'pilotfish', 'watch add', options);
  return network;
}

const positions = async ({ pilotfish }: TestNetwork) =>
  (await listPositions(pilotfish().app.db, { limit: 20 })).map(({ symbol }) => symbol);

const unread = async ({ discord }: TestNetwork) =>
  (await noticesIn(discord)).filter((line) => line.startsWith('Nothing to act on was read'));

test('what hurts is told and costs nothing; words that are an order wait for no picture', async () => {
  const network = await watched();
  const { discord, post, settled } = network;
  await discord.post('signals', 'provider', {
    content: '',
    files: [attached(bomb(40_000, 40_000)), attached(Buffer.from('<svg/>'), 'a.png')],
  });
  await post({
    content: 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000',
    files: [attached(bomb(40_000, 40_000))],
  });
  await settled();
  expect(await positions(network)).toEqual(['BTC']);
  expect(await unread(network)).toEqual([
    expect.stringContaining('it has too many pixels; it is no PNG, JPEG, WebP or GIF'),
  ]);
});

test('a message that is deleted before its picture is read is not told of', async () => {
  const network = await watched();
  const { discord, settled } = network;
  const gone = await discord.post('signals', 'provider', {
    content: 'gone in a moment',
    files: [attached(Buffer.from('no picture'))],
  });
  await discord.delete(gone);
  await settled();
  expect(await unread(network)).toEqual([]);
});
