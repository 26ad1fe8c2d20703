import { randomBytes } from 'node:crypto';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { listPositions } from '../../src/trading/store/core/positions.ts';
import { untilNone } from '../support/bot/botProcess.ts';
import {
  CannotLose,
  LOSSES,
  type LosableDatabase,
  type Loss,
  losableDatabase,
} from '../support/database/lostDatabase.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { disagreements } from '../support/runs/agreement.ts';
import { holdings, printTable, watchBare } from '../support/runs/bareLife.ts';

/** "No position bare longer than 10 s while the venue answers, whatever the database does." */
const BARE_AT_MOST_S = 10;
const AGREED_WITHIN_MS = 60_000;

type Life = TestNetwork & {
  database: LosableDatabase;
  posted: string[];
  say(text: string, replyTo?: { id: string }): Promise<{ id: string }>;
  /** Takes the database away for good; a full disk is one only once something does not fit. */
  lose(): Promise<void>;
};

type Moment = {
  /** What holds already as the signal comes. */
  given?: (life: Life) => Promise<void>;
  before?: (life: Life) => Promise<void>;
  signal: (n: number) => string;
  /** What happens as the database goes. */
  act: (life: Life) => Promise<void>;
  /** What the venue has to show before the database is given back. */
  until: (life: Life) => Promise<readonly string[]>;
};

const resting = async ({ coinbase }: Life) =>
  (await coinbase.orders()).filter(({ status }) => status === 'open');
const price =
  (to: string, productId = 'BTC-USD') =>
  (life: Life) =>
    life.coinbase.setPrice(productId, to);
const bracketsRest = (count: number) => async (life: Life) => {
  const brackets = (await resting(life)).filter(({ terms }) => terms.type === 'bracket');
  return brackets.length === count ? [] : [`${brackets.length} brackets rest`];
};
const nothingRests = async (life: Life) =>
  (await resting(life)).length === 0 ? [] : ['something rests'];

const MOMENTS: Record<string, Moment> = {
  'an entry fills': {
    signal: (n) => `LONG BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000\nTP2: ${66_000 + n}`,
    act: price('58900'),
    until: bracketsRest(2),
  },
  'the second entry fills': {
    signal: (n) => `LONG BTC/USDT\nEntry: 59000 - 58500\nSL: 57000\nTP1: ${63_000 + n}`,
    before: async (life) => {
      await life.coinbase.setPrice('BTC-USD', '58900');
      await untilNone(() => bracketsRest(1)(life), 20_000);
    },
    act: price('58400'),
    // Each entry may have brought a bracket of its own.
    until: async (life) =>
      (await resting(life)).every(({ terms }) => terms.type === 'bracket')
        ? []
        : ['an entry rests'],
  },
  'the stop fires': {
    signal: (n) => `LONG BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000\nTP2: ${66_000 + n}`,
    before: async (life) => {
      await life.coinbase.setPrice('BTC-USD', '58900');
      await untilNone(() => bracketsRest(2)(life), 20_000);
    },
    act: price('57900'),
    until: nothingRests,
  },
  'it fills, and nothing can rest': {
    signal: (n) => `LONG ETH/USDT\nEntry: 2950\nSL: 2900\nTP1: ${3_200 + n}`,
    // From the start: else what came with the entry would protect it.
    given: ({ coinbase }) =>
      coinbase.setProduct('ETH-USD', { unsupported: ['bracket', 'stop_limit'] }),
    act: price('2940', 'ETH-USD'),
    until: async ({ coinbase }) => {
      const bought = (await coinbase.orders()).some(
        ({ side, filledSize }) => side === 'buy' && Number(filledSize) > 0,
      );
      const held = (await coinbase.balances()).find(({ asset }) => asset === 'ETH')?.total ?? '0';
      return bought && Number(held) === 0 ? [] : [`${held} ETH are held`];
    },
  },
};

const table = new Map<string, Map<string, string>>();
const skipped: string[] = [];
const sums = { lives: 0, requests: 0, orders: 0, wrong: 0 };

