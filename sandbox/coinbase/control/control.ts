import type { Decimal } from '../../../src/trading/money.ts';
import type { Depth } from '../../../src/trading/venue/matching/liquidity.ts';
import type { Fill, Order, Terms } from '../../../src/trading/venue/matching/order.ts';
import type { MarketProduct } from '../../../src/trading/venue/matching/product.ts';
import type { Behaviour } from '../market/behaviour.ts';
import type { ApiKey, NewKey } from '../market/keys.ts';

/** The same thing with its exact numbers as plain decimal text, fit for JSON. */
export type Plain<T> = T extends Decimal
  ? string
  : T extends (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T;

export type SandboxOrder = Plain<Order>;
export type SandboxFill = Plain<Fill>;
export type SandboxBalance = { asset: string; total: string; hold: string };
export type SandboxPosition = { productId: string; size: string; averageEntry: string };
export type SandboxQuote = { bid: string; ask: string; last: string };

/** The REST endpoints, as faults and request events name them. */
export type RouteName =
  | 'create'
  | 'preview'
  | 'edit'
  | 'edit_preview'
  | 'cancel'
  | 'list_orders'
  | 'order'
  | 'fills'
  | 'close_position'
  | 'accounts'
  | 'account'
  | 'products'
  | 'product'
  | 'book'
  | 'best_bid_ask'
  | 'candles'
  | 'trades'
  | 'fees'
  | 'permissions'
  | 'portfolios'
  | 'portfolio'
  | 'balance_summary'
  | 'positions'
  | 'position'
  | 'time'
  | 'currencies';

/** Where a fault strikes: an endpoint, any of them, or a subscription to the user channel. */
export type FaultPlace = RouteName | 'any' | 'subscribe';

/**
 * Something that goes wrong; once, or as many `times` as said. A request's faults strike a
 * subscription in its own way: a 429 or a 5xx answers the connection's upgrade, any other status
 * is an error message, and what is lost takes the connection with it.
 */
export type Fault = { times?: number } & (
  | { kind: 'lose_request'; on: FaultPlace }
  /** The request is carried out, and the connection dies before the answer. */
  | { kind: 'lose_answer'; on: FaultPlace }
  /** An HTTP error; with `processed` the request was carried out all the same. */
  | { kind: 'status'; on: FaultPlace; status: number; processed?: boolean }
  /** The request is carried out, and the answer is not JSON. */
  | { kind: 'malformed'; on: FaultPlace }
  /** The answer comes late; the request is carried out at once, or late too with `before`. */
  | { kind: 'delay'; on: FaultPlace; ms: number; before?: boolean }
  /** The next create (of that side, kind and product, where said) is refused with this `error` of Coinbase's. */
  | {
      kind: 'reject_create';
      reason: string;
      message?: string;
      side?: 'buy' | 'sell';
      orderType?: Terms['type'];
      productId?: string;
    }
  /** In the next answer that lists an entry with `match` in it, that entry's field is something else. */
  | { kind: 'odd_entry'; on: RouteName; match: string; field: string; value: unknown }
  /** The next cancel is accepted and reported, and then that much of the order fills after all. */
  | { kind: 'fill_after_cancel'; size?: string }
);

export type ProductChange = Partial<
  Pick<
    MarketProduct,
    | 'status'
    | 'session'
    | 'expiresAt'
    | 'baseIncrement'
    | 'priceIncrement'
    | 'minBaseSize'
    | 'unsupported'
  >
>;

/** What happened, in order; `id` counts up from 1. */
export type SandboxEvent = { id: number; at: number } & (
  | { type: 'order'; order: SandboxOrder }
  | { type: 'fill'; fill: SandboxFill }
  | { type: 'quote'; productId: string; quote: SandboxQuote }
  | { type: 'request'; route: RouteName; method: string; path: string; status: number | 'lost' }
  | { type: 'socket'; endpoint: 'market' | 'user'; what: 'opened' | 'closed' }
  | { type: 'subscribed'; endpoint: 'market' | 'user'; channel: string; productIds: string[] }
);

type WithoutStamp<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;
export type SandboxEventBody = WithoutStamp<SandboxEvent>;

/** An order as its owner places it by hand: `size` in base or contracts. */
export type OrderByHand = { productId: string; side: 'buy' | 'sell'; size: string; price?: string };

export type StoryStep = {
  /** Milliseconds after the step before has ended. */
  afterMs: number;
  productId: string;
  to: string;
  overMs: number;
};

/**
 * Everything that can be done to the look-alike from outside of its API; the same in process and
 * over HTTP. `account` is a portfolio id, the first key's when left out. Rejects with a clear
 * message when an argument makes no sense.
 */
export type CoinbaseControl = {
  /** Moves a price at once: a single price stands for bid, ask and last. */
  setPrice(
    productId: string,
    price: string | { bid: string; ask: string; last?: string },
  ): Promise<void>;
  /** A trade prints in the outside market. */
  trade(productId: string, trade: { price: string; size: string }): Promise<void>;
  /** Walks the price to `to` in even steps; resolves once it is there. */
  walk(productId: string, walk: { to: string; overMs: number }): Promise<void>;
  /** Runs the walks one after the other; resolves at once. */
  story(steps: StoryStep[]): Promise<void>;
  quote(productId: string): Promise<SandboxQuote | null>;
  setDepth(productId: string, depth: Partial<Depth>): Promise<void>;
  /** Changes what a product is: its state, its hours, its steps, what it takes. */
  setProduct(productId: string, change: ProductChange): Promise<void>;

  fault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /** The faults that have not struck yet, or not as often as they shall. */
  faults(): Promise<Fault[]>;
  behave(change: Partial<Behaviour>): Promise<void>;
  /** Cuts every socket of an endpoint, or of both. */
  dropSockets(endpoint?: 'market' | 'user'): Promise<void>;
  /** The next message of every socket skips a sequence number. */
  skipSequence(): Promise<void>;
  /** Sends the last messages of the user channel once more. */
  replayUserEvents(count: number): Promise<void>;
  /** Keeps back the next messages of the user channel until there are so many, or for 0.3 s, and sends them last first. */
  reorderUserEvents(count: number): Promise<void>;
  /** Sends a text as it is to every socket of the endpoint. */
  sendRaw(endpoint: 'market' | 'user', text: string): Promise<void>;

  orders(account?: string): Promise<SandboxOrder[]>;
  fills(account?: string): Promise<SandboxFill[]>;
  balances(account?: string): Promise<SandboxBalance[]>;
  positions(account?: string): Promise<SandboxPosition[]>;

  /** Fills some of a resting order at its own price, whatever the quote; all of it by default. */
  fillOrder(orderId: string, size?: string): Promise<void>;
  /** What the owner may do by hand in Coinbase's app. */
  /** Places an order, at the market without a `price`; its venue's id. */
  placeOrder(order: OrderByHand, account?: string): Promise<string>;
  cancelOrder(orderId: string): Promise<void>;
  /** Moves a resting order; `price` is a bracket's target, and what is left out stays. */
  moveOrder(orderId: string, to: { price?: string; stop?: string; size?: string }): Promise<void>;
  /** Sells so much (all free by default) of a spot product's base, or closes a derivatives position, at the market. */
  closePosition(productId: string, size?: string, account?: string): Promise<void>;
  /** Adds to a balance from outside; takes away when negative. */
  transfer(asset: string, amount: string, account?: string): Promise<void>;
  /** Adds an API key; of the first account unless told otherwise. */
  addKey(key?: NewKey): Promise<ApiKey>;

  /** The id of the last event. */
  lastEvent(): Promise<number>;
  /** The first event after `after` (0: any that is still remembered) that the predicate takes. */
  waitFor(
    predicate: (event: SandboxEvent) => boolean,
    options?: { after?: number; timeoutMs?: number },
  ): Promise<SandboxEvent>;
  /** Calls `listener` with each event after `after`; gives what stops it. */
  follow(listener: (event: SandboxEvent) => void, after?: number): () => void;
};
