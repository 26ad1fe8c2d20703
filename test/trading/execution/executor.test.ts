import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requestOf } from '../../../src/trading/strategy/model/turn.ts';
import type { RejectReason } from '../../../src/trading/venue/venue.ts';
import { BTC, BTC_PERP, marketOf } from '../strategy/given.ts';
import type { Trouble } from './troubledVenue.ts';
import { type ExecutionWorld, executionWorld } from './world.ts';

let world: ExecutionWorld;
beforeEach(async () => {
  world = await executionWorld();
});
afterEach(() => world.close());

const status = (id: string, purpose: 'entry' | 'bracket' | 'exit') =>
  world.orders(id, purpose).map((order) => `${order.status} ${order.filledSize}`);

/** Opens a position of 0.02 BTC whose two brackets rest. */
async function opened(account: 'paper' | 'live' = 'paper', messageId = 'm1'): Promise<string> {
  const id = await world.signal({ account, messageId });
  await world.idle();
  await world.price('49990', account);
  await world.idle();
  expect(status(id, 'bracket')).toEqual(['open 0', 'open 0']);
  return id;
}

describe('an order is placed once, whatever becomes of the answer', () => {
  // What happens to the sends and to the looks for it; the order rests in every case.
  const cases: [string, (Trouble | null)[], (Trouble | null)[], number][] = [
    ['it is answered', [null], [], 1],
    ['the answer is lost', ['lost after'], [null], 1],
    ['the request is lost', ['lost before'], [null], 2],
    ['the request is lost twice', ['lost before', 'lost before'], [null, null], 3],
    ['the answer is lost and the lists lag', ['lost after'], ['lags'], 2],
    ['the answer is lost and the lists fail at first', ['lost after'], ['fails', 'fails', null], 1],
    ['the request is lost, then an answer', ['lost before', 'lost after'], [null, null], 2],
    ['the same, and the lists lag', ['lost before', 'lost after'], [null, 'lags'], 3],
  ];
  test.each(cases)('%s', async (_, place, find, sends) => {
    const venue = world.venueOf('paper');
    world.pushes(false);
    venue.next('place', ...place);
    venue.next('findOrder', ...find);
    const id = await world.signal();
    await world.idle();
    expect(status(id, 'entry')).toEqual(['open 0']);
    expect(await world.openAtVenue('paper')).toEqual(['buy limit 0.02']);
    expect(venue.count('place')).toBe(sends);
    expect(await world.unanswered()).toEqual([]);
  });

  test('a list that could not be had is no proof: nothing is sent again before one was', async () => {
    const venue = world.venueOf('paper');
    world.pushes(false);
    venue.next('place', 'lost after');
    venue.next('findOrder', 'fails', 'fails', 'fails', 'fails');
    const id = await world.signal();
    await world.idle();
    expect(venue.count('place')).toBe(1);
    expect(status(id, 'entry')).toEqual(['open 0']);
  });

  test('the push of an order whose answer was lost is the answer', async () => {
    const venue = world.venueOf('paper');
    venue.next('place', 'lost after');
    venue.next('findOrder', 'fails', 'fails', 'fails', 'fails', 'fails', 'fails');
    const id = await world.signal();
    await world.idle();
    expect(status(id, 'entry')).toEqual(['open 0']);
    expect(venue.count('place')).toBe(1);
    expect(await world.unanswered()).toEqual([]);
  });

  test.each<RejectReason>([
    'insufficient_funds',
    'invalid_price',
    'not_permitted',
    'product_unavailable',
    'other',
  ])('refused (%s) it is not sent again, and the signal has failed', async (reason) => {
    const venue = world.venueOf('paper');
    venue.next('place', { rejected: reason });
    const id = await world.signal();
    await world.idle();
    expect(venue.count('place')).toBe(1);
    expect(world.position(id).status).toBe('failed');
    expect(await world.unanswered()).toEqual([]);
  });
});

