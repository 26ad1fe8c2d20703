/**
 * How fast the core decides, and whether that depends on how much is open.
 *
 *   npm run bench:decide
 *
 * Events are made before the clock runs; what is measured is decide() alone, and the price gate
 * that says which ticks concern it.
 */
import { cpus } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { decide } from '../src/trading/strategy/decide.ts';
import { emptyState } from '../src/trading/strategy/emptyState.ts';
import type { Event, SignalEvent } from '../src/trading/strategy/event.ts';
import { createPriceGate } from '../src/trading/strategy/priceGate.ts';
import { settingsSchema } from '../src/trading/strategy/settings.ts';
import type { State } from '../src/trading/strategy/state.ts';
import type { Price } from '../src/trading/venue/marketData.ts';
import type { VenueOrder } from '../src/trading/venue/venue.ts';

const START = Date.UTC(2026, 0, 5, 12);
const PRODUCTS = 100;
const settings = settingsSchema.parse({
  quoteSize: '1000',
  sameSignalMinutes: 0,
  trailingStopPercent: '3',
  breakevenAfterTarget: 1,
});

function priceOf(productId: string, last: string): Price {
  return { productId, bid: last, ask: last, last, at: START };
}

function signal(n: number): SignalEvent {
  const productId = `C${n % PRODUCTS}-USD`;
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
      targets: [{ price: String(entry + 3000) }, { price: String(entry + 6000) }],
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
    productId: 'p',
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
function measure(state: State, kind: Kind, count: number): number {
  const events = Array.from({ length: count }, (_, n) => kind.event(n));
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

/** Ticks for a few seconds over everything open, as a feed would bring them, and the loop's lag meanwhile. */
async function tickFor(start: State, seconds: number) {
  let state = start;
  const gate = createPriceGate();
  gate.update(state.positions.values());
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  let ticks = 0;
  let crossed = 0;
  let busy = 0;
  let price = 50_000;
  let seed = 7;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const from = cpuSeconds();
    for (let i = 0; i < 200; i += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      price += (seed / 2_147_483_648 - 0.495) * 4;
      const tick = priceOf(`C${ticks % PRODUCTS}-USD`, price.toFixed(2));
      ticks += 1;
      const positionIds = gate.crossed(tick);
      if (positionIds.length === 0) continue;
      crossed += positionIds.length;
      const decision = decide(state, { type: 'price', at: START, price: tick, positionIds });
      state = decision.state;
      gate.update(decision.changed);
    }
    busy += cpuSeconds() - from;
    await turn();
  }
  lag.disable();
  return { ticksPerSecond: ticks / busy, crossed, maxLag: lag.max / 1e6 };
}

const write = (line: string) => process.stdout.write(`${line}\n`);
const number = (n: number) => Math.round(n).toLocaleString('en');

const [cpu] = cpus();
write(
  `${cpu?.model ?? 'unknown cpu'}, ${cpus().length} cores, node ${process.version}; one core used\n`,
);

const counts = [10, 100, 1000, 10_000];
write(`| events per second | ${counts.map((c) => `${number(c)} open`).join(' | ')} |`);
write(`|---|${counts.map(() => '---:').join('|')}|`);
const states = counts.map((count) => ({ count, state: openState(count) }));
for (const kind of kinds) {
  const cells = states.map(({ count, state }) => number(measure(state, kind, count)));
  write(`| ${kind.name} | ${cells.join(' | ')} |`);
}

write('\n| 5 s of ticks over | ticks per second | positions crossed | longest lag of the loop |');
write('|---|---:|---:|---:|');
for (const { count, state } of states) {
  const { ticksPerSecond, crossed, maxLag } = await tickFor(state, 5);
  write(
    `| ${number(count)} open | ${number(ticksPerSecond)} | ${number(crossed)} | ${maxLag.toFixed(1)} ms |`,
  );
}
