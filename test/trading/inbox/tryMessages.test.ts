import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryMessages } from '../../../src/trading/inbox/tryMessages.ts';
import type { Candle } from '../../../src/trading/venue/marketData.ts';
import { VenueError } from '../../../src/trading/venue/venue.ts';
import { NOON } from '../strategy/given.ts';
import { type InboxWorld, inboxWorld, NOT_NOW } from './inboxWorld.ts';

const HOUR = 3_600_000;
const LONG = 'LONG BTC\nEntry 50000\nSL 48000\nTP 52000';
const NOW = 'LONG BTC\nEntry: market\nSL 48000\nTP 54000';

let world: InboxWorld;
beforeEach(async () => {
  world = await inboxWorld();
});
afterEach(() => world.close());

/** What would have become of these, posted so many hours before now; candles of the past say `last`. */
async function tried(
  texts: readonly string[],
  { hoursAgo = 0, last = '51000' as string | Error } = {},
) {
  const watch = await world.watch('a');
  const candles = async (): Promise<Candle[]> => {
    if (last instanceof Error) throw last;
    const at = NOON - (hoursAgo * HOUR + 60_000);
    return [{ at, open: last, high: last, low: last, close: last, volume: '1' }];
  };
  const parts = { ...world.hand, marketData: { candles } };
  const messages = texts.map((text) => ({
    ...world.message('a', text),
    postedAt: NOON - hoursAgo * HOUR,
  }));
  const all = await tryMessages(parts, watch, messages);
  return all.map((readings) =>
    readings.map((one) => (one.would === 'refuse' ? `${one.would} ${one.rule}` : one.would)).join(),
  );
}

test('each is judged alone, by its own market, which is asked for once', async () => {
  const short = 'SHORT BTC\nEntry 50000\nSL 52000\nTP 45000';
  expect(await tried([LONG, LONG, short, 'good morning'])).toEqual([
    'take',
    'take',
    'refuse short_on_spot',
    'nothing',
  ]);
  // Of the long once for both; a short may be traded elsewhere.
  expect(world.asked).toEqual(['live BTC', 'live BTC']);
  expect([...world.state().positions]).toEqual([]);
  expect(await world.became()).toEqual([]);
});

test('an older one is judged at the last price before it', async () => {
  expect(await tried([NOW], { hoursAgo: 5 })).toEqual(['take']);
  expect(await tried([NOW], { hoursAgo: 5, last: '47000' })).not.toEqual(['take']);
  // Posted just now, it is judged by what the market says now.
  expect(await tried([NOW], { hoursAgo: 0, last: '47000' })).toEqual(['take']);
});

test('where the price of that time can not be learned, by that of now', async () => {
  expect(await tried([NOW], { hoursAgo: 5, last: new VenueError('no answer') })).toEqual(['take']);
});

test('whose market can not be asked is refused for that', async () => {
  world.market('BTC', NOT_NOW);
  expect(await tried([LONG], { hoursAgo: 5 })).toEqual(['refuse market_unasked']);
});

test('of a watch that trades on paper the paper account is asked', async () => {
  await world.change('a', { settings: { follow: 'paper' } });
  await tried([LONG]);
  expect(world.asked).toEqual(['paper BTC']);
});
