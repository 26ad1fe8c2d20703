import { dec } from '../../money.ts';
import type { Candle, Price } from '../marketData.ts';
import type { PlaceOutcome } from '../matching/admission.ts';
import type { ExchangeEvent } from '../matching/core.ts';
import { createExchange } from '../matching/exchange.ts';
import type { Tier } from '../matching/fees.ts';
import { averageEntry, liquidationPrice } from '../matching/liquidation.ts';
import type { Depth } from '../matching/liquidity.ts';
import { readTerms } from '../matching/order.ts';
import type { MarketProduct } from '../matching/product.ts';
import { readState, writeState } from '../matching/snapshot.ts';
import {
  type DecimalString,
  type Fill,
  type OrderRequest,
  type PlaceResult,
  type Product,
  type Venue,
  VenueError,
  type VenueEvent,
} from '../venue.ts';
import { rejectReason, toVenueFill, toVenueOrder } from './report.ts';

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
  /** UTC milliseconds: the real time, or the time of the event that is replayed. */
  clock: () => number;
  /** The price now, where an order comes before any was taken. */
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
  let listener: ((event: VenueEvent) => void) | null = null;
  let untold: VenueEvent[] = [];
  let changed = false;
  let saving = Promise.resolve();

  if (!stored) {
    for (const [asset, amount] of Object.entries(options.balances)) {
      exchange.deposit(ACCOUNT, asset, dec(amount));
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
    for (const product of products) {
      const unsupported = options.unsupported?.(product.id);
      exchange.setProduct({ ...product, ...(unsupported ? { unsupported } : {}) });
    }
    return products;
  }

  function fillsOf(filter: Parameters<Venue['fills']>[0]): Fill[] {
    const { venueOrderId, productId, since } = filter;
    return exchange
      .fills(ACCOUNT)
      .filter(
        (fill) =>
          (venueOrderId === undefined || fill.orderId === venueOrderId) &&
          (productId === undefined || fill.productId === productId) &&
          (since === undefined || fill.at >= since),
      )
      .map(toVenueFill);
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

  async function preparePrice(productId: string): Promise<void> {
    if (!exchange.product(productId)) await loadProducts();
    if (!exchange.product(productId) || exchange.quote(productId) || !options.price) return;
    const price = await options.price(productId);
    if (price) takePrice(price);
  }

  async function answer(result: PlaceOutcome): Promise<PlaceResult> {
    if (result.outcome === 'refused') {
      const { reason, message } = result;
      return { outcome: 'rejected', reason: rejectReason(reason), message: sentence(message) };
    }
    await settle();
    return { outcome: 'accepted', venueOrderId: result.order.id };
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

  function toRequest(request: OrderRequest) {
    const { attached } = request;
    return {
      clientOrderId: request.clientOrderId,
      productId: request.productId,
      side: request.side,
      terms: readTerms(request.terms),
      ...(request.leverage ? { leverage: dec(request.leverage) } : {}),
      ...(request.marginType ? { marginType: request.marginType } : {}),
      ...(attached ? { attached: { target: dec(attached.target), stop: dec(attached.stop) } } : {}),
    };
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
      return [...(await loadProducts())];
    },
    capabilities(productId) {
      const unsupported =
        exchange.product(productId)?.unsupported ?? options.unsupported?.(productId) ?? [];
      return {
        bracket: !unsupported.includes('bracket'),
        stopLimit: !unsupported.includes('stop_limit'),
      };
    },
    async balances() {
      return exchange.balances(ACCOUNT).map(({ asset, total, hold }) => ({
        asset,
        available: total.minus(hold).toFixed(),
        hold: hold.toFixed(),
      }));
    },
    async positions() {
      return exchange.positions(ACCOUNT).flatMap(({ productId, ...position }) => {
        const product = exchange.product(productId);
        if (!product) return [];
        return [
          {
            productId,
            size: position.size.toFixed(),
            averageEntry: averageEntry(position, product).toFixed(),
            liquidationPrice: liquidationPrice(position, product).toFixed(),
          },
        ];
      });
    },
    async fees() {
      const { maker, taker } = exchange.feeTier(ACCOUNT, clock());
      return { maker, taker };
    },

    place: (request) =>
      orUnknown(async () => {
        const repeated = exchange.orderOfClient(ACCOUNT, request.clientOrderId);
        if (repeated) {
          await settle();
          return { outcome: 'accepted', venueOrderId: repeated.id };
        }
        await preparePrice(request.productId);
        return answer(exchange.place(ACCOUNT, toRequest(request), clock()));
      }),
    replace: (venueOrderId, request) =>
      orUnknown(async () => {
        const { terms } = toRequest(request);
        if (terms.type === 'market') {
          return {
            outcome: 'rejected',
            reason: 'unsupported_order',
            message: 'A market order cannot be changed.',
          };
        }
        const stop =
          terms.type === 'stop_limit'
            ? { stop: terms.stopPrice }
            : terms.type === 'bracket'
              ? { stop: terms.stop }
              : {};
        const price = terms.type === 'bracket' ? terms.target : terms.price;
        return answer(exchange.edit(venueOrderId, { size: terms.size, price, ...stop }, clock()));
      }),
    cancel: (venueOrderId) =>
      orUnknown(async () => {
        const result = exchange.cancel(venueOrderId, clock());
        if (result.outcome === 'refused') {
          return { outcome: 'rejected', message: sentence(result.message) };
        }
        await settle();
        return { outcome: 'accepted' };
      }),

    async openOrders() {
      return exchange.openOrders(ACCOUNT).map((order) => toVenueOrder(order, clock()));
    },
    async order(venueOrderId) {
      const order = exchange.order(venueOrderId);
      if (!order) return null;
      return { order: toVenueOrder(order, clock()), fills: fillsOf({ venueOrderId }) };
    },
    async findOrder(clientOrderId, _productId, since) {
      const order = exchange.orderOfClient(ACCOUNT, clientOrderId);
      return order && order.createdAt >= since ? toVenueOrder(order, clock()) : null;
    },
    fills: async (filter) => fillsOf(filter),

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
    watched() {
      const ids = [
        ...exchange.openOrders(ACCOUNT).map((order) => order.productId),
        ...exchange.positions(ACCOUNT).map((position) => position.productId),
      ];
      return [...new Set(ids)];
    },
    async deposit(asset, amount) {
      exchange.deposit(ACCOUNT, asset, dec(amount));
      changed = true;
      await settle();
    },
    ambiguousBars: () => exchange.ambiguousBars(),
  };
}

/** The core's short words as a sentence for the owner. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