describe('what was committed and perhaps sent before a restart', () => {
  test('an entry is sent when it never arrived and is still fresh', async () => {
    world.holdIntents(true);
    const id = await world.signal();
    world.clock.now += 59_000;
    await world.restart();
    await world.idle();
    expect(status(id, 'entry')).toEqual(['open 0']);
  });

  test('an entry older than a minute is not sent at a price long gone', async () => {
    world.holdIntents(true);
    const id = await world.signal();
    world.clock.now += 61_000;
    await world.restart();
    await world.idle();
    expect(world.venueOf('paper').count('place')).toBe(0);
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(world.position(id)).toMatchObject({ status: 'cancelled', closeReason: 'expired' });
    expect(await world.unanswered()).toEqual([]);
  });

  test('one that had arrived is found, however old, and not sent again', async () => {
    world.pushes(false);
    world.venueOf('paper').next('place', 'lost after');
    world.venueOf('paper').next('findOrder', ...Array<Trouble>(40).fill('fails'));
    const id = await world.signal();
    // The bot dies before it has found out.
    await world.restart();
    world.clock.now += 10 * 60_000;
    await world.idle();
    expect(status(id, 'entry')).toEqual(['open 0']);
    expect(world.venueOf('paper').count('place')).toBe(1);
  });

  test('protection is sent, however old it is', async () => {
    const id = await world.signal();
    await world.idle();
    world.holdIntents(true);
    await world.price('49990');
    await world.idle();
    expect(await world.openAtVenue('paper')).toEqual([]);
    world.clock.now += 60 * 60_000;
    await world.restart();
    await world.idle();
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
    expect(world.position(id).status).toBe('open');
  });

  test('protection of a position that is being closed is not sent, once the lists had time to show it', async () => {
    const id = await world.signal();
    await world.idle();
    world.holdIntents(true);
    await world.price('49990');
    await world.owner({ act: 'close', positionId: id, percent: '100' });
    const before = world.clock.now;
    await world.restart();
    await world.idle();
    expect(world.venueOf('paper').asked.filter((line) => line.includes('bracket'))).toEqual([]);
    expect(world.clock.now - before).toBeGreaterThan(5_000);
    expect(world.position(id).status).toBe('closed');
    expect(await world.atVenue('paper')).toEqual(['buy filled 0.02', 'sell filled 0.02']);
  });

  test('a close is sent, however old it is', async () => {
    const id = await opened();
    world.holdIntents(true);
    await world.owner({ act: 'close', positionId: id, percent: '100' });
    world.clock.now += 60 * 60_000;
    await world.restart();
    await world.idle();
    expect(world.position(id).status).toBe('closed');
    expect(await world.openAtVenue('paper')).toEqual([]);
  });

  test('an entry that was called off meanwhile is not sent', async () => {
    world.holdIntents(true);
    const id = await world.signal();
    await world.owner({ act: 'cancel_entries', positionId: id });
    await world.restart();
    await world.idle();
    expect(world.venueOf('paper').count('place')).toBe(0);
    expect(world.position(id).status).toBe('cancelled');
  });
});

