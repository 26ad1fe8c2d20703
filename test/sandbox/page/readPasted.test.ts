import { describe, expect, test } from 'vitest';
import { messagesIn } from '../../../sandbox/page/pasted.ts';
import { readPasted } from '../../../sandbox/page/readPasted.ts';

const texts = (pasted: string) => messagesIn(pasted).map(({ message }) => message.text);

async function read(body: unknown) {
  const lines = [];
  for await (const line of readPasted(body)) lines.push(line);
  return lines;
}

describe('what was pasted is cut into messages', () => {
  test('plain text is one message, blank lines and all; dashes stand between several', () => {
    expect(texts('LONG BTC\n\nEntry 61200\n')).toEqual(['LONG BTC\n\nEntry 61200']);
    expect(texts('LONG BTC\n---\nclose BTC\n=====\n')).toEqual(['LONG BTC', 'close BTC']);
    expect(texts(' \n')).toEqual([]);
  });

  test("Discord's own clipboard, in its several forms", () => {
    expect(
      messagesIn(
        'Percy Provider — Today at 10:31 AM\nLONG BTC\nSL 59,800\nAda — 04/05/2026 22:10\nnice\n',
      ),
    ).toEqual([
      {
        author: 'Percy Provider',
        time: 'Today at 10:31 AM',
        message: { text: 'LONG BTC\nSL 59,800' },
      },
      { author: 'Ada', time: '04/05/2026 22:10', message: { text: 'nice' } },
    ]);
    expect(messagesIn('[10:31]Percy: LONG BTC\nSL: 59,800\n[10:32]\nTP: 62,000')).toEqual([
      { author: 'Percy', time: '10:31', message: { text: 'LONG BTC\nSL: 59,800' } },
      { author: 'Percy', time: '10:32', message: { text: 'TP: 62,000' } },
    ]);
  });

  test('levels and labels are no heads of messages', () => {
    const signal = 'ETH — long at 3400\nEntry: 3400 - 3380\nTP: 3500';
    expect(texts(signal)).toEqual([signal]);
  });

  test('an export of DiscordChatExporter: embeds, replies, names', () => {
    const messages = [
      {
        id: '1',
        type: 'Default',
        timestamp: '2026-05-04T10:31:00+00:00',
        content: '',
        author: { name: 'percy', nickname: 'Percy', isBot: false },
        embeds: [{ title: 'SOL', description: 'LONG', fields: [{ name: 'Entry', value: '140' }] }],
      },
      {
        id: '2',
        timestamp: '2026-05-04T11:31:00+00:00',
        content: 'close it',
        author: { name: 'percy' },
        reference: { messageId: '1' },
      },
    ];
    const read = messagesIn(JSON.stringify({ guild: {}, channel: {}, messages }));
    expect(read).toMatchObject([
      { author: 'Percy', message: { embeds: [{ title: 'SOL', description: 'LONG' }] } },
      { message: { text: 'close it', repliedTo: { embeds: [{ title: 'SOL' }] } } },
    ]);
  });

  test("what the API gives, newest first, and Discord's own data package", () => {
    const api = [
      { id: '2', content: 'second', timestamp: '2026-05-04T11:00:00Z', author: { username: 'p' } },
      { id: '1', content: 'first', timestamp: '2026-05-04T10:00:00Z', author: { username: 'p' } },
    ];
    expect(texts(JSON.stringify(api))).toEqual(['first', 'second']);
    const own = [{ ID: 1, Timestamp: '2026-05-04 10:00:00', Contents: 'mine', Attachments: '' }];
    expect(texts(JSON.stringify(own))).toEqual(['mine']);
  });

  test('a JSON without messages is refused with what it should be', () => {
    expect(() => messagesIn('{"prices":[1,2]}')).toThrow(/takes a list of them, or/);
    expect(() => messagesIn('[{"id":"1"}]')).toThrow(/holds no Discord messages/);
  });
});

test('each message is read as the bot reads it, with the words marked and the reason', async () => {
  const text =
    'LONG SOL\nEntry: 140\nStop: 135\nTP: 150\n---\nSHORT ETH now\nSL: 1000\nTP: 9000\n---\nhello';
  const [count, signal, unclear, none] = await read({ text });
  expect(count).toEqual({ count: 3 });
  expect(signal).toMatchObject({
    readings: [
      {
        kind: 'signal',
        title: 'long SOL',
        fields: expect.arrayContaining([{ name: 'Stop', value: '135' }]),
      },
    ],
  });
  const marked = (line: unknown) =>
    (line as { parts: { pieces: { text: string; field: string | null }[] }[] }).parts.flatMap(
      ({ pieces }) => pieces,
    );
  expect(marked(signal)).toContainEqual({ text: '135', field: 'stop' });
  // Nothing of the text is lost by marking it.
  expect(
    marked(signal)
      .map((piece) => piece.text)
      .join(''),
  ).toBe('LONG SOL\nEntry: 140\nStop: 135\nTP: 150');
  expect(unclear).toMatchObject({
    readings: [{ kind: 'unclear', why: expect.stringContaining('1000') }],
  });
  expect(none).toMatchObject({ readings: [{ kind: 'none' }] });
});

test('what is no text, or no export, is one line with what is wrong', async () => {
  expect(await read({})).toEqual([{ error: expect.stringContaining('text') }]);
  expect(await read({ text: '{"a":1}' })).toEqual([
    { error: expect.stringContaining('no Discord messages') },
  ]);
});
