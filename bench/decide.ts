/**
 * How fast the core decides, and whether that depends on how much is open.
 *
 *   npm run bench:decide
 *
 * Events are made before the clock runs; what is measured is decide() alone, and the price gate
 * that says which ticks concern it.
 */
import { cpus } from 'node:os';
import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { dec, floorTo } from '../src/trading/money.ts';
import { emptyState } from '../src/trading/strategy/book/emptyState.ts';
import { decide } from '../src/trading/strategy/decide.ts';
import { createPriceGate } from '../src/trading/strategy/hold/priceGate.ts';
import type { Command } from '../src/trading/strategy/model/command.ts';
import type { Event, OrderReport, SignalEvent } from '../src/trading/strategy/model/event.ts';
import { isLive } from '../src/trading/strategy/model/orderStatus.ts';
import type { Order, Position, State } from '../src/trading/strategy/model/state.ts';
import { settingsSchema } from '../src/trading/strategy/settings/settings.ts';
import type { Price } from '../src/trading/venue/marketData.ts';
import type { VenueOrder } from '../src/trading/venue/venue.ts';
import { report } from './figures.ts';

const START = Date.UTC(2026, 0, 5, 12);
const PRODUCTS = 100;
/** Signals that live side by side in the mix. */
const LIVES = 100;
/** Ticks in one turn of the loop, where nothing but the deciding sets the pace. */
const TICKS_A_TURN = 20;
/** Ticks a second of all products together: a hundred a second for each. */
const FEED = 10_000;
const settings = settingsSchema.parse({
  quoteSize: '1000',
  sameSignalMinutes: 0,
  trailingStopPercent: '3',
  breakevenAfterTarget: 1,
});

function priceOf(productId: string, last: string): Price {
  return { productId, bid: last, ask: last, last, at: START };
}

/** What the n-th signal, which opens position n + 1, is about. */
const productIdOf = (n: number): string => `C${n % PRODUCTS}-USD`;

function signal(n: number, targets = 2): SignalEvent {
  const productId = productIdOf(n);
  // Spread a little, so that levels differ as they do in life.
  const entry = 50_000 - (n % 97);
  return {
    type: 'signal',
    at: START,
    source: {
      watchId: '1',
      channelId: 'c',
      providerId: `p${n % 10}`,
      providerName: 'p',
      messageId: `m${n}`,
      readingIndex: 0,
      revision: 0,
      repliedToMessageId: null,
      postedAt: START,
    },
    signal: {
      kind: 'signal',
      symbol: `C${n % PRODUCTS}`,
      quote: 'USD',
      side: 'long',
      market: null,
      entry: { type: 'limit', prices: [String(entry)] },
      stop: { price: String(entry - 3000) },
      targets: Array.from({ length: targets }, (_, i) => ({
        price: String(entry + 3000 * (i + 1)),
      })),
      leverage: null,
      provenance: {},
    },
    settings,
    market: {
      account: 'paper',
      product: {
        id: productId,
        base: `C${n % PRODUCTS}`,
        quote: 'USD',
        type: 'spot',
        baseIncrement: '0.00000001',
        quoteIncrement: '0.01',
        priceIncrement: '0.01',
        minBaseSize: '0.00001',
        maxBaseSize: '3400',
        minQuoteSize: '1',
        maxQuoteSize: '1000000',
        status: 'online',
      },
      priceScale: '1',
      price: priceOf(productId, '50500'),
      capabilities: { bracket: true, stopLimit: true },
      fees: { maker: '0.004', taker: '0.006' },
      quoteAvailable: '100000000',
      baseAvailable: '0',
      equity: '100000000',
    },
  };
}

function venueOrder(id: string, change: Partial<VenueOrder>): Event {
  const order: VenueOrder = {
    venueOrderId: `v${id}`,
    clientOrderId: id,
    productId: productIdOf(Number(id.split('-')[1]) - 1),
    side: 'buy',
    status: 'open',
    filledSize: '0',
    filledValue: '0',
    fees: '0',
    exact: true,
    at: START,
    ...change,
  };
  return { type: 'order', at: START, orderId: id, report: { kind: 'venue', order } };
}

