import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { tradesCsv } from '../../../src/trading/performance/exportCsv.ts';
import { groupResults, performanceOf } from '../../../src/trading/performance/performance.ts';
import { savingPositions } from '../../../src/trading/store/core/positions.ts';
import { listClosed, listResults } from '../../../src/trading/store/results/results.ts';
import { runTogether } from '../../../src/trading/store/server/runTogether.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import type { Order, OrderPurpose, Position } from '../../../src/trading/strategy/model/state.ts';
import { realized } from '../../../src/trading/strategy/model/sums.ts';
import type { Product } from '../../../src/trading/venue/venue.ts';
import { testDatabase } from '../../support/database/database.ts';
import { BTC, BTC_PERP, NOON, signalEvent } from '../strategy/given.ts';

/** Size, price and fee of one order that filled. */
type Filled = readonly [size: string, price: string, fee: string];
type Trade = {
  id: string;
  side?: 'long' | 'short';
  product?: Product;
  stop: string;
  entries: readonly Filled[];
  exits: readonly Filled[];
  change?: Partial<Position>;
};

const [taken] = decide(emptyState('test'), signalEvent({})).changed;
const [blank] = taken?.orders ?? [];

function positionOf(trade: Trade): Position {
  if (!taken || !blank) throw new Error('the signal was not taken');
  const { product = BTC, side = 'long' } = trade;
  const order =
    (purpose: OrderPurpose) =>
    ([size, price, fee]: Filled, at: number): Order => ({
      ...blank,
      id: `${trade.id}-${purpose}-${at}`,
      purpose,
      side: (purpose === 'entry') === (side === 'long') ? 'buy' : 'sell',
      status: 'filled',
      filledSize: size,
      filledValue: dec(size)
        .mul(price)
        .mul(product.contractSize ?? '1')
        .toFixed(),
      fees: fee,
    });
  return {
    ...taken,
    id: trade.id,
    product,
    side,
    status: 'closed',
    plan: { ...taken.plan, stop: trade.stop, risk: '999999' },
    orders: [...trade.entries.map(order('entry')), ...trade.exits.map(order('exit'))],
    openedAt: NOON,
    closedAt: NOON + Number(trade.id) * 60_000,
    closeReason: 'owner',
    ...trade.change,
  };
}

/** Two entries and two exits, won. */
const WON: Trade = {
  id: '1',
  stop: '80',
  entries: [
    ['1', '100', '0.6'],
    ['1', '90', '0.54'],
  ],
  exits: [
    ['1', '110', '0.66'],
    ['1', '120', '0.72'],
  ],
};
/** Ten contracts of a hundredth each, sold short and bought back dearer. */
const LOST: Trade = {
  id: '2',
  side: 'short',
  product: BTC_PERP,
  stop: '51000',
  entries: [['10', '50000', '3']],
  exits: [['10', '51000', '3.06']],
};
const BREAKEVEN: Trade = {
  id: '3',
  stop: '90',
  entries: [['1', '100', '0.5']],
  exits: [['1', '101', '0.5']],
};
const FEES_ONLY: Trade = {
  id: '4',
  stop: '95',
  entries: [['1', '100', '0.6']],
  exits: [['1', '100', '0.6']],
};
/** Half of it was sold at the venue by hand. */
const BY_HAND: Trade = {
  id: '5',
  stop: '90',
  entries: [['2', '100', '1.2']],
  exits: [['1', '110', '0.66']],
  change: { outside: { size: '1', value: '105' } },
};
const STILL_OPEN: Trade = {
  id: '6',
  stop: '90',
  entries: [['2', '100', '1.2']],
  exits: [['1', '150', '0.9']],
  change: { status: 'open', closedAt: null, closeReason: null },
};

async function stored(...trades: Trade[]) {
  const database = await testDatabase();
  onTestFinished(() => database.close());
  const { db } = database;
  await runTogether(
    db,
    savingPositions(
      db,
      trades.map((trade) => ({ position: positionOf(trade), result: null })),
    ),
  );
  return database.db;
}

