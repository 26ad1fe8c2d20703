import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderNotice } from '../../src/notices/cards/renderNotice.ts';
import { EMBED_LIMITS, embedLength } from '../../src/notices/words/embedLimits.ts';
import type { Source } from '../../src/trading/strategy/model/event.ts';
import { anyGeneralNotice } from './anyNotice.ts';

const source: Source = {
  watchId: '1',
  channelId: '222222222222222222',
  providerId: '333333333333333333',
  providerName: 'Whale *Calls*',
  messageId: '444444444444444444',
  readingIndex: 0,
  revision: 0,
  repliedToMessageId: null,
  postedAt: 0,
};

test('any notice at all is an embed that Discord takes', () => {
  fc.assert(
    fc.property(anyGeneralNotice, (notice) => {
      const embed = renderNotice(notice);
      expect(embed.title?.length).toBeLessThanOrEqual(EMBED_LIMITS.title);
      expect(embed.description ?? '').toSatisfy((text) => text.length <= EMBED_LIMITS.description);
      expect(embed.fields?.length ?? 0).toBeLessThanOrEqual(EMBED_LIMITS.fields);
      for (const field of embed.fields ?? []) {
        expect(field.name.trim().length).toBeGreaterThan(0);
        expect(field.value.trim().length).toBeGreaterThan(0);
        expect(field.name.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldName);
        expect(field.value.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldValue);
      }
      expect(embedLength(embed)).toBeLessThanOrEqual(EMBED_LIMITS.total);
      expect(embed.title?.trim()).toBeTruthy();
    }),
    { numRuns: 500 },
  );
});

test('what a provider wrote can neither format, nor link, nor ping', () => {
  const embed = renderNotice({
    kind: 'signal_unclear',
    source,
    why: 'no side',
    text: 'BTC **now** @everyone <@123456789012345678> [win](https://evil.example)',
  });
  expect(embed.description).toBe(
    'no side\n\n> BTC \\*\\*now\\*\\* @\u200beveryone \\<@\u200b123456789012345678\\> \\[win\\]\\(https\\://evil.example\\)',
  );
});
