import type { Logger } from 'pino';
import type { MarketData, MarketEvent, Price } from '../marketData.ts';
import { VenueError } from '../venue.ts';
import { type Channel, createChannel } from './connection/channel.ts';
import { createRateLimiter } from './connection/rateLimiter.ts';
import { createRest } from './connection/rest.ts';
import { timeOf } from './connection/time.ts';
import { COINBASE_URLS, type CoinbaseUrls } from './connection/urls.ts';
import { readCandles } from './products/candles.ts';
import { readProduct, readProducts } from './products/catalogue.ts';
import { readLastPrices, readPrice, toPrice } from './products/prices.ts';
import { createEntryReader } from './wire/entries.ts';
import { tickerEntry, tickerEvent } from './wire/wire.ts';

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

/** Of so many products that nobody follows the prices are heard all the same: the next signal need not ask. */
const HEARD_UNFOLLOWED = 60;

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
      readPrice(rest, productId, 'normal', clock)
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
    time: () => timeOf(rest),
    async price(productId) {
      const known = priceAtHand(productId);
      if (known !== null) return known;
      hearOf(productId);
      subscribe();
      const askedAt = clock();
      const price = await readPrice(rest, productId, 'normal', clock);
      const entry = heard.get(productId);
      // What came over the connection meanwhile is newer.
      if (price && channel?.isUp() && entry && entry.seenAt <= askedAt) tell(price);
      return price;
    },
    lastPrices: (productIds) => readLastPrices(rest, productIds),
    candles: (...asked) => readCandles(rest, ...asked),
  };
}

function reason(error: unknown): string {
  return error instanceof VenueError ? error.message : 'an unexpected failure';
}
