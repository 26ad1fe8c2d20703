import fc from 'fast-check';
import { expect } from 'vitest';
import { dec, ZERO } from '../../../src/trading/money.ts';
import { nextDeadline } from '../../../src/trading/strategy/book/deadline.ts';
import { fromJson, type StateJson, toJson } from '../../../src/trading/strategy/book/stateJson.ts';
import { readPosition } from '../../../src/trading/strategy/book/storedPosition.ts';
import { mergeReport } from '../../../src/trading/strategy/hold/orders/orderReport.ts';
import { restingOrders } from '../../../src/trading/strategy/hold/orders/restingOrders.ts';
import { nearestTriggers } from '../../../src/trading/strategy/hold/priceTriggers.ts';
import { isLive, leavesOf, sizeOf } from '../../../src/trading/strategy/model/orderStatus.ts';
import { isActive } from '../../../src/trading/strategy/model/positionStatus.ts';
import type { Order, Position, State } from '../../../src/trading/strategy/model/state.ts';
import { heldSize, openSize, realized, sumsOf } from '../../../src/trading/strategy/model/sums.ts';
import { isLeaving } from '../../../src/trading/strategy/model/wayOut.ts';
import type { Settings } from '../../../src/trading/strategy/settings/settings.ts';
import type { Capabilities, OrderTerms } from '../../../src/trading/venue/venue.ts';
import { anySettings } from './anySettings.ts';
import { decideAmong, stateAmong } from './bystanders.ts';
import { BTC, BTC_PERP, marketOf, settingsOf, signalEvent, updateEvent } from './given.ts';
import { createWorld, type World } from './world.ts';

/** One thing that happens in a story. */
export type Step =
  | { do: 'signal'; by: number; entry: number; type: 'market' | 'limit' | 'zone'; targets: number }
  | {
      do: 'update';
      action: 'close' | 'close_part' | 'cancel_entry' | 'stop_to_entry' | 'move_stop' | 'amend';
      level: number;
      which: number;
    }
  | {
      do: 'owner';
      act:
        | 'close'
        | 'close_part'
        | 'cancel_entries'
        | 'move_stop'
        | 'let_run'
        | 'add'
        | 'panic'
        | 'resume';
      level: number;
      which: number;
    }
  | { do: 'edit'; level: number; which: number }
  | { do: 'delete'; which: number }
  | { do: 'carry'; how: number }
  | { do: 'deliver'; which: number; twice: boolean }
  | { do: 'tick'; level: number; part: number }
  | { do: 'wait'; ms: number }
  | { do: 'reconcile' };

const level = fc.integer({ min: -60, max: 60 });
const which = fc.nat(5);

const signalStep = fc.record({
  do: fc.constant('signal' as const),
  by: fc.constantFrom(1, 1, 2, 3),
  entry: fc.integer({ min: -20, max: 5 }),
  type: fc.constantFrom('market' as const, 'limit' as const, 'zone' as const),
  targets: fc.nat(4),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: signalStep,
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      action: fc.constantFrom(
        'close' as const,
        'close_part' as const,
        'cancel_entry' as const,
        'stop_to_entry' as const,
        'move_stop' as const,
        'amend' as const,
      ),
      level,
      which,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('owner' as const),
      act: fc.constantFrom(
        'close' as const,
        'close_part' as const,
        'cancel_entries' as const,
        'move_stop' as const,
        'let_run' as const,
        'add' as const,
        'panic' as const,
        'resume' as const,
      ),
      level,
      which,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), level, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), which }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('carry' as const), how: fc.nat(8) }) },
  {
    weight: 14,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), which, twice: fc.boolean() }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('tick' as const), level, part: fc.nat(4) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(500, 5000, 20_000, 3_600_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconcile' as const) }) },
);

export type Story = {
  future: boolean;
  short: boolean;
  takes: Capabilities;
  believes: Capabilities;
  settings: Partial<Settings>;
  steps: Step[];
};

export const story: fc.Arbitrary<Story> = fc.record({
  future: fc.boolean(),
  short: fc.boolean(),
  takes: fc.record({ bracket: fc.boolean(), stopLimit: fc.boolean() }),
  believes: fc.constant({ bracket: true, stopLimit: true }),
  settings: anySettings,
  steps: fc
    .tuple(signalStep, fc.array(step, { minLength: 10, maxLength: 70, size: 'max' }))
    .map(([first, rest]) => [first, ...rest]),
});

