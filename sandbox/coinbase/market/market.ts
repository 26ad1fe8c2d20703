import { randomUUID } from 'node:crypto';
import { ceilTo, Decimal, dec, floorTo, maxOf } from '../../../src/trading/money.ts';
import type { ExchangeEvent } from '../../../src/trading/venue/matching/core.ts';
import { createExchange, type Exchange } from '../../../src/trading/venue/matching/exchange.ts';
import { bookOf } from '../../../src/trading/venue/matching/product.ts';
import type { Plain, SandboxQuote } from '../control/control.ts';
import { type Behaviour, DEFAULT_BEHAVIOUR } from './behaviour.ts';
import { createPriceHistory, type PriceHistory } from './candles.ts';
import { createEventLog, type EventLog } from './eventLog.ts';
import { createKey, createKeyRing, type KeyRing, type NewKey } from './keys.ts';
import { CATALOGUE, type CatalogueEntry } from './products.ts';
import { openStateFiles } from './stateFiles.ts';

export type MarketOptions = {
  /** The prices follow from it; 1 by default. */
  seed?: number;
  /** `path`: prices move by themselves; `manual`: only when told to. */
  prices?: 'path' | 'manual';
  /** How often the path moves, in milliseconds. */
  tickMs?: number;
  /** Where a book's path starts, instead of the catalogue's price. */
  startPrices?: Record<string, number>;
  /** What the first account owns at first. */
  balances?: Record<string, string>;
  keys?: NewKey[];
  behaviour?: Partial<Behaviour>;
  /** Where the state is kept; nowhere by default. */
  dataDir?: string;
};

export type MarketTrade = {
  tradeId: string;
  bookId: string;
  price: string;
  size: string;
  side: 'buy' | 'sell';
  at: number;
};

/** The exchange with everything around it that REST, sockets and control share. */
export type Market = {
  exchange: Exchange;
  keys: KeyRing;
  log: EventLog;
  behaviour: Behaviour;
  /** The look-alike's own clock, UTC milliseconds. */
  now(): number;
  entries(): CatalogueEntry[];
  entry(productId: string): CatalogueEntry | undefined;
  history(productId: string): PriceHistory;
  /** The last trades of the product's book, newest first. */
  trades(productId: string): MarketTrade[];
  setPrice(productId: string, price: Plain<{ bid: Decimal; ask: Decimal; last?: Decimal }>): void;
  walk(productId: string, to: string, overMs: number): Promise<void>;
  /** Resolves after that time, or when the look-alike stops. */
  pause(ms: number): Promise<void>;
  /** Hears every event of the exchange, and each trade of a book. */
  listen(
    listener: (event: ExchangeEvent | { type: 'market_trade'; trade: MarketTrade }) => void,
  ): void;
  /** Says that something outside of the exchange's events has changed. */
  touch(): void;
  /** Writes the state down if it has changed. */
  save(): void;
  stop(): void;
};

const REMEMBERED_TRADES = 100;
const WALK_STEP_MS = 250;
/** Bars are written down this often; what a crash loses of them is invented anew. */
const PRICES_EVERY_MS = 60_000;

