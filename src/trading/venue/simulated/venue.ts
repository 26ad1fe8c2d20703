import { dec } from '../../money.ts';
import { listed } from '../listed.ts';
import type { Candle, Price } from '../marketData.ts';
import type { ExchangeEvent } from '../matching/core.ts';
import { createExchange } from '../matching/exchange.ts';
import type { Tier } from '../matching/fees.ts';
import type { Depth } from '../matching/liquidity.ts';
import type { MarketProduct } from '../matching/product.ts';
import { readState, writeState } from '../matching/snapshot.ts';
import {
  type DecimalString,
  type Product,
  type Venue,
  VenueError,
  type VenueEvent,
} from '../venue.ts';
import { createSimulatedAccount } from './account.ts';
import { toVenueOrder } from './report.ts';

/** The venue, and the prices that it must be fed with. */
export type SimulatedVenue = Venue & {
  /** The outside market moved: orders fill and stops trigger as the matching core describes. */
  takePrice(price: Price): void;
  /** One bar passes, as when history is replayed. */
  takeCandle(productId: string, candle: Candle): void;
  /** The time has moved on: what has expired ends. */
  takeTime(at: number): void;
  /** Products whose prices open orders or positions wait for. */
  watched(): string[];
  /** Money comes in from outside; goes out when negative. */
  deposit(asset: string, amount: DecimalString): Promise<void>;
  /** Bars in which a stop and a target were both touched, and the stop was taken. */
  ambiguousBars(): number;
};

export type SimulatedVenueOptions = {
  /** What can be traded; asked when the venue is opened and whenever `products` is. */
  products: () => Promise<readonly Product[]>;
  /** One of them as it is now, asked for before an order on it, so that what is closed is closed here too. */
  product?: (productId: string) => Promise<Product | null>;
  /** UTC milliseconds: the real time, or the time of the event that is replayed. */
  clock: () => number;
  /** The price now; asked for before each order. */
  price?: (productId: string) => Promise<Price | null>;
  /** What the account owns at first. */
  balances: Readonly<Record<string, DecimalString>>;
  tiers?: readonly Tier[];
  depth?: Partial<Depth>;
  /** Share of a print at an order's own price that goes to it, 0 to 1; 0 by default. */
  queueShare?: DecimalString;
  /** Orders that products lack, so that what the real venue refuses is refused here too. */
  unsupported?: (productId: string) => MarketProduct['unsupported'];
  /**
   * Where the account is kept. `save` is awaited before an order is answered for or anything is
   * pushed, so that nothing is told that a crash could take back.
   */
  storage?: { load(): Promise<string | null>; save(state: string): Promise<void> };
};

const ACCOUNT = 'paper';
/** A product's state is asked for before an order when it is older. */
const STATE_FRESH_MS = 10_000;
/** Orders that ended so long ago are dropped from the stored state. */
const REMEMBERED_MS = 30 * 86_400_000;