/** Lives through a story; `check` is called after each step. */
export function live(told: Story, check: (world: World) => void): World {
  const product = told.future ? BTC_PERP : BTC;
  const side = told.future && told.short ? 'short' : 'long';
  const world = createWorld(product, told.takes, '50000');
  const priceAt = (n: number) => String(50_000 + (side === 'long' ? 1 : -1) * n * 50);
  let messages = 0;
  let signals = 0;
  for (const s of told.steps) {
    const at = world.at();
    const some = () => {
      const all = world.own().map(({ id }) => id);
      return all.length === 0 || !('which' in s) ? '1' : (all[s.which % all.length] ?? '1');
    };
    switch (s.do) {
      case 'signal': {
        signals += 1;
        const at0 = Number(priceAt(s.entry));
        world.give({
          record: { paper: { trades: 10 * s.by, r: String(s.entry / 10) } },
          ...signalEvent({
            messageId: `m${signals}`,
            source: { postedAt: at, providerId: `p${s.by}` },
            at,
            signal: {
              side,
              entry: {
                type: s.type,
                prices:
                  s.type === 'market'
                    ? []
                    : s.type === 'zone'
                      ? [String(at0), priceAt(s.entry - 10)]
                      : [String(at0)],
              },
              stop: { price: priceAt(s.entry - 30) },
              targets: Array.from({ length: s.targets }, (_, i) => ({
                price: priceAt(s.entry + 20 + i * 10),
              })),
            },
            market: marketOf(world.last().toFixed(), {
              product,
              capabilities: told.believes,
              quoteAvailable: '1000000',
            }),
            settings: { quoteSize: '5000', ...told.settings },
          }),
        });
        break;
      }
      case 'update':
        messages += 1;
        world.give({
          ...updateEvent(
            {
              action: s.action,
              ...(s.action === 'move_stop' ? { price: priceAt(s.level) } : {}),
              ...(s.action === 'close_part' ? { percent: '40' } : {}),
              ...(s.action === 'amend'
                ? {
                    targets: [{ price: priceAt(s.level + 20) }, { price: priceAt(s.level + 40) }],
                    stop: { price: priceAt(s.level - 20) },
                  }
                : {}),
            },
            {
              messageId: `u${messages}`,
              repliedToMessageId: `m${(s.which % signals) + 1}`,
              postedAt: at,
            },
            at,
          ),
          prices: { [product.id]: world.last().toFixed() },
        });
        break;
      case 'owner': {
        const act = {
          close: { act: 'close' as const, positionId: some(), percent: '100' },
          close_part: { act: 'close' as const, positionId: some(), percent: '30' },
          cancel_entries: { act: 'cancel_entries' as const, positionId: some() },
          move_stop: {
            act: 'move_stop' as const,
            positionId: some(),
            to: { price: priceAt(s.level) },
            last: world.last().toFixed(),
            ...(s.which % 3 === 0 ? { sure: true as const } : {}),
          },
          let_run: { act: 'let_run' as const, positionId: some() },
          add: {
            act: 'add' as const,
            positionId: some(),
            quoteSize: '2000',
            price: s.which % 2 === 0 ? null : priceAt(s.level),
            market: marketOf(world.last().toFixed(), {
              product,
              capabilities: told.believes,
              quoteAvailable: '1000000',
            }),
            settings: settingsOf(told.settings),
          },
          panic: { act: 'panic' as const, reason: 'r' },
          resume: { act: 'resume' as const },
        }[s.act];
        world.give({ type: 'owner', at, by: 'o', act });
        break;
      }
      case 'edit':
        messages += 1;
        world.give(
          signalEvent({
            messageId: `m${(s.which % signals) + 1}`,
            source: { postedAt: at, revision: messages },
            at,
            signal: {
              side,
              entry: { type: 'limit', prices: [priceAt(s.level)] },
              stop: { price: priceAt(s.level - 30) },
              targets: [{ price: priceAt(s.level + 30) }],
            },
            market: marketOf(world.last().toFixed(), {
              product,
              capabilities: told.believes,
              quoteAvailable: '1000000',
            }),
            settings: { quoteSize: '5000', ...told.settings },
          }),
        );
        break;
      case 'delete':
        world.give({ type: 'message_deleted', at, messageId: `m${(s.which % signals) + 1}` });
        break;
      case 'carry':
        world.carryOut(s.how);
        break;
      case 'deliver':
        world.deliver(s.which, s.twice);
        break;
      case 'tick':
        world.tick(priceAt(s.level), s.part);
        break;
      case 'wait':
        world.wait(s.ms);
        break;
      case 'reconcile':
        world.reconcile();
        break;
    }
    check(world);
  }
  return world;
}

/** Holds after every step, whatever is under way. */
export function checkAlways(world: World): void {
  expect(world.faults).toEqual([]);
  for (const position of world.own()) {
    checkSizes(position);
    checkCovered(position);
  }
  checkWaiting(world);
}