/** A state with so many open positions, each with two brackets at rest. */
function openState(count: number): State {
  let state = emptyState('b');
  for (let n = 0; n < count; n += 1) {
    state = decide(state, signal(n)).state;
    const id = String(n + 1);
    const order = state.positions.get(id)?.orders[0];
    if (order?.terms.type !== 'limit') throw new Error('no entry');
    const { size, price } = order.terms;
    const filledValue = (Number(size) * Number(price)).toFixed(8);
    const fill = { status: 'filled' as const, filledSize: size, filledValue, fees: '6' };
    state = decide(state, venueOrder(`b-${id}-1`, fill)).state;
    state = decide(state, venueOrder(`b-${id}-2`, { side: 'sell' })).state;
    state = decide(state, venueOrder(`b-${id}-3`, { side: 'sell' })).state;
  }
  return state;
}

/**
 * All events that a signal with three targets brings in its life, as the bot is told them: each
 * order is accepted, pushed and looked up; each fill is pushed and looked up; each change is
 * answered and pushed; the stop trails the price and goes to breakeven with the first target; every
 * few of these a reconcile tells all open orders again. So many lives side by side, in a state that
 * holds other open positions.
 */
function livesOf(start: State, count: number): readonly Event[] {
  const events: Event[] = [];
  let state = start;
  const first = state.nextPosition;
  const lives = Array.from({ length: count }, (_, i) => String(first + i));
  let asked: Exclude<Command, { type: 'notify' }>[] = [];

  const give = (event: Event) => {
    events.push(event);
    const decision = decide(state, event);
    state = decision.state;
    for (const command of decision.commands) if (command.type !== 'notify') asked.push(command);
  };
  const orderOf = (orderId: string) => {
    const position = state.positions.get(orderId.split('-')[1] ?? '');
    const order = position?.orders.find(({ id }) => id === orderId);
    if (order === undefined) throw new Error(`no order ${orderId}`);
    return order;
  };
  const report = (orderId: string, what: OrderReport) =>
    give({ type: 'order', at: START, orderId, report: what });
  const tellOrder = (orderId: string, change: Partial<VenueOrder> = {}) => {
    const { side, status, filledSize, filledValue, fees } = orderOf(orderId);
    const seen = status === 'filled' || status === 'cancelled' ? status : 'open';
    give(venueOrder(orderId, { side, status: seen, filledSize, filledValue, fees, ...change }));
  };
  /** The venue carries out what was asked, until nothing is. */
  const answer = () => {
    while (asked.length > 0) {
      const commands = asked;
      asked = [];
      for (const command of commands) {
        if (command.type === 'place') {
          const { clientOrderId } = command.request;
          report(clientOrderId, { kind: 'accepted', venueOrderId: `v${clientOrderId}` });
          tellOrder(clientOrderId);
          tellOrder(clientOrderId);
        } else if (command.type === 'replace') {
          report(command.orderId, { kind: 'replaced', terms: command.request.terms });
          tellOrder(command.orderId);
        } else {
          tellOrder(command.orderId, { status: 'cancelled' });
          tellOrder(command.orderId, { status: 'cancelled' });
        }
      }
    }
  };
  /** A part of each life's order is filled: pushed with rounded sums, then looked up. */
  const fill = (pick: (position: Position) => Order | undefined, part: number) => {
    for (const id of lives) {
      const position = state.positions.get(id);
      const order = position && pick(position);
      if (order === undefined || !('size' in order.terms)) throw new Error('nothing to fill');
      const { terms } = order;
      const price = dec(
        terms.type === 'limit' ? terms.price : 'target' in terms ? terms.target : 0,
      );
      const size = floorTo(dec(terms.size).mul(part), dec('0.00000001'));
      const sums = {
        status: part === 1 ? ('filled' as const) : ('open' as const),
        filledSize: size.toFixed(),
        filledValue: size.mul(price).toFixed(),
      };
      const fees = size.mul(price).mul('0.006');
      tellOrder(order.id, { ...sums, fees: fees.toFixed(2), exact: false });
      tellOrder(order.id, { ...sums, fees: fees.toFixed() });
    }
    answer();
  };
  const reconcile = () => {
    for (const id of lives) {
      for (const order of state.positions.get(id)?.orders ?? [])
        if (isLive(order)) tellOrder(order.id);
    }
  };
  const tick = (last: string) => {
    for (const id of lives) {
      const productId = state.positions.get(id)?.product.id ?? '';
      give({ type: 'price', at: START, price: priceOf(productId, last), positionIds: [id] });
    }
    answer();
  };
  const entry = (position: Position) => position.orders[0];
  const bracket = (leg: number) => (position: Position) =>
    position.orders.find((order) => order.purpose === 'bracket' && order.leg === leg);

  lives.forEach((_, i) => {
    give(signal(first + i - 1, 3));
  });
  answer();
  fill(entry, 0.4);
  fill(entry, 1);
  reconcile();
  for (const last of ['50700', '51100', '51500']) tick(last);
  fill(bracket(1), 0.5);
  fill(bracket(1), 1);
  reconcile();
  for (const last of ['53400', '53900']) tick(last);
  fill(bracket(2), 1);
  for (const last of ['56400', '57000']) tick(last);
  reconcile();
  fill(bracket(3), 0.3);
  fill(bracket(3), 1);
  for (const id of lives) {
    if (state.positions.get(id)?.status !== 'closed') throw new Error(`${id} is not closed`);
  }
  return events;
}

