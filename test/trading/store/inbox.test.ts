import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  findMessage,
  type InboxRow,
  type IncomingMessage,
  markingHandled,
  nextUnhandled,
  receive,
} from '../../../src/trading/store/messages/inbox.ts';
import {
  addWatch,
  changeWatch,
  findWatch,
  HAND_CHANNEL,
  listWatches,
} from '../../../src/trading/store/watches/watches.ts';
import { type TestDatabase, testDatabase } from '../../support/database/database.ts';

let database: TestDatabase;
let watchId: number;

beforeEach(async () => {
  database = await testDatabase();
  onTestFinished(() => database.close());
  watchId = (await watch())?.id ?? 0;
});

const watch = () =>
  addWatch(database.db, {
    guildId: '1',
    channelId: '100',
    name: '#signals',
    settings: {},
    by: '7',
    at: Date.UTC(2026, 0, 1),
  });

function message(overrides: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    messageId: '9001',
    kind: 'posted',
    revision: 0,
    watchId,
    channelId: '100',
    authorId: '5',
    authorName: 'provider',
    repliedToMessageId: null,
    body: { text: 'BUY BTC' },
    postedAt: Date.UTC(2026, 0, 2),
    receivedAt: Date.UTC(2026, 0, 2),
    ...overrides,
  };
}

test('a message is taken in once, however often it comes', async () => {
  const results = await Promise.all([1, 2, 3].map(() => receive(database.db, message())));
  expect(results.filter(Boolean)).toHaveLength(1);
  const row = await nextUnhandled(database.db);
  expect(row?.body.text).toBe('BUY BTC');
  await database.db.executeQuery(
    markingHandled(database.db, row as InboxRow, Date.UTC(2026, 0, 3)),
  );
  expect(await receive(database.db, message())).toBe(false);
  expect(await nextUnhandled(database.db)).toBeNull();
});

test('one that its channel tells of while what was read by hand is put away is not put away with it', async () => {
  const { db } = database;
  const hand = await addWatch(db, {
    guildId: null,
    channelId: HAND_CHANNEL,
    name: 'by hand',
    settings: {},
    by: '7',
    at: Date.UTC(2026, 0, 1),
  });
  await receive(db, message({ watchId: hand?.id ?? 0 }));
  const read = (await nextUnhandled(db)) as InboxRow;
  expect(await receive(db, message())).toBe(true);
  await db.executeQuery(markingHandled(db, read, Date.UTC(2026, 0, 3)));
  expect((await nextUnhandled(db))?.watch_id).toBe(watchId);
});

test('one that is read by hand twice is read once', async () => {
  const { db } = database;
  const hand = await addWatch(db, {
    guildId: null,
    channelId: HAND_CHANNEL,
    name: 'by hand',
    settings: {},
    by: '7',
    at: Date.UTC(2026, 0, 1),
  });
  const byHand = message({ watchId: hand?.id ?? 0 });
  await changeWatch(db, byHand.watchId, { removedAt: 1 }, '7', 1);
  expect(await receive(db, byHand)).toBe(true);
  const read = (await nextUnhandled(db)) as InboxRow;
  await db.executeQuery(markingHandled(db, read, Date.UTC(2026, 0, 3)));
  expect(await receive(db, byHand)).toBe(false);
  expect(await nextUnhandled(db)).toBeNull();
});

test('what was taken in first is worked first, whenever it was posted; what is set aside is passed over', async () => {
  const { db } = database;
  const day = (date: number) => Date.UTC(2026, 0, date);
  await receive(db, message({ messageId: '30', postedAt: day(9) }));
  await receive(db, message({ messageId: '20', postedAt: day(2) }));
  await receive(db, message({ messageId: '10', postedAt: day(5), channelId: '200' }));
  expect((await nextUnhandled(db))?.message_id).toBe('30');
  expect((await nextUnhandled(db, ['100']))?.message_id).toBe('10');
  expect(await nextUnhandled(db, ['100', '200'])).toBeNull();
});

test('an edit and a deletion are messages of their own, each once', async () => {
  await receive(database.db, message());
  const edit = message({ kind: 'edited', revision: 1700, body: { text: 'BUY ETH' } });
  expect(await receive(database.db, edit)).toBe(true);
  expect(await receive(database.db, edit)).toBe(false);
  expect(await receive(database.db, message({ kind: 'deleted' }))).toBe(true);
  expect((await findMessage(database.db, '9001'))?.body.text).toBe('BUY ETH');
});

test('the watch remembers its newest message, by the number of its id', async () => {
  for (const messageId of ['99', '1000', '500']) {
    await receive(database.db, message({ messageId }));
  }
  expect((await findWatch(database.db, watchId))?.last_message_id).toBe('1000');
});

test('an edit or a deletion of what is newer tells nothing of what was posted before it', async () => {
  await receive(database.db, message({ messageId: '100' }));
  await receive(database.db, message({ messageId: '300', kind: 'edited', revision: 1 }));
  await receive(database.db, message({ messageId: '400', kind: 'deleted' }));
  expect((await findWatch(database.db, watchId))?.last_message_id).toBe('100');
});

test('text that Postgres cannot hold does not lose the message', async () => {
  expect(
    await receive(database.db, message({ body: { text: 'BUY\u0000 BTC \\u0000 \ud83d' } })),
  ).toBe(true);
  expect((await nextUnhandled(database.db))?.body.text).toBe('BUY BTC \\u0000 \ufffd');
});

test('a channel is watched once, and again after it was removed', async () => {
  expect(await watch()).toBeNull();
  const at = Date.UTC(2026, 0, 5);
  const remove = () => changeWatch(database.db, watchId, { removedAt: at }, '1', at);
  expect(await remove()).not.toBeNull();
  expect(await remove()).toBeNull();
  expect(await listWatches(database.db)).toEqual([]);
  expect((await watch())?.id).not.toBe(watchId);
  expect(await listWatches(database.db)).toHaveLength(1);
});
