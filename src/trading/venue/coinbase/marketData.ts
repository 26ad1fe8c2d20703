import type { Logger } from 'pino';
import type { Candle, Granularity, MarketData, MarketEvent, Price } from '../marketData.ts';
import { type DecimalString, VenueError } from '../venue.ts';
import { type Channel, createChannel } from './connection/channel.ts';
import { createRateLimiter } from './connection/rateLimiter.ts';
import { createRest, type RestRequest } from './connection/rest.ts';
import { COINBASE_URLS, type CoinbaseUrls } from './connection/urls.ts';
import { readProduct, readProducts } from './products/catalogue.ts';
import { createEntryReader } from './wire/entries.ts';
import {
  candleList,
  productList,
  ticker,
  tickerEntry,
  tickerEvent,
  tickerTrade,
  wireProduct,
} from './wire/wire.ts';

export type CoinbaseMarketDataOptions = {
  urls?: Partial<CoinbaseUrls>;
  /** UTC milliseconds; stamps the prices that Coinbase does not stamp. */
  clock?: () => number;
  log: Logger;
  /** In milliseconds; the defaults fit the real Coinbase. */
  timing?: Partial<MarketDataTiming>;
};

export type MarketDataTiming = {
  /** Without an answer for so long, reading has failed. */
  answer: number;
  /** How long a request that meets 429 is tried again. */
  patience: number;
  /** The connection is dead after so long without a frame. */
  silence: number;
  /** A price older than this is asked for over REST: while the connection is up … */
  quiet: number;
  /** … and while it is down. */
  poll: number;
};

const TIMING: MarketDataTiming = {
  answer: 15_000,
  patience: 10_000,
  silence: 10_000,
  quiet: 30_000,
  poll: 2000,
};

/** A connection that held for so long is made anew at once when it is lost. */
const STEADY_MS = 10_000;

/** Public REST, an address: https://docs.cdp.coinbase.com/advanced-trade/docs/rest-api-rate-limits */
const PUBLIC_LIMITS = [{ requests: 10, perMs: 1000 }];

const GRANULARITIES: Record<Granularity, { name: string; seconds: number }> = {
  '1m': { name: 'ONE_MINUTE', seconds: 60 },
  '5m': { name: 'FIVE_MINUTE', seconds: 300 },
  '15m': { name: 'FIFTEEN_MINUTE', seconds: 900 },
  '30m': { name: 'THIRTY_MINUTE', seconds: 1800 },
  '1h': { name: 'ONE_HOUR', seconds: 3600 },
  '2h': { name: 'TWO_HOUR', seconds: 7200 },
  '6h': { name: 'SIX_HOUR', seconds: 21_600 },
  '1d': { name: 'ONE_DAY', seconds: 86_400 },
};

/** So many ids fit into a URL with room to spare. */
const PRODUCTS_PER_REQUEST = 100;

/** Of so many products that nobody follows the prices are heard all the same: the next signal need not ask. */
const HEARD_UNFOLLOWED = 60;

/** Both ends of a request count, and 350 candles is the most that one may span. */
const CANDLES_PER_REQUEST = 350;

