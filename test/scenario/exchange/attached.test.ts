import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../../sandbox/coinbase/control/control.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { type Decimal, dec } from '../../../src/trading/money.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { untilNone } from '../../support/bot/botProcess.ts';
import { copyDatabase } from '../../support/database/database.ts';
import { losableDatabase } from '../../support/database/lostDatabase.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';
import { disagreements, unprotected } from '../../support/runs/agreement.ts';

const ONE_TARGET = 'LONG BTC/USDT\nEntry: 59000\nSL: 58000\nTP: 63000';
const TWO_TARGETS = 'LONG BTC/USDT\nEntry: 59000\nSL: 58000\nTP1: 63000\nTP2: 66000';

type Watching = TestNetwork & { before: Map<string, Decimal>; posted: string[] };

async function watching(options: Parameters<typeof testNetwork>[0] = {}): Promise<Watching> {
  const network = await testNetwork({ ...options, start: false });
  await network.start();
  await network.discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.signals,
    follow: 'automatic',
  });
  const { coinbase } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  const before = new Map((await coinbase.balances()).map((one) => [one.asset, dec(one.total)]));
  return { ...network, before, posted: [] };
}

const FUTURE = 'BIP-20DEC30-CDE';

async function signalled(network: Watching, text: string): Promise<string> {
  const { id } = await network.post(text);
  await network.pilotfish().processAll();
  network.posted.push(id);
  return id;
}

/** What waits at the exchange, as short lines. */
async function resting({ coinbase }: TestNetwork): Promise<string[]> {
  return (await coinbase.orders())
    .filter(({ status }) => status === 'open' || status === 'pending')
    .map(({ side, terms, status, filledSize }) => {
      const size = 'size' in terms ? dec(terms.size).sub(filledSize).toFixed() : '';
      const at =
        terms.type === 'bracket'
          ? `${terms.target} or ${terms.stop}`
          : 'price' in terms
            ? terms.price
            : 'any';
      return `${status === 'pending' ? 'then ' : ''}${side} ${size} at ${at}`;
    })
    .sort();
}

async function untilAgreed(network: Watching): Promise<void> {
  const { discord, coinbase, before, posted } = network;
  await untilNone(
    () =>
      disagreements(
        { db: network.pilotfish().app.db, discord, coinbase, before },
        { posted, edited: new Map() },
      ),
    20_000,
  );
}

async function untilResting(network: TestNetwork, lines: readonly string[]): Promise<void> {
  const wanted = [...lines].sort();
  await untilNone(async () => {
    const there = await resting(network);
    return JSON.stringify(there) === JSON.stringify(wanted) ? [] : [there.join('; ')];
  }, 15_000);
}

test.each([
  ['one target', ONE_TARGET, ['sell 0.00169491 at 63000 or 58000']],
  [
    'two targets',
    TWO_TARGETS,
    ['sell 0.00084745 at 63000 or 58000', 'sell 0.00084746 at 66000 or 58000'],
  ],
])(
  'an entry that fills while the bot is gone has its stop at the exchange at once, and the bot then goes on with it (%s)',
  async (_name, signal, then) => {
    const network = await watching();
    const { coinbase, discord, before } = network;
    await signalled(network, signal);
    await network.stop();
    await coinbase.setPrice('BTC-USD', '58900');
    expect(await unprotected(coinbase, before)).toEqual([]);
    expect((await resting(network)).every((line) => line.endsWith('or 58000'))).toBe(true);

    await network.start();
    await notice(discord, /^Open: long .* BTC at/);
    await untilResting(network, then);
    await untilAgreed(network);
  },
  60_000,
);

test('an entry that fills and is stopped out while the bot is gone is told and booked as stopped out', async () => {
  const network = await watching();
  const { coinbase, discord } = network;
  await signalled(network, TWO_TARGETS);
  await network.stop();
  await coinbase.setPrice('BTC-USD', '58900');
  await coinbase.setPrice('BTC-USD', '57900');
  await network.start();
  const closed = await notice(discord, /^Closed long/);
  expect(JSON.stringify(closed)).toMatch(/stopped out/i);
  expect(JSON.stringify(closed)).not.toMatch(/by hand/);
  await untilResting(network, []);
  await untilAgreed(network);
}, 60_000);

test('while the exchange answers nothing an entry that fills has its stop there', async () => {
  const network = await watching({ venueTiming: { patience: 500 } });
  const { coinbase, before } = network;
  await signalled(network, TWO_TARGETS);
  await coinbase.fault({ kind: 'status', on: 'any', status: 503, times: 100_000 });
  await coinbase.dropSockets('user');
  await coinbase.setPrice('BTC-USD', '58900');
  expect(await unprotected(coinbase, before)).toEqual([]);
  await coinbase.clearFaults();
  await untilResting(network, [
    'sell 0.00084745 at 63000 or 58000',
    'sell 0.00084746 at 66000 or 58000',
  ]);
  await untilAgreed(network);
}, 60_000);

