import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Listed, listed, UnreadableError } from '../../../src/trading/venue/listed.ts';
import type { Balance, OrderRequest } from '../../../src/trading/venue/venue.ts';
import { type ExecutionWorld, executionWorld } from '../execution/world.ts';

let world: ExecutionWorld;
beforeEach(async () => {
  world = await executionWorld();
});
afterEach(() => world.close());

async function opened(account: 'paper' | 'live' = 'paper', messageId = 'm1'): Promise<string> {
  const id = await world.signal({ account, messageId });
  await world.idle();
  await world.price('49990', account);
  await world.idle();
  return id;
}

/** What somebody else than this bot places at the venue. */
async function placed(clientOrderId: string, side: 'buy' | 'sell', terms?: OrderRequest['terms']) {
  const { venue } = world.venueOf('paper');
  const usual = {
    type: 'limit',
    size: '0.01',
    price: side === 'buy' ? '30000' : '90000',
    timeInForce: 'gtc',
  } as const;
  const result = await venue.place({
    clientOrderId,
    productId: 'BTC-USD',
    side,
    terms: terms ?? usual,
  });
  expect(result.outcome).toBe('accepted');
}

const errors = async () => (await world.told()).filter((line) => line.startsWith('error'));

describe('what rests at the venue and is not of a position', () => {
  const owners: [string, (install: string) => string][] = [
    ['the owner placed in the app', () => '3f2b9c1e-0d4f-4a53-9d3e-5a0c7e1b2d33'],
    ['bears no id at all', () => ''],
    ['another database of this bot placed', () => 'pf00000000-1-1'],
    ['only begins like ours', (install) => `${install}x-1-1`],
    ['holds our mark elsewhere', (install) => `x${install}-1-1`],
  ];
  test.each(owners)('what %s is not touched', async (_, idOf) => {
    await opened();
    await world.deposit('paper', 'BTC', '1');
    const id = idOf(world.state().install);
    await placed(id, 'buy');
    await placed(id === '' ? '' : `${id}0`, 'sell');
    await world.reconcile('paper');
    await world.idle();
    expect((await world.openAtVenue('paper')).sort()).toEqual([
      'buy limit 0.01',
      'sell bracket 0.01',
      'sell bracket 0.01',
      'sell limit 0.01',
    ]);
    expect(await errors()).toEqual([]);
  });

  test('what bears our mark and would open something is cancelled, and told once', async () => {
    await placed(`${world.state().install}-77-1`, 'buy');
    expect(await world.reconcile('paper')).toBe(1);
    expect(await world.openAtVenue('paper')).toEqual([]);
    await world.reconcile('paper');
    expect(await errors()).toEqual([
      'error: An order of an earlier time rests on BTC-USD (buy), and would have opened something; it was cancelled.',
    ]);
  });

  test('one that can not be cancelled yet is told as that, and tried again', async () => {
    await placed(`${world.state().install}-77-1`, 'buy');
    world.venueOf('paper').next('cancel', 'lost before');
    await world.reconcile('paper');
    expect(await world.openAtVenue('paper')).toEqual(['buy limit 0.01']);
    await world.reconcile('paper');
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await errors()).toEqual([
      expect.stringContaining('could not be cancelled (no answer came)'),
      expect.stringContaining('it was cancelled'),
    ]);
  });

  test('what bears our mark and closes something is left, and told once', async () => {
    await world.deposit('paper', 'BTC', '1');
    const bracket = { type: 'bracket', size: '0.02', target: '54000', stop: '48000' } as const;
    await placed(`${world.state().install}-77-2`, 'sell', bracket);
    await placed(`${world.state().install}-77-3`, 'sell');
    await world.reconcile('paper');
    await world.reconcile('paper');
    expect(world.venueOf('paper').count('cancel')).toBe(0);
    expect((await world.openAtVenue('paper')).sort()).toEqual([
      'sell bracket 0.02',
      'sell limit 0.01',
    ]);
    expect(await errors()).toEqual([
      expect.stringContaining('would close something, so it was left there'),
      expect.stringContaining('would close something, so it was left there'),
    ]);
  });
});