export function createMarket(options: MarketOptions): Market {
  const behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...options.behaviour };
  const now = () => Date.now() + behaviour.clockSkewMs;
  const files = options.dataDir === undefined ? null : openStateFiles(options.dataDir);
  const saved = files?.readAccounts() ?? null;
  const savedPrices = files?.readPrices() ?? {};
  const catalogue = new Map(CATALOGUE.map((entry) => [entry.product.id, entry]));
  const histories = new Map<string, PriceHistory>();
  const trades = new Map<string, MarketTrade[]>();
  const log = createEventLog();
  const listeners: Parameters<Market['listen']>[0][] = [];
  const stops = new Set<() => void>();
  /** Something of keys, accounts or orders is not on disk yet; or of prices. */
  let changed = true;
  let pricesSavedAt = 0;
  let stopped = false;

  const keys = createKeyRing(saved?.keys ?? (options.keys ?? [{}]).map(createKey));
  const exchange = createExchange({
    products: CATALOGUE.map((entry) => entry.product),
    newId: (kind, sequence) => (kind === 'order' ? randomUUID() : String(1_000_000 + sequence)),
    onEvent: hear,
    ...(saved ? { state: saved.exchange } : {}),
  });

  for (const entry of CATALOGUE) {
    if (entry.product.aliasOf) continue;
    const { id } = entry.product;
    const path = {
      seed: options.seed ?? 1,
      name: id,
      startPrice: options.startPrices?.[id] ?? entry.startPrice,
      dailyMove: entry.dailyMove,
      dailyVolume: entry.dailyVolume,
    };
    histories.set(id, createPriceHistory(path, savedPrices[id]));
  }
  if (!saved) {
    const [first] = keys.keys();
    const balances = options.balances ?? { USD: '10000', USDC: '5000' };
    for (const [asset, amount] of Object.entries(balances)) {
      if (first) exchange.deposit(first.portfolioId, asset, dec(amount));
    }
  }
  for (const [id] of histories) if (!exchange.quote(id)) followPath(id);

  function hear(event: ExchangeEvent): void {
    if (event.type === 'quote') {
      const { bookId, quote } = event;
      histories.get(bookId)?.record(quote.at, quote.last.toNumber(), 0);
      log.append({ type: 'quote', productId: bookId, quote: plainQuote(quote) }, quote.at);
    } else {
      changed = true;
      if (event.type === 'order') log.append({ type: 'order', order: plain(event.order) }, now());
      if (event.type === 'fill') log.append({ type: 'fill', fill: plain(event.fill) }, now());
      if (event.type === 'trade') addTrade({ ...plain(event.trade) });
    }
    for (const listener of listeners) listener(event);
  }

  function addTrade(trade: MarketTrade): void {
    const list = trades.get(trade.bookId) ?? [];
    trades.set(trade.bookId, list);
    list.unshift(trade);
    if (list.length > REMEMBERED_TRADES) list.pop();
    histories.get(trade.bookId)?.record(trade.at, Number(trade.price), Number(trade.size));
    for (const listener of listeners) listener({ type: 'market_trade', trade });
  }

  /** Sets bid, ask and last around a price of the path. */
  function quoteAt(bookId: string, price: number): void {
    const entry = catalogue.get(bookId);
    if (!entry) return;
    const tick = dec(entry.product.priceIncrement);
    const exact = dec(price.toPrecision(12));
    const half = exact.mul('0.00005');
    const bid = maxOf(floorTo(exact.minus(half), tick), tick);
    const ask = maxOf(ceilTo(exact.plus(half), tick), bid.plus(tick));
    exchange.setPrice(bookId, { bid, ask, last: maxOf(floorTo(exact, tick), tick) }, now());
  }

  function followPath(bookId: string): void {
    const history = histories.get(bookId);
    if (!history) return;
    const at = now();
    quoteAt(bookId, history.path.at(at) * history.factorAt(at));
    const quote = exchange.quote(bookId);
    const entry = catalogue.get(bookId);
    if (!quote || !entry) return;
    const chance = history.path.chance(Math.floor(at / 1000));
    const size = floorTo(
      dec(((entry.dailyVolume / 86_400) * (0.2 + 1.6 * chance)).toPrecision(8)),
      dec(entry.product.baseIncrement),
    );
    if (size.isZero()) return;
    const side = chance < 0.5 ? 'sell' : 'buy';
    const price = (side === 'buy' ? quote.ask : quote.bid).toFixed();
    addTrade({ tradeId: String(at), bookId, price, size: size.toFixed(), side, at });
  }

  const walking = new Set<string>();
  if (options.prices !== 'manual') {
    const timer = setInterval(() => {
      for (const id of histories.keys()) if (!walking.has(id)) followPath(id);
      save();
    }, options.tickMs ?? 1000);
    stops.add(() => clearInterval(timer));
  }

  /** The outside trade that a price set by hand is the last of. */
  function smallTrade(bookId: string, at: number): Omit<MarketTrade, 'price'> {
    const size = catalogue.get(bookId)?.product.baseIncrement ?? '1';
    return { tradeId: String(at), bookId, size, side: 'buy', at };
  }

  /** Makes the path go on from this price. */
  function rebase(bookId: string, price: number): void {
    const history = histories.get(bookId);
    const at = now();
    history?.setFactor(at, price / history.path.at(at));
    changed = true;
    pricesSavedAt = 0;
  }

  function bookIdOf(productId: string): string {
    const product = exchange.product(productId);
    if (!product) throw new RangeError(`no product ${productId}`);
    return bookOf(product);
  }

  function save(): void {
    if (!files) return;
    if (changed) files.writeAccounts({ keys: keys.keys(), exchange: exchange.state() });
    changed = false;
    if (Date.now() - pricesSavedAt < PRICES_EVERY_MS) return;
    pricesSavedAt = Date.now();
    files.writePrices(
      Object.fromEntries([...histories].map(([id, history]) => [id, history.save()])),
    );
  }

  save();

  return {
    exchange,
    keys,
    log,
    behaviour,
    now,
    entries: () =>
      CATALOGUE.map((entry) => ({
        ...entry,
        product: exchange.product(entry.product.id) ?? entry.product,
      })),
    entry(productId) {
      const entry = catalogue.get(productId);
      return entry && { ...entry, product: exchange.product(productId) ?? entry.product };
    },
    history(productId) {
      const history = histories.get(bookIdOf(productId));
      if (!history) throw new RangeError(`no prices for ${productId}`);
      return history;
    },
    trades: (productId) => trades.get(bookIdOf(productId)) ?? [],
    setPrice(productId, price) {
      const [bid, ask] = [dec(price.bid), dec(price.ask)];
      const last = price.last === undefined ? bid.plus(ask).div(2) : dec(price.last);
      const bookId = bookIdOf(productId);
      rebase(bookId, last.toNumber());
      const at = now();
      addTrade({ ...smallTrade(bookId, at), price: last.toFixed() });
      exchange.setPrice(productId, { bid, ask, last }, at);
    },
    walk(productId, to, overMs) {
      if (stopped) return Promise.resolve();
      const bookId = bookIdOf(productId);
      const from = exchange.quote(bookId)?.last.toNumber() ?? Number(to);
      const started = performance.now();
      walking.add(bookId);
      return new Promise((resolve) => {
        const timer = setInterval(step, Math.min(WALK_STEP_MS, Math.max(overMs / 4, 1)));
        const end = () => {
          clearInterval(timer);
          stops.delete(end);
          walking.delete(bookId);
          resolve();
        };
        stops.add(end);
        function step() {
          const share = Math.min((performance.now() - started) / overMs, 1);
          const price = from * (Number(to) / from) ** share;
          quoteAt(bookId, share === 1 ? Number(to) : price);
          save();
          if (share < 1) return;
          rebase(bookId, Number(to));
          end();
        }
      });
    },
    pause: (ms) =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        const timer = setTimeout(end, ms);
        stops.add(end);
        function end() {
          clearTimeout(timer);
          stops.delete(end);
          resolve();
        }
      }),
    touch() {
      changed = true;
    },
    listen: (listener) => void listeners.push(listener),
    save,
    stop() {
      stopped = true;
      for (const stop of [...stops]) stop();
      pricesSavedAt = 0;
      save();
    },
  };
}

/** Exact numbers as plain text, all the way down. */
export function plain<T>(value: T): Plain<T> {
  if (Decimal.isDecimal(value)) return (value as unknown as Decimal).toFixed() as Plain<T>;
  if (Array.isArray(value)) return value.map(plain) as Plain<T>;
  if (typeof value !== 'object' || value === null) return value as Plain<T>;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, plain(each)]),
  ) as Plain<T>;
}

export function plainQuote(quote: { bid: Decimal; ask: Decimal; last: Decimal }): SandboxQuote {
  return { bid: quote.bid.toFixed(), ask: quote.ask.toFixed(), last: quote.last.toFixed() };
}
