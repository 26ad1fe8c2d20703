import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type {
  CoinbaseControl,
  Fault,
  FaultPlace,
  SandboxEvent,
} from '../../sandbox/coinbase/control/control.ts';
import type { Behaviour } from '../../sandbox/coinbase/market/behaviour.ts';
import { dec } from '../../src/trading/money.ts';
import { listPositions } from '../../src/trading/store/core/positions.ts';
import { untilNone } from '../support/bot/botProcess.ts';
import { testNetwork } from '../support/pilotfish.ts';
import { disagreements } from '../support/runs/agreement.ts';

/**
 * Each call of the adapter meets each fault, in the life of a position: bought by a signal,
 * protected, its stop moved, a target partly filled, closed. After every step the bot's database
 * and the exchange must agree to the last digit, no order be doubled, and at the end nothing be
 * left. A fault that did not happen is a failure too. Prints the table.
 */

/** How long the bot waits for the answer to an order, and to a question. */
const ORDER_MS = 400;
const READ_MS = 1_500;
const SILENCE_MS = 2_500;

type Place = Exclude<FaultPlace, 'any'>;

/** Longer than the bot waits. */
function lateness(on: Place): number {
  if (on === 'subscribe') return SILENCE_MS + 1_000;
  return 2 * (['create', 'edit', 'cancel'].includes(on) ? ORDER_MS : READ_MS);
}

/** What goes wrong at one call. */
type Trouble = {
  faults?: Fault[];
  behave?: Partial<Behaviour>;
  /** Just before what leads to the call. */
  before?: (coinbase: CoinbaseControl) => Promise<void>;
  /** As soon as the call has been made; false: it found nothing to act on. */
  after?: (coinbase: CoinbaseControl) => Promise<boolean | undefined>;
};

async function cutSockets(coinbase: CoinbaseControl): Promise<undefined> {
  await coinbase.dropSockets('user');
}

/** Fills a little of an order that rests. */
async function fillSome(coinbase: CoinbaseControl): Promise<boolean> {
  const resting = (await coinbase.orders()).find(
    ({ status, terms, filledSize }) =>
      status === 'open' && 'size' in terms && dec(terms.size).sub(filledSize).gt('0.0002'),
  );
  if (resting) await coinbase.fillOrder(resting.id, '0.0001');
  return resting !== undefined;
}

/** null: it has no meaning there. */
const TROUBLES: Record<string, (on: Place) => Trouble | null> = {
  refused: (on) => {
    if (on === 'create')
      return { faults: [{ kind: 'reject_create', reason: 'INSUFFICIENT_FUND' }] };
    return { faults: [{ kind: 'status', on, status: on === 'subscribe' ? 401 : 400 }] };
  },
  'answer lost': (on) => ({ faults: [{ kind: 'lose_answer', on }] }),
  // The lists do not show the order either, so it is sent again: the duplicate rule decides.
  'lost, listed late': (on) =>
    on === 'create'
      ? { faults: [{ kind: 'lose_answer', on }], behave: { listLagMs: 1_500 } }
      : null,
  'lost before': (on) => ({ faults: [{ kind: 'lose_request', on }] }),
  'answer late': (on) => ({ faults: [{ kind: 'delay', on, ms: lateness(on) }] }),
  'late itself': (on) => ({ faults: [{ kind: 'delay', on, ms: lateness(on), before: true }] }),
  '429 once': (on) => ({ faults: [{ kind: 'status', on, status: 429 }] }),
  '429 for long': (on) => ({ faults: [{ kind: 'status', on, status: 429, times: 6 }] }),
  '500, not done': (on) => ({ faults: [{ kind: 'status', on, status: 500 }] }),
  '500, done': (on) =>
    on === 'subscribe' ? null : { faults: [{ kind: 'status', on, status: 500, processed: true }] },
  'no JSON': (on) => ({ faults: [{ kind: 'malformed', on }] }),
  'socket cut before': () => ({ before: cutSockets }),
  'socket cut after': () => ({ after: cutSockets }),
  'socket silent': () => ({ behave: { silent: true }, before: async () => undefined }),
  replayed: () => ({
    after: async (coinbase) => {
      await coinbase.replayUserEvents(10);
      return true;
    },
  }),
  reordered: () => ({ before: (coinbase) => coinbase.reorderUserEvents(3) }),
  'sequence gap': () => ({ before: (coinbase) => coinbase.skipSequence() }),
  'filled after cancel': (on) =>
    on === 'cancel' ? { faults: [{ kind: 'fill_after_cancel' }] } : null,
  'partly filled': (on) =>
    on === 'cancel'
      ? { faults: [{ kind: 'fill_after_cancel', size: '0.0001' }] }
      : { after: fillSome },
};

