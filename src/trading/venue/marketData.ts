import type { Listed } from './listed.ts';
import type { DecimalString, Product } from './venue.ts';

export type Price = {
  productId: string;
  bid: DecimalString;
  ask: DecimalString;
  last: DecimalString;
  /** UTC milliseconds. */
  at: number;
};

export type Candle = {
  /** Start, UTC milliseconds. */
  at: number;
  open: DecimalString;
  high: DecimalString;
  low: DecimalString;
  close: DecimalString;
  volume: DecimalString;
};

export type Granularity = '1m' | '5m' | '15m' | '30m' | '1h' | '2h' | '6h' | '1d';

export type MarketEvent =
  | { type: 'price'; price: Price }
  | { type: 'connected'; at: number }
  | { type: 'disconnected'; at: number; message: string };

/** Public prices; needs no key. Methods reject with a `VenueError` when they could not learn an answer. */
export type MarketData = {
  /** Calls `listener` at each change of a followed product's price. Reconnects by itself. */
  open(listener: (event: MarketEvent) => void): Promise<void>;
  close(): Promise<void>;
  /** Follows exactly these products from now on. */
  follow(productIds: readonly string[]): void;
  products(): Promise<Listed<Product>>;
  /** One product as it is now; null when there is none. */
  product(productId: string): Promise<Product | null>;
  /** Hears of these products' prices without telling of them, so that `price` has them at hand. */
  hear(productIds: readonly string[]): void;
  /**
   * The price now; null when the product has none. One that was heard on a connection that is up is
   * not asked for. From then on the product's price is heard.
   */
  price(productId: string): Promise<Price | null>;
  /** The price that `price` would not ask for; null when it would. */
  priceAtHand(productId: string): Price | null;
  /** The venue's clock, UTC milliseconds. */
  time(): Promise<number>;
  /** The last price of each of these products that has one, asked for together. */
  lastPrices(productIds: readonly string[]): Promise<ReadonlyMap<string, DecimalString>>;
  /** Oldest first; `end` is exclusive. Any length: it pages by itself. */
  candles(
    productId: string,
    granularity: Granularity,
    start: number,
    end: number,
  ): Promise<Candle[]>;
};
