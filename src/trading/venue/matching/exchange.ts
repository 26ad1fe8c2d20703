import { type Decimal, minOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import {
  accept,
  consider,
  foresee,
  type PlaceOutcome,
  type PreviewOutcome,
  refuse,
} from './admission.ts';
import { type Bar, type Walk, walkBar } from './bars.ts';
import { limitPrice, type Offer, offers, type Quote } from './book.ts';
import {
  accountOf,
  bookFor,
  createCore,
  depthOf,
  type ExchangeOptions,
  type ExchangeState,
  forgetEnded,
  liveFor,
  productOf,
  stateOf,
} from './core.ts';
import { type Edit, editOrder } from './edits.ts';
import { noteExpiry, settleExpired } from './expiry.ts';
import { recentVolume, type Tier, tierFor } from './fees.ts';
import { credit, type Position } from './ledger.ts';
import type { Depth } from './liquidity.ts';
import { type Fill, isLive, type Order, type Request, remainingSize } from './order.ts';
import { expireDue, finish } from './orderLife.ts';
import { fillAtOwnPrice, moveQuote, print, quoteAround, settle } from './outside.ts';
import type { MarketProduct } from './product.ts';
import { type Waits, waitsIn } from './waits.ts';

/**
 * An exchange in memory: accounts trade with each other and with the outside market around a
 * price that the caller moves. No I/O, no clock, no chance: every time and price is passed in, and
 * the same calls give the same outcome, ids included.
 *
 * How it fills, so that results can be believed:
 * - A taker walks the book from the best price: resting orders first at a price, by time, then the
 *   outside's depth (`Depth`). What takers eat of that depth is back when the quote next moves.
 * - A resting order fills in full, as maker, at its own price, when the outside's opposite quote
 *   reaches its price or a trade prints beyond it. A print right at its price fills `queueShare` of
 *   the print's size; with the default of zero it does not fill at the touch.
 * - A stop triggers on the last trade price. A stop-limit then is a limit order; a bracket's stop
 *   becomes a limit order 5 % beyond its trigger, as Coinbase's does, and so trades at the market
 *   with that much slippage at most; what finds no buyer within it rests there.
 * - When one bar touches both a bracket's stop and its target, the stop is taken and counted; or the
 *   target, where the better is assumed.
 * - A contract that expires is settled at the last price, without a fee and without a trade; its orders end.
 * - Trades here never move the outside's price.
 */
export type Exchange = {
  product(productId: string): MarketProduct | undefined;
  products(): MarketProduct[];
  /** Adds a product, or changes one (its status, what it supports). */
  setProduct(product: MarketProduct): void;
  setDepth(bookId: string, depth: Partial<Depth>): void;

  /** Adds to a balance; takes away when negative. The account is made when it is new. */
  deposit(accountId: string, asset: string, amount: Decimal): void;
  balances(accountId: string): { asset: string; total: Decimal; hold: Decimal }[];
  positions(accountId: string): ({ productId: string } & Position)[];
  feeTier(accountId: string, at: number): Tier & { volume: Decimal };

  /** Moves the outside's quote; `last` is the middle when left out. */
  setPrice(productId: string, price: PriceInput, at: number): void;
  /** A trade prints outside. */
  trade(productId: string, price: Decimal, size: Decimal, at: number): void;
  /** Walks one bar: open, both extremes, close; see the rules above. Listeners are told inside it. */
  candle(productId: string, bar: Bar, at: number, walk?: Walk): void;
  /** The outside trades at one price, with the quote around it as a bar's would be. */
  setLast(productId: string, last: Decimal, at: number): void;
  /** The nearest prices below and above at which anything here would happen; null: none that way. */
  waits(productId: string): Waits;
  /** Ends the orders whose time is up, and settles contracts that expire. Every other call does this too. */
  expire(at: number): void;
  quote(productId: string): Quote | null;
  /** Depth as a taker would meet it, merged by price, best first. */
  depth(productId: string, levels: number): { bids: Offer[]; asks: Offer[] };
  /** Bars in which a bracket's stop and target were both touched. */
  ambiguousBars(): number;

  place(accountId: string, request: Request, at: number): PlaceOutcome;
  /** What `place` would do, without doing it. */
  preview(accountId: string, request: Request, at: number): PreviewOutcome;
  /** Changes price and size of a resting good-till-cancelled order; `size` is the whole size. */
  edit(orderId: string, change: Edit, at: number): PlaceOutcome;
  cancel(orderId: string, at: number, message?: string): PlaceOutcome;
  /**
   * Fills some of a resting order at its own price as maker, whatever the quote; also of a
   * cancelled one, as happens when a fill and a cancel cross.
   */
  forceFill(orderId: string, size: Decimal, at: number): PlaceOutcome;

  order(orderId: string): Order | undefined;
  /** The account's first order of that client id. */
  orderOfClient(accountId: string, clientOrderId: string): Order | undefined;
  /** In order of acceptance. */
  orders(accountId: string): Order[];
  openOrders(accountId: string): Order[];
  /** In order of execution. */
  fills(accountId: string): Fill[];
  /** The same of one order. */
  fillsOfOrder(orderId: string): Fill[];
  /** Drops orders that ended before that time, with their fills; sums and positions stay. */
  forget(before: number): void;
  /** All of it, for `snapshot.ts`. */
  state(): ExchangeState;
};

export type PriceInput = { bid: Decimal; ask: Decimal; last?: Decimal };

export function createExchange(options: ExchangeOptions): Exchange {
  const core = createCore(options);
  let delivering = false;

  /** Runs one call from outside, then hands out what happened; a listener may call in again. */
  function act<T>(at: number, work: () => T): T {
    expireDue(core, at);
    settleExpired(core, at);
    const result = work();
    deliver();
    return result;
  }

  function deliver(): void {
    const { queue } = core;
    if (!queue || delivering) return;
    delivering = true;
    try {
      for (let event = queue.shift(); event; event = queue.shift()) options.onEvent?.(event);
    } finally {
      delivering = false;
    }
  }

  return {
    product: (productId) => core.products.get(productId),
    products: () => [...core.products.values()],
    setProduct(product) {
      core.products.set(product.id, product);
      noteExpiry(core, product);
    },
    setDepth: (bookId, depth) =>
      void core.depths.set(bookId, { ...depthOf(core, bookId), ...depth }),

    deposit: (accountId, asset, amount) => credit(accountOf(core, accountId), asset, amount),
    balances: (accountId) =>
      [...accountOf(core, accountId).balances].map(([asset, balance]) => ({ asset, ...balance })),
    positions: (accountId) =>
      [...accountOf(core, accountId).positions]
        .filter(([, position]) => !position.size.isZero())
        .map(([productId, position]) => ({ productId, ...position })),
    feeTier(accountId, at) {
      const volume = recentVolume(accountOf(core, accountId).volume, at);
      return { ...tierFor(core.tiers, volume), volume };
    },

    setPrice: (productId, { bid, ask, last }, at) =>
      act(at, () => {
        const book = bookFor(core, productOf(core, productId));
        moveQuote(core, book, { bid, ask, last: last ?? bid.plus(ask).div(2), at });
        settle(core, book, at);
      }),
    trade: (productId, price, size, at) =>
      act(at, () => {
        const product = productOf(core, productId);
        const book = bookFor(core, product);
        moveQuote(
          core,
          book,
          book.quote ? { ...book.quote, last: price, at } : quoteAround(core, product, price, at),
        );
        print(core, book, price, size, at);
        settle(core, book, at);
      }),
    candle: (productId, bar, at, walk) =>
      act(at, () => walkBar(core, productOf(core, productId), bar, at, deliver, walk)),
    setLast: (productId, last, at) =>
      act(at, () => {
        const product = productOf(core, productId);
        const book = bookFor(core, product);
        moveQuote(core, book, quoteAround(core, product, last, at));
        settle(core, book, at);
      }),
    waits: (productId) => waitsIn(core, productOf(core, productId)),
    expire: (at) => act(at, () => undefined),
    quote: (productId) => bookFor(core, productOf(core, productId)).quote,
    depth(productId, levels) {
      const product = productOf(core, productId);
      const book = bookFor(core, product);
      const merged = (side: OrderSide) => {
        const result: Offer[] = [];
        for (const { price, size } of offers(book, product, depthOf(core, book.id), side)) {
          const last = result.at(-1);
          if (last?.price.eq(price)) last.size = last.size.plus(size);
          else if (result.length === levels) break;
          else result.push({ price, size });
        }
        return result;
      };
      return { bids: merged('sell'), asks: merged('buy') };
    },
    ambiguousBars: () => core.ambiguous,

    place: (accountId, request, at) =>
      act(at, () => accept(core, accountId, request, consider(core, accountId, request, at), at)),
    preview: (accountId, request, at) => foresee(consider(core, accountId, request, at), request),
    edit: (orderId, change, at) => act(at, () => editOrder(core, orderId, change, at)),
    cancel: (orderId, at, message) =>
      act(at, () => {
        const order = core.orders.get(orderId);
        if (!order) return refuse('unknown_order', `no order ${orderId}`);
        if (!isLive(order)) return refuse('not_open', `the order is ${order.status}`);
        const { session } = productOf(core, order.productId);
        if (session?.state === 'closed') {
          return refuse('session_closed', `the market of ${order.productId} is closed`);
        }
        finish(core, order, 'cancelled', at, message);
        return { outcome: 'accepted', order: { ...order } };
      }),
    forceFill: (orderId, size, at) =>
      act(at, () => {
        const order = core.orders.get(orderId);
        if (!order) return refuse('unknown_order', `no order ${orderId}`);
        const left = remainingSize(order);
        if (left.lte(ZERO)) return refuse('not_open', 'nothing of it is left to fill');
        const product = productOf(core, order.productId);
        const price = limitPrice(product, order) ?? bookFor(core, product).quote?.last;
        if (!price) return refuse('no_price', `${product.id} has no price yet`);
        fillAtOwnPrice(core, order, price, minOf(size, left), at);
        return { outcome: 'accepted', order: { ...order } };
      }),

    order(orderId) {
      const order = core.orders.get(orderId);
      return order && { ...order };
    },
    orderOfClient(accountId, clientOrderId) {
      const order = core.clientIds.get(`${accountId}/${clientOrderId}`);
      return order && { ...order };
    },
    orders: (accountId) => (core.ordersOf.get(accountId) ?? []).map((order) => ({ ...order })),
    openOrders: (accountId) => [...liveFor(core, accountId)].map((order) => ({ ...order })),
    fills: (accountId) => [...(core.fillsOf.get(accountId) ?? [])],
    fillsOfOrder: (orderId) => [...(core.fillsOfOrder.get(orderId) ?? [])],
    forget: (before) => forgetEnded(core, before),
    state: () => stateOf(core),
  };
}