/** The steps of a life; a trouble is met in the step that makes its call, or in several. */
type Step = 'buy' | 'call off' | 'protect' | 'move' | 'fill' | 'close';

type Call = {
  on: Place;
  in: readonly Step[];
  /** What has to go wrong for the call to be made at all. */
  provoked?: Fault;
  /** In place of the general one. */
  own?: Record<string, Trouble | null>;
};

const CALLS: Record<string, Call> = {
  'create entry': { on: 'create', in: ['buy'] },
  'create stop': { on: 'create', in: ['protect'] },
  'create exit': {
    on: 'create',
    in: ['close'],
    own: {
      'partly filled': {
        before: (coinbase) => coinbase.setDepth('BTC-USD', { levels: 1, quotePerLevel: '20' }),
        // A market that was eaten up is back with its next move.
        after: async (coinbase) => {
          await coinbase.setDepth('BTC-USD', { levels: 20, quotePerLevel: '100000' });
          await coinbase.setPrice('BTC-USD', '61999');
          return true;
        },
      },
    },
  },
  edit: { on: 'edit', in: ['move'] },
  cancel: { on: 'cancel', in: ['close'] },
  'cancel entry': { on: 'cancel', in: ['call off'] },
  'list orders': {
    on: 'list_orders',
    in: ['buy', 'close'],
    provoked: { kind: 'lose_request', on: 'create' },
    // Nothing rests while it is asked whether something does.
    own: { 'partly filled': null },
  },
  'read order': { on: 'order', in: ['buy', 'protect', 'move', 'close'] },
  fills: { on: 'fills', in: ['protect', 'fill', 'close'] },
  subscribe: {
    on: 'subscribe',
    in: ['protect', 'close'],
    own: {
      'partly filled': {
        before: async (coinbase) => {
          await cutSockets(coinbase);
          await fillSome(coinbase);
        },
      },
    },
  },
};

const AT_EASE: Partial<Behaviour> = { silent: false, listLagMs: 0 };

const READINGS = ['first_order', 'failure'] as const;

const table = new Map<string, Map<string, string>>();
const sums = { lives: 0, struck: 0, requests: 0, orders: 0 };