describe('what happened while nobody listened', () => {
  test('a fill is taken in and protected', async () => {
    const id = await world.signal();
    await world.idle();
    world.pushes(false);
    await world.price('49990');
    expect(await world.reconcile('paper')).toBe(1);
    await world.idle();
    expect(world.position(id).status).toBe('open');
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
  });

  test('a stop-out closes the position', async () => {
    const id = await opened();
    world.pushes(false);
    await world.price('47000');
    await world.reconcile('paper');
    await world.idle();
    expect(world.position(id)).toMatchObject({ status: 'closed', closeReason: 'stop' });
  });

  test('one account is compared, the other waits for its own turn', async () => {
    const paper = await world.signal({ account: 'paper', messageId: 'm1' });
    const live = await world.signal({ account: 'live', messageId: 'm2' });
    await world.idle();
    world.pushes(false);
    await world.price('49990', 'paper');
    await world.price('49990', 'live');
    await world.reconcile('live');
    await world.idle();
    expect(world.position(live).status).toBe('open');
    expect(world.position(paper).status).toBe('pending');
  });

  test('a list that can not be had changes nothing, and says so', async () => {
    const id = await opened();
    const before = world.position(id);
    const { venue } = world.venueOf('paper');
    venue.openOrders = () => Promise.reject(new Error('no answer'));
    await expect(world.reconcile('paper')).rejects.toThrow('no answer');
    expect(world.position(id)).toBe(before);
  });

  test.each([
    ['within ten minutes is found, and protected', 9 * 60_000, true],
    ['later is not looked for any more', 11 * 60_000, false],
  ])('an order that was never sent and came all the same, %s', async (_, later, found) => {
    world.holdIntents(true);
    const id = await world.signal({ signal: { entry: { type: 'market', prices: [] } } });
    world.clock.now += 61_000;
    await world.restart();
    await world.idle();
    expect(world.position(id).status).toBe('cancelled');
    const [entry] = world.orders(id, 'entry');
    world.pushes(false);
    await placed(entry?.id ?? '', 'buy', { type: 'market', size: '0.01' });
    world.clock.now += later - 61_000;
    const asked = world.venueOf('paper').count('findOrder');
    await world.reconcile('paper');
    await world.idle();
    expect(world.venueOf('paper').count('findOrder') - asked).toBe(found ? 1 : 0);
    expect(world.orders(id, 'entry')).toMatchObject([{ filledSize: found ? '0.01' : '0' }]);
    expect(world.position(id).status).toBe(found ? 'open' : 'cancelled');
    expect(await world.openAtVenue('paper')).toHaveLength(found ? 2 : 0);
  });
});

describe('less at the venue than the positions tell', () => {
  test('sold by hand: the position is closed at the last price, after a second look', async () => {
    const id = await opened();
    await world.owner({ act: 'let_run', positionId: id });
    await world.idle();
    const { venue } = world.venueOf('paper');
    const real = await venue.balances();
    venue.balances = async () => withoutBtc(real);
    const before = world.clock.now;
    expect(await world.reconcile('paper')).toBeGreaterThan(0);
    await world.idle();
    expect(world.clock.now - before).toBeGreaterThanOrEqual(1_500);
    expect(world.position(id)).toMatchObject({
      outside: { size: '0.02', value: '999.8' },
      closeReason: 'outside',
    });
  });

  test('lacking at the first look only, a fill was on its way: nothing is believed', async () => {
    const id = await opened();
    const before = world.position(id);
    const { venue } = world.venueOf('paper');
    const real = await venue.balances();
    let looks = 0;
    venue.balances = async () => {
      looks += 1;
      return looks > 1 ? real : withoutBtc(real);
    };
    await world.reconcile('paper');
    expect(world.position(id)).toBe(before);
  });

  test('lacking differently at the second look, it is still changing: nothing is believed', async () => {
    const id = await opened();
    const before = world.position(id);
    const { venue } = world.venueOf('paper');
    let looks = 0;
    venue.balances = async () => {
      looks += 1;
      return listed([{ asset: 'BTC', available: '0', hold: looks > 1 ? '0.01' : '0' }]);
    };
    await world.reconcile('paper');
    expect(world.position(id)).toBe(before);
  });

  test.each([
    ['of that coin', 'BTC'],
    ['of nobody knows what', null],
  ])('an account %s that cannot be read proves nothing', async (_name, unreadable) => {
    const id = await opened();
    const before = world.position(id);
    const { venue } = world.venueOf('paper');
    const entries = (await venue.balances()).entries.filter(({ asset }) => asset !== 'BTC');
    venue.balances = async () => ({
      entries,
      unreadable: [{ id: unreadable, problem: 'hold.value: expected a decimal number' }],
    });
    expect(await world.reconcile('paper')).toBe(0);
    expect(world.position(id)).toBe(before);
  });

  test('an account of another coin that cannot be read hides nothing', async () => {
    const id = await opened();
    await world.owner({ act: 'let_run', positionId: id });
    await world.idle();
    const { venue } = world.venueOf('paper');
    const real = await venue.balances();
    venue.balances = async () => ({
      entries: withoutBtc(real).entries,
      unreadable: [{ id: 'ETH', problem: 'hold.value: expected a decimal number' }],
    });
    expect(await world.reconcile('paper')).toBeGreaterThan(0);
    await world.idle();
    expect(world.position(id)).toMatchObject({ closeReason: 'outside' });
  });

  test('one order of which nothing can be read holds up no other', async () => {
    const id = await opened();
    await world.owner({ act: 'let_run', positionId: id });
    await world.idle();
    const { venue } = world.venueOf('paper');
    const real = await venue.balances();
    venue.balances = async () => withoutBtc(real);
    venue.order = async () => {
      throw new UnreadableError('it can not be read');
    };
    venue.openOrders = async () => listed([]);
    expect(await world.reconcile('paper')).toBeGreaterThan(0);
    await world.reconcile('paper');
    expect(world.position(id)).toMatchObject({ outside: { size: '0.02' } });
    const told = (await errors()).filter((line) => line.includes('can’t be read'));
    expect(new Set(told).size).toBe(told.length);
    expect(told.length).toBeGreaterThan(0);
  });

  const withoutBtc = ({ entries }: Listed<Balance>) =>
    listed(
      entries.map((one) => (one.asset === 'BTC' ? { ...one, available: '0', hold: '0' } : one)),
    );
});
