import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseLost } from '../../../src/trading/store/server/databaseTrouble.ts';
import { settingsOf, signalOf } from '../strategy/given.ts';
import { type InboxWorld, inboxWorld, NOT_NOW } from './inboxWorld.ts';

let world: InboxWorld;
beforeEach(async () => {
  world = await inboxWorld();
});
afterEach(() => world.close());

const BTC = 'LONG #BTC/USDT\nEntry: market\nSL: 48000\nTP1: 54000';
const ETH = 'LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3300';
const OLDEST = settingsOf().oldestSignalSeconds * 1_000;

describe('a signal whose market can not be asked', () => {
  beforeEach(() => world.market('BTC', NOT_NOW));

  test('waits with all that came after it in its channel, and holds up no other channel', async () => {
    const first = await world.post('a', BTC);
    const behind = await world.put('a', ETH);
    await world.post('b', ETH);
    expect(await world.became()).toEqual(['ETH taken']);
    expect(await world.unhandled()).toEqual([first, behind]);
    expect(world.waits).toHaveLength(1);
    world.market('BTC', null);
    await world.pass();
    expect(await world.became()).toEqual(['ETH taken', 'BTC taken', 'ETH taken']);
    expect(await world.unhandled()).toEqual([]);
    expect(world.waits).toEqual([]);
  });

  test('is asked about again and again, each time after half its age, and no more once it is too old', async () => {
    await world.post('a', BTC);
    const waited: number[] = [];
    for (; world.waits.length > 0; await world.pass()) waited.push(world.waits[0]?.ms ?? 0);
    expect(waited.slice(0, 3)).toEqual([1_000, 1_000, 1_000]);
    expect(Math.max(...waited)).toBeLessThanOrEqual(15_000);
    const age = waited.reduce((sum, ms) => sum + ms, 0);
    expect(age).toBeLessThan(OLDEST);
    expect(age).toBeGreaterThan(OLDEST / 2);
    expect(await world.became()).toEqual(['BTC denied']);
    expect(world.asked).toHaveLength(waited.length + 1);
  });

  const late: [string, number, number][] = [
    ['would be too old after the wait', OLDEST - 3_000, 0],
    ['is young enough for one more wait', OLDEST - 20_000, 1],
  ];
  test.each(late)('one that %s', async (_, age, waits) => {
    await world.post('a', BTC, { postedAt: world.clock.now - age });
    expect(world.waits).toHaveLength(waits);
    expect(await world.became()).toEqual(waits === 0 ? ['BTC denied'] : []);
  });

  test('waits no longer once its provider gives an instruction in its channel', async () => {
    await world.post('a', BTC);
    await world.post('a', 'Close ETH now at market');
    expect(await world.became()).toEqual(['BTC denied', 'ETH denied']);
    expect(await world.unhandled()).toEqual([]);
    expect(world.waits).toEqual([]);
  });

  test('waits on whatever is said in another channel, or is no instruction', async () => {
    const first = await world.post('a', BTC);
    const other = await world.post('a', 'good morning everybody');
    await world.post('b', 'Close ETH now at market');
    await world.post('a', '', { kind: 'deleted', messageId: '9999' });
    expect(await world.unhandled()).toEqual([first, other, '9999']);
    expect(world.waits).toHaveLength(1);
  });

  const gone: [string, 'edited' | 'deleted', string, string[]][] = [
    ['edited', 'edited', BTC.replace('48000', '47000'), ['BTC denied']],
    ['deleted', 'deleted', '', ['BTC denied']],
  ];
  test.each(gone)(
    'that is %s is worked at once, and then what became of it',
    async (_, kind, text, first) => {
      const messageId = await world.post('a', BTC);
      expect(world.waits).toHaveLength(1);
      await world.post('a', text, { kind, messageId, revision: kind === 'edited' ? 5 : 0 });
      expect((await world.became()).slice(0, 1)).toEqual(first);
      // The edited one has waited for nothing yet: it waits on its own account.
      expect(await world.unhandled()).toEqual(kind === 'edited' ? [messageId] : []);
    },
  );

  test('of a watch that is paused is noted, and waits for nothing', async () => {
    await world.change('a', { pausedAt: world.clock.now });
    await world.post('a', BTC);
    expect(world.waits).toEqual([]);
    expect(await world.became()).toEqual(['BTC noted']);
  });
});

describe('what is not traded', () => {
  test('what was posted while the watch was paused, also once it is resumed', async () => {
    const postedAt = world.clock.now - 10_000;
    await world.change('a', { pausedAt: null, resumedAt: world.clock.now });
    await world.post('a', BTC, { postedAt });
    await world.post('a', BTC);
    await world.post('b', BTC, { postedAt });
    expect(await world.became()).toEqual(['BTC noted', 'BTC taken', 'BTC taken']);
  });

  test('what waits from before its watch was removed', async () => {
    await world.put('a', BTC);
    await world.change('a', { removedAt: world.clock.now });
    await world.post('b', ETH);
    expect(await world.became()).toEqual(['ETH taken']);
    expect(await world.unhandled()).toEqual([]);
  });
});

