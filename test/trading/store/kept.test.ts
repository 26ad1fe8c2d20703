import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import { markingAnswered, unansweredIntents } from '../../../src/trading/store/core/intents.ts';
import {
  findOrder,
  findPosition,
  loadPositions,
  savingPositions,
} from '../../../src/trading/store/core/positions.ts';
import { countIgnored, ignoreMessage } from '../../../src/trading/store/messages/posters.ts';
import { addFills, listFills } from '../../../src/trading/store/results/fills.ts';
import { settingsBefore, writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { addWatch, findWatch } from '../../../src/trading/store/watches/watches.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import type { Fill } from '../../../src/trading/venue/venue.ts';
import { type TestDatabase, testDatabase } from '../../support/database/database.ts';
import { held } from '../reconcile/core.ts';
import { NOON, signalEvent } from '../strategy/given.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

async function save(position: Position): Promise<void> {
  for (const statement of savingPositions(database.db, [{ position, result: null }]))
    await database.db.executeQuery(statement);
}

const fill = (tradeId: string, at: number): Fill => ({
  tradeId,
  venueOrderId: 'v-t-1-1',
  productId: 'BTC-USD',
  side: 'buy',
  price: '50000',
  size: '0.01',
  fee: '1',
  liquidity: 'taker',
  at,
});

test('an answered order is one that was answered, whatever waits beside it', async () => {
  const { db } = database;
  const log = pino({ level: 'silent' });
  const engine = createEngine({ db, initial: emptyState('t'), log });
  for (const messageId of ['m1', 'm2', 'm3']) await engine.submit(signalEvent({ messageId }));
  const waiting = async () => (await unansweredIntents(db)).map(({ order_id }) => order_id);
  const [first, second] = await unansweredIntents(db);
  expect(await waiting()).toEqual(['t-1-1', 't-2-1', 't-3-1']);
  await db.executeQuery(markingAnswered(db, second?.id ?? 0, NOON));
  expect(await waiting()).toEqual(['t-1-1', 't-3-1']);
  await db.executeQuery(markingAnswered(db, first?.id ?? 0, NOON));
  expect(await waiting()).toEqual(['t-3-1']);
});

test('executions of a period are those from its first moment to before the next period’s', async () => {
  const { db } = database;
  await save(held('1'));
  await save(held('2', 'live'));
  await addFills(db, 'paper', 't-1-1', '1', [fill('a', NOON), fill('b', NOON + 1)]);
  // Trade ids of two accounts may be alike.
  await addFills(db, 'live', 't-2-1', '2', [fill('a', NOON)]);
  await addFills(db, 'paper', 't-1-1', '1', [fill('a', NOON + 5)]);
  const ids = async (account: 'paper' | 'live', from: number, to: number) =>
    (await listFills(db, account, { from, to })).map((one) => one.trade_id);
  expect(await ids('paper', NOON, NOON + 1)).toEqual(['a']);
  expect(await ids('paper', NOON + 1, NOON + 2)).toEqual(['b']);
  expect(await ids('paper', NOON - 1, NOON)).toEqual([]);
  expect(await ids('live', NOON, NOON + 1)).toEqual(['a']);
});

test('an order is found by what the venue calls it once that is known, on its own account', async () => {
  const { db } = database;
  const position = held('1');
  const unsent = position.orders.map((order) => ({ ...order, venueOrderId: null }));
  await save({ ...position, orders: unsent });
  const byVenue = (account: 'paper' | 'live') =>
    findOrder(db, { account, venueOrderId: 'v-t-1-2' });
  expect(await byVenue('paper')).toBeNull();
  await save(position);
  expect(await byVenue('paper')).toMatchObject({ order: { id: 't-1-2' }, positionId: '1' });
  expect(await byVenue('live')).toBeNull();
});

test('what ended before is not loaded, what ended since and what is open is', async () => {
  const { db } = database;
  const ended = (id: string, closedAt: number): Position => ({
    ...held(id),
    status: 'closed',
    closedAt,
  });
  await save(held('1'));
  await save(ended('2', NOON - 1));
  await save(ended('3', NOON));
  const loaded = await loadPositions(db, new Date(NOON));
  expect(loaded.map(({ id }) => id).sort()).toEqual(['1', '3']);
  expect((await findPosition(db, '2'))?.status).toBe('closed');
});

test('what was in force before a change is of its own kind, however many others changed meanwhile', async () => {
  const { db } = database;
  const first = await writeSettings(db, 'limits', { mostOpen: 1 }, '7', NOON);
  await writeSettings(db, 'bot', { timeZone: 'UTC' }, '7', NOON);
  const second = await writeSettings(db, 'limits', { mostOpen: 2 }, '7', NOON);
  await writeSettings(db, 'limits', { mostOpen: 3 }, '7', NOON);
  expect(await settingsBefore(db, 'limits', second)).toEqual({ mostOpen: 1 });
  expect(await settingsBefore(db, 'limits', first)).toEqual({});
});

test('a message of somebody who is not trusted is counted once, and the watch reads on after it', async () => {
  const { db } = database;
  const adding = { guildId: '1', name: 'n', settings: {}, by: '7', at: NOON };
  const watch = await addWatch(db, { ...adding, channelId: 'a' });
  const other = await addWatch(db, { ...adding, channelId: 'b' });
  if (!watch || !other) throw new Error('they are not watched');
  const message = { messageId: '90', authorId: '5', authorName: 'A', postedAt: NOON };
  expect(await ignoreMessage(db, { ...message, watchId: watch.id })).toBe(true);
  expect(await ignoreMessage(db, { ...message, watchId: watch.id })).toBe(false);
  expect([...(await countIgnored(db))]).toEqual([[watch.id, 1]]);
  expect((await findWatch(db, watch.id))?.last_message_id).toBe('90');
  expect((await findWatch(db, other.id))?.last_message_id).toBeNull();
});
