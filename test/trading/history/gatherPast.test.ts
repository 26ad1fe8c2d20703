import { expect, onTestFinished, test } from 'vitest';
import { gatherPast } from '../../../src/trading/history/messages/gatherPast.ts';
import { type IncomingMessage, receive } from '../../../src/trading/store/messages/inbox.ts';
import { keepPastPage, type PastRow } from '../../../src/trading/store/messages/pastMessages.ts';
import { addWatch } from '../../../src/trading/store/watches/watches.ts';
import { testDatabase } from '../../support/database/database.ts';

const AT = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

const fetched = (id: string, text: string, more: Partial<PastRow> = {}): PastRow => ({
  message_id: id,
  followed_id: 'channel',
  channel_id: 'channel',
  author_id: 'percy',
  author_name: 'Percy',
  poster_id: 'percy',
  is_webhook: false,
  replied_to_message_id: null,
  body: { text },
  written_at: new Date(AT + Number(id) * MINUTE),
  posted_at: new Date(AT + Number(id) * MINUTE),
  edited_at: null,
  ...more,
});

async function past(rows: PastRow[], seen: Partial<IncomingMessage>[] = []) {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const watch = await addWatch(db, {
    guildId: null,
    channelId: 'channel',
    name: 'one',
    settings: {},
    by: '1',
    at: AT,
  });
  const part = { followed_id: 'channel', channel_id: 'channel', why_not: null };
  await keepPastPage(db, { ...part, read_from: '0', read_to: '9' }, rows);
  for (const one of seen) {
    const id = one.messageId ?? '';
    await receive(db, {
      messageId: id,
      kind: 'posted',
      revision: 0,
      watchId: watch?.id ?? 0,
      channelId: 'channel',
      authorId: 'percy',
      authorName: 'Percy',
      repliedToMessageId: null,
      body: { text: '' },
      postedAt: AT + Number(id) * MINUTE,
      receivedAt: AT + Number(id) * MINUTE + 1_000,
      ...one,
    });
  }
  return gatherPast(db, {
    followedId: 'channel',
    from: AT,
    to: AT + 60 * MINUTE,
    isRead: ({ poster_id }) => poster_id === 'percy',
  });
}

test('what our inbox saw takes the place of what was fetched: text as posted, edits and deletion in their time', async () => {
  const messages = await past(
    [
      fetched('1', 'BTC long, SL 60000, won!', { edited_at: new Date(AT + 50 * MINUTE) }),
      fetched('2', 'ETH long'),
    ],
    [
      { messageId: '1', body: { text: 'BTC long, SL 50000' } },
      {
        messageId: '1',
        kind: 'edited',
        revision: AT + 50 * MINUTE,
        body: { text: 'BTC long, SL 60000, won!' },
      },
      // Deleted meanwhile, so that it could not be fetched.
      { messageId: '3', body: { text: 'SOL long' } },
      { messageId: '3', kind: 'deleted', postedAt: AT + 9 * MINUTE, receivedAt: AT + 9 * MINUTE },
      // Nothing but its end was seen.
      { messageId: '4', kind: 'deleted' },
    ],
  );
  expect(messages).toMatchObject([
    {
      messageId: '1',
      versions: [
        { at: AT + MINUTE, body: { text: 'BTC long, SL 50000' } },
        { at: AT + 50 * MINUTE, body: { text: 'BTC long, SL 60000, won!' } },
      ],
    },
    { messageId: '2', versions: [{ at: AT + 2 * MINUTE, body: { text: 'ETH long' } }] },
    { messageId: '3', versions: [{ body: { text: 'SOL long' } }], deletedAt: AT + 9 * MINUTE },
  ]);
  expect(messages[0]).not.toHaveProperty('editedLater');
  expect(messages).toHaveLength(3);
});

test('one that was edited before it was fetched may know the outcome, and is known as that', async () => {
  const editedAt = AT + 30 * MINUTE;
  const [message] = await past([fetched('1', 'BTC long', { edited_at: new Date(editedAt) })]);
  expect(message).toMatchObject({ editedLater: editedAt, versions: [{ at: AT + MINUTE }] });
});

test('whom the watch does not read is left out, and a reply has the text that it answers', async () => {
  const messages = await past([
    fetched('1', 'BTC long'),
    fetched('2', 'to the moon', { poster_id: 'stranger' }),
    fetched('3', 'close it', { replied_to_message_id: '1' }),
    fetched('80', 'after the end'),
  ]);
  expect(messages.map(({ versions: [{ body }] }) => body)).toEqual([
    { text: 'BTC long' },
    { text: 'close it', repliedTo: { text: 'BTC long' } },
  ]);
});
