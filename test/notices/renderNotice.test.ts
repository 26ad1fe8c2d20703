import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMBED_LIMITS, embedLength } from '../../src/notices/embedLimits.ts';
import { renderNotice } from '../../src/notices/renderNotice.ts';
import type { Source } from '../../src/trading/strategy/event.ts';
import { anyNotice } from './anyNotice.ts';

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
    fc.property(anyNotice, (notice) => {
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

test('a closed position says the result first, then why and how', () => {
  const embed = renderNotice({
    kind: 'position_closed',
    account: 'paper',
    positionId: '12',
    productId: 'BTC-USD',
    side: 'long',
    reason: 'stop',
    size: '0.00150000',
    averageEntry: '65000.00',
    averageExit: '60000.00',
    gross: '-7.5',
    fees: '0.56',
    net: '-8.06',
    r: '-1.07',
    openedAt: 1_700_000_000_000,
    closedAt: 1_700_011_520_000,
  });
  expect(embed.author?.name).toBe('PAPER · position 12');
  expect(embed.title).toBe('Closed long BTC-USD: −$8.06 (−1.07 R)');
  expect(embed.description).toBe('Because: stopped out.');
  expect(embed.fields?.map((field) => `${field.name}: ${field.value}`)).toEqual([
    'Price: $65,000.00 → $60,000.00',
    'Size: 0.00150000 BTC',
    'Profit: −$7.50, less $0.56 fees',
    'Held: 3 h 12 min, from <t:1700000000:f>',
  ]);
});

test('a taken signal shows the whole plan with the distances from the entry', () => {
  const embed = renderNotice({
    kind: 'signal_taken',
    account: 'live',
    positionId: '3',
    productId: 'ETH-USDC',
    side: 'long',
    source,
    plan: {
      entries: [
        {
          leg: 1,
          terms: { type: 'limit', size: '0.5', price: '2500', timeInForce: 'gtc' },
          when: null,
        },
      ],
      stop: '2400',
      targets: [
        { leg: 1, price: '2600', weight: '0.5', trailing: false },
        { leg: 2, price: '2750', weight: '0.5', trailing: false },
      ],
      leverage: null,
      cost: '1250',
      risk: '52.5',
      expectedEntry: '2500',
      remarks: ['the size was rounded down to the product'],
    },
  });
  expect(embed.author?.name).toBe('LIVE · position 3');
  expect(embed.fields?.map((field) => `${field.name}: ${field.value}`)).toEqual([
    'Entry: limit 0.5 ETH at 2,500 USDC',
    'Stop: 2,400 USDC (−4.00 %)',
    'Targets: 2,600 USDC (+4.00 %), 50 % of it\n2,750 USDC (+10.00 %), 50 % of it',
    'At risk: 52.50 USDC',
  ]);
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
