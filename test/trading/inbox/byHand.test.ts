import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  fillIn,
  previewReading,
  readByHand,
  type Said,
  type Share,
  staleReason,
  tradeReading,
} from '../../../src/trading/inbox/byHand.ts';
import { findReading, type SignalRow } from '../../../src/trading/store/messages/signals.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import type { Settings } from '../../../src/trading/strategy/settings/settings.ts';
import { type InboxWorld, inboxWorld } from './inboxWorld.ts';

const LONG = 'LONG BTC\nEntry 50000\nSL 48000\nTP 52000';
const FREE = { sameSignalMinutes: 0 };

let world: InboxWorld;
beforeEach(async () => {
  world = await inboxWorld();
});
afterEach(() => world.close());

/** What came of a message that the channel's own settings leave to its owner. */
async function asked(set: Partial<Settings>, text = LONG): Promise<SignalRow> {
  await world.change('a', { settings: { ...FREE, follow: 'confirm', ...set } });
  const messageId = await world.post('a', text);
  return rowOf(messageId);
}

async function rowOf(messageId: string, index = 0): Promise<SignalRow> {
  const row = await findReading(world.db, messageId, index);
  if (row === null) throw new Error('nothing was read');
  return row;
}

async function traded(row: SignalRow, share: Share = 'whole', said: Said = {}): Promise<Position> {
  const decision = await tradeReading(world.hand, row, share, said);
  const [position] = decision?.changed ?? [];
  if (position === undefined) throw new Error(`not taken: ${JSON.stringify(decision?.outcome)}`);
  return position;
}

const denied = async (row: SignalRow, said: Said = {}) => {
  const decision = await previewReading(world.hand, row, said);
  return decision?.outcome?.outcome === 'denied' ? decision.outcome.rule : null;
};

const costOf = ({ plan }: Position) => Number(plan.cost);

describe('half of it is half, by whatever the size is reckoned', () => {
  const cases: [string, Partial<Settings>, string?][] = [
    ['an amount', { sizeBy: 'quote', quoteSize: '1000' }],
    ['a part of the account', { sizeBy: 'equity', equityPercent: '10' }],
    ['a risk', { sizeBy: 'risk', riskPercent: '1' }],
    ['the risk that the signal names', { sizeBy: 'signal' }, `${LONG}\nRisk: 2%`],
  ];
  test.each(cases)('%s', async (_, set, text) => {
    const row = await asked(set, text);
    const whole = await previewReading(world.hand, row);
    const half = await traded(row, 'half');
    expect(costOf(half)).toBeGreaterThan(0);
    expect(costOf(half) * 2).toBeCloseTo(costOf(whole?.changed[0] as Position), 1);
  });
});

describe('what its owner says beside a yes', () => {
  test('a signal may be as old as it is, or only in time', async () => {
    const row = await asked({ oldestSignalSeconds: 60 });
    world.clock.now += 61_000;
    expect(await denied(row, { inTime: true })).toBe('too_old');
    expect(await denied(row)).toBeNull();
  });

  test.each([
    ['blocked_symbol', { blockedSymbols: ['BTC'] }, LONG],
    ['allowed_symbols', { allowedSymbols: ['ETH'] }, LONG],
    ['reward_to_risk', { leastRewardToRisk: '3' }, LONG],
    ['widest_stop', { widestStopPercent: '1' }, LONG],
  ] as const)('sets aside the rule that refused it, and no other: %s', async (rule, set, text) => {
    const row = await asked(set as Partial<Settings>, text);
    expect(await denied(row)).toBe(rule);
    expect(await denied(row, { waived: rule })).not.toBe(rule);
    expect(await denied(row, { waived: 'symbol_cooldown' })).toBe(rule);
  });

  test('a limit on money is never set aside', async () => {
    const row = await asked({ mostOpen: 1 });
    await traded(row);
    const second = await rowOf(await world.post('a', LONG.replace('52000', '53000')));
    expect(await denied(second)).toBe('most_open');
    expect(await denied(second, { waived: 'most_open' })).toBe('most_open');
  });
});

describe('by hand it is traded where the watch says', () => {
  test.each([
    ['confirm', 'live'],
    ['paper', 'paper'],
  ] as const)('%s: on %s', async (follow, account) => {
    const row = await asked({ follow });
    world.asked.length = 0;
    await previewReading(world.hand, row);
    expect(world.asked).toEqual([`${account} BTC`]);
  });
});

describe('a reading that can not be traded any more', () => {
  test('was traded, was edited since, or is deleted', async () => {
    const row = await asked({});
    expect(await staleReason(world.hand, row, 0)).toBeNull();
    expect(await staleReason(world.hand, row, 1)).toMatch(/edited since/);
    const { id } = await traded(row);
    const after = await rowOf(row.messageId);
    expect(after).toMatchObject({ outcome: 'taken', positionId: id });
    expect(await staleReason(world.hand, after, 0)).toMatch(/traded already: position 1/);

    const other = await rowOf(await world.post('a', LONG.replace('52000', '53000')));
    await world.post('a', '', { messageId: other.messageId, kind: 'deleted' });
    expect(await staleReason(world.hand, other, 0)).toMatch(/deleted/);
    expect(await staleReason(world.hand, { ...other, messageId: '1' }, 0)).toBeNull();
  });
});

describe('an amount that somebody has named', () => {
  const RECORD = { recordWeightPercent: '50', sizeBy: 'quote', quoteSize: '1000' } as const;
  const byHand = async (amount: string | null) => {
    await world.change('b', { settings: { ...FREE, ...RECORD } });
    const [row] = await readByHand(world.hand, world.message('elsewhere', LONG), amount);
    if (!row) throw new Error('nothing was read');
    return row;
  };

  test('goes before the settings', async () => {
    expect(costOf(await traded(await byHand('300')))).toBeCloseTo(300, 0);
  });

  test('is that amount, whatever the record of its provider', async () => {
    await world.change('a', { settings: { ...FREE, ...RECORD, follow: 'confirm' } });
    await world.played('p-a', '5', '5');
    const weighed = await rowOf(await world.post('a', LONG));
    const named = { ...weighed, reading: { ...weighed.reading, amount: '1000' } } as SignalRow;
    const shareOf = async (row: SignalRow) =>
      (await previewReading(world.hand, row))?.changed[0]?.plan.share;
    // Two trades of 0.5 R on average: 1 + 2 / 22 × 0.5.
    expect(await shareOf(weighed)).toBe('1.0455');
    expect(await shareOf(named)).toBeUndefined();
  });
});

describe('what is typed in for an unclear message', () => {
  test('is the provider’s signal from then on, or says why it is none', async () => {
    const row = await asked({}, 'LONG BTC\nEntry 50000\nSL 52000\nTP 54000');
    expect(row.outcome).toBe('unclear');
    expect(await fillIn(world.hand, row, 'good morning', '7')).toMatch(/./);
    expect(await rowOf(row.messageId)).toMatchObject({ outcome: 'unclear' });
    expect(await fillIn(world.hand, row, LONG, '7')).toBeNull();
    const filled = await rowOf(row.messageId);
    expect(filled.reading).toMatchObject({ kind: 'signal', stop: { price: '48000' } });
    expect(filled.reading.provenance).toEqual(row.reading.provenance);
    const position = await traded(filled);
    expect(position.source).toMatchObject({ providerId: 'p-a', messageId: row.messageId });
  });
});
