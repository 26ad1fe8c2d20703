import { expect, test } from 'vitest';
import { messageText, type WordyMessage } from '../../src/discord/messageText.ts';

const embed: WordyMessage['embeds'][number] = {
  author: { name: 'Whale' },
  title: 'BTC long',
  description: null,
  fields: [{ name: 'Entry', value: '65000' }],
  footer: null,
};

test('text, embeds, forwarded snapshots and the message replied to are all handed to the reader', () => {
  const text = messageText(
    {
      content: '',
      embeds: [embed],
      createdTimestamp: 0,
      messageSnapshots: new Map([['1', { content: 'forwarded', embeds: [] }]]),
    },
    { content: 'earlier', embeds: [] },
  );
  expect(text).toEqual({
    text: '',
    embeds: [{ author: 'Whale', title: 'BTC long', fields: [{ name: 'Entry', value: '65000' }] }],
    forwarded: [{ text: 'forwarded' }],
    repliedTo: { text: 'earlier' },
    postedAt: '1970-01-01T00:00:00.000Z',
  });
});