type Kind = { name: string; event: (n: number) => Event };

const kinds: Kind[] = [
  {
    name: 'report told before',
    event: (n) => venueOrder(`b-${n + 1}-2`, { side: 'sell' }),
  },
  {
    name: 'partial fill',
    event: (n) => {
      const change = {
        side: 'sell' as const,
        filledSize: '0.0001',
        filledValue: '5.3',
        fees: '0.1',
      };
      return venueOrder(`b-${n + 1}-2`, change);
    },
  },
  {
    name: 'price that crosses',
    event: (n) => {
      const productId = `C${n % PRODUCTS}-USD`;
      // A new best price, so that the trailing stop and both brackets move.
      const last = '51000';
      const positionIds = [String(n + 1)];
      return { type: 'price', at: START, price: priceOf(productId, last), positionIds };
    },
  },
  { name: 'time, nothing due', event: () => ({ type: 'time', at: START + 1 }) },
  { name: 'signal taken', event: (n) => signal(1_000_000 + n) },
];

/**
 * Events a second of this thread's own time, so that what else the machine does counts for nothing.
 * Each position gets one event, from the same state again and again: the work is the same whatever
 * the number of positions.
 */
function measure(state: State, events: readonly Event[]): number {
  const count = events.length;
  const rounds = Math.ceil(20_000 / count);
  let best = 0;
  for (let round = 0; round < 3; round += 1) {
    const from = cpuSeconds();
    for (let again = 0; again < rounds; again += 1) {
      let live = state;
      for (const event of events) live = decide(live, event).state;
    }
    best = Math.max(best, (rounds * count) / Math.max(cpuSeconds() - from, 1e-3));
  }
  return best;
}

function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/**
 * Ticks for a few seconds over everything open, as a feed would bring them: so many a second, or
 * (null) as many as can be decided on. Measures the loop's lag meanwhile, and what of it is this
 * process's own (the longest turn and the longest pause for garbage), since a busy machine lags by
 * itself.
 */
