import { ComponentType } from 'discord.js';
import { expect, test } from 'vitest';
import { noticeMessage } from '../../src/notices/delivery/noticeMessage.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';

function asked(messageId: string, coin: string): Notice {
  return {
    kind: 'format_asked',
    source: {
      watchId: '1',
      channelId: '100000000000000001',
      providerId: '100000000000000002',
      providerName: 'Percy',
      messageId,
      readingIndex: 0,
      revision: 0,
      repliedToMessageId: null,
      postedAt: 0,
    },
    reading: { kind: 'unclear', why: 'it names no coin', provenance: {} },
    body: { text: `${coin} to the moon` },
    standing: 'new',
    would: null,
    expiresAt: null,
  };
}

test('several that ask at once are one list, from which each is opened; one alone has its buttons', () => {
  const two = [asked('100000000000000011', 'ADA'), asked('100000000000000012', 'SOL')];
  const started: Notice = { kind: 'started', mode: 'paper', lines: [] };
  const { body, held } = noticeMessage([...two, started], true);
  expect(held).toBe(2);
  expect(body.embeds).toHaveLength(1);
  expect(body.embeds[0]?.description).toMatch(/ADA to the moon[\s\S]*SOL to the moon/);
  const [menu] = body.components[0]?.components ?? [];
  if (menu?.type !== ComponentType.StringSelect) throw new Error('there is no menu');
  expect(menu.options.map(({ value }) => value)).toEqual([
    '100000000000000011 0',
    '100000000000000012 0',
  ]);

  const alone = noticeMessage([asked('100000000000000011', 'ADA'), started], true);
  expect(alone.held).toBe(1);
  const labels = alone.body.components.flatMap(({ components }) =>
    components.map((one) => ('label' in one ? one.label : null)),
  );
  expect(labels).toEqual(['Fill in and trade', 'Correct', 'Not a signal', 'Never from here']);
});
