import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Decimal, dec, ZERO } from '../../../src/trading/money.ts';
import { isLive } from '../../../src/trading/strategy/model/orderStatus.ts';
import { isActive } from '../../../src/trading/strategy/model/positionStatus.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { openSize } from '../../../src/trading/strategy/model/sums.ts';
import { isLeaving } from '../../../src/trading/strategy/model/wayOut.ts';
import type { Call, Trouble } from './troubledVenue.ts';
import { type ExecutionWorld, executionWorld } from './world.ts';

/**
 * Whatever order answers come in, are lost, lag or are a no, and wherever the bot is started anew in
 * between: in the end the books say what the venue does, nothing was bought or sold twice, and what
 * is open rests protected.
 */
const RUNS = process.env.DEEP ? 500 : 25;

type Step =
  | { do: 'trouble'; call: Call; troubles: (Trouble | null)[] }
  | { do: 'signal' }
  | { do: 'price'; last: string }
  | { do: 'owner'; act: 'move_stop' | 'half' | 'close' | 'cancel_entries'; which: number }
  | { do: 'pushes'; yes: boolean }
  | { do: 'unsent' }
  | { do: 'restart'; after: number }
  | { do: 'wait'; ms: number };

const no = (reason: 'other' | 'insufficient_funds' | 'not_now'): Trouble => ({ rejected: reason });
const sent = fc.constantFrom<Trouble | null>(
  'lost before',
  'lost after',
  no('other'),
  no('insufficient_funds'),
  no('not_now'),
  null,
);
const looked = fc.constantFrom<Trouble | null>('fails', 'fills lag', null);
const found = fc.constantFrom<Trouble | null>('fails', 'lags', null);
const troubles = (call: Call, kind: fc.Arbitrary<Trouble | null>) =>
  fc
    .array(kind, { minLength: 1, maxLength: 5 })
    .map((lined): Step => ({ do: 'trouble', call, troubles: lined }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: troubles('place', sent) },
  { weight: 2, arbitrary: troubles('cancel', sent) },
  { weight: 1, arbitrary: troubles('replace', sent) },
  { weight: 1, arbitrary: troubles('order', looked) },
  { weight: 1, arbitrary: troubles('findOrder', found) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'signal' }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('50500', '49990', '51000', '52010', '54010', '47900')
      .map((last): Step => ({ do: 'price', last })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('owner' as const),
      act: fc.constantFrom(
        'move_stop' as const,
        'half' as const,
        'close' as const,
        'cancel_entries' as const,
      ),
      which: fc.nat(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((yes): Step => ({ do: 'pushes', yes })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'unsent' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, 3_000, 120_000).map((after): Step => ({ do: 'restart', after })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(300, 6_000, 61_000).map((ms): Step => ({ do: 'wait', ms })),
  },
);

test('in the end the books are as the venue is, and what is open rests protected', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const world = await executionWorld();
      try {
        await bystander(world);
        const beside = asKept(ofAccount(world, 'live'));
        await signal(world, 0);
        for (const [index, one] of steps.entries()) await play(world, one, index + 1);
        await calm(world);
        await agree(world);
        expect(asKept(ofAccount(world, 'live'))).toEqual(beside);
      } finally {
        await world.close();
      }
    }),
    { numRuns: RUNS, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : { seed: 7 }) },
  );
}, 300_000);

/** A position of the other account, whose venue has no troubles. */
async function bystander(world: ExecutionWorld): Promise<void> {
  await world.signal({ account: 'live', messageId: 'live' });
  await world.idle();
  await world.price('49990', 'live');
  await world.idle();
}

/** As it is written down: what is derived of it is left out. */
const asKept = (positions: readonly Position[]) => JSON.parse(JSON.stringify(positions));

const ofAccount = (world: ExecutionWorld, account: 'paper' | 'live') =>
  [...world.state().positions.values()].filter((position) => position.account === account);

async function signal(world: ExecutionWorld, index: number): Promise<void> {
  await world.signal({ messageId: `m${index}` });
  await world.idle();
}

