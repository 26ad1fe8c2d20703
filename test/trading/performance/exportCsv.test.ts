import { expect, test } from 'vitest';
import { type ExportedFill, fillsCsv, taxCsv } from '../../../src/trading/performance/exportCsv.ts';
import { BTC, BTC_PERP, NOON } from '../strategy/given.ts';

const fill = (change: Partial<ExportedFill>): ExportedFill => ({
  account: 'live',
  trade_id: 't1',
  order_id: 'o1',
  position_id: '1',
  product_id: (change.product ?? BTC).id,
  side: 'buy',
  size: '0.5',
  price: '50000',
  fee: '150',
  liquidity: 'taker',
  at: new Date(NOON),
  purpose: 'entry',
  product: BTC,
  ...change,
});

const rowsOf = (csv: string) =>
  csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));

test('each execution has its value in money: of a future by what a contract is of', () => {
  const rows = rowsOf(
    fillsCsv([fill({}), fill({ product: BTC_PERP, size: '40', side: 'sell', purpose: 'stop' })]),
  );
  // 0.5 at 50,000; 40 contracts of 0.01 at 50,000.
  expect(rows.map((row) => [row[5], row[10], row[12], row[13]])).toEqual([
    ['entry', '0.5', '25000', '150'],
    ['exit', '40', '20000', '150'],
  ]);
});

test('for taxes a purchase gives money for coins, a sale coins for money, and a future is neither', () => {
  const rows = rowsOf(
    taxCsv([
      fill({}),
      fill({ side: 'sell', purpose: 'bracket', size: '0.2', trade_id: 't2' }),
      fill({ product: BTC_PERP }),
    ]),
  );
  expect(rows).toEqual([
    [
      '2026-01-05 12:00:00 UTC',
      '25000',
      'USD',
      '0.5',
      'BTC',
      '150',
      'USD',
      '',
      '"position 1',
      ' entry"',
      't1',
    ],
    [
      '2026-01-05 12:00:00 UTC',
      '0.2',
      'BTC',
      '10000',
      'USD',
      '150',
      'USD',
      '',
      '"position 1',
      ' exit"',
      't2',
    ],
  ]);
});