test('performance is what the same trades come to by hand', async () => {
  const db = await stored(STILL_OPEN, WON, LOST, BREAKEVEN, FEES_ONLY, BY_HAND);
  const whole = performanceOf(await listResults(db, 'paper'));
  // Net: 230-190-2.52, 5000-5100-6.06, 101-100-1, 100-100-1.2, 110+105-200-1.86.
  const nets = [37.48, -106.06, 0, -1.2, 13.14];
  // Risked: entry to stop, the fee of the stop at 0.6 %, the fees of the entries.
  const risks = [
    30 + 0.96 + 1.14,
    100 + 30.6 + 3,
    10 + 0.54 + 0.5,
    5 + 0.57 + 0.6,
    20 + 1.08 + 1.2,
  ];
  const inR = nets.map((net, i) => net / (risks[i] ?? 1));
  expect(whole.trades).toBe(5);
  expect(whole.won).toBe(2);
  expect(whole.winRate.toFixed()).toBe('0.4');
  expect(whole.net.toFixed()).toBe('-56.64');
  expect(whole.fees.toFixed()).toBe('12.64');
  expect(whole.profitFactor?.toNumber()).toBeCloseTo(50.62 / 107.26, 12);
  // From 37.48 after the first to -69.78 after the fourth.
  expect(whole.drawdown.toFixed()).toBe('107.26');
  expect(whole.expectancy?.toNumber()).toBeCloseTo(inR.reduce((a, b) => a + b) / 5, 12);
});

test('without a loser there is no profit factor and no drawdown; without a winner it is zero', async () => {
  const winners = performanceOf(await listResults(await stored(WON, BREAKEVEN), 'paper'));
  expect(winners.profitFactor).toBeNull();
  expect(winners.drawdown.toFixed()).toBe('0');
  const losers = performanceOf(await listResults(await stored(LOST, FEES_ONLY), 'paper'));
  expect(losers.profitFactor?.toFixed()).toBe('0');
  expect(losers.winRate.toFixed()).toBe('0');
  expect(losers.drawdown.toFixed()).toBe('107.26');
});

test('by side and by symbol each trade counts once', async () => {
  const results = await listResults(await stored(WON, LOST, BREAKEVEN), 'paper');
  for (const by of ['side', 'symbol', 'provider', 'week'] as const) {
    const groups = groupResults(results, by);
    expect(groups.flatMap((group) => group.results)).toHaveLength(3);
  }
  expect(groupResults(results, 'side').map(({ name }) => name)).toEqual(['long', 'short']);
});

test('a row of the trades has both legs, and they add up to the net', async () => {
  const closed = await listClosed(await stored(WON, LOST, BY_HAND), 'paper');
  const [header = [], ...rows] = tradesCsv(closed)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const records = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
  expect(records[0]).toMatchObject({
    position: '1',
    account: 'paper',
    base: 'BTC',
    quote: 'USD',
    opened_utc: '2026-01-05T12:00:00.000Z',
    closed_utc: '2026-01-05T12:01:00.000Z',
    size: '2',
    entry_price: '95',
    entry_value: '190',
    entry_fees: '1.14',
    exit_price: '115',
    exit_value: '230',
    exit_fees: '1.38',
    net: '37.48',
    r: '1.1676',
  });
  for (const row of records) {
    const sign = row.side === 'long' ? 1 : -1;
    const moved = dec(row.exit_value ?? '')
      .sub(row.entry_value ?? '')
      .mul(sign);
    const fees = dec(row.entry_fees ?? '').add(row.exit_fees ?? '');
    expect(moved.sub(fees).toFixed()).toBe(row.net);
  }
});

test('what a closed position came to is the money that came less the money that went', () => {
  const amount = fc.integer({ min: 1, max: 10_000_000 });
  const fill = fc.record({ size: amount, price: amount, fee: fc.nat(1_000) });
  fc.assert(
    fc.property(
      fc.array(fill, { minLength: 1, maxLength: 8 }),
      fc.array(amount, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      (entries, cuts, long) => {
        // In whole millionths, so that this is reckoned without the code that is tested.
        const whole = entries.reduce((sum, { size }) => sum + BigInt(size), 0n);
        const exits: { size: bigint; price: number }[] = [];
        let left = whole;
        for (const [i, price] of cuts.entries()) {
          const size = i === cuts.length - 1 ? left : left / 2n;
          if (size > 0n) exits.push({ size, price });
          left -= size;
        }
        let money = 0n;
        for (const { size, price, fee } of entries)
          money += -BigInt(size) * BigInt(price) * (long ? 1n : -1n) - BigInt(fee);
        for (const { size, price } of exits) money += size * BigInt(price) * (long ? 1n : -1n);
        const position = positionOf({
          id: '1',
          side: long ? 'long' : 'short',
          stop: '1',
          entries: entries.map(({ size, price, fee }) => [
            String(size),
            String(price),
            String(fee),
          ]),
          exits: exits.map(({ size, price }) => [String(size), String(price), '0']),
        });
        expect(realized(position).net.toFixed()).toBe(String(money));
      },
    ),
  );
});
