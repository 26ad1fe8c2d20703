import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderCard, orderLine } from '../../src/notices/cards/orderCard.ts';
import { performanceCard } from '../../src/notices/cards/performanceCard.ts';
import { positionCard, positionLine } from '../../src/notices/cards/positionCard.ts';
import { readingCard } from '../../src/notices/cards/readingCard.ts';
import { renderNotice } from '../../src/notices/cards/renderNotice.ts';
import { signalCard } from '../../src/notices/cards/signalCard.ts';
import { orderNumber } from '../../src/trading/execution/openOrders.ts';
import { GROUPINGS } from '../../src/trading/performance/performance.ts';
import type { Reading } from '../../src/trading/signal/reading.ts';
import type { SignalRow } from '../../src/trading/store/messages/signals.ts';
import { signalOf } from '../trading/strategy/given.ts';
import { anyGeneralNotice, decimal, hostileText } from './anyNotice.ts';
import { anyPosition } from './anyPosition.ts';
import { expectFits, expectInert } from './expectFits.ts';

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
    fc.property(fc.array(result, { maxLength: 40 }), fc.constantFrom(...GROUPINGS), (results, by) =>
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
            watchId: String(index),
            channelId: String(index),
          })),
          by,
        }).embed,
      ),
    ),
    { numRuns: 100 },
  );
});

test('any position and its orders fit and are inert, in full and in a line', () => {
  fc.assert(
    fc.property(anyPosition, fc.option(decimal), (position, last) => {
      expectFits(positionCard(position, last));
      expectInert(positionLine(position, last));
      for (const order of position.orders) {
        const number = orderNumber({ install: 'k3x9' }, order.id);
        expectFits(orderCard({ order, position }, number));
        const line = orderLine({ order, position }, number);
        expectInert(line);
        // A page of the list has ten.
        expect(line.length).toBeLessThanOrEqual(400);
      }
    }),
    { numRuns: 150 },
  );
});