test('a signal to be traded on paper is asked about there, whatever account is current', async () => {
  world.current.account = 'live';
  await world.change('a', { settings: { follow: 'paper' } });
  await world.post('a', BTC);
  await world.post('b', BTC);
  expect(world.asked).toEqual(['paper BTC', 'live BTC']);
  const accounts = [...world.state().positions.values()].map(({ account }) => account);
  expect(accounts.sort()).toEqual(['live', 'paper']);
});

test('each reading of a message has its own outcome, whatever stands before it', async () => {
  const unclear = { kind: 'unclear', why: 'which coin?', provenance: {} } as const;
  world.given.set('several', [
    unclear,
    unclear,
    signalOf({ entry: { type: 'market', prices: [] } }),
  ]);
  await world.post('a', 'several');
  expect(await world.became()).toEqual(['unclear unclear', 'unclear unclear', 'BTC taken']);
  const asked = (await world.told()).filter((kind) => kind === 'signal_unclear');
  expect(asked).toHaveLength(2);
});

describe('a message that the bot fails on', () => {
  const ours = () => new Error('a fault of ours');
  const away = () => Object.assign(new Error('terminating'), { code: '57P01' });

  test('three times is set aside and told once, and what comes after it is worked', async () => {
    world.failures.push(ours(), ours(), ours());
    await world.put('a', BTC);
    await world.post('a', ETH);
    expect(await world.became()).toEqual(['ETH taken']);
    expect(await world.unhandled()).toEqual([]);
    expect((await world.told()).filter((kind) => kind === 'error')).toHaveLength(1);
    expect(world.pauses).toEqual([500, 1_000]);
  });

  test('since another instance has taken over is left to that one, and tried no more', async () => {
    world.failures.push(new DatabaseLost('taken over'));
    const left = await world.post('a', BTC);
    expect(await world.unhandled()).toEqual([left]);
    expect(await world.told()).toEqual([]);
    expect(world.pauses).toEqual([]);
    expect(world.waits).toEqual([]);
  });

  test('because the inbox can not be read is worked a second later', async () => {
    await world.put('a', BTC);
    await sql`alter table inbox rename to gone`.execute(world.db);
    world.wake();
    await world.idle();
    expect(world.waits.map(({ ms }) => ms)).toEqual([1_000]);
    await sql`alter table gone rename to inbox`.execute(world.db);
    await world.pass();
    expect(await world.became()).toEqual(['BTC taken']);
  });

  test('twice is worked', async () => {
    world.failures.push(ours(), ours());
    await world.post('a', BTC);
    expect(await world.became()).toEqual(['BTC taken']);
    expect(await world.told()).not.toContain('error');
  });

  test('because the database is away is never set aside', async () => {
    world.failures.push(away(), away(), away(), away(), ours(), ours());
    await world.post('a', BTC);
    expect(await world.became()).toEqual(['BTC taken']);
    expect(await world.told()).not.toContain('error');
  });
});

test('what comes while the inbox is being worked is worked too', async () => {
  await world.put('a', BTC);
  world.wake();
  world.wake();
  await world.put('b', ETH);
  world.wake();
  await world.idle();
  expect((await world.became()).sort()).toEqual(['BTC taken', 'ETH taken']);
});

test('where the settings size by it, a signal comes with what its provider’s trades have come to', async () => {
  const weighed = { sameSignalMinutes: 0, quoteSize: '1000', recordWeightPercent: '50' };
  await world.change('a', { settings: weighed });
  const at = new Date(world.clock.now - 86_400_000);
  const trade = (providerId: string, net: string, closedAt: number, isOpen = false) => ({
    providerId,
    net,
    risk: '10',
    closedAt,
    isOpen,
  });
  const past = at.getTime();
  const played = { from: past, to: past };
  for (const [request, trades] of [
    [{}, [trade('p-a', '5', past), trade('p-a', '1', past), trade('other', '90', past)]],
    [{ changed: 'a setting' }, [trade('p-a', '-90', past)]],
  ] as const) {
    await world.db
      .insertInto('backtests')
      .values({
        followed_id: 'a',
        request: JSON.stringify({ ...played, ...request }),
        stage: 'done',
        result: JSON.stringify({ trades: [...trades, trade('p-a', '90', past, true)] }),
        why: null,
        asked_by: '7',
        asked_at: at,
        ended_at: at,
        channel_id: '1',
        message_id: '1',
      })
      .execute();
  }
  await world.post('a', BTC);
  const [position] = [...world.state().positions.values()];
  // Two trades of 0.3 R on average: × 2 / 22 = 0.0273.
  expect(position?.plan.share).toBe('1.0273');
  expect(position?.plan.remarks[0]).toContain('(history 2 × 0.3 R)');
});