test('while the database is lost an entry that fills has its stop at once', async () => {
  let give = async () => {};
  let lose = async () => {};
  const network = await watching({
    databaseBy: async (url) => {
      const database = await losableDatabase('hang', url);
      onTestFinished(database.close);
      give = () => database.giveBack();
      lose = () => database.lose();
      return database.url;
    },
  });
  const { coinbase, before } = network;
  await signalled(network, TWO_TARGETS);
  await lose();
  await coinbase.setPrice('BTC-USD', '58900');
  expect(await unprotected(coinbase, before)).toEqual([]);
  await give();
  await untilResting(network, [
    'sell 0.00084745 at 63000 or 58000',
    'sell 0.00084746 at 66000 or 58000',
  ]);
  await untilAgreed(network);
}, 60_000);

test('a stop that is moved before the entry fills comes with it, and the entry is there once', async () => {
  const network = await watching();
  const { coinbase } = network;
  const id = await signalled(network, TWO_TARGETS);
  network.posted.push((await network.post({ content: 'Move SL to 58500', replyTo: { id } })).id);
  await network.pilotfish().processAll();
  await untilResting(network, ['buy 0.00169491 at 59000', 'then sell 0 at 66000 or 58500']);
  await network.stop();
  await coinbase.setPrice('BTC-USD', '58900');
  await network.start();
  await untilResting(network, [
    'sell 0.00084745 at 63000 or 58500',
    'sell 0.00084746 at 66000 or 58500',
  ]);
  await untilAgreed(network);
}, 60_000);

test('of an entry that fills in part what has filled is protected, grows with it, and takes a moved stop', async () => {
  const network = await watching();
  const { coinbase, before } = network;
  const id = await signalled(network, TWO_TARGETS);
  const [entry] = await coinbase.orders();
  await coinbase.fillOrder(entry?.id ?? '', '0.0005');
  await untilResting(network, ['buy 0.00119491 at 59000', 'sell 0.0005 at 66000 or 58000']);
  await untilAgreed(network);
  network.posted.push((await network.post({ content: 'Move SL to 58500', replyTo: { id } })).id);
  await untilResting(network, ['buy 0.00119491 at 59000', 'sell 0.0005 at 66000 or 58500']);
  await coinbase.fillOrder(entry?.id ?? '', '0.0005');
  expect(await unprotected(coinbase, before)).toEqual([]);
  await coinbase.fillOrder(entry?.id ?? '');
  await untilResting(network, [
    'sell 0.00084745 at 63000 or 58500',
    'sell 0.00084746 at 66000 or 58500',
  ]);
  await untilAgreed(network);
}, 60_000);

test('the first target is sold at though the entry has filled in part only: the rest of it is called off', async () => {
  const network = await watching();
  const { coinbase } = network;
  await signalled(network, TWO_TARGETS);
  const [entry] = await coinbase.orders();
  await coinbase.fillOrder(entry?.id ?? '', '0.001');
  await untilResting(network, ['buy 0.00069491 at 59000', 'sell 0.001 at 66000 or 58000']);
  await coinbase.setPrice('BTC-USD', '63100');
  await untilResting(network, ['sell 0.0005 at 66000 or 58000']);
  await untilAgreed(network);
}, 60_000);

test('half of what an entry has filled so far is closed at a word, and the rest of the entry goes on', async () => {
  const network = await watching();
  const { coinbase, discord, pilotfish } = network;
  await signalled(network, ONE_TARGET);
  const [entry] = await coinbase.orders();
  await coinbase.fillOrder(entry?.id ?? '', '0.001');
  await untilResting(network, ['buy 0.00069491 at 59000', 'sell 0.001 at 63000 or 58000']);
  await untilAgreed(network);
  await pilotfish().app.engine.submit({
    type: 'owner',
    at: Date.now(),
    by: 'owner',
    act: { act: 'close', positionId: '1', percent: '50' },
  });
  await untilResting(network, [
    'buy 0.00069491 at 59000',
    'sell 0.0005 at 63000 or 58000',
    'then sell 0 at 63000 or 58000',
  ]);
  await coinbase.setPrice('BTC-USD', '58900');
  await untilNone(async () => {
    const all = (await resting(network)).filter((line) => line.startsWith('sell'));
    const size = all.reduce((sum, line) => sum.add(line.split(' ')[1] ?? 0), dec(0));
    return size.eq('0.00119491') ? [] : [all.join('; ')];
  }, 15_000);
  await untilAgreed(network);
  expect(JSON.stringify(await discord.messages('pilotfish'))).not.toMatch(/by hand/);
}, 60_000);

test('an entry that is called off takes its protection with it', async () => {
  const network = await watching();
  const id = await signalled(network, TWO_TARGETS);
  network.posted.push((await network.post({ content: 'Cancel this one', replyTo: { id } })).id);
  await untilResting(network, []);
  await untilAgreed(network);
}, 60_000);

