import { expect, test } from 'vitest';
import { lackingOf } from '../../../src/trading/reconcile/compareSizes.ts';
import { NO_REQUEST } from '../../../src/trading/strategy/model/pendingRequest.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { NOTHING_IN_THE_WAY } from '../../../src/trading/strategy/model/wayOut.ts';
import { BTC, BTC_PERP } from '../strategy/given.ts';

const USDC = { ...BTC, id: 'BTC-USDC', quote: 'USDC' };
const ETH = { ...BTC, id: 'ETH-USD', base: 'ETH' };

/** A position that has opened `size` and nothing else. */
function held(id: string, size: string, product = BTC, side: 'long' | 'short' = 'long'): Position {
  const order = {
    id: `o${id}`,
    purpose: 'entry',
    status: 'filled',
    leg: 1,
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
    orders: [order],
    outside: { size: '0', value: '0' },
    wayOut: NOTHING_IN_THE_WAY,
  } as unknown as Position;
}

const balance = (asset: string, available: string, hold = '0') => ({ asset, available, hold });
const contracts = (productId: string, size: string) => ({ productId, size, averageEntry: '1' });

const PERP2 = { ...BTC_PERP, id: 'ETP-20DEC30-CDE' };

const cases: [
  string,
  Position[],
  ReturnType<typeof balance>[],
  ReturnType<typeof contracts>[],
  string[],
][] = [
  ['all is there', [held('1', '2')], [balance('BTC', '0.5', '1.5')], [], []],
  ['the account has more', [held('1', '2')], [balance('BTC', '5')], [], []],
  ['nothing of it is there', [held('1', '2')], [balance('USD', '9')], [], ['1: 0']],
  ['another coin is no cover', [held('1', '2')], [balance('ETH', '9')], [], ['1: 0']],
  ['a part is there', [held('1', '2')], [balance('BTC', '0.3', '0.2')], [], ['1: 0.5']],
  ['less than a step lacks', [held('1', '2')], [balance('BTC', '1.99999999')], [], []],
  ['the newest lacks', [held('1', '2'), held('2', '2')], [balance('BTC', '3')], [], ['2: 1']],
  [
    'in two quotes one coin',
    [held('1', '2'), held('2', '2', USDC)],
    [balance('BTC', '1')],
    [],
    ['1: 1', '2: 0'],
  ],
  [
    'coins apart',
    [held('1', '2'), held('2', '2', ETH)],
    [balance('BTC', '2'), balance('ETH', '1')],
    [],
    ['2: 1'],
  ],
  ['a future, long', [held('1', '3', BTC_PERP)], [], [contracts(BTC_PERP.id, '3')], []],
  ['a future, long, closed', [held('1', '3', BTC_PERP)], [], [], ['1: 0']],
  [
    'a future, long, turned',
    [held('1', '3', BTC_PERP)],
    [],
    [contracts(BTC_PERP.id, '-3')],
    ['1: 0'],
  ],
  ['a future, short', [held('1', '3', BTC_PERP, 'short')], [], [contracts(BTC_PERP.id, '-3')], []],
  [
    'a future, short, a part bought back',
    [held('1', '3', BTC_PERP, 'short')],
    [],
    [contracts(BTC_PERP.id, '-1')],
    ['1: 1'],
  ],
  [
    'a future, short, turned',
    [held('1', '3', BTC_PERP, 'short')],
    [],
    [contracts(BTC_PERP.id, '3')],
    ['1: 0'],
  ],
  [
    'one on another future is no cover',
    [held('1', '3', BTC_PERP)],
    [],
    [contracts(PERP2.id, '3')],
    ['1: 0'],
  ],
  [
    'long and short on one future net',
    [held('1', '5', BTC_PERP), held('2', '3', BTC_PERP, 'short')],
    [],
    [contracts(BTC_PERP.id, '2')],
    [],
  ],
  [
    'long and short on one future, and the short was bought back',
    [held('1', '5', BTC_PERP), held('2', '3', BTC_PERP, 'short')],
    [],
    [contracts(BTC_PERP.id, '5')],
    ['2: 0'],
  ],
  [
    'coins are no cover for contracts',
    [held('1', '3', BTC_PERP)],
    [balance('BTC', '9')],
    [],
    ['1: 0'],
  ],
];

test.each(cases)('%s', (_, open, balances, atVenue, expected) => {
  const lacking = lackingOf(open, balances, atVenue);
  expect(lacking.map(({ position, size }) => `${position.id}: ${size.toFixed()}`)).toEqual(
    expected,
  );
});