afterAll(() => {
  printTable(
    'Each cell: for how many seconds at most something was held without a stop at the exchange.',
    table,
  );
  const { lives, requests, orders, wrong } = sums;
  process.stdout.write(
    `${[`${lives} lives, ${wrong} wrong: ${requests} requests, ${orders} orders at the exchange, each once.`, ...skipped].join('\n')}\n`,
  );
});

test.each(LOSSES)('a database that is lost (%s) leaves nothing bare', async (loss) => {
  const life = await lifeOn(loss);
  if (life === null) return;
  const { coinbase, discord, pilotfish } = life;
  const before = await holdings(coinbase);
  const cells = new Map<string, string>();
  table.set(loss, cells);
  const failures: string[] = [];
  for (const [name, moment] of Object.entries(MOMENTS)) {
    await coinbase.setPrice('BTC-USD', '60000');
    await coinbase.setPrice('ETH-USD', '3000');
    await moment.given?.(life);
    const from = await coinbase.lastEvent();
    const signal = await life.say(moment.signal(life.posted.length));
    await pilotfish().processAll();
    await moment.before?.(life);
    await life.settled();
    const watch = watchBare(coinbase, before);
    try {
      await life.lose();
      await moment.act(life);
      await untilNone(() => moment.until(life), 30_000);
      await life.database.giveBack();
      const agreed = (more: () => Promise<readonly string[]>) =>
        untilNone(async () => {
          const { db } = pilotfish().app;
          const wrong = await disagreements(
            { db, discord, coinbase, before },
            { posted: life.posted, edited: new Map() },
          );
          return wrong.length > 0 ? wrong : more();
        }, AGREED_WITHIN_MS);
      await agreed(async () => []);
      const open = async () =>
        (await listPositions(pilotfish().app.db, { open: true, limit: 1 })).length > 0;
      if (await open()) await life.say('Close BTC now', signal);
      await agreed(async () => ((await open()) ? ['the position has not ended'] : []));
      await watch.stop();
      cells.set(name, watch.longest().toFixed(1));
      if (watch.longest() > BARE_AT_MOST_S) failures.push(`${name}: bare for ${watch.longest()} s`);
    } catch (error) {
      await watch.stop();
      cells.set(name, 'WRONG');
      sums.wrong += 1;
      failures.push(`${name}: ${(error as Error).message}`);
      break;
    }
    sums.lives += 1;
    coinbase.follow((event) => {
      if (event.type === 'request') sums.requests += 1;
    }, from)();
  }
  sums.orders += (await coinbase.orders()).length;
  expect(failures).toEqual([]);
});

async function lifeOn(loss: Loss): Promise<Life | null> {
  let database: LosableDatabase | undefined;
  let close = async () => {};
  try {
    const network = await testNetwork({
      start: false,
      balances: { USD: '1000000' },
      databaseBy: async (url) => {
        database = await losableDatabase(loss, url);
        close = database.close;
        onTestFinished(close);
        return database.url;
      },
    });
    if (!database) throw new Error('there is no database');
    const lost = database;
    await network.start();
    await network.discord.command('owner', 'pilotfish', 'watch add', {
      channel: sandboxIds.signals,
      follow: 'automatic',
    });
    const posted: string[] = [];
    const { discord, pilotfish } = network;
    const life: Life = {
      ...network,
      database: lost,
      posted,
      async say(content, replyTo) {
        const message = await network.post(replyTo ? { content, replyTo } : content);
        posted.push(message.id);
        return message;
      },
      async lose() {
        await lost.lose();
        if (loss !== 'full disk') return;
        // It is full, and not all that is written needs more of it.
        await untilNone(async () => {
          if (pilotfish().app.databaseTrouble() !== null) return [];
          // Of a kind that can't be pressed together.
          const filler = randomBytes(1_200).toString('base64');
          for (let i = 0; i < 5; i += 1) {
            posted.push((await discord.post('signals', 'provider', `${filler}${i}`)).id);
          }
          return ['what is written still fits'];
        }, 120_000);
      },
    };
    return life;
  } catch (error) {
    await close();
    if (!(error instanceof CannotLose)) throw error;
    skipped.push(`${loss}: not tried, ${error.message}`);
    return null;
  }
}
