import fc from 'fast-check';
import { emptyState } from '../../src/trading/strategy/book/emptyState.ts';
import { decide } from '../../src/trading/strategy/decide.ts';
import type { Order, Position } from '../../src/trading/strategy/model/state.ts';
import { NOTHING_IN_THE_WAY } from '../../src/trading/strategy/model/wayOut.ts';
import { signalEvent } from '../trading/strategy/given.ts';
import { decimal, hostileText, id, leg, plan, purpose, source, terms, time } from './anyNotice.ts';

const [taken] = decide(emptyState('test'), signalEvent({})).changed;
if (!taken) throw new Error('the signal was not taken');
const [entry] = taken.orders;
if (!entry) throw new Error('nothing was ordered');

const order: fc.Arbitrary<Order> = fc
  .record({
    id,
    purpose,
    leg,
    terms,
    side: fc.constantFrom('buy' as const, 'sell' as const),
    status: fc.constantFrom(
      'new' as const,
      'open' as const,
      'filled' as const,
      'unknown' as const,
      'cancelled' as const,
    ),
    filledSize: decimal,
    filledValue: decimal,
    fees: decimal,
    request: fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.record({ kind: fc.constant('replacing' as const), to: terms, askedAt: time }),
      fc.record({
        kind: fc.constant('cancelling' as const),
        over: fc.option(terms),
        askedAt: time,
        asks: fc.nat(),
      }),
    ),
    message: fc.option(hostileText),
    createdAt: time,
    updatedAt: time,
  })
  .map((made) => ({ ...entry, ...made }));

const productId = fc.constantFrom('BTC-USD', '1000000MOG-USDC', 'BIT-28NOV25-CDE', 'A'.repeat(60));

/** Any position at all, also one that the core would never make, with hostile texts and amounts. */
export const anyPosition: fc.Arbitrary<Position> = fc
  .record({
    id,
    account: fc.constantFrom('sandbox' as const, 'paper' as const, 'live' as const),
    side: fc.constantFrom('long' as const, 'short' as const),
    status: fc.constantFrom(
      'pending' as const,
      'open' as const,
      'closing' as const,
      'closed' as const,
      'cancelled' as const,
      'failed' as const,
    ),
    source,
    plan,
    stop: decimal,
    orders: fc.array(order, { maxLength: 60 }),
    targetsHit: fc.array(leg, { maxLength: 12 }),
    wayOut: fc
      .record({ trouble: fc.option(hostileText), stuck: fc.option(hostileText) })
      .map((made) => ({ ...NOTHING_IN_THE_WAY, ...made })),
    closeReason: fc.constantFrom(null, 'stop' as const, 'unprotected' as const),
    openedAt: fc.option(time),
    closedAt: fc.option(time),
    outside: fc.record({ size: decimal, value: decimal }),
  })
  .chain((made) =>
    productId.map((name) => ({ ...taken, ...made, product: { ...taken.product, id: name } })),
  );
