import { makeDay } from '../../../src/trading/history/candles/candleDay.ts';
import { packDay } from '../../../src/trading/history/candles/compactDay.ts';
import type { CandleSource } from '../../../src/trading/history/candles/tape.ts';
import type { PastMessage } from '../../../src/trading/history/pastMessage.ts';
import { createPastReader } from '../../../src/trading/history/replay/pastReader.ts';
import {
  type Outcome,
  type ReplayInputs,
  type ReplayWatch,
  replay,
} from '../../../src/trading/history/replay/replay.ts';
import { settingsSchema } from '../../../src/trading/strategy/settings/settings.ts';
import type { Candle } from '../../../src/trading/venue/marketData.ts';
import type { Product } from '../../../src/trading/venue/venue.ts';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** Noon of 2026-01-05 UTC; histories begin here. */
export const NOON = Date.UTC(2026, 0, 5, 12);

export function coin(base: string): Product {
  return {
    id: `${base}-USD`,
    base,
    quote: 'USD',
    type: 'spot',
    baseIncrement: '0.0001',
    quoteIncrement: '0.01',
    priceIncrement: '0.01',
    minBaseSize: '0.0001',
    maxBaseSize: '100000',
    minQuoteSize: '1',
    maxQuoteSize: '10000000',
    status: 'online',
  };
}

/** Bars of one minute each from a time on: "100 112 94 111" is open, high, low, close; one price is all four; "-" is none. */
export function barsOf(from: number, bars: readonly string[]): Candle[] {
  return bars.flatMap((bar, minute) => {
    if (bar === '-') return [];
    const [open = '', high = open, low = open, close = open] = bar.split(' ');
    return [{ at: from + minute * MINUTE, open, high, low, close, volume: '1' }];
  });
}

export function sourceOf(products: Readonly<Record<string, readonly Candle[]>>) {
  const asked: string[] = [];
  const source: CandleSource = {
    day(productId, day) {
      asked.push(`${productId} ${new Date(day * DAY).toISOString().slice(0, 10)}`);
      const own = products[productId]?.filter(({ at }) => Math.floor(at / DAY) === day) ?? [];
      return own.length === 0 ? null : packDay(makeDay(day, own));
    },
  };
  return { source, asked };
}

let made = 0;

/** A message as it was posted, so many minutes after noon. */
export function said(
  text: string,
  afterMinutes: number,
  more: Partial<PastMessage> = {},
): PastMessage {
  made += 1;
  const postedAt = NOON + afterMinutes * MINUTE;
  return {
    messageId: String(1_000_000 + made),
    channelId: '7',
    authorId: '9',
    authorName: 'Percy',
    repliedToMessageId: null,
    postedAt,
    versions: [{ at: postedAt, body: { text } }],
    ...more,
  };
}

/** No spread and no depth to speak of: prices are what the bars say. */
export const FLAT = { spread: '0', quotePerLevel: '1000000000' };

export function inputsOf(
  messages: readonly PastMessage[],
  candles: CandleSource,
  more: Partial<ReplayInputs> & { set?: Record<string, unknown> } = {},
): ReplayInputs {
  const { set, ...rest } = more;
  return {
    messages,
    products: [coin('BTC'), coin('ETH')],
    candles,
    settings: settingsSchema.parse({ quoteSize: '1000', ...set }),
    cash: { USD: '10000' },
    from: NOON,
    to: NOON + DAY,
    delayMs: 0,
    assume: 'worse',
    depth: FLAT,
    ...rest,
  };
}

export function runPast(inputs: ReplayInputs, watch: Partial<ReplayWatch> = {}): Promise<Outcome> {
  const symbols = new Set(inputs.products.map(({ base }) => base));
  const reader = createPastReader({ symbols }, () => 0);
  return replay(inputs, { reader, ...watch });
}

/** What each position came to, in short. */
export const endsOf = ({ positions }: Outcome) =>
  positions.map(
    ({ position: { product, status, closeReason } }) =>
      `${product.base} ${status}${closeReason === null ? '' : ` ${closeReason}`}`,
  );

export const cashOf = ({ balances }: Outcome) =>
  Object.fromEntries(balances.map(({ asset, amount }) => [asset, amount]));
