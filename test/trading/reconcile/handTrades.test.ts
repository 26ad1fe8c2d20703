import { describe, expect, test } from 'vitest';
import { type Blind, findHandTrades } from '../../../src/trading/reconcile/handTrades.ts';
import { NO_REQUEST } from '../../../src/trading/strategy/model/pendingRequest.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { NOTHING_IN_THE_WAY } from '../../../src/trading/strategy/model/wayOut.ts';
import { listed } from '../../../src/trading/venue/listed.ts';
import type { Fill, Product, Venue } from '../../../src/trading/venue/venue.ts';
import { BTC, BTC_PERP, ETH, NOON } from '../strategy/given.ts';

type Lifted = NonNullable<Position['wayOut']['lifted']>;

const MINUTE = 60_000;
/** When the pushes were missed: long before anything here. */
const SEEN: Blind = { from: NOON - 60 * MINUTE, to: NOON - 50 * MINUTE };
const waiting = (size: string, since = NOON): Lifted => ({
  stage: 'waiting',
  times: 1,
  size,
  since,
  until: since + MINUTE,
});

/** A position of `size` whose stop was cancelled by hand at noon. */
function bare(
  id: string,
  size: string,
  more: { product?: Product; side?: Position['side']; lifted?: Lifted | null } = {},
): Position {
  const { product = BTC, side = 'long', lifted = waiting(size) } = more;
  const order = {
    id: `pf-${id}-1`,
    venueOrderId: `v-${id}`,
    purpose: 'entry',
    status: 'filled',
    filledSize: size,
    filledValue: '1',
    fees: '0',
    terms: { type: 'market', size },
    request: NO_REQUEST,
  };
  return {
    id,
    product,
    side,
    status: 'open',
    orders: [order],
    outside: { size: '0', value: '0' },
    wayOut: { ...NOTHING_IN_THE_WAY, lifted },
  } as unknown as Position;
}

const fill = (size: string, change: Partial<Fill> = {}): Fill => ({
  tradeId: `t${size}`,
  venueOrderId: 'by-hand',
  productId: BTC.id,
  side: 'sell',
  price: '50000',
  size,
  fee: '0',
  liquidity: 'taker',
  at: NOON + 10_000,
  ...change,
});

/** A venue with these fills; orders whose id begins with "own" bear our mark. */
const venueWith = (fills: readonly Fill[]) =>
  ({
    fills: async ({ since = 0 }) => listed(fills.filter(({ at }) => at >= since)),
    order: async (venueOrderId: string) => ({
      order: {
        venueOrderId,
        clientOrderId: venueOrderId.startsWith('own') ? 'pf-77-1' : 'somebody',
      },
      fills: [],
    }),
  }) as unknown as Venue;

async function found(positions: Position[], fills: Fill[], blind = SEEN) {
  const { trades, ours } = await findHandTrades(venueWith(fills), positions, 'pf', blind);
  return [
    ...trades.map(
      ({ position, left, price }) =>
        `${position.id}: ${left.toFixed()} left, at ${price.toDecimalPlaces(4).toFixed()}`,
    ),
    ...ours.map(({ venueOrderId }) => venueOrderId),
  ];
}

const shortOf = (size: string) => bare('1', size, { product: BTC_PERP, side: 'short' });
const bought = (size: string, change: Partial<Fill> = {}) =>
  fill(size, { side: 'buy', productId: BTC_PERP.id, ...change });

