import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveCard } from '../../src/notices/cards/liveCard.ts';
import { positionCard } from '../../src/notices/cards/positionCard.ts';
import { noticeMessage } from '../../src/notices/delivery/noticeMessage.ts';
import { EMBED_LIMITS, embedLength } from '../../src/notices/words/embedLimits.ts';
import type { PositionNotice } from '../../src/trading/strategy/model/notice.ts';
import { anyGeneralNotice, anyPositionNotice } from './anyNotice.ts';
import { anyPosition } from './anyPosition.ts';

const steps = fc.array(fc.record({ at: fc.nat(), notice: anyPositionNotice }), { maxLength: 80 });

test('any position with any story is a card that Discord takes, and that pings nobody', () => {
  fc.assert(
    fc.property(anyPosition, steps, fc.nat(10_000), (position, last, between) => {
      for (const embed of [
        liveCard(position, { first: last[0] ?? null, last, between }).embeds[0],
        positionCard(position, null, { first: last[0] ?? null, last, between }),
      ]) {
        if (!embed) throw new Error('there is no embed');
        expect(embed.title?.length).toBeLessThanOrEqual(EMBED_LIMITS.title);
        expect(embed.description?.length ?? 0).toBeLessThanOrEqual(EMBED_LIMITS.description);
        expect(embed.fields?.length ?? 0).toBeLessThanOrEqual(EMBED_LIMITS.fields);
        for (const { name, value } of embed.fields ?? []) {
          expect(name.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldName);
          expect(value.trim()).not.toBe('');
          expect(value.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldValue);
        }
        expect(embedLength(embed)).toBeLessThanOrEqual(EMBED_LIMITS.total);
        expect(JSON.stringify({ ...embed, footer: null })).not.toMatch(/@everyone|@here|[^\\]<@/);
      }
    }),
    { numRuns: 150 },
  );
});

test('any notices make a message that Discord takes, and none of them is dropped', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(anyGeneralNotice, { minLength: 1 }),
        fc.array(anyPositionNotice, { minLength: 1 }),
      ),
      fc.boolean(),
      (notices, rings) => {
        const { body, held } = noticeMessage(notices, rings);
        expect(held).toBeGreaterThan(0);
        expect(body.content?.length ?? 0).toBeLessThanOrEqual(2_000);
        expect(body.content ?? '').not.toMatch(/@everyone|@here|[^\\]<@/);
        expect(body.embeds.length).toBeLessThanOrEqual(EMBED_LIMITS.embeds);
        const length = body.embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
        expect(length).toBeLessThanOrEqual(EMBED_LIMITS.total);
        expect(body.content ?? body.embeds.length).toBeTruthy();
      },
    ),
    { numRuns: 300 },
  );
});

const moved = (from: string, to: string): PositionNotice => ({
  kind: 'stop_moved',
  account: 'paper',
  positionId: '1',
  productId: 'BTC-USD',
  from,
  to,
  why: 'it trails the price',
});
const filled = (size: string, price: string): PositionNotice => ({
  kind: 'fill',
  account: 'paper',
  positionId: '1',
  productId: 'BTC-USD',
  side: 'buy',
  purpose: 'entry',
  leg: 1,
  size,
  price,
  fees: '1',
  open: size,
});

test('what repeats itself is one line, and what has no room is counted', () => {
  const [position] = fc.sample(anyPosition, { numRuns: 1, seed: 1 });
  if (!position) throw new Error('there is no position');
  const at = Date.UTC(2026, 0, 1);
  const last = [
    { at, notice: filled('0.1', '50000') },
    { at, notice: filled('0.3', '50100') },
    { at, notice: moved('48000', '48500') },
    { at, notice: moved('48500', '49000') },
    { at, notice: moved('49000', '49500') },
  ];
  const [embed] = liveCard(position, { first: null, last, between: 12 }).embeds;
  expect(embed?.description?.split('\n').slice(-3)).toEqual([
    '… 12 more steps …',
    '<t:1767225600:t> Bought 0.4 BTC at $50,075.00; entry 1, $2.00 in fees (2 times)',
    '<t:1767225600:t> Stop of BTC-USD is now $49,500.00; it was $48,000.00; it trails the price (3 times)',
  ]);
});

test('of many steps of one position a message holds as many as Discord takes', () => {
  const steps = Array.from({ length: 60 }, (_, i) => moved(String(48_000 + i), String(48_001 + i)));
  const { body, held } = noticeMessage(steps, true);
  expect(body.content?.length).toBeLessThanOrEqual(2_000);
  expect(held).toBeLessThan(60);
  expect(held).toBeGreaterThan(5);
  const other = { ...moved('1', '2'), positionId: '2' };
  expect(noticeMessage([moved('1', '2'), other, moved('2', '3')], true).held).toBe(1);
});