/** What waits for others is no position, has one message and one provider's word of a coin each, and ends in its time. */
function checkWaiting(world: World): void {
  const { memory } = world.state();
  const words = memory.waiting.map(
    ({ source, signal, group }) => `${source.providerId} ${signal.symbol} ${group}`,
  );
  expect(new Set(words).size, words.join()).toBe(words.length);
  for (const { source, until, told, needed } of memory.waiting) {
    expect(world.own().some((p) => p.source.messageId === source.messageId)).toBe(false);
    expect(told.length, 'as many as are needed, and still it waits').toBeLessThan(needed);
    expect(nextDeadline(world.state())).toBeLessThanOrEqual(until);
  }
}

function checkSizes(position: Position): void {
  let closing = ZERO;
  for (const order of position.orders) {
    const size = sizeOf(order.terms);
    if (size !== null)
      expect(dec(order.filledSize).lte(size), `${order.id} over-filled`).toBe(true);
    if (order.purpose !== 'entry') closing = closing.add(leavesOf(order));
  }
  expect(closing.lte(openSize(position)), `${position.id} closes more than is open`).toBe(true);
  expect(sumsOf(position).exited.lte(sumsOf(position).entry.size)).toBe(true);
}

/** All that is held is covered by what rests, or something says why it is not (yet). */
function checkCovered(position: Position): void {
  if (!isActive(position) || isLeaving(position)) return;
  const held = heldSize(position);
  if (held.lt(position.product.minBaseSize)) return;
  const resting = position.orders.filter((o) => o.purpose === 'bracket' || o.purpose === 'stop');
  let covered = ZERO;
  for (const order of resting) covered = covered.add(leavesOf(order));
  if (covered.gte(held)) return;
  const underWay = position.orders.some(
    (o) => isLive(o) && (o.request.kind !== 'none' || o.status === 'unknown' || o.status === 'new'),
  );
  const waits = position.wayOut.refusals.stage !== 'none';
  expect(
    isEngineHeld(position) || underWay || waits,
    `position ${position.id}: ${held.toFixed()} held, ${covered.toFixed()} covered`,
  ).toBe(true);
  // Then the engine itself watches the stop.
  const { above, below } = nearestTriggers(position);
  expect(position.side === 'long' ? below : above).not.toBeNull();
}

/** Holds once everything that was under way has come to its end. */
export function checkAtRest(world: World): void {
  let value = ZERO;
  let open = ZERO;
  for (const position of world.own()) {
    const { entry, exited, exitedValue, fees } = sumsOf(position);
    const entered = entry.size;
    const paid = entry.value.sub(exitedValue).mul(position.side === 'long' ? 1 : -1);
    value = value.sub(paid).sub(fees);
    open = open.add(entered.sub(exited).mul(position.side === 'long' ? 1 : -1));
    if (position.status === 'closed' && entered.eq(exited)) {
      const { gross, net } = realized(position);
      expect(gross.sub(fees).eq(net)).toBe(true);
      expect(gross.eq(paid.neg())).toBe(true);
    }
    checkSettled(position);
    for (const order of position.orders) {
      const seen = world.orders.get(order.id);
      if (seen === undefined) {
        expect(order.status, `${order.id}: ${JSON.stringify(order)}`).toBe('rejected');
        continue;
      }
      expect(dec(order.filledSize).eq(seen.filled), order.id).toBe(true);
      if (seen.status !== 'open') expect(order.status, order.id).toBe(seen.status);
    }
  }
  expect(world.cash().eq(value), `cash ${world.cash().toFixed()} = ${value.toFixed()}`).toBe(true);
  expect(world.base().eq(open)).toBe(true);
}

/** The venue takes no stop-limit: what no bracket can hold is watched by the engine alone. */
function isEngineHeld(position: Position): boolean {
  if (position.capabilities.stopLimit) return false;
  let resting = ZERO;
  for (const { terms } of restingOrders(position, position.capabilities)) {
    resting = resting.add(terms.size);
  }
  return resting.lt(heldSize(position));
}

function stopIn(terms: OrderTerms): string {
  return 'stop' in terms ? terms.stop : 'stopPrice' in terms ? terms.stopPrice : 'none';
}