describe('each account is asked for its own', () => {
  test('orders, cancels and reports of one leave the other alone', async () => {
    const paper = await opened('paper', 'm1');
    const live = await opened('live', 'm2');
    const before = world.position(live);
    const askedOfLive = [...world.venueOf('live').asked];
    await world.owner({ act: 'close', positionId: paper, percent: '100' });
    await world.idle();
    expect(world.position(paper).status).toBe('closed');
    expect(world.position(live)).toBe(before);
    expect(world.venueOf('live').asked).toEqual(askedOfLive);
    expect(await world.openAtVenue('live')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
  });

  test('a push about an order of another bot, or of its owner, changes nothing', async () => {
    const id = await opened();
    const before = world.position(id);
    for (const clientOrderId of ['', 'mine', `pf00000000-${id}-1`, `x-${before.orders[0]?.id}`]) {
      world.executor().onVenueEvent('paper', {
        type: 'order',
        order: {
          venueOrderId: 'v-other',
          clientOrderId,
          productId: 'BTC-USD',
          side: 'buy',
          status: 'filled',
          filledSize: '5',
          filledValue: '250000',
          fees: '0',
          exact: true,
          at: world.clock.now,
        },
      });
    }
    await world.idle();
    expect(world.position(id)).toBe(before);
  });
});

describe('a cancel goes on until the order has ended', () => {
  const rejected: Trouble = { rejected: 'other' };
  const cases: [string, (Trouble | null)[], number][] = [
    ['it is taken', [null], 1],
    ['it is refused for a moment', [rejected, rejected, null], 3],
    ['the request is lost', ['lost before', null], 2],
    ['the answer is lost', ['lost after'], 1],
  ];
  test.each(cases)('%s', async (_, cancel, times) => {
    const id = await world.signal();
    await world.idle();
    world.pushes(false);
    world.venueOf('paper').next('cancel', ...cancel);
    await world.owner({ act: 'cancel_entries', positionId: id });
    await world.idle();
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(status(id, 'entry')).toEqual(['cancelled 0']);
    expect(world.position(id).status).toBe('cancelled');
    expect(world.venueOf('paper').count('cancel')).toBeGreaterThanOrEqual(times);
    expect(world.venueOf('paper').left()).toBe(0);
    expect(await world.unanswered()).toEqual([]);
  });

  test('it came too late: the fill is taken in and protected', async () => {
    const id = await world.signal();
    await world.idle();
    world.pushes(false);
    await world.price('49990');
    await world.owner({ act: 'cancel_entries', positionId: id });
    await world.idle();
    expect(status(id, 'entry')).toEqual(['filled 0.02']);
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
  });

  test('it is asked of an order whose place is still unanswered, after that one', async () => {
    world.pushes(false);
    world.venueOf('paper').next('place', 'lost after');
    world.venueOf('paper').next('findOrder', 'fails', 'fails', null);
    const id = await world.signal();
    await world.owner({ act: 'cancel_entries', positionId: id });
    await world.idle();
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(status(id, 'entry')).toEqual(['cancelled 0']);
  });
});

describe('a change in place', () => {
  const move = (id: string) =>
    world.owner({ act: 'move_stop', positionId: id, to: { price: '49000' }, last: '49990' });
  const stops = async () => {
    const seen = [];
    for (const { venueOrderId } of world.orders(await only(), 'bracket')) {
      const found = venueOrderId && (await world.venueOf('paper').venue.order(venueOrderId));
      const terms = found ? found.order.terms : null;
      if (found && found.order.status === 'open' && terms?.type === 'bracket')
        seen.push(terms.stop);
    }
    return seen;
  };
  let position = '';
  const only = async () => position;

  const rejected: Trouble = { rejected: 'other' };
  const cases: [string, (Trouble | null)[]][] = [
    ['is taken', []],
    ['goes unanswered and was done', ['lost after']],
    ['goes unanswered and was not done', ['lost before', 'lost before', 'lost before']],
    ['is refused', [rejected]],
    ['is refused after it went unanswered', ['lost before', 'lost before', rejected]],
  ];
  test.each(cases)('%s: the stop rests where it was moved to, once', async (_, replace) => {
    position = await opened();
    world.pushes(false);
    world.venueOf('paper').next('replace', ...replace);
    await move(position);
    await world.idle();
    expect(await stops()).toEqual(['49000', '49000']);
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
    expect(world.venueOf('paper').left()).toBe(0);
    expect(await world.unanswered()).toEqual([]);
    expect(world.orders(position, 'bracket').filter((o) => o.request.kind === 'replacing')).toEqual(
      [],
    );
  });

  test('is given up when the position is closed meanwhile', async () => {
    position = await opened();
    world.pushes(false);
    world.venueOf('paper').next('replace', ...Array<Trouble>(30).fill('lost before'));
    await move(position);
    await world.owner({ act: 'close', positionId: position, percent: '100' });
    await world.idle();
    expect(world.position(position).status).toBe('closed');
    expect(await world.openAtVenue('paper')).toEqual([]);
    expect(await world.unanswered()).toEqual([]);
  });
});

describe('what an order has come to', () => {
  test('fills that are not listed yet are asked for again, until they are exact', async () => {
    const id = await world.signal();
    await world.idle();
    world.pushes(false);
    const [entry] = world.orders(id, 'entry');
    await world.price('49990');
    world.venueOf('paper').next('order', 'fills lag', 'fills lag', 'fails', 'fills lag', null);
    world.executor().settle('paper', entry?.id ?? '');
    await world.idle();
    expect(world.orders(id, 'entry')[0]).toMatchObject({ filledSize: '0.02', exact: true });
    expect(world.venueOf('paper').left()).toBe(0);
    const rows = await world.db.selectFrom('fills').select(['size', 'price']).execute();
    expect(rows).toHaveLength(1);
  });

  test('a fill that nobody pushed is found by a look of its own, and protected', async () => {
    const id = await world.signal();
    await world.idle();
    world.pushes(false);
    await world.price('49990');
    await world.idle();
    expect(await world.openAtVenue('paper')).toEqual([]);
    const [entry] = world.orders(id, 'entry');
    expect(await world.executor().lookUp('paper', entry?.id ?? '')).toBe(true);
    await world.idle();
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
  });
});

test('while positions are closed without the core nothing is placed or changed, and cancels go on', async () => {
  const id = await opened();
  await world.price('50500');
  const waiting = await world.signal({ messageId: 'm2' });
  await world.idle();
  const asked = world.venueOf('paper').asked.length;
  const release = world.executor().hold();
  const held = await world.signal({ messageId: 'm3' });
  await world.owner({ act: 'move_stop', positionId: id, to: { price: '49000' }, last: '49990' });
  await world.owner({ act: 'cancel_entries', positionId: waiting });
  while (world.position(waiting).status !== 'cancelled') await new Promise(setImmediate);
  expect(world.venueOf('paper').asked.slice(asked)).toEqual(['cancel']);
  expect(world.executor().waiting()).toBeGreaterThan(0);
  release();
  await world.idle();
  expect(world.orders(held, 'entry')).toMatchObject([{ status: 'open' }]);
  expect(world.orders(id, 'bracket')).toMatchObject([
    { terms: { stop: '49000' } },
    { terms: { stop: '49000' } },
  ]);
});

test('two that close without the core hold it up until both are done', async () => {
  const first = world.executor().hold();
  const second = world.executor().hold();
  first();
  const id = await world.signal();
  await world.turn();
  expect(world.venueOf('paper').asked).toEqual([]);
  second();
  await world.idle();
  expect(status(id, 'entry')).toEqual(['open 0']);
});

describe('while another instance may have taken over', () => {
  test('nothing is placed, changed or cancelled; then all of it is', async () => {
    const id = await opened();
    await world.price('50500');
    const waiting = await world.signal({ messageId: 'm2' });
    await world.idle();
    const asked = world.venueOf('paper').asked.length;
    const regain = world.loseLease();
    const held = await world.signal({ messageId: 'm3' });
    await world.owner({ act: 'move_stop', positionId: id, to: { price: '49000' }, last: '49990' });
    await world.owner({ act: 'cancel_entries', positionId: waiting });
    await world.turn();
    expect(world.venueOf('paper').asked.slice(asked)).toEqual([]);
    regain();
    await world.idle();
    expect(world.venueOf('paper').asked.slice(asked).sort()).toEqual([
      'cancel',
      'place buy 0.02 limit',
      'replace bracket',
      'replace bracket',
    ]);
    expect(world.orders(held, 'entry')).toMatchObject([{ status: 'open' }]);
  });

  test('what went unanswered before is neither looked for nor sent again', async () => {
    world.pushes(false);
    world.venueOf('paper').next('place', 'lost before');
    world.venueOf('paper').next('findOrder', 'fails');
    const { venue } = world.venueOf('paper');
    const { findOrder } = venue;
    let regain: (() => void) | undefined;
    venue.findOrder = (...args) => {
      regain ??= world.loseLease();
      return findOrder(...args);
    };
    const id = await world.signal();
    await world.turn();
    expect(world.venueOf('paper').count('findOrder')).toBe(1);
    expect(world.venueOf('paper').count('place')).toBe(1);
    regain?.();
    await world.idle();
    expect(status(id, 'entry')).toEqual(['open 0']);
  });
});

test('an answer and what it means are written down together, or not at all', async () => {
  // The push of it would say the same.
  world.pushes(false);
  await world.refuseWrites('intents');
  const id = await world.signal();
  await world.idle();
  expect(await world.openAtVenue('paper')).toEqual(['buy limit 0.02']);
  const [entry] = world.orders(id, 'entry');
  expect(await world.journalOf(entry?.id ?? '', 'accepted')).toBe(0);
  expect(await world.unanswered()).toHaveLength(1);
});

describe('what the venue says of a product before something is left', () => {
  test('is asked once for all the orders of a position, and anew the next time', async () => {
    const id = await opened();
    const { venue } = world.venueOf('paper');
    let status: 'cancel_only' | 'online' = 'cancel_only';
    let asked = 0;
    venue.product = async () => {
      asked += 1;
      return { ...BTC, status };
    };
    await world.owner({ act: 'close', positionId: id, percent: '100' });
    await world.idle();
    expect(asked).toBe(1);
    expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
    status = 'online';
    await world.submit({
      type: 'product',
      at: world.clock.now,
      account: 'paper',
      product: { ...BTC, status },
    });
    await world.idle();
    expect(asked).toBe(2);
    expect(world.position(id).status).toBe('closed');
    expect(await world.openAtVenue('paper')).toEqual([]);
  });

  test('is asked of its own account', async () => {
    const paper = await opened('paper', 'm1');
    const live = await opened('live', 'm2');
    world.venueOf('paper').venue.product = async () => ({ ...BTC, status: 'cancel_only' });
    for (const positionId of [paper, live])
      await world.owner({ act: 'close', positionId, percent: '100' });
    await world.idle();
    expect(world.position(live).status).toBe('closed');
    expect(await world.openAtVenue('paper')).toHaveLength(2);
  });
});

test('what its owner moves at the venue is known as soon as the venue pushes the order', async () => {
  const id = await opened();
  world.clock.now += 11_000;
  const position = world.position(id);
  const [order] = world.orders(id, 'bracket');
  if (!order?.venueOrderId || order.terms.type !== 'bracket') throw new Error('none rests');
  const to = { ...order.terms, stop: '47000' };
  await world.venueOf('paper').venue.replace(order.venueOrderId, requestOf(position, order, to));
  // Nothing else of it has changed: its prices are not in the push.
  const { id: clientOrderId, venueOrderId, side, filledSize } = order;
  world.executor().onVenueEvent('paper', {
    type: 'order',
    order: {
      venueOrderId,
      clientOrderId,
      productId: 'BTC-USD',
      side,
      status: 'open',
      filledSize,
      filledValue: '0',
      fees: '0',
      exact: true,
      at: world.clock.now,
    },
  });
  await world.idle();
  expect(world.position(id).stop).toBe('47000');
});

describe('what is pushed without its trades', () => {
  const partly = (id: string, filledSize: string) => {
    const [entry] = world.orders(id, 'entry');
    world.executor().onVenueEvent('paper', {
      type: 'order',
      order: {
        venueOrderId: entry?.venueOrderId ?? '',
        clientOrderId: entry?.id ?? '',
        productId: 'BTC-USD',
        side: 'buy',
        status: 'open',
        filledSize,
        filledValue: '500',
        fees: '0',
        exact: false,
        at: world.clock.now,
      },
    });
  };

  test('is looked up where it has traded more, also a part', async () => {
    const id = await world.signal();
    await world.idle();
    const before = world.venueOf('paper').count('order');
    partly(id, '0.01');
    await world.idle();
    expect(world.venueOf('paper').count('order')).toBe(before + 1);
    expect(world.orders(id, 'entry')[0]?.filledSize).toBe('0.01');
  });

  test('what changes while it is looked up is looked up once more, however often it changed', async () => {
    const id = await world.signal();
    await world.idle();
    const { venue } = world.venueOf('paper');
    const { order } = venue;
    const gate = Promise.withResolvers<void>();
    let looks = 0;
    venue.order = async (...args) => {
      looks += 1;
      if (looks === 1) await gate.promise;
      return order(...args);
    };
    const [entry] = world.orders(id, 'entry');
    for (const _ of [1, 2, 3]) world.executor().settle('paper', entry?.id ?? '');
    await world.turn();
    expect(looks).toBe(1);
    gate.resolve();
    await world.idle();
    expect(looks).toBe(2);
  });
});

describe('what came with an entry and shows itself only after it was taken for never made', () => {
  /** A short of contracts whose protection rests at the venue, which showed it to nobody. */
  async function unseen(): Promise<string> {
    world.venueOf('live').hideAttached(true);
    world.pushes(false);
    await world.price('50500', 'live', BTC_PERP);
    const id = await world.signal({
      account: 'live',
      market: marketOf('50500', { account: 'live', product: BTC_PERP }),
      settings: { shorts: true },
      signal: {
        side: 'short',
        entry: { type: 'limit', prices: ['51000'] },
        stop: { price: '53000' },
        targets: [{ price: '45000' }],
      },
    });
    await world.turn();
    await world.price('51100', 'live', BTC_PERP);
    world.executor().settle('live', world.orders(id, 'entry')[0]?.id ?? '');
    // It is looked for only a few times more, so what comes next must come right after.
    while (attached(id) !== 'rejected') await new Promise(setImmediate);
    return id;
  }
  const attached = (id: string) =>
    world.orders(id, 'bracket').find(({ attachedTo }) => attachedTo !== undefined)?.status;
  const live = (id: string) =>
    status(id, 'bracket').filter((one) => /^(new|unknown|submitted|open)/.test(one));

  test('it is found by a look', async () => {
    const id = await unseen();
    world.venueOf('live').hideAttached(false);
    await world.idle();
    expect(attached(id)).toBe('open');
    expect(live(id)).toEqual(['open 0']);
    expect(await world.openAtVenue('live')).toEqual(['buy bracket 1']);
  });

  test('its push is heard, after it was looked for no more', async () => {
    const id = await unseen();
    await world.idle();
    world.pushes(true);
    world.venueOf('live').hideAttached(false);
    await world.push('live', (order) => order.parentVenueOrderId !== undefined);
    await world.idle();
    expect(attached(id)).toBe('open');
    expect(live(id)).toEqual(['open 0']);
  });
});

test('what fails for one order leaves what is asked of it later, and the others, as they are', async () => {
  const id = await world.signal();
  await world.idle();
  world.pushes(false);
  const { venue } = world.venueOf('paper');
  const { cancel } = venue;
  venue.cancel = () => Promise.reject(new Error('a fault of ours'));
  await world.owner({ act: 'cancel_entries', positionId: id });
  await world.idle();
  expect(await world.openAtVenue('paper')).toEqual(['buy limit 0.02']);
  venue.cancel = cancel;
  // The core asks again when its patience is at an end.
  world.clock.now += 60_000;
  await world.submit({ type: 'time', at: world.clock.now });
  await world.idle();
  expect(await world.openAtVenue('paper')).toEqual([]);
});

describe('an exit that the venue refuses', () => {
  test.each<RejectReason>(['other', 'insufficient_funds', 'not_now'])(
    '(%s): what is open is protected again until it is tried again, and then sold once',
    async (reason) => {
      const id = await opened();
      world.venueOf('paper').next('place', { rejected: reason });
      await world.owner({ act: 'close', positionId: id, percent: '100' });
      await world.idle();
      expect(await world.openAtVenue('paper')).toEqual(['sell bracket 0.01', 'sell bracket 0.01']);
      expect(world.orders(id)).toHaveLength(6);
      world.clock.now += 1_000;
      await world.submit({ type: 'time', at: world.clock.now });
      await world.idle();
      expect(world.position(id).status).toBe('closed');
      expect(await world.openAtVenue('paper')).toEqual([]);
      expect(status(id, 'exit')).toEqual(['rejected 0', 'filled 0.02']);
    },
  );
});
