import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dec, ZERO } from '../../../src/trading/money.ts';
import { BTC, BTC_PERP, marketOf } from '../strategy/given.ts';
import type { Call, Trouble } from './troubledVenue.ts';
import { type ExecutionWorld, executionWorld } from './world.ts';

let world: ExecutionWorld;
beforeEach(async () => {
  world = await executionWorld();
});
afterEach(() => world.close());

/** A position of 0.02 BTC whose two brackets rest, and a venue that nobody hears of any more. */
async function opened(account: 'paper' | 'live' = 'paper', messageId = 'm1'): Promise<string> {
  const id = await world.signal({ account, messageId });
  await world.idle();
  await world.price('49990', account);
  await world.idle();
  expect(await world.openAtVenue(account)).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
  return id;
}

async function traded(side: 'buy' | 'sell', account: 'paper' | 'live' = 'paper'): Promise<string> {
  const { entries } = await world.venueOf(account).venue.fills({ since: 0 });
  return entries
    .filter((fill) => fill.side === side)
    .reduce((sum, { size }) => sum.add(size), ZERO)
    .toFixed();
}

async function held(account: 'paper' | 'live' = 'paper'): Promise<string> {
  const { entries } = await world.venueOf(account).venue.balances();
  const btc = entries.find(({ asset }) => asset === 'BTC');
  return dec(btc?.available ?? 0)
    .add(btc?.hold ?? 0)
    .toFixed();
}

/** The database is back: the panic is written down, and the books are compared with the venue. */
async function booksFollow(): Promise<void> {
  world.venueOf('paper').calm();
  world.pushes(true);
  await world.owner({ act: 'panic', reason: 'called' });
  await world.idle();
  for (let look = 0; look < 3; look += 1) {
    // A refused exit waits for its next try.
    world.clock.now += 61_000;
    await world.submit({ type: 'time', at: world.clock.now });
    await world.idle();
    await world.reconcile('paper');
    await world.idle();
  }
}

const no = (reason: 'other' | 'insufficient_funds'): Trouble => ({ rejected: reason });

describe('everything is sold once, whatever becomes of what is asked', () => {
  const cases: [string, Partial<Record<Call, (Trouble | null)[]>>][] = [
    ['it is answered', {}],
    ['a cancel is refused for a moment', { cancel: [no('other'), no('other')] }],
    ['a cancel is lost', { cancel: ['lost before', 'lost before', 'lost before'] }],
    ['a cancel’s answer is lost', { cancel: ['lost after', 'lost after'] }],
    [
      'what it held is not free yet',
      { place: [no('insufficient_funds'), no('insufficient_funds')] },
    ],
    ['the exit is lost', { place: ['lost before', 'lost before'] }],
    ['the exit’s answer is lost', { place: ['lost after'] }],
    [
      'both, and the coins are said to be held',
      { place: ['lost after', no('insufficient_funds')] },
    ],
  ];
  test.each(cases)('%s', async (_, troubles) => {
    const id = await opened();
    world.pushes(false);
    for (const [call, lined] of Object.entries(troubles)) {
      world.venueOf('paper').next(call as Call, ...lined);
    }
    const lines = await world.emergency();
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await traded('sell')).toBe('0.02');
    expect(await held()).toBe('0');
    expect(lines[0]).toContain('BTC-USD long (position 1)');
    await booksFollow();
    expect(world.position(id).status).toBe('closed');
    expect(await traded('sell')).toBe('0.02');
  });

  test('called twice it sells once', async () => {
    await opened();
    world.pushes(false);
    await world.emergency();
    await world.emergency();
    expect(await traded('sell')).toBe('0.02');
  });

  test('an exit that the core has sent, and has no answer to, is the one', async () => {
    const id = await opened();
    world.pushes(false);
    world.venueOf('paper').next('place', 'lost after');
    world.venueOf('paper').next('findOrder', ...Array<Trouble>(400).fill('fails'));
    await world.owner({ act: 'close', positionId: id, percent: '100' });
    while ((await traded('sell')) === '0') await new Promise(setImmediate);
    world.venueOf('paper').calm();
    await world.emergency();
    expect(await traded('sell')).toBe('0.02');
  });

  test('no more than is the position’s, of coins that the owner has too', async () => {
    await world.deposit('paper', 'BTC', '5');
    await opened();
    world.pushes(false);
    await world.emergency();
    expect(await held()).toBe('5');
  });

  test('what is there, where some of it was moved away', async () => {
    await opened();
    await world.deposit('paper', 'BTC', '-0.005');
    world.pushes(false);
    await world.emergency();
    expect(await held()).toBe('0');
    expect(await world.openAtVenue('paper')).toEqual([]);
  });
});

