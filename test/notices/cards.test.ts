import type { APIEmbed } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMBED_LIMITS, embedLength } from '../../src/notices/embedLimits.ts';
import { performanceCard } from '../../src/notices/performanceCard.ts';
import { readingCard } from '../../src/notices/readingCard.ts';
import { renderNotice } from '../../src/notices/renderNotice.ts';
import { signalCard } from '../../src/notices/signalCard.ts';
import type { Reading } from '../../src/trading/signal/reading.ts';
import type { SignalRow } from '../../src/trading/store/signals.ts';
import { signalOf } from '../trading/strategy/given.ts';
import { anyGeneralNotice, hostileText } from './anyNotice.ts';

/** What may not reach a reader as it was written: each is in `hostileText`. */
const LIVE = /(?<!\\)(<@&?123456789012345678>|\[click\]\()|@everyone|@here|\u202e/;

/** Within Discord's limits, with nothing empty, and nothing of a stranger's that pings, links or turns text around. */
function expectFits(embed: APIEmbed): void {
  const { title = '', description = '', fields = [], author, footer } = embed;
  expect(title.length).toBeLessThanOrEqual(EMBED_LIMITS.title);
  expect(description.length).toBeLessThanOrEqual(EMBED_LIMITS.description);
  expect(fields.length).toBeLessThanOrEqual(EMBED_LIMITS.fields);
  for (const { name, value } of fields) {
    expect(name.trim()).not.toBe('');
    expect(value.trim()).not.toBe('');
    expect(name.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldName);
    expect(value.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldValue);
  }
  expect(embedLength(embed)).toBeLessThanOrEqual(EMBED_LIMITS.total);
  // An author and a footer are shown as plain text.
  const shown = [title, description, ...fields.flatMap(({ name, value }) => [name, value])];
  for (const text of shown) expect(text).not.toMatch(LIVE);
  expect(`${author?.name} ${footer?.text}`).not.toMatch(/\u202e|\n/);
}

const prices = fc.array(fc.constantFrom('65000', '0.00000001', '123456789012345.12345678'), {
  maxLength: 40,
});
const reading: fc.Arbitrary<Reading> = fc.oneof(
  fc
    .record({ kind: fc.constantFrom('unclear' as const, 'none' as const), why: hostileText })
    .map((one) => ({ ...one, provenance: {} })),
  fc.tuple(hostileText, prices, prices).map(([symbol, entries, targets]) =>
    signalOf({
      symbol,
      quote: symbol,
      entry: { type: 'limit', prices: entries },
      targets: targets.map((price) => ({ price })),
    }),
  ),
  fc.tuple(hostileText, prices).map(
    ([symbol, entries]): Reading => ({
      kind: 'update',
      action: 'amend',
      symbol,
      side: 'long',
      entries,
      provenance: {},
    }),
  ),
);

const row = fc
  .record({ text: hostileText, name: hostileText, why: fc.option(hostileText), reading })
  .map(({ text, name, why, reading: read }): SignalRow & { body: { text: string } } => ({
    id: 1,
    messageId: '1323800000000000999',
    revision: 2,
    readingIndex: 0,
    watchId: 1,
    watchName: name,
    guildId: null,
    channelId: '1323800000000000020',
    authorId: '1323800000000000003',
    authorName: name,
    kind: read.kind,
    symbol: null,
    reading: read,
    outcome: 'denied',
    rule: 'market',
    why,
    positionId: null,
    postedAt: new Date(0),
    at: new Date(0),
    body: { text },
  }));

test('any notice is inert', () => {
  fc.assert(
    fc.property(anyGeneralNotice, (notice) => expectFits(renderNotice(notice))),
    { numRuns: 300 },
  );
});

test('any signal fits and is inert, in full and as it reads', () => {
  fc.assert(
    fc.property(row, (one) => {
      expectFits(signalCard(one));
      expectFits(readingCard(one, null));
    }),
    { numRuns: 300 },
  );
});

test('any performance fits and is inert, with providers by any name', () => {
  const result = fc.record({ name: hostileText, net: fc.integer({ min: -9e9, max: 9e9 }) });
  fc.assert(
    fc.property(
      fc.array(result, { maxLength: 40 }),
      fc.constantFrom('provider' as const, 'symbol' as const, 'side' as const, 'week' as const),
      (results, by) =>
        expectFits(
          performanceCard({
            title: 'Performance',
            account: 'paper',
            results: results.map(({ name, net }, index) => ({
              positionId: String(index),
              account: 'paper',
              productId: 'BTC-USD',
              quote: 'USD',
              side: 'long',
              openedAt: 0,
              closedAt: index * 86_400_000,
              net: String(net),
              fees: '1',
              risk: '10',
              providerId: String(index),
              providerName: name,
            })),
            by,
          }).embed,
        ),
    ),
    { numRuns: 100 },
  );
});
