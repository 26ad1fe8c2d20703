import { ComponentType } from 'discord.js';
import { expect, test } from 'vitest';
import { messageText, type WordyMessage } from '../../src/discord/intake/messageText.ts';

const embed: WordyMessage['embeds'][number] = {
  author: { name: 'Whale' },
  title: 'BTC long',
  description: null,
  fields: [{ name: 'Entry', value: '65000' }],
  footer: null,
};

test('a message made of components is read by the text it displays', () => {
  const text = { type: ComponentType.TextDisplay, content: 'BTC long' };
  const inside = { type: ComponentType.TextDisplay, content: 'SL 60000' };
  const container = {
    type: ComponentType.Container,
    components: [{ type: ComponentType.Section, components: [inside] }],
  };
  const message = { content: '', embeds: [], components: [text, container], createdTimestamp: 0 };
  expect(messageText(message, null).text).toBe('BTC long\nSL 60000');
});

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