describe('what can not be closed is said, and not left bare', () => {
  test('an exit that the venue refuses for good: what protected rests again, each for its part', async () => {
    await opened();
    world.pushes(false);
    world.venueOf('paper').next('place', no('other'));
    const lines = await world.emergency();
    expect(lines.join('\n')).toMatch(/NOT closed \(no\)/);
    expect(lines.join('\n')).toMatch(/rests there again[\s\S]*rests there again/);
    expect(await traded('sell')).toBe('0');
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
  });

  test('a product that can not be left: its entry is called off, what protects stays', async () => {
    await opened();
    await world.price('50500');
    await world.signal({ messageId: 'm2' });
    await world.idle();
    expect(await world.openAtVenue('paper')).toHaveLength(3);
    world.pushes(false);
    world.venueOf('paper').venue.product = async () => ({ ...BTC, status: 'cancel_only' });
    const lines = await world.emergency();
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
    expect(lines.join('\n')).toMatch(/position 1\): NOT closed, BTC-USD can't be left now/);
    expect(lines.join('\n')).toMatch(/position 2\): its orders are cancelled, nothing is open/);
  });

  test('an account that is not connected', async () => {
    await opened('live');
    const lines = await world.emergency({ without: 'live' });
    expect(lines).toEqual([
      'BTC-USD long (position 1): NOT closed, its live venue is not connected.',
    ]);
    expect(await world.openAtVenue('live')).toHaveLength(2);
  });

  test('a venue that can not be asked costs its own positions alone', async () => {
    await opened('paper', 'm1');
    await opened('live', 'm2');
    world.pushes(false);
    world.venueOf('live').next('order', ...Array<Trouble>(40).fill('fails'));
    const lines = await world.emergency();
    expect(await traded('sell', 'paper')).toBe('0.02');
    expect(lines.join('\n')).toMatch(/position 2\): NOT closed for sure/);
  });
});

describe('what was put back because an exit was refused is known from then on', () => {
  const refused = async () => {
    world.pushes(false);
    world.venueOf('paper').next('place', no('other'));
    expect((await world.emergency()).join('\n')).toMatch(/NOT closed \(no\)/);
    expect(await world.openAtVenue('paper')).toHaveLength(2);
  };

  test('called again: it is cancelled, and what it held is sold', async () => {
    await opened();
    await refused();
    await world.emergency();
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await held()).toBe('0');
    expect(await traded('sell')).toBe('0.02');
  });

  test('called again, where the answers were lost as it was put back', async () => {
    await opened();
    world.pushes(false);
    world.venueOf('paper').next('place', no('other'), 'lost after', 'lost after');
    await world.emergency();
    await world.emergency();
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await held()).toBe('0');
  });

  test('called again after its stop was hit: the owner’s own coins stay', async () => {
    await world.deposit('paper', 'BTC', '5');
    await opened();
    await refused();
    await world.price('47000');
    await world.emergency();
    expect(await held()).toBe('5');
    expect(await traded('sell')).toBe('0.02');
  });

  test('the database is back: it is cancelled before the rest is sold', async () => {
    const id = await opened();
    await refused();
    await booksFollow();
    expect(world.position(id).status).toBe('closed');
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await traded('sell')).toBe('0.02');
  });

  test('the database is back, and the answers were lost as it was put back', async () => {
    const id = await opened();
    world.pushes(false);
    world.venueOf('paper').next('place', no('other'), 'lost after', 'lost after');
    await world.emergency();
    await booksFollow();
    expect(world.position(id).status).toBe('closed');
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await traded('sell')).toBe('0.02');
  });

  test('of a short in contracts nothing is left that would open it the other way', async () => {
    const id = await openedShort();
    world.pushes(false);
    world.venueOf('live').next('place', no('other'));
    await world.emergency();
    expect(await world.openAtVenue('live')).toHaveLength(1);
    await world.emergency();
    expect(await world.openAtVenue('live')).toEqual([]);
    expect((await world.venueOf('live').venue.positions()).entries).toEqual([]);
    world.venueOf('live').calm();
    world.pushes(true);
    await world.owner({ act: 'panic', reason: 'called' });
    await world.idle();
    await world.reconcile('live');
    await world.idle();
    expect(world.position(id).status).toBe('closed');
    expect((await world.venueOf('live').venue.positions()).entries).toEqual([]);
  });
});

test('an entry that may be on its way is not sent, and said', async () => {
  world.pushes(false);
  world.venueOf('paper').next('place', 'lost before');
  world.venueOf('paper').next('findOrder', ...Array<Trouble>(400).fill('fails'));
  await world.signal();
  while (world.venueOf('paper').count('findOrder') === 0) await new Promise(setImmediate);
  world.venueOf('paper').calm();
  const sends = world.venueOf('paper').count('place');
  const release = world.executor().hold();
  const lines = await world.emergency();
  expect(lines.join('\n')).toContain('an entry may still be on its way');
  expect(world.venueOf('paper').count('place')).toBe(sends);
  expect(await world.openAtVenue('paper')).toEqual([]);
  release();
});

/** A short of contracts on the live account, whose bracket rests. */
async function openedShort(): Promise<string> {
  await world.price('50500', 'live', BTC_PERP);
  const id = await world.signal({
    account: 'live',
    messageId: 'm2',
    market: marketOf('50500', { account: 'live', product: BTC_PERP }),
    settings: { shorts: true },
    signal: {
      side: 'short',
      entry: { type: 'market', prices: [] },
      stop: { price: '53000' },
      targets: [{ price: '45000' }],
    },
  });
  await world.idle();
  return id;
}

test('a short is bought back, on its own account', async () => {
  await opened('paper', 'm1');
  await openedShort();
  const sold = await traded('sell', 'live');
  expect(Number(sold)).toBeGreaterThan(0);
  world.pushes(false);
  await world.emergency();
  expect(await traded('buy', 'live')).toBe(sold);
  expect((await world.venueOf('live').venue.positions()).entries).toEqual([]);
  expect(await traded('sell', 'paper')).toBe('0.02');
});