afterAll(() => {
  const width = Math.max(...Object.keys(TROUBLES).map((name) => name.length));
  const rows = [...table.keys()];
  const cells = [...table.values()].flatMap((row) => [...row.values()]);
  const wrong = cells.filter((cell) => cell === 'WRONG').length;
  const lines = [
    'Each cell: how often the trouble struck in one life of a position that ended as the venue has it.',
    `${''.padEnd(width)}  ${rows.join('  ')}`,
    ...Object.keys(TROUBLES).map((trouble) => {
      const line = rows.map((row) => (table.get(row)?.get(trouble) ?? '').padEnd(row.length));
      return `${trouble.padEnd(width)}  ${line.join('  ')}`;
    }),
    `${cells.filter((cell) => cell !== '–').length} cells, ${wrong} wrong: ${sums.lives} lives, ${sums.struck} troubles struck, ${sums.requests} requests, ${sums.orders} orders at the exchange.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
});

for (const [name, call] of Object.entries(CALLS)) {
  // Only a repeated create tells the two readings of the rule apart.
  const repeats = call.on === 'create' || call.on === 'list_orders';
  for (const reading of repeats ? READINGS : READINGS.slice(0, 1)) {
    const row = repeats ? `${name} (${reading})` : name;
    const cells = new Map<string, string>();
    table.set(row, cells);
    test.concurrent(`${row}: whatever goes wrong, the position ends as the venue has it`, async ({
      onTestFinished,
    }) => {
      let life = await lives(reading, onTestFinished);
      const failures: string[] = [];
      for (const [trouble, make] of Object.entries(TROUBLES)) {
        const made = call.own?.[trouble] === undefined ? make(call.on) : call.own[trouble];
        if (made === null) {
          cells.set(trouble, '–');
          continue;
        }
        try {
          cells.set(trouble, String(await life(made, call)));
        } catch (error) {
          cells.set(trouble, 'WRONG');
          failures.push(`${trouble}: ${(error as Error).message}`);
          // What a life that went wrong left behind is none of the next one's.
          life = await lives(reading, onTestFinished);
        }
      }
      expect(failures).toEqual([]);
    });
  }
}

test('a difference that the bot knows nothing of does show: no cell is right by itself', async () => {
  const network = await testNetwork();
  const { coinbase, discord, pilotfish, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  const { id } = await post('LONG BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000');
  await pilotfish().processAll();
  const { db } = pilotfish().app;
  const look = () =>
    disagreements(
      { db, discord, coinbase, before: new Map() },
      { posted: [id], edited: new Map() },
    );
  expect(await look()).toEqual([]);
  await sql`update positions set body = jsonb_set(body, '{orders}', '[]')`.execute(db);
  // The entry, and what came with it.
  const unknown = expect.stringMatching(/is at the venue and not in the database/);
  expect(await look()).toEqual([unknown, unknown]);
});

let starting: Promise<unknown> = Promise.resolve();

/** One network starts after the other: all at once would not get their first answers in time. */
function inTurn(options: Parameters<typeof testNetwork>[0]): ReturnType<typeof testNetwork> {
  const started = starting.then(() => testNetwork(options));
  starting = started.catch(() => undefined);
  return started;
}

/** Gives what lives one position through a trouble; it resolves to how often that struck. */
async function lives(
  duplicateClientOrderId: (typeof READINGS)[number],
  onTestFinished: (end: () => Promise<void>) => void,
) {
  const network = await inTurn({
    balances: { USD: '1000000' },
    venueTiming: {
      orderAnswer: ORDER_MS,
      readAnswer: READ_MS,
      patience: 500,
      silence: SILENCE_MS,
      // One that was cut in one step is there again for the next.
      steady: 200,
    },
    onTestFinished,
  });
  const { discord, coinbase, pilotfish } = network;
  await coinbase.behave({ duplicateClientOrderId });
  const before = new Map(
    (await coinbase.balances()).map(({ asset, total }) => [asset, dec(total)]),
  );
  const posted: string[] = [];
  const say = async (content: string, replyTo?: { id: string }) => {
    const message = await network.post(replyTo ? { content, replyTo } : content);
    posted.push(message.id);
    return message;
  };
  const agreed = (more: () => Promise<readonly string[]> = async () => []) =>
    untilNone(async () => {
      const { db } = pilotfish().app;
      const wrong = await disagreements(
        { db, discord, coinbase, before },
        { posted, edited: new Map() },
      );
      return wrong.length > 0 ? wrong : more();
    }, 30_000);
  /** Nothing can be done to a connection that is down. */
  const connected = () =>
    untilNone(
      async () => (pilotfish().app.connections().venue?.up ? [] : ['the user channel is down']),
      60_000,
    );
  const isOpen = async () =>
    (await listPositions(pilotfish().app.db, { open: true, limit: 1 })).length > 0;

  return async (trouble: Trouble, call: Call): Promise<number> => {
    await coinbase.clearFaults();
    await coinbase.behave(AT_EASE);
    await coinbase.setPrice('BTC-USD', '60000');
    const first = await coinbase.lastEvent();
    let struck = 0;

    const step = async (name: Step, act: () => Promise<unknown>): Promise<void> => {
      const meets = call.in.includes(name);
      if (meets) {
        await coinbase.behave(AT_EASE);
        await connected();
      }
      const met = meets ? await meet(coinbase, trouble, call) : null;
      await act();
      await agreed();
      // All may be settled over REST before the channel is made anew.
      if (meets && call.on === 'subscribe') await untilStruck(coinbase, trouble);
      if (meets) struck += await struckBy(coinbase, trouble);
      struck += (await met?.(call.on === 'subscribe')) ?? 0;
      await agreed();
    };

    let signal = { id: '' };
    await step('buy', async () => {
      signal = await say(
        [
          'LONG BTC/USDT',
          // A limit that takes what is there: an entry that can be protected late.
          'Entry: 59900',
          'SL: 58000',
          'TP1: 63000',
          `TP2: ${66_000 + posted.length}`,
        ].join('\n'),
      );
    });
    if (call.in.includes('call off') && (await isOpen())) {
      await step('call off', () => say('Cancel this signal', signal));
    }
    await step('protect', () => coinbase.setPrice('BTC-USD', '59900'));
    if (await isOpen()) {
      await coinbase.setPrice('BTC-USD', '62000');
      await step('move', () => say('Move SL to entry', signal));
      await step('fill', async () => {
        const bracket = (await coinbase.orders()).find(
          (order) => order.status === 'open' && order.terms.type === 'bracket',
        );
        if (bracket) await coinbase.fillOrder(bracket.id, '0.0001');
      });
      await step('close', () => say('Close BTC now', signal));
    }
    await agreed(async () => ((await isOpen()) ? ['the position has not ended'] : []));
    if (struck === 0) throw new Error('it did not happen');

    sums.lives += 1;
    sums.struck += struck;
    coinbase.follow((event) => {
      if (event.type === 'request') sums.requests += 1;
    }, first)();
    sums.orders += new Set(ordersSince(coinbase, first)).size;
    return struck;
  };
}

/** Lets the trouble wait for its call; gives what ends the waiting, or waits until it has happened, and counts it. */
async function meet(
  coinbase: CoinbaseControl,
  trouble: Trouble,
  { on, provoked }: Call,
): Promise<(wait: boolean) => Promise<number>> {
  await coinbase.clearFaults();
  for (const fault of trouble.faults ?? []) await coinbase.fault({ ...fault });
  if (provoked) await coinbase.fault({ ...provoked });
  if (trouble.behave) await coinbase.behave(trouble.behave);
  const from = await coinbase.lastEvent();
  let acts = 0;
  if (trouble.before) {
    await trouble.before(coinbase);
    acts += 1;
  }
  const { after } = trouble;
  let over = false;
  let called = false;
  const later = after
    ? coinbase
        .waitFor((event) => isCall(event, on), { after: from, timeoutMs: 20_000 })
        .then(async () => {
          if (over) return;
          called = true;
          if ((await after(coinbase)) === false) return;
          acts += 1;
        })
    : undefined;
  later?.catch(() => undefined);
  // Nobody subscribes who is connected.
  if (on === 'subscribe') await cutSockets(coinbase);
  return async (wait) => {
    if (wait || called) await later;
    over = true;
    return acts;
  };
}

function isCall(event: SandboxEvent, on: Place): boolean {
  if (on === 'subscribe') return event.type === 'subscribed' && event.channel === 'user';
  return event.type === 'request' && event.route === on;
}

async function struckBy(coinbase: CoinbaseControl, { faults = [] }: Trouble): Promise<number> {
  const [asked] = faults;
  if (!asked) return 0;
  const left = (await coinbase.faults()).find(({ kind }) => kind === asked.kind);
  return (asked.times ?? 1) - (left?.times ?? 0);
}

async function untilStruck(coinbase: CoinbaseControl, trouble: Trouble): Promise<void> {
  if (!trouble.faults) return;
  await untilNone(
    async () => ((await struckBy(coinbase, trouble)) > 0 ? [] : ['it did not happen']),
    15_000,
  );
}

function ordersSince(coinbase: CoinbaseControl, after: number): string[] {
  const ids: string[] = [];
  coinbase.follow((event) => {
    if (event.type === 'order') ids.push(event.order.id);
  }, after)();
  return ids;
}
