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

test('pictures that are attached or in an embed of the author’s are named; what a link shows is only counted', () => {
  const file = (url: string, contentType: string | null, name = 'a', size?: number) => ({
    contentType,
    name,
    url,
    ...(size !== undefined && { size }),
  });
  const text = messageText(
    {
      content: 'https://example.org/b.png',
      createdTimestamp: 0,
      attachments: new Map([
        ['1', file('https://cdn/1', 'image/png', 'a', 7)],
        ['2', file('https://cdn/2', 'text/csv')],
        ['3', file('https://cdn/3', null, 'a.webp')],
      ]),
      embeds: [
        {
          ...embed,
          data: { type: 'rich' },
          image: { url: 'https://else/4', proxyURL: 'https://cdn/4' },
        },
        { ...embed, data: { type: 'image' }, image: { url: 'https://example.org/b.png' } },
        { ...embed, data: { type: 'rich' }, thumbnail: { url: 'https://cdn/logo' } },
      ],
      messageSnapshots: new Map([
        [
          '1',
          {
            content: '',
            embeds: [],
            attachments: new Map([['5', file('https://cdn/5', 'image/jpeg')]]),
          },
        ],
      ]),
    },
    null,
  );
  expect(text.pictures).toBe(6);
  expect(text.images).toEqual([
    { url: 'https://cdn/1', bytes: 7 },
    { url: 'https://cdn/3' },
    { url: 'https://cdn/4' },
    { url: 'https://cdn/5' },
  ]);
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