test('a close while an entry has filled in part sells what there is, once', async () => {
  const network = await watching();
  const { coinbase } = network;
  const id = await signalled(network, TWO_TARGETS);
  const [entry] = await coinbase.orders();
  await coinbase.fillOrder(entry?.id ?? '', '0.001');
  await untilResting(network, ['buy 0.00069491 at 59000', 'sell 0.001 at 66000 or 58000']);
  await untilAgreed(network);
  network.posted.push((await network.post({ content: 'Close all', replyTo: { id } })).id);
  await untilResting(network, []);
  await untilAgreed(network);
  const btc = (await coinbase.balances()).find(({ asset }) => asset === 'BTC');
  expect(dec(btc?.total ?? 0).eq(network.before.get('BTC') ?? 0)).toBe(true);
}, 60_000);

test.each([
  ['no such kind', 'INVALID_ORDER_TYPE_FOR_ATTACHED'],
  ['its prices', 'ATTACHED_STOP_LOSS_PRICE_TOO_LOW'],
])(
  'an entry that is refused because of what comes with it (%s) is placed by itself, and protected as it fills',
  async (_name, reason) => {
    const network = await watching();
    const { coinbase } = network;
    await coinbase.fault({ kind: 'reject_create', reason, side: 'buy' });
    await signalled(network, TWO_TARGETS);
    await untilResting(network, ['buy 0.00169491 at 59000']);
    await coinbase.setPrice('BTC-USD', '58900');
    await untilResting(network, [
      'sell 0.00084745 at 63000 or 58000',
      'sell 0.00084746 at 66000 or 58000',
    ]);
    await untilAgreed(network);
  },
  60_000,
);

test.each<[string, Fault]>([
  ['is lost', { kind: 'lose_answer', on: 'create' }],
  ['is a no, though it was taken', { kind: 'status', on: 'create', status: 500, processed: true }],
])(
  'what came with an entry whose answer %s is known before anything fills',
  async (_how, fault) => {
    const network = await watching({ venueTiming: { orderAnswer: 500 } });
    const { coinbase } = network;
    await coinbase.fault(fault);
    await signalled(network, TWO_TARGETS);
    await untilResting(network, ['buy 0.00169491 at 59000', 'then sell 0 at 66000 or 58000']);
    await untilAgreed(network);
    await coinbase.setPrice('BTC-USD', '58900');
    await untilResting(network, [
      'sell 0.00084745 at 63000 or 58000',
      'sell 0.00084746 at 66000 or 58000',
    ]);
    await untilAgreed(network);
  },
  60_000,
);

test('a short in contracts that fills while the bot is gone has its stop there; what can not be changed in place is placed anew', async () => {
  const network = await watching();
  const { coinbase, discord, posted } = network;
  const { db } = network.pilotfish().app;
  await writeSettings(db, 'defaults', { quoteSize: '2000' }, 'owner', Date.now());
  await coinbase.setPrice(FUTURE, '60000');
  const SHORT = 'SHORT #BTC/USDT\nEntry: 61000\nSL: 62000\nTP1: 58000\nTP2: 57000';
  const id = await signalled(network, SHORT);
  const all = (await resting(network)).find((line) => line.startsWith('sell'));
  const contracts = all?.split(' ')[1] ?? '';
  expect(await resting(network)).toContain('then buy 0 at 57000 or 62000');
  posted.push((await network.post({ content: 'Move SL to 61500', replyTo: { id } })).id);
  await network.pilotfish().processAll();
  await untilResting(network, [`sell ${contracts} at 61000`, 'then buy 0 at 57000 or 61500']);
  await network.stop();
  await coinbase.setPrice(FUTURE, '61100');
  expect(await resting(network)).toEqual([`buy ${contracts} at 57000 or 61500`]);
  await network.start();
  await notice(discord, /^Open: short/);
  await untilNone(async () => {
    const lines = await resting(network);
    const size = lines.reduce((sum, line) => sum.add(line.split(' ')[1] ?? 0), dec(0));
    const right = lines.every((line) => line.endsWith('or 61500')) && size.eq(contracts);
    return right && lines.length === 2 ? [] : [lines.join('; ')];
  }, 15_000);
}, 60_000);

test('a position that only the exchange knows is taken over with what came with its entry', async () => {
  const network = await watching();
  const { coinbase, discord, config } = network;
  await network.stop();
  const older = await copyDatabase(config.databaseUrl ?? '');
  onTestFinished(() => older.drop());
  await network.start();
  await signalled(network, ONE_TARGET);
  await network.stop();
  await coinbase.setPrice('BTC-USD', '58900');
  config.databaseUrl = older.url;
  await network.start();
  await notice(discord, /of this bot that its database does not know/);
  await network.pilotfish().app.reconcile();
  const listed = await discord.command('owner', 'pilotfish', 'order found');
  expect(textOf(listed)).toMatch(/stop \$58,000\.00 with target \$63,000\.00/);
  const before = (await coinbase.orders()).map(({ id, status }) => [id, status]);
  await press(discord, 'owner', listed, 'Take over 1');
  await network.settled();
  expect((await coinbase.orders()).map(({ id, status }) => [id, status])).toEqual(before);
  expect(network.pilotfish().app.engine.state().positions.get('1')).toMatchObject({
    status: 'open',
    stop: '58000',
  });
  await coinbase.setPrice('BTC-USD', '57900');
  await notice(discord, /^Closed long/);
}, 60_000);