/** With nothing under way, what is held is covered to the last unit, and what was to be closed is closed. */
function checkSettled(position: Position): void {
  if (!isActive(position)) return;
  expect(position.wayOut.closing, `position ${position.id} did not get out`).toEqual({
    what: 'nothing',
  });
  const held = heldSize(position);
  if (held.lt(position.product.minBaseSize)) return;
  if (isEngineHeld(position)) return;
  let covered = ZERO;
  for (const order of position.orders) {
    if (order.purpose === 'entry') continue;
    covered = covered.add(leavesOf(order));
    if (!isLive(order)) continue;
    const wanted = restingOrders(position, position.capabilities).find(
      (w) => w.purpose === order.purpose && w.leg === order.leg,
    );
    expect(wanted !== undefined && stopIn(wanted.terms) === stopIn(order.terms), order.id).toBe(
      true,
    );
  }
  expect(
    covered.eq(held),
    `position ${position.id}: ${held.toFixed()} held, ${covered.toFixed()} covered`,
  ).toBe(true);
}

/** The journal alone gives the live state; so does a state that was stored and loaded on the way. */
export function checkReplay(world: World): void {
  let replayed = stateAmong('w');
  let stored = stateAmong('w');
  world.journal.forEach((event, i) => {
    replayed = decideAmong(replayed, event).state;
    stored = decideAmong(stored, event).state;
    if (i % 7 === 3) stored = reload(stored);
  });
  expect(plain(replayed)).toEqual(plain(world.state()));
  expect(plain(stored)).toEqual(plain(world.state()));
}

/** What is carried on from event to event is what reckoning it all again would give. */
export function checkDerived(world: World): void {
  const live = world.state();
  const again = reload(live);
  for (const position of live.positions.values()) {
    const copy = again.positions.get(position.id);
    if (copy === undefined) throw new Error(`position ${position.id} was not kept`);
    expect(plainSums(position), position.id).toEqual(plainSums(copy));
  }
  expect(plainTotals(live)).toEqual(plainTotals(again));
  expect(live.recent.taken.toJS()).toEqual(again.recent.taken.toJS());
  expect(live.recent.latest.toJS()).toEqual(again.recent.latest.toJS());
  expect(live.recent.revisions.toJS()).toEqual(again.recent.revisions.toJS());
  expect(plainIds(live)).toEqual(plainIds(again));
}

function plainSums(position: Position) {
  const { entry, exited, exitedValue, fees, open, byTarget } = sumsOf(position);
  const sums = [entry.size, entry.value, entry.fees, exited, exitedValue, fees, open];
  const targets = [...byTarget].map(([leg, size]) => `${leg}: ${size.toFixed()}`).sort();
  return { sums: sums.map((sum) => sum.toFixed()), targets };
}

function plainIds({ byTrait }: State) {
  return byTrait.map((ids) => [...ids].sort()).toJS();
}

function plainTotals({ totals }: State) {
  const counts = totals.counts.filter((count) => count !== 0).toJS();
  const sums = (of: typeof totals.exposures) =>
    of
      .filter((sum) => !sum.isZero())
      .map((sum) => sum.toFixed())
      .toJS();
  return { counts, exposures: sums(totals.exposures), reserved: sums(totals.reserved) };
}

function reload(state: State): State {
  const { positions, ...json } = plain(state);
  return fromJson(json, positions.map(readPosition));
}

/** What is stored of it. */
function plain(state: State): StateJson & { positions: readonly Position[] } {
  const positions = [...state.positions.values()].sort((a, b) => Number(a.id) - Number(b.id));
  return JSON.parse(JSON.stringify({ ...toJson(state), positions }));
}

/** Every order's reports, given again in any order and any number of times, end in the same order. */
export function checkJoin(world: World, shuffle: readonly number[]): void {
  const reports = world.journal.filter((e) => e.type === 'order');
  for (const position of world.own()) {
    for (const order of position.orders) {
      const about = reports.filter(
        (e) => e.orderId === order.id && !e.report.kind.startsWith('replace'),
      );
      const blank: Order = {
        ...order,
        status: 'new',
        venueOrderId: null,
        filledSize: '0',
        filledValue: '0',
        fees: '0',
        exact: false,
      };
      const fold = (list: typeof about) => {
        const end = list.reduce((o, { report }) => mergeReport(o, report, 0), blank);
        const { status, venueOrderId, filledSize, filledValue, fees, exact } = end;
        return { status, venueOrderId, filledSize, filledValue, fees, exact };
      };
      const mixed = [...about, ...about]
        .map((e, i) => ({ e, key: shuffle[i % shuffle.length] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ e }) => e);
      expect(fold(mixed)).toEqual(fold(about));
    }
  }
}

/** All properties over `runs` stories. */
export function checkProperties(runs: number): void {
  fc.assert(
    fc.property(story, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (told, shuffle) => {
      const world = live(told, checkAlways);
      world.settleAll();
      checkAlways(world);
      checkAtRest(world);
      checkReplay(world);
      checkDerived(world);
      checkJoin(world, shuffle);
    }),
    { numRuns: runs },
  );
}