/** Coinbase's public prices behind the MarketData port. */
export function createCoinbaseMarketData(options: CoinbaseMarketDataOptions): MarketData {
  const { log } = options;
  const clock = options.clock ?? Date.now;
  const urls = { ...COINBASE_URLS, ...options.urls };
  const timing = { ...TIMING, ...options.timing };
  const rest = createRest({
    url: urls.rest,
    limiter: createRateLimiter(PUBLIC_LIMITS),
    log,
    answerMs: { GET: timing.answer, POST: timing.answer },
    patienceMs: timing.patience,
  });

  const readEntries = createEntryReader(log);

  /** What is followed, and what was asked for lately, which is heard of the same way; the oldest first. */
  const followed = new Set<string>();
  const asked = new Set<string>();
  /** The price last told of each of them on the present connection. */
  const heard = new Map<string, { price?: Price; seenAt: number; asking: boolean }>();
  /** The product whose ticker carries the prices of a product that shares its book. */
  const bookOf = new Map<string, string>();
  let channel: Channel | undefined;
  let listener: ((event: MarketEvent) => void) | undefined;
  let poller: NodeJS.Timeout | undefined;

  const book = (productId: string) => bookOf.get(productId) ?? productId;
  const books = () => [...new Set([...heard.keys()].map(book))];

  function priceAtHand(productId: string): Price | null {
    const known = heard.get(productId);
    const isYoung = known && channel?.isUp() && clock() - known.seenAt < timing.quiet;
    return isYoung ? (known.price ?? null) : null;
  }

  async function products() {
    const found = await readProducts(rest, '/brokerage/market/products', readEntries, log);
    for (const { id, aliasOf } of found.entries) if (aliasOf) bookOf.set(id, aliasOf);
    return found;
  }

  function tell(price: Price): void {
    const entry = heard.get(price.productId);
    if (!entry) return;
    entry.seenAt = clock();
    const { price: before } = entry;
    entry.price = price;
    const same =
      before?.bid === price.bid && before.ask === price.ask && before.last === price.last;
    if (!same && followed.has(price.productId)) listener?.({ type: 'price', price });
  }

  function onTickers(events: readonly unknown[], at: number): void {
    for (const event of events) {
      for (const entry of tickerEvent.safeParse(event).data?.tickers ?? [undefined]) {
        const parsed = tickerEntry.safeParse(entry);
        if (!parsed.success) {
          log.warn({ field: parsed.error.issues[0]?.path.join('.') }, "A price can't be read.");
          continue;
        }
        const { product_id, price, best_bid, best_ask } = parsed.data;
        for (const productId of heard.keys()) {
          if (productId !== product_id && book(productId) !== product_id) continue;
          tell(toPrice(productId, price, best_bid, best_ask, at));
        }
      }
    }
  }

  async function readPrice(productId: string, priority: RestRequest['priority']) {
    const answer = await rest.send(ticker, {
      what: `tell the price of ${productId}`,
      method: 'GET',
      path: `/brokerage/market/products/${encodeURIComponent(productId)}/ticker`,
      query: { limit: 1 },
      priority,
    });
    if (answer.kind === 'refused' && answer.status === 404) return null;
    if (answer.kind !== 'ok') throw new VenueError(answer.message);
    const { trades, best_bid, best_ask } = answer.value;
    const [trade] = trades.flatMap((each) => tickerTrade.safeParse(each).data ?? []);
    const last = trade?.price ?? best_bid ?? best_ask;
    if (!last) return null;
    return toPrice(productId, last, best_bid, best_ask, clock());
  }

  /** From now on its price is heard of, as one of so many that were asked for last. */
  function hearOf(productId: string): void {
    asked.delete(productId);
    asked.add(productId);
    if (!heard.has(productId)) heard.set(productId, { seenAt: 0, asking: false });
    for (const oldest of asked) {
      if (asked.size <= HEARD_UNFOLLOWED) break;
      asked.delete(oldest);
    }
  }

  let subscribed = new Set<string>();
  /** Brings the connection to what is to be heard. */
  function subscribe(): void {
    for (const id of heard.keys()) if (!followed.has(id) && !asked.has(id)) heard.delete(id);
    const wanted = new Set(books());
    const added = [...wanted].filter((id) => !subscribed.has(id));
    const removed = [...subscribed].filter((id) => !wanted.has(id));
    subscribed = wanted;
    if (added.length > 0) channel?.subscribe({ channel: 'ticker', productIds: added });
    if (removed.length > 0) channel?.unsubscribe({ channel: 'ticker', productIds: removed });
  }

  /** Quiet products, and all of them while the connection is down, are asked for over REST. */
  function poll(): void {
    const patience = channel?.isUp() ? timing.quiet : timing.poll;
    for (const productId of followed) {
      const entry = heard.get(productId);
      if (!entry || entry.asking || clock() - entry.seenAt < patience) continue;
      entry.asking = true;
      const askedAt = clock();
      readPrice(productId, 'normal')
        // What came over the connection meanwhile is newer.
        .then((price) => price && entry.seenAt <= askedAt && tell(price))
        .catch((error: unknown) => log.warn(`No price: ${reason(error)}`))
        .finally(() => {
          entry.asking = false;
          entry.seenAt = clock();
        });
    }
  }

  return {
    async open(listenTo) {
      if (channel) throw new VenueError('The connection to Coinbase is open already.');
      listener = listenTo;
      // Without it the prices of a shared book come over REST alone, which is slower, not wrong.
      await products().catch((error: unknown) => log.warn(`No catalogue yet: ${reason(error)}`));
      channel = createChannel({
        url: urls.marketSocket,
        log,
        clock,
        silenceMs: timing.silence,
        steadyMs: STEADY_MS,
        subscriptions: () => (heard.size > 0 ? [{ channel: 'ticker', productIds: books() }] : []),
        confirmedBy: 'heartbeats',
        onEvents(name, events, at) {
          if (name === 'ticker') onTickers(events, at);
        },
        onUp: () => listener?.({ type: 'connected', at: clock() }),
        onDown(message) {
          for (const entry of heard.values()) delete entry.price;
          listener?.({ type: 'disconnected', at: clock(), message });
        },
      });
      poller = setInterval(poll, Math.min(1000, timing.poll));
      await channel.open();
    },
    async close() {
      clearInterval(poller);
      listener = undefined;
      await channel?.close();
      channel = undefined;
    },
    follow(productIds) {
      const before = new Set(followed);
      followed.clear();
      for (const productId of productIds) {
        followed.add(productId);
        // As if never seen: its first price need not wait for its next trade.
        if (!heard.has(productId)) heard.set(productId, { seenAt: 0, asking: false });
        const { price } = heard.get(productId) ?? {};
        if (price && !before.has(productId))
          queueMicrotask(() => listener?.({ type: 'price', price }));
      }
      subscribe();
      if (channel) poll();
    },
    hear(productIds) {
      for (const productId of productIds) hearOf(productId);
      subscribe();
    },
    products,
    async product(productId) {
      const product = await readProduct(rest, '/brokerage/market/products', productId);
      if (product?.aliasOf) bookOf.set(product.id, product.aliasOf);
      return product;
    },
    priceAtHand,
    async price(productId) {
      const known = priceAtHand(productId);
      if (known !== null) return known;
      hearOf(productId);
      subscribe();
      const askedAt = clock();
      const price = await readPrice(productId, 'normal');
      const entry = heard.get(productId);
      // What came over the connection meanwhile is newer.
      if (price && channel?.isUp() && entry && entry.seenAt <= askedAt) tell(price);
      return price;
    },
    async lastPrices(productIds) {
      const prices = new Map<string, DecimalString>();
      const wanted = new Set(productIds);
      for (let from = 0; from < productIds.length; from += PRODUCTS_PER_REQUEST) {
        const page = await rest.read(productList, {
          what: 'tell the last prices',
          method: 'GET',
          path: '/brokerage/market/products',
          query: { product_ids: productIds.slice(from, from + PRODUCTS_PER_REQUEST) },
        });
        for (const entry of page.products) {
          const { data } = wireProduct.safeParse(entry);
          if (data?.price && wanted.has(data.product_id)) prices.set(data.product_id, data.price);
        }
      }
      return prices;
    },
    async candles(productId, granularity, start, end) {
      const { name, seconds } = GRANULARITIES[granularity];
      const found = new Map<number, Candle>();
      // Candles start at whole multiples of their length.
      const first = Math.ceil(start / 1000 / seconds) * seconds;
      const last = Math.ceil(end / 1000) - 1;
      const span = (CANDLES_PER_REQUEST - 1) * seconds;
      for (let from = first; from <= last; from += span + seconds) {
        const page = await rest.read(candleList, {
          what: `read the candles of ${productId}`,
          method: 'GET',
          path: `/brokerage/market/products/${encodeURIComponent(productId)}/candles`,
          query: { start: from, end: Math.min(from + span, last), granularity: name },
          priority: 'background',
        });
        for (const candle of page.candles) {
          const at = candle.start * 1000;
          if (at < start || at >= end) continue;
          const { open, high, low, close, volume } = candle;
          found.set(at, { at, open, high, low, close, volume });
        }
      }
      return [...found.values()].sort((a, b) => a.at - b.at);
    },
  };
}

/** An empty side of the book is left out, or 0: then the last trade stands in for it. */
function toPrice(
  productId: string,
  last: DecimalString,
  bid: DecimalString | undefined,
  ask: DecimalString | undefined,
  at: number,
): Price {
  const or = (quote: DecimalString | undefined) => (quote && quote !== '0' ? quote : last);
  return { productId, bid: or(bid), ask: or(ask), last, at };
}

function reason(error: unknown): string {
  return error instanceof VenueError ? error.message : 'an unexpected failure';
}
