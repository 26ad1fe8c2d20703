import type { Signal, Update } from '../../../src/trading/signal/reading.ts';
import type {
  MarketContext,
  SignalEvent,
  Source,
  UpdateEvent,
} from '../../../src/trading/strategy/model/event.ts';
import { type Settings, settingsSchema } from '../../../src/trading/strategy/settings/settings.ts';
import type { Price } from '../../../src/trading/venue/marketData.ts';
import type { Product } from '../../../src/trading/venue/venue.ts';

/** 2026-01-05 12:00 UTC, a Monday. */
export const NOON = Date.UTC(2026, 0, 5, 12);

export const BTC: Product = {
  id: 'BTC-USD',
  base: 'BTC',
  quote: 'USD',
  type: 'spot',
  baseIncrement: '0.00000001',
  quoteIncrement: '0.01',
  priceIncrement: '0.01',
  minBaseSize: '0.00001',
  maxBaseSize: '3400',
  minQuoteSize: '1',
  maxQuoteSize: '150000000',
  status: 'online',
};

export const BTC_PERP: Product = {
  ...BTC,
  id: 'BIP-20DEC30-CDE',
  type: 'future',
  baseIncrement: '1',
  minBaseSize: '1',
  priceIncrement: '5',
  contractSize: '0.01',
  maxLeverage: '10',
};

export const ETH: Product = { ...BTC, id: 'ETH-USD', base: 'ETH' };

export const ETH_PERP: Product = {
  ...BTC_PERP,
  id: 'ETP-20DEC30-CDE',
  base: 'ETH',
  priceIncrement: '0.5',
  contractSize: '0.1',
};

export function priceOf(last: string, product: Product = BTC, at = NOON): Price {
  return { productId: product.id, bid: last, ask: last, last, at };
}

export function marketOf(last: string, change: Partial<MarketContext> = {}): MarketContext {
  const product = change.product ?? BTC;
  return {
    account: 'paper',
    product,
    priceScale: '1',
    price: priceOf(last, product),
    capabilities: { bracket: true, stopLimit: true },
    fees: { maker: '0.004', taker: '0.006' },
    quoteAvailable: '10000',
    baseAvailable: '0',
    equity: '10000',
    ...change,
  };
}

export function sourceOf(messageId: string, change: Partial<Source> = {}): Source {
  return {
    watchId: '1',
    channelId: 'c1',
    providerId: 'p1',
    providerName: 'Provider',
    messageId,
    readingIndex: 0,
    revision: 0,
    repliedToMessageId: null,
    postedAt: NOON,
    ...change,
  };
}

export function signalOf(change: Partial<Signal> = {}): Signal {
  return {
    kind: 'signal',
    symbol: 'BTC',
    quote: null,
    side: 'long',
    market: null,
    entry: { type: 'limit', prices: ['50000'] },
    stop: { price: '48000' },
    targets: [{ price: '52000' }, { price: '54000' }],
    leverage: null,
    provenance: {},
    ...change,
  };
}

/** Settings for stories: no guard against slippage unless told, so that market is plain market. */
export function settingsOf(change: Partial<Settings> = {}): Settings {
  const usual = { quoteSize: '1000', sameSignalMinutes: 0, slippagePercent: '0' };
  return settingsSchema.parse({ ...usual, ...change });
}

/** A signal event: the signal, its market (at 50,500 unless told) and its settings. */
export function signalEvent(change: {
  messageId?: string;
  source?: Partial<Source>;
  signal?: Partial<Signal>;
  market?: SignalEvent['market'];
  settings?: Partial<Settings>;
  at?: number;
}): SignalEvent {
  return {
    type: 'signal',
    at: change.at ?? NOON,
    source: sourceOf(change.messageId ?? 'm1', change.source),
    signal: signalOf(change.signal),
    settings: settingsOf(change.settings),
    market: change.market ?? marketOf('50500'),
  };
}

/** An update of the provider's, with BTC at 50,800. */
export function updateEvent(
  update: Partial<Update> & Pick<Update, 'action'>,
  source: Partial<Source> = {},
  at = NOON,
): UpdateEvent {
  return {
    type: 'update',
    at,
    source: sourceOf(source.messageId ?? 'u1', source),
    update: { kind: 'update', symbol: null, side: null, provenance: {}, ...update },
    settings: settingsOf(),
    prices: { [BTC.id]: '50800' },
  };
}
