import { expect, test } from 'vitest';
import type { InteractionAnswer } from '../../sandbox/discord/interactions/interaction.ts';
import type { Candle } from '../../src/trading/venue/marketData.ts';
import { VenueError } from '../../src/trading/venue/venue.ts';
import { answer, openPosition } from '../support/openPosition.ts';
import { press, textOf } from '../support/press.ts';
import { startTestBot, testParts } from '../support/testBot.ts';

type Candles = (id: string, granularity: string, start: number, end: number) => Promise<Candle[]>;

/** A bot with one open position, and a venue that answers for candles like this. */
async function withCandles(candles: Candles) {
  const parts = await testParts();
  parts.app.marketData = {
    ...parts.app.marketData,
    price: async (productId) => ({ productId, bid: '1', ask: '1', last: '50500', at: 0 }),
    candles,
  };
  const { id } = await openPosition(parts.app.engine);
  return { ...(await startTestBot(parts)), id };
}

const flat: Candles = async (_id, _granularity, start) => [
  { at: start, open: '50000', high: '50600', low: '49900', close: '50500', volume: '1' },
];

const pictureOf = ({ message }: InteractionAnswer) => message?.embeds[0]?.image;

test('a position is shown with its picture, and Refresh draws it anew', async () => {
  const { discord, id } = await withCandles(flat);
  const { id: asked } = await discord.command('owner', 'pilotfish', 'position', { id });
  const shown = await discord.waitForAnswer(asked, (one) => pictureOf(one) !== undefined);
  const first = pictureOf(shown);
  expect(first).toMatchObject({ content_type: 'image/png', width: 1120, height: 960 });
  expect(textOf(shown)).toContain('[Close all] [Close part]');

  const refreshed = await press(discord, 'owner', shown, 'Refresh');
  const again = await discord.waitForAnswer(
    refreshed.id,
    (one) => pictureOf(one) !== undefined && pictureOf(one)?.url !== first?.url,
  );
  expect(again.message?.attachments).toEqual([]);
  expect(await discord.violations()).toEqual([]);
});

test('a venue that is down costs the picture alone', async () => {
  const { discord, id, logged } = await withCandles(() =>
    Promise.reject(new VenueError('Coinbase is out of reach.')),
  );
  const left = logged('without its picture');
  const shown = await discord.command('owner', 'pilotfish', 'position', { id });
  expect(textOf(shown)).toContain('long BTC-USD: open');
  expect(await left).toMatchObject({ err: { message: 'Coinbase is out of reach.' } });
  expect(pictureOf(shown)).toBeUndefined();
});

test('a venue that never answers does not hold the card up', async () => {
  const { discord, id } = await withCandles(() => new Promise(() => undefined));
  const shown = await discord.command('owner', 'pilotfish', 'position', { id });
  expect(textOf(shown)).toContain('long BTC-USD: open');
});

test.each(['performance', 'daily'])('/%s has its picture', async (name) => {
  const { discord, app, id } = await withCandles(flat);
  const act = { act: 'close', positionId: id, percent: '100' } as const;
  const closing = await app.engine.submit({ type: 'owner', at: Date.now(), by: '1', act });
  await answer(app.engine, closing, '51000');
  const asked = await discord.command('owner', 'pilotfish', name);
  const shown = await discord.waitForAnswer(asked.id, (one) => pictureOf(one) !== undefined);
  expect(pictureOf(shown)).toMatchObject({ width: 1120, height: 960 });
  expect(textOf(shown)).toContain('+$7.88');
  expect(await discord.violations()).toEqual([]);
});