/** A venue that trades on paper: the matching core behind the port, around prices it is fed. */
export async function createSimulatedVenue(
  options: SimulatedVenueOptions,
): Promise<SimulatedVenue> {
  const { clock, storage } = options;
  const stored = await storage?.load();
  const exchange = createExchange({
    products: [],
    onEvent: hear,
    ...(options.tiers ? { tiers: options.tiers } : {}),
    ...(options.depth ? { depth: options.depth } : {}),
    ...(options.queueShare ? { queueShare: options.queueShare } : {}),
    ...(stored ? { state: readState(stored) } : {}),
  });
  const account = createSimulatedAccount({
    exchange,
    name: ACCOUNT,
    clock,
    unsupported: options.unsupported,
  });
  let listener: ((event: VenueEvent) => void) | null = null;
  let untold: VenueEvent[] = [];
  let changed = false;
  let saving = Promise.resolve();
  const refreshedAt = new Map<string, number>();

  if (!stored) {
    for (const [asset, amount] of Object.entries(options.balances)) {
      account.deposit(asset, amount);
    }
    changed = true;
  }

  function hear(event: ExchangeEvent): void {
    if (event.type === 'quote' || event.type === 'trade') return;
    changed = true;
    if (event.type === 'order' && listener) {
      untold.push({ type: 'order', order: toVenueOrder(event.order, clock()) });
    }
  }

  function tell(): void {
    const events = untold;
    untold = [];
    for (const event of events) listener?.(event);
  }

  /** Keeps what has changed, then tells it; at once where nothing is kept. */
  function settle(): Promise<void> {
    if (!changed) return saving;
    if (!storage) {
      changed = false;
      tell();
      return saving;
    }
    // One save after the other; what changes meanwhile goes with the next.
    const attempt = saving.then(async () => {
      if (!changed) return;
      changed = false;
      exchange.forget(clock() - REMEMBERED_MS);
      try {
        await storage.save(writeState(exchange.state()));
      } catch (error) {
        changed = true;
        throw error;
      }
      tell();
    });
    saving = attempt.catch(() => {});
    return attempt;
  }

  async function loadProducts(): Promise<readonly Product[]> {
    const products = await options.products();
    refreshedAt.clear();
    account.setProducts(products);
    return products;
  }

  function takePrice(price: Price): void {
    if (!exchange.product(price.productId)) return;
    const [bid, ask, last] = [dec(price.bid), dec(price.ask), dec(price.last)];
    exchange.setPrice(price.productId, { bid, ask, last }, clock());
    keepInBackground();
  }

  /** Where there is nobody to reject to: what was not kept goes with the next save, and is told then. */
  function keepInBackground(): void {
    settle().catch(() => {});
  }

  /** What was known stays where it can't be asked for; a product that is gone takes nothing any more. */
  async function refreshProduct(productId: string): Promise<void> {
    const before = refreshedAt.get(productId);
    if (!options.product || (before !== undefined && clock() - before < STATE_FRESH_MS)) return;
    const known = exchange.product(productId);
    const fresh = await options.product(productId);
    refreshedAt.set(productId, clock());
    if (fresh) account.setProducts([fresh]);
    else if (known) exchange.setProduct({ ...known, status: 'disabled' });
  }

  /**
   * The price may be an old one: nobody tells of a product that is no longer followed, and an order
   * must not fill at what it was then.
   */
  async function preparePrice(productId: string): Promise<void> {
    if (!exchange.product(productId)) await loadProducts();
    if (!exchange.product(productId) || !options.price) return;
    const known = exchange.quote(productId);
    const asked = options.price(productId);
    // Where it can't be asked for, what was known must do.
    const price = await (known ? asked.catch(() => null) : asked);
    if (price) takePrice(price);
  }

  /** What has changed the account is kept before it is answered for. */
  async function kept<T extends { outcome: string }>(answer: T): Promise<T> {
    if (answer.outcome === 'accepted') await settle();
    return answer;
  }

  /** Runs what must never reject. */
  async function orUnknown<T>(work: () => Promise<T>) {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        outcome: 'unknown' as const,
        message: `The paper account could not be kept: ${why}.`,
      };
    }
  }

  return {
    name: 'simulated',
    async open(to) {
      if (listener) throw new VenueError('The paper account is open already.');
      listener = to;
      await loadProducts();
      listener({ type: 'connected', at: clock() });
    },
    async close() {
      listener = null;
      await settle();
    },

    async products() {
      return listed(await loadProducts());
    },
    async product(productId) {
      refreshedAt.delete(productId);
      await refreshProduct(productId);
      if (!exchange.product(productId)) await loadProducts();
      return exchange.product(productId) ?? null;
    },
    capabilities: account.capabilities,
    balances: async () => listed(account.balances()),
    positions: async () => listed(account.positions()),
    fees: async () => account.fees(),

    place: (request) =>
      orUnknown(async () => {
        if (!account.orderOfClient(request.clientOrderId)) {
          await refreshProduct(request.productId).catch(() => {});
          await preparePrice(request.productId);
        }
        return kept(account.place(request));
      }),
    replace: (venueOrderId, request) =>
      orUnknown(() => kept(account.replace(venueOrderId, request))),
    cancel: (venueOrderId) => orUnknown(() => kept(account.cancel(venueOrderId))),

    openOrders: async () => listed(account.openOrders()),
    order: async (venueOrderId) => account.order(venueOrderId),
    async findOrder(clientOrderId, _productId, since) {
      const order = account.orderOfClient(clientOrderId);
      return order && (order.createdAt ?? 0) >= since ? order : null;
    },
    fills: async (filter) => listed(account.fills(filter)),

    takePrice,
    takeCandle(productId, candle) {
      if (!exchange.product(productId)) return;
      const { open, high, low, close, volume } = candle;
      exchange.candle(
        productId,
        { open: dec(open), high: dec(high), low: dec(low), close: dec(close), volume: dec(volume) },
        clock(),
      );
      keepInBackground();
    },
    takeTime(at) {
      exchange.expire(at);
      keepInBackground();
    },
    watched: account.watched,
    async deposit(asset, amount) {
      account.deposit(asset, amount);
      changed = true;
      await settle();
    },
    ambiguousBars: () => exchange.ambiguousBars(),
  };
}