describe('what was closed by hand after a stop was cancelled by hand', () => {
  const cases: [string, Position[], Fill[], string[]][] = [
    ['nothing was', [bare('1', '2')], [], []],
    ['all of it', [bare('1', '2')], [fill('2')], ['1: 0 left, at 50000']],
    ['a part of it', [bare('1', '2')], [fill('0.5')], ['1: 1.5 left, at 50000']],
    ['in two trades', [bare('1', '2')], [fill('0.5'), fill('1')], ['1: 0.5 left, at 50000']],
    [
      'at two prices, the mean counts',
      [bare('1', '2')],
      [fill('1', { price: '40000' }), fill('1', { price: '60000', tradeId: 'b' })],
      ['1: 0 left, at 50000'],
    ],
    [
      'its fee is taken off',
      [bare('1', '2')],
      [fill('2', { fee: '100' })],
      ['1: 0 left, at 49950'],
    ],
    [
      'a fee that is more than it brought makes no price below nothing',
      [bare('1', '2')],
      [fill('2', { fee: '900000' })],
      ['1: 0 left, at 0'],
    ],
    ['more than the position’s own is not', [bare('1', '2')], [fill('9')], ['1: 0 left, at 50000']],
    [
      'no more than the cancelled orders had held',
      [bare('1', '2', { lifted: waiting('0.5') })],
      [fill('2')],
      ['1: 1.5 left, at 50000'],
    ],
    ['somebody bought', [bare('1', '2')], [fill('2', { side: 'buy' })], []],
    ['of another coin', [bare('1', '2')], [fill('2', { productId: ETH.id })], []],
    [
      'on another book of the same coin',
      [bare('1', '2')],
      [fill('2', { productId: 'BTC-USDC' })],
      ['1: 0 left, at 50000'],
    ],
    [
      'by an order of the position itself',
      [bare('1', '2')],
      [fill('2', { venueOrderId: 'v-1' })],
      [],
    ],
    ['before the cancel', [bare('1', '2')], [fill('2', { at: NOON - MINUTE })], []],
    [
      'as the clocks differ',
      [bare('1', '2')],
      [fill('2', { at: NOON - 4_000 })],
      ['1: 0 left, at 50000'],
    ],
    [
      'hours later, as long as it waits',
      [bare('1', '2')],
      [fill('2', { at: NOON + 300 * MINUTE })],
      ['1: 0 left, at 50000'],
    ],
    [
      'before protection was put back',
      [bare('1', '2', { lifted: { ...waiting('2'), stage: 'put_back' } })],
      [fill('2', { at: NOON + 59_000 })],
      ['1: 0 left, at 50000'],
    ],
    [
      'after protection was put back',
      [bare('1', '2', { lifted: { ...waiting('2'), stage: 'put_back' } })],
      [fill('2', { at: NOON + 61_000 })],
      [],
    ],
    [
      'what was counted before is not counted again',
      [bare('1', '2', { lifted: { ...waiting('2'), countedTo: NOON + 10_000 } })],
      [fill('1'), fill('0.5', { at: NOON + 10_001 })],
      ['1: 1.5 left, at 50000'],
    ],
    ['one whose stop was not cancelled', [bare('1', '2', { lifted: null })], [fill('2')], []],
    [
      'one whose cancelled orders are accounted for',
      [bare('1', '2', { lifted: waiting('0') })],
      [fill('2')],
      [],
    ],
    [
      'of two, the first has the first, and none has it twice',
      [bare('1', '2'), bare('2', '2')],
      [fill('3')],
      ['1: 0 left, at 50000', '2: 1 left, at 50000'],
    ],
    [
      'of two, it is that whose stop was cancelled',
      [bare('1', '2', { lifted: null }), bare('2', '2')],
      [fill('2')],
      ['2: 0 left, at 50000'],
    ],
    [
      'of two whose stops were cancelled at different times, it is that of then',
      [bare('1', '2', { lifted: waiting('2', NOON + 5 * MINUTE) }), bare('2', '2')],
      [fill('2')],
      ['2: 0 left, at 50000'],
    ],
    [
      'an order under our mark is ours',
      [bare('1', '2')],
      [fill('2', { venueOrderId: 'own' })],
      ['own'],
    ],
    ['a short that was bought back', [shortOf('40')], [bought('40')], ['1: 0 left, at 50000']],
    [
      'a short, its fee on top, by the coins in its contracts',
      [shortOf('40')],
      [bought('40', { fee: '100' })],
      ['1: 0 left, at 50250'],
    ],
    ['a short, and somebody sold', [shortOf('40')], [bought('40', { side: 'sell' })], []],
    [
      'a short, on another future',
      [shortOf('40')],
      [bought('40', { productId: 'ETP-20DEC30-CDE' })],
      [],
    ],
  ];
  test.each(cases)('%s', async (_, positions, fills, expected) => {
    expect(await found(positions, fills)).toEqual(expected);
  });
});

describe('a cancel that nobody was told of may have been at any moment of the blind time', () => {
  const blind: Blind = { from: NOON - 30 * MINUTE, to: NOON + 1_000 };
  const cases: [string, number, Blind, string[]][] = [
    ['in it', NOON - 20 * MINUTE, blind, ['1: 0 left, at 50000']],
    ['before it', NOON - 31 * MINUTE, blind, []],
    ['in an earlier one', NOON - 20 * MINUTE, { from: blind.from, to: NOON - 10 * MINUTE }, []],
    ['in a later one', NOON - 20 * MINUTE, { from: NOON + 1, to: NOON + MINUTE }, []],
    [
      'in one that has not ended',
      NOON - 20 * MINUTE,
      { from: blind.from, to: Number.POSITIVE_INFINITY },
      ['1: 0 left, at 50000'],
    ],
  ];
  test.each(cases)('sold %s', async (_, at, window, expected) => {
    expect(await found([bare('1', '2')], [fill('2', { at })], window)).toEqual(expected);
  });
});
