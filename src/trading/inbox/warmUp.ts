import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { readAsTaught } from '../signal/format/readAsTaught.ts';
import { writingDecisions } from '../store/core/commit.ts';
import type { Database } from '../store/tables.ts';
import { emptyState } from '../strategy/book/emptyState.ts';
import { decide } from '../strategy/decide.ts';
import type { Event, SignalEvent } from '../strategy/model/event.ts';
import type { State } from '../strategy/model/state.ts';
import { settingsSchema } from '../strategy/settings/settings.ts';
import type { Product } from '../venue/venue.ts';

/** By then the program is compiled for speed; the first few cost as much as all the others. */
const ROUNDS = 40;
const AT = Date.UTC(2026, 0, 1);

const PRODUCT: Product = {
  id: 'BTC-USD',
  base: 'BTC',
  quote: 'USD',
  type: 'spot',
  baseIncrement: '0.00000001',
  quoteIncrement: '0.01',
  priceIncrement: '0.01',
  minBaseSize: '0.00000001',
  maxBaseSize: '1000000',
  minQuoteSize: '1',
  maxQuoteSize: '1000000000',
  status: 'online',
};

/** One process is warmed once, however often it starts a bot. */
let isWarm = false;

/**
 * Reads and decides on signals that nobody has posted, and writes nothing of it down: a program that
 * has just started, or has had nothing to do, takes some fifty times as long for its first signal as
 * for those after it, and the first is money too. Gives way to all else between two signals; ends
 * early when `stopping` is aborted.
 */
export async function warmUp(db: Kysely<Database>, stopping: AbortSignal): Promise<void> {
  if (isWarm) return;
  isWarm = true;
  const settings = settingsSchema.parse({ sameSignalMinutes: 0 });
  for (let round = 0; round < ROUNDS && !stopping.aborted; round += 1) {
    let state = emptyState('warm');
    for (const text of textsOf(round)) {
      const context = { symbols: new Set([PRODUCT.base]), prices: { [PRODUCT.base]: '60000' } };
      const posted = { text, postedAt: new Date(AT).toISOString() };
      const [signal] = readAsTaught(posted, context, []).readings;
      if (signal?.kind !== 'signal') continue;
      const event: SignalEvent = { ...EVENT, source: sourceOf(state), signal, settings };
      state = decided(db, state, event);
      state = decided(db, state, fillOf(state));
    }
    await setImmediate();
  }
}

/** Decides as if it were to be written down; gives what comes of it. */
function decided(db: Kysely<Database>, before: State, event: Event): State {
  const decision = decide(before, event);
  const after = decision.state;
  const { statements } = writingDecisions(db, [{ event, decision }], { before, after });
  for (const statement of statements) statement.compile();
  return after;
}

const textsOf = (round: number): readonly string[] => [
  `LONG #BTC/USDT\nEntry: market\nSL: ${58_000 + round}\nTP: ${63_000 + round}`,
  `BUY $BTC\nEntry ${59_000 + round} - ${59_500 + round}\nStop loss: ${57_000 + round}\nTargets: 61000, 62000, 63000`,
];

const EVENT: Omit<SignalEvent, 'source' | 'signal' | 'settings'> = {
  type: 'signal',
  at: AT,
  market: {
    account: 'paper',
    product: PRODUCT,
    priceScale: '1',
    price: { productId: PRODUCT.id, bid: '60000', ask: '60000', last: '60000', at: AT },
    capabilities: { bracket: true, stopLimit: true },
    fees: { maker: '0.004', taker: '0.006' },
    quoteAvailable: '1000000',
    baseAvailable: '0',
    equity: '1000000',
  },
};

function sourceOf({ nextPosition }: State): SignalEvent['source'] {
  return {
    watchId: '1',
    channelId: '1',
    providerId: '1',
    providerName: 'nobody',
    messageId: String(nextPosition),
    readingIndex: 0,
    revision: 0,
    repliedToMessageId: null,
    postedAt: AT,
  };
}

/** The newest order is filled. */
function fillOf({ install, nextPosition }: State): Event {
  const orderId = `${install}-${nextPosition - 1}-1`;
  return {
    type: 'order',
    at: AT,
    orderId,
    report: {
      kind: 'venue',
      order: {
        venueOrderId: orderId,
        clientOrderId: orderId,
        productId: PRODUCT.id,
        side: 'buy',
        status: 'filled',
        filledSize: '0.001',
        filledValue: '60',
        fees: '0.36',
        exact: true,
        at: AT,
      },
    },
  };
}