async function play(world: ExecutionWorld, one: Step, index: number): Promise<void> {
  switch (one.do) {
    case 'trouble':
      world.venueOf('paper').next(one.call, ...one.troubles);
      return;
    case 'signal':
      return signal(world, index);
    case 'price':
      await world.price(one.last);
      return world.idle();
    case 'owner':
      return owner(world, one);
    case 'pushes':
      world.pushes(one.yes);
      return;
    case 'unsent':
      world.holdIntents(true);
      return;
    case 'restart':
      world.clock.now += one.after;
      await world.restart();
      return world.idle();
    case 'wait':
      world.clock.now += one.ms;
      await world.submit({ type: 'time', at: world.clock.now });
      return world.idle();
  }
}

async function owner(
  world: ExecutionWorld,
  { act, which }: Extract<Step, { do: 'owner' }>,
): Promise<void> {
  const active = ofAccount(world, 'paper').filter(isActive);
  const position = active[which % Math.max(active.length, 1)];
  if (position === undefined) return;
  const positionId = position.id;
  if (act === 'move_stop')
    await world.owner({ act, positionId, to: { price: '48500' }, last: '50000' });
  if (act === 'half') await world.owner({ act: 'close', positionId, percent: '50' });
  if (act === 'close') await world.owner({ act: 'close', positionId, percent: '100' });
  if (act === 'cancel_entries') await world.owner({ act, positionId });
  await world.idle();
}

/** No more troubles: the bot is started anew, and time passes until it wants nothing more. */
async function calm(world: ExecutionWorld): Promise<void> {
  world.venueOf('paper').calm();
  world.pushes(true);
  await world.restart();
  await world.idle();
  for (let round = 0; round < 6; round += 1) {
    world.clock.now += 61_000;
    await world.submit({ type: 'time', at: world.clock.now });
    await world.idle();
    await world.reconcile('paper');
    await world.idle();
  }
}

async function agree(world: ExecutionWorld): Promise<void> {
  const { venue } = world.venueOf('paper');
  expect(await world.unanswered()).toEqual([]);
  let held: Decimal = ZERO;
  const rests: string[] = [];
  const known = new Set<string>();
  for (const position of ofAccount(world, 'paper')) {
    held = held.add(openSize(position));
    for (const order of position.orders) {
      const found = await venue.findOrder(order.id, position.product.id, 0);
      const there = found ? `${found.filledSize} ${isOpen(found.status)}` : '0 false';
      expect(`${order.id} ${order.filledSize} ${isLive(order)}`).toBe(`${order.id} ${there}`);
      if (found) known.add(found.venueOrderId);
    }
    if (!isActive(position)) continue;
    expect(isLeaving(position)).toBe(false);
    const guarded = position.orders
      .filter((order) => isLive(order) && (order.purpose === 'bracket' || order.purpose === 'stop'))
      .reduce((sum, { terms }) => sum.add('size' in terms ? terms.size : 0), ZERO);
    rests.push(`${position.id}: ${guarded.toFixed()} of ${openSize(position).toFixed()}`);
    if (openSize(position).gt(0)) expect(rests.at(-1)).toBe(whole(position.id, openSize(position)));
  }
  // Whatever trades or rests at the venue is of an order that the books know.
  const { entries: open } = await venue.openOrders();
  expect(open.filter(({ venueOrderId }) => !known.has(venueOrderId))).toEqual([]);
  const { entries: fills } = await venue.fills({ since: 0 });
  expect(fills.filter(({ venueOrderId }) => !known.has(venueOrderId))).toEqual([]);
  const balances = (await venue.balances()).entries;
  const btc = balances.find(({ asset }) => asset === 'BTC');
  expect(
    dec(btc?.available ?? 0)
      .add(btc?.hold ?? 0)
      .toFixed(),
  ).toBe(held.toFixed());
}

const isOpen = (status: string) => status === 'open' || status === 'pending';
const whole = (id: string, size: Decimal) => `${id}: ${size.toFixed()} of ${size.toFixed()}`;