async function tickFor(start: State, seconds: number, pace: number | null) {
  let state = start;
  const gate = createPriceGate();
  gate.update(state.positions.values());
  let longestPause = 0;
  const pauses = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestPause = Math.max(longestPause, duration);
  });
  await setImmediate();
  pauses.observe({ entryTypes: ['gc'] });
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  let ticks = 0;
  let crossed = 0;
  let busy = 0;
  let longestTurn = 0;
  const prices = Array.from({ length: PRODUCTS }, () => 50_000);
  let seed = 7;
  const begin = performance.now();
  for (let now = begin; now < begin + seconds * 1000; now = performance.now()) {
    const from = cpuSeconds();
    const due = pace === null ? TICKS_A_TURN : (now - begin) * (pace / 1000) - ticks;
    for (let i = 0; i < due; i += 1) {
      const product = ticks % PRODUCTS;
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const price = (prices[product] ?? 0) + (seed / 2_147_483_648 - 0.495) * 40;
      prices[product] = price;
      const tick = priceOf(`C${product}-USD`, price.toFixed(2));
      ticks += 1;
      const positionIds = gate.crossed(tick);
      if (positionIds.length === 0) continue;
      crossed += positionIds.length;
      const decision = decide(state, { type: 'price', at: START, price: tick, positionIds });
      state = decision.state;
      gate.update(decision.changed);
    }
    const spent = cpuSeconds() - from;
    busy += spent;
    longestTurn = Math.max(longestTurn, spent * 1000);
    await (pace === null ? setImmediate() : setTimeout(1));
  }
  lag.disable();
  pauses.disconnect();
  return {
    ticksPerSecond: ticks / (pace === null ? busy : seconds),
    crossed,
    longestTurn,
    longestPause,
    lag: { median: lag.percentile(50) / 1e6, most: lag.max / 1e6 },
  };
}

const write = (line: string) => process.stdout.write(`${line}\n`);
const number = (n: number) => Math.round(n).toLocaleString('en');

const [cpu] = cpus();
write(
  `${cpu?.model ?? 'unknown cpu'}, ${cpus().length} cores, node ${process.version}; one core used\n`,
);

const counts = [10, 100, 1000, 10_000];
const states = counts.map((count) => ({ count, state: openState(count) }));
// First, so that it is not the garbage of the other table that is waited for.
write(
  '| 5 s of ticks over | ticks per second | positions crossed | longest turn | longest pause for garbage | median lag of the loop | longest |',
);
write('|---|---:|---:|---:|---:|---:|---:|');
for (const { pace, how } of [
  { pace: FEED, how: 'at the pace of a feed' },
  { pace: null, how: 'as fast as it can' },
]) {
  for (const { count, state } of states) {
    const { ticksPerSecond, crossed, longestTurn, longestPause, lag } = await tickFor(
      state,
      5,
      pace,
    );
    const ms = (n: number) => `${n.toFixed(1)} ms`;
    const cells = [longestTurn, longestPause, lag.median, lag.most].map(ms).join(' | ');
    write(
      `| ${number(count)} open, ${how} | ${number(ticksPerSecond)} | ${number(crossed)} | ${cells} |`,
    );
  }
}

const lives = states.map(({ state }) => livesOf(state, LIVES));
write(
  `\nA signal's life is ${number((lives[0]?.length ?? 0) / LIVES)} events: ${mixOf(lives[0] ?? [])}.\n`,
);

write(`| events per second | ${counts.map((c) => `${number(c)} open`).join(' | ')} |`);
write(`|---|${counts.map(() => '---:').join('|')}|`);
const rows = [
  { name: "**a signal's life**", events: lives },
  ...kinds.map(({ name, event }) => ({
    name,
    events: counts.map((count) => Array.from({ length: count }, (_, n) => event(n))),
  })),
];
const measured = new Map<string, readonly number[]>();
for (const { name, events } of rows) {
  const speeds = states.map(({ state }, i) => measure(state, events[i] ?? []));
  const cells = speeds.map(number);
  measured.set(name, speeds);
  write(`| ${name} | ${cells.join(' | ')} |`);
}

const speedOf = (name: string) => number(measured.get(name)?.at(-1) ?? 0);
report([
  {
    what: "decide, a signal's life, 10,000 open, events a second",
    figure: speedOf("**a signal's life**"),
    aim: '≥ 250,000',
  },
  {
    what: 'decide, signals taken, 10,000 open, a second',
    figure: speedOf('signal taken'),
    aim: '≥ 80,000',
  },
]);

/** How many events of each kind a life has. */
function mixOf(events: readonly Event[]): string {
  const seen = new Map<string, number>();
  for (const event of events) {
    const name = event.type === 'order' ? `order ${event.report.kind}` : event.type;
    seen.set(name, (seen.get(name) ?? 0) + 1 / LIVES);
  }
  return [...seen].map(([name, n]) => `${number(n)} ${name}`).join(', ');
}
