import { expect } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { readPosition } from '../../../src/trading/strategy/book/storedPosition.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import type { Candle } from '../../../src/trading/venue/marketData.ts';
import type { Product } from '../../../src/trading/venue/venue.ts';
import { inputsOf, NOON, runPast, said, sourceOf } from '../../trading/history/past.ts';
import { type TestNetwork, testNetwork } from '../pilotfish.ts';

const MINUTE = 60_000;
/** From the start of one round of signals to that of the next, in the history. */
const ROUND = 30 * MINUTE;

/** A signal, where the price goes after it, and how many of its orders have filled by then; in percent. */
type Life = {
  base: string;
  price: number;
  entry: number | null;
  stop: number;
  targets: readonly number[];
  filledAtOnce: number;
  steps: readonly { to: number; filled: number }[];
};

/** Every way to end: all targets, the stop, some of both, an entry that waits, a gap over everything. */
const LIVES: readonly Life[] = [
  {
    base: 'BTC',
    price: 60000,
    entry: null,
    stop: -4,
    targets: [2, 4, 6],
    filledAtOnce: 1,
    steps: [
      { to: 2.1, filled: 2 },
      { to: 4.1, filled: 3 },
      { to: 6.1, filled: 4 },
    ],
  },
  {
    base: 'ETH',
    price: 3000,
    entry: null,
    stop: -4,
    targets: [2, 4, 6],
    filledAtOnce: 1,
    steps: [
      { to: 1, filled: 1 },
      { to: -4.2, filled: 4 },
      { to: 0, filled: 4 },
    ],
  },
  {
    base: 'SOL',
    price: 150,
    entry: null,
    stop: -5,
    targets: [3, 6],
    filledAtOnce: 1,
    steps: [
      { to: 3.2, filled: 2 },
      { to: -5.3, filled: 3 },
      { to: 0, filled: 3 },
    ],
  },
  {
    base: 'XRP',
    price: 0.62,
    entry: -2,
    stop: -8,
    targets: [3, 6, 9],
    filledAtOnce: 0,
    steps: [
      { to: -2.5, filled: 1 },
      { to: 12, filled: 4 },
      { to: 0, filled: 4 },
    ],
  },
  {
    base: 'LINK',
    price: 14.5,
    entry: null,
    stop: -6,
    targets: [5],
    filledAtOnce: 1,
    steps: [
      { to: -3, filled: 1 },
      { to: 5.4, filled: 2 },
      { to: 0, filled: 2 },
    ],
  },
];

const DIGITS: Readonly<Record<string, number>> = { BTC: 2, ETH: 2, SOL: 2, XRP: 4, LINK: 3 };

/** Each round's prices lie a little higher, so that no signal says the same as one before. */
function priceOf({ base, price }: Life, round: number, percent: number): string {
  return (price * (1 + round / 500) * (1 + percent / 100)).toFixed(DIGITS[base]);
}

function textOf(life: Life, round: number): string {
  const level = (percent: number) => priceOf(life, round, percent);
  return [
    `LONG #${life.base}/USDT`,
    `Entry: ${life.entry === null ? 'market' : level(life.entry)}`,
    ...life.targets.map((target, index) => `TP${index + 1}: ${level(target)}`),
    `SL: ${level(life.stop)}`,
  ].join('\n');
}

/**
 * Plays the same signals over the same prices in a history, on paper, and live on the look-alike, in
 * rounds of five, and expects every order of theirs filled the same, to the last digit of its fee.
 */
export async function playInEveryMode(
  rounds: number,
  onTestFinished: (end: () => Promise<void>) => void,
): Promise<void> {
  const [live, paper] = await Promise.all([
    testNetwork({ onTestFinished }).then((network) => traded(network, rounds)),
    testNetwork({ paper: true, onTestFinished }).then((network) => traded(network, rounds)),
  ]);
  const history = await past(live.products, rounds);
  expect(live.orders).toHaveLength(rounds * LIVES.length);
  expect(paper.orders).toEqual(live.orders);
  expect(history).toEqual(live.orders);
}

async function traded(network: TestNetwork, rounds: number) {
  const { coinbase, pilotfish, post } = network;
  const { app } = pilotfish();
  const filled = async () => {
    const query = app.db.selectFrom('orders').select((eb) => eb.fn.countAll<number>().as('count'));
    return Number((await query.where('filled_size', '>', '0').executeTakeFirstOrThrow()).count);
  };
  for (let round = 0; round < rounds; round += 1) {
    const ended = await filled();
    const until = (sumOf: (life: Life) => number) =>
      expect
        .poll(filled, { timeout: 20_000, interval: 50 })
        .toBe(ended + LIVES.reduce((sum, life) => sum + sumOf(life), 0));
    const move = async (percentOf: (life: Life) => number) => {
      for (const life of LIVES) {
        const [id, price] = [`${life.base}-USD`, priceOf(life, round, percentOf(life))];
        await coinbase.setPrice(id, price);
        await expect
          .poll(async () => Number((await app.marketData.price(id))?.bid), { timeout: 20_000 })
          .toBe(Number(price));
      }
    };
    await move(() => 0);
    for (const life of LIVES) await post(textOf(life, round));
    await until(({ filledAtOnce }) => filledAtOnce);
    for (const step of [0, 1, 2]) {
      await pilotfish().processAll();
      await move(({ steps }) => steps[step]?.to ?? 0);
      await until(({ steps }) => steps[step]?.filled ?? 0);
    }
    await pilotfish().processAll();
  }
  const rows = await pilotfish().app.db.selectFrom('positions').select('body').execute();
  return {
    orders: ordersOf(rows.map(({ body }) => readPosition(body))),
    products: pilotfish().app.catalogue.products(),
  };
}

async function past(products: readonly Product[], rounds: number) {
  const candles = new Map<string, Candle[]>();
  const messages = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = round * ROUND;
    for (const [place, life] of LIVES.entries()) {
      const id = `${life.base}-USD`;
      const own = candles.get(id) ?? [];
      candles.set(id, own);
      const at = (minutes: number, percent: number) => {
        const price = priceOf(life, round, percent);
        const bar = { open: price, high: price, low: price, close: price, volume: '0' };
        own.push({ at: NOON + start + minutes * MINUTE, ...bar });
      };
      at(0, 0);
      const postedAt = start / MINUTE + 2 + place / 60;
      messages.push(said(textOf(life, round), postedAt));
      for (const [index, { to }] of life.steps.entries()) at(6 + 4 * index, to);
    }
  }
  const { source } = sourceOf(Object.fromEntries(candles));
  const outcome = await runPast(
    inputsOf(messages, source, {
      products,
      cash: { USD: '10000', USDC: '5000' },
      to: NOON + rounds * ROUND,
      depth: { spread: '0' },
      set: { quoteSize: '100' },
    }),
  );
  return ordersOf(outcome.positions.map(({ position }) => position));
}

/** What was bought and sold of each position and for how much, and what that cost, in the order of the signals. */
function ordersOf(positions: readonly Position[]) {
  return positions
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .map(({ product, closeReason, orders }) => ({
      product: product.id,
      closeReason,
      orders: orders
        .filter(({ filledSize }) => filledSize !== '0')
        .map(({ purpose, leg, filledSize, filledValue, fees }) =>
          [purpose, leg, ...[filledSize, filledValue, fees].map((one) => dec(one).toFixed())].join(
            ' ',
          ),
        )
        .sort(),
    }));
}
