import { afterAll, expect, test } from 'vitest';
import type { Fault, RouteName } from '../../sandbox/coinbase/control.ts';
import { dec } from '../../src/trading/money.ts';
import { listPositions } from '../../src/trading/store/positions.ts';
import { disagreements } from '../support/agreement.ts';
import { untilNone } from '../support/botProcess.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';

/**
 * Each call of the adapter meets each fault, in the life of a position: bought by a signal,
 * protected, its stop moved, a target partly filled, closed. After every step the bot's database
 * and the exchange must agree to the last digit, no order be doubled, and at the end nothing be
 * left. Prints the table.
 */

/** How long the bot waits for the answer to an order, and to a question. */
const ORDER_MS = 400;
const READ_MS = 1_500;
/** Longer than the bot waits. */
const lateness = (on: RouteName) =>
  2 * (['create', 'edit', 'cancel'].includes(on) ? ORDER_MS : READ_MS);

/** What goes wrong; a fault of a call, or something that happens to the socket or to an order. */
const FAULTS: Record<string, (on: RouteName) => Fault | SocketFault> = {
  refused: (on) =>
    on === 'create'
      ? { kind: 'reject_create', reason: 'INSUFFICIENT_FUND' }
      : { kind: 'status', on, status: 400 },
  'answer lost': (on) => ({ kind: 'lose_answer', on }),
  'lost before': (on) => ({ kind: 'lose_request', on }),
  'answer late': (on) => ({ kind: 'delay', on, ms: lateness(on) }),
  'late itself': (on) => ({ kind: 'delay', on, ms: lateness(on), before: true }),
  '429 once': (on) => ({ kind: 'status', on, status: 429 }),
  '429 for long': (on) => ({ kind: 'status', on, status: 429, times: 6 }),
  '500, not done': (on) => ({ kind: 'status', on, status: 500 }),
  '500, done': (on) => ({ kind: 'status', on, status: 500, processed: true }),
  'no JSON': (on) => ({ kind: 'malformed', on }),
  'socket dropped': () => ({ kind: 'socket', act: (coinbase) => coinbase.dropSockets('user') }),
  'socket silent': () => ({
    kind: 'socket',
    act: async (coinbase) => coinbase.behave({ silent: true }),
  }),
  replayed: () => ({ kind: 'socket', act: (coinbase) => coinbase.replayUserEvents(10) }),
  reordered: () => ({ kind: 'socket', act: (coinbase) => coinbase.reorderUserEvents(3) }),
  'sequence gap': () => ({ kind: 'socket', act: (coinbase) => coinbase.skipSequence() }),
  'filled after cancel': () => ({ kind: 'fill_after_cancel' }),
};

type SocketFault = {
  kind: 'socket';
  act: (coinbase: TestNetwork['coinbase']) => Promise<void>;
};

/** The steps of a life; a fault comes just before the step that makes its call, or at all of them. */
type Step = 'buy' | 'protect' | 'move' | 'fill' | 'close';

const CALLS: Record<string, { on: RouteName; before: readonly Step[] }> = {
  'create entry': { on: 'create', before: ['buy'] },
  'create stop': { on: 'create', before: ['protect'] },
  'create exit': { on: 'create', before: ['close'] },
  edit: { on: 'edit', before: ['move'] },
  cancel: { on: 'cancel', before: ['close'] },
  'list orders': { on: 'list_orders', before: ['buy', 'move', 'close'] },
  'read order': { on: 'order', before: ['buy', 'protect', 'move', 'close'] },
  fills: { on: 'fills', before: ['buy', 'protect', 'fill', 'close'] },
};

const table = new Map<string, Map<string, string>>();

afterAll(() => {
  const faults = Object.keys(FAULTS);
  const width = Math.max(...faults.map((fault) => fault.length));
  const calls = [...table.keys()];
  const lines = [
    `${''.padEnd(width)}  ${calls.join('  ')}`,
    ...faults.map((fault) => {
      const cells = calls.map((call) => (table.get(call)?.get(fault) ?? '–').padEnd(call.length));
      return `${fault.padEnd(width)}  ${cells.join('  ')}`;
    }),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
});

const READINGS = ['first_order', 'failure'] as const;

for (const [call, { on, before }] of Object.entries(CALLS)) {
  // Only a repeated create tells the two readings of the rule apart.
  const readings = on === 'create' || on === 'list_orders' ? READINGS : READINGS.slice(0, 1);
  for (const reading of readings) {
    const name = readings.length > 1 ? `${call}, ${reading}` : call;
    test(`${name}: whatever goes wrong, the position ends as the venue has it`, async () => {
      const row = new Map<string, string>();
      table.set(name, row);
      const life = await lives(reading);
      const failures: string[] = [];
      for (const [fault, make] of Object.entries(FAULTS)) {
        const made = make(on);
        if (made.kind === 'fill_after_cancel' && on !== 'cancel') continue;
        try {
          row.set(fault, `ok ${await life(made, before)}`);
        } catch (error) {
          row.set(fault, 'WRONG');
          failures.push(`${fault}: ${(error as Error).message}`);
        }
      }
      expect(failures).toEqual([]);
    });
  }
}

/** Gives what lives one position through a fault; it resolves to how many requests that took. */
async function lives(duplicateClientOrderId: (typeof READINGS)[number]) {
  const network = await testNetwork({
    balances: { USD: '1000000' },
    venueTiming: { orderAnswer: ORDER_MS, readAnswer: READ_MS, patience: 500, silence: 2_500 },
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
  const isOpen = async () =>
    (await listPositions(pilotfish().app.db, { open: true, limit: 1 })).length > 0;

  return async (fault: Fault | SocketFault, steps: readonly Step[]): Promise<number> => {
    await coinbase.clearFaults();
    await coinbase.behave({ silent: false });
    await coinbase.setPrice('BTC-USD', '60000');
    const first = await coinbase.lastEvent();
    const meet = async (step: Step) => {
      if (!steps.includes(step)) return;
      if (fault.kind === 'socket') await fault.act(coinbase);
      else await coinbase.fault({ ...fault });
    };

    await meet('buy');
    const signal = await say(
      [
        'LONG BTC/USDT',
        // A limit that takes what is there: an entry that can be protected late.
        'Entry: 59900',
        'SL: 58000',
        'TP1: 63000',
        `TP2: ${66_000 + posted.length}`,
      ].join('\n'),
    );
    await agreed();
    await meet('protect');
    await coinbase.setPrice('BTC-USD', '59900');
    await agreed();
    if (await isOpen()) {
      await coinbase.setPrice('BTC-USD', '62000');
      await meet('move');
      await say('Move SL to entry', signal);
      await agreed();
      await meet('fill');
      const bracket = (await coinbase.orders()).find(
        (order) => order.status === 'open' && order.terms.type === 'bracket',
      );
      if (bracket) await coinbase.fillOrder(bracket.id, '0.0001');
      await agreed();
      await meet('close');
      await say('Close BTC now', signal);
    }
    await agreed(async () => ((await isOpen()) ? ['the position has not ended'] : []));
    let requests = 0;
    const stop = coinbase.follow((event) => {
      if (event.type === 'request' && event.method === 'POST') requests += 1;
    }, first);
    stop();
    return requests;
  };
}
