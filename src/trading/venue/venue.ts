import type { Listed } from './listed.ts';

/**
 * The venue as the rest of Pilotfish knows it: a place that takes orders and reports what became
 * of them. Coinbase and the simulated venue are its two forms; nothing outside `venue/` knows
 * which one it talks to.
 *
 * Amounts are decimal strings in plain notation; times are UTC milliseconds.
 */

/** A decimal number in plain notation, such as "0.00012" or "65000". */
export type DecimalString = string;

/** Something that can be traded, with the steps its prices and sizes move in. */
export type Product = {
  /** The venue's name for it ("BTC-USD"). */
  id: string;
  base: string;
  quote: string;
  type: 'spot' | 'future';
  baseIncrement: DecimalString;
  quoteIncrement: DecimalString;
  priceIncrement: DecimalString;
  minBaseSize: DecimalString;
  maxBaseSize: DecimalString;
  minQuoteSize: DecimalString;
  maxQuoteSize: DecimalString;
  /** What the venue allows on it now. */
  status:
    | 'online'
    | 'limit_only'
    | 'post_only'
    | 'cancel_only'
    | 'auction'
    | 'view_only'
    | 'disabled';
  /** Of a future: whether its market is open. It changes by the hour. */
  session?: TradingSession;
  /** Of a future: when it ends, UTC milliseconds. */
  expiresAt?: number;
  /** The product whose book it shares ("BTC-USDC" trades the book of "BTC-USD"). */
  aliasOf?: string;
  /** Traded in the last 24 hours, in quote, when the venue says. */
  volume24h?: DecimalString;
  /** Base units in one contract; sizes of such a product are in contracts. */
  contractSize?: DecimalString;
  maxLeverage?: DecimalString;
};

export type TradingSession = {
  /** `after_hours`: only limit orders that rest are taken. `closed`: nothing is, cancels neither. */
  state: 'open' | 'after_hours' | 'closed';
  /** When it is to open and to close next, UTC milliseconds, as far as told. */
  opensAt?: number;
  closesAt?: number;
};

/** Which protective orders a product takes, learned from the venue's own answers. */
export type Capabilities = {
  /** Target and stop in one resting order. */
  bracket: boolean;
  /** A resting stop-limit. */
  stopLimit: boolean;
  /** A bracket that comes with an entry (`OrderRequest.attached`). Left out: not known, nothing speaks against it. */
  attachedBracket?: boolean;
};

export type OrderSide = 'buy' | 'sell';

/** What to trade and how; exactly the orders that some venue offers, nothing derived. */
export type OrderTerms =
  /** At once, at whatever price: a buy by quote or base, a sell by base only. */
  | { type: 'market'; quoteSize: DecimalString }
  | { type: 'market'; size: DecimalString }
  | {
      type: 'limit';
      size: DecimalString;
      price: DecimalString;
      /** gtc rests until cancelled, gtd until `expiresAt`, ioc takes what is there, fok all or nothing. */
      timeInForce: 'gtc' | 'gtd' | 'ioc' | 'fok';
      postOnly?: boolean;
      expiresAt?: number;
    }
  /** Becomes a limit order once the price has reached `stopPrice` in that direction. */
  | {
      type: 'stop_limit';
      size: DecimalString;
      price: DecimalString;
      stopPrice: DecimalString;
      direction: 'up' | 'down';
    }
  /** Target and stop over one size: whichever is reached first. */
  | { type: 'bracket'; size: DecimalString; target: DecimalString; stop: DecimalString };

export type OrderRequest = {
  /** Ours, made and committed before the order is sent; a repeated request must end in one order. */
  clientOrderId: string;
  productId: string;
  side: OrderSide;
  terms: OrderTerms;
  /** It closes or protects what is open: where not everything can be sent at once, it goes first. */
  closes?: true;
  /** Only on products that have it. */
  leverage?: DecimalString;
  /**
   * Only on a market or limit order that opens: a bracket that becomes live for what it fills, as an
   * order of its own that names it (`parentVenueOrderId`), of the size filled so far.
   */
  attached?: { target: DecimalString; stop: DecimalString };
};

/**
 * The venue's answer to an order. Only a proven refusal is `rejected`; a timeout, a broken
 * connection, a 5xx or an answer that can't be read is `unknown`, and `findOrder` finds out.
 */
export type PlaceResult =
  | {
      outcome: 'accepted';
      venueOrderId: string;
      /** Of the bracket that was attached to it, where the venue names it at once. */
      attachedVenueOrderId?: string;
    }
  | { outcome: 'rejected'; reason: RejectReason; message: string }
  | { outcome: 'unknown'; message: string };

/** What a no is about, and with it whether asking again can help. */
export type RejectReason =
  /** The money or the base is not free: look at the balance. */
  | 'insufficient_funds'
  /** Off the product's steps: read the product anew and round anew. */
  | 'precision'
  /** The price, the stop or the target is not possible as the market stands. */
  | 'invalid_price'
  | 'invalid_size'
  /** Post-only, and it would have traded at once. */
  | 'would_cross'
  /** The product takes no such kind of order, or such an order can't be changed in place: not now, not later. */
  | 'unsupported_order'
  /** The product is not open to it as it is now: read its state anew. */
  | 'product_unavailable'
  /** The hour or the moment: the same may be taken later. It says nothing of what the product takes. */
  | 'not_now'
  /** The order that was to be changed or cancelled is triggered, done, gone or being cancelled. */
  | 'order_state'
  /** This account or key may not. */
  | 'not_permitted'
  | 'rate_limited'
  /** An order of this id exists already: ours, sent before. */
  | 'duplicate'
  /** Another order has this id: nothing was placed, and that one is not ours. */
  | 'id_taken'
  /** A reason that is not known here: conclude nothing from it. */
  | 'other';

export type CancelResult =
  | { outcome: 'accepted' }
  /** `order_state`: it was already done, or was never there; its order report says which. */
  | { outcome: 'rejected'; reason: RejectReason; message: string }
  | { outcome: 'unknown'; message: string };

export type VenueOrderStatus = 'pending' | 'open' | 'filled' | 'cancelled' | 'expired' | 'rejected';

/**
 * What the venue says of an order: cumulative, so that a replayed, repeated or late report changes
 * nothing. `exact` reports are summed from fills; others are the push channel's own sums.
 */
export type VenueOrder = {
  venueOrderId: string;
  clientOrderId: string;
  productId: string;
  side: OrderSide;
  status: VenueOrderStatus;
  filledSize: DecimalString;
  /** Σ price × size (× the base in a contract) of what is filled, in quote. */
  filledValue: DecimalString;
  /** In quote, paid so far. */
  fees: DecimalString;
  exact: boolean;
  /** Known from lists, not from every push. */
  terms?: OrderTerms;
  /** On a bracket that came with an entry: that entry. Known from lists, not from every push. */
  parentVenueOrderId?: string;
  /** On an entry that a bracket came with: that bracket. Known from lists, not from every push. */
  attachedVenueOrderId?: string;
  message?: string;
  createdAt?: number;
  at: number;
};

/** One execution. `tradeId` is unique at the venue. */
export type Fill = {
  tradeId: string;
  venueOrderId: string;
  productId: string;
  side: OrderSide;
  price: DecimalString;
  size: DecimalString;
  fee: DecimalString;
  liquidity: 'maker' | 'taker' | 'unknown';
  at: number;
};

export type OrderWithFills = { order: VenueOrder; fills: readonly Fill[] };

export type Balance = { asset: string; available: DecimalString; hold: DecimalString };

/** A derivatives position at the venue; `size` in contracts, negative when short. */
export type VenuePosition = {
  productId: string;
  size: DecimalString;
  /** Not always told. */
  averageEntry?: DecimalString;
  liquidationPrice?: DecimalString;
};

/** As fractions of the traded value: "0.006" is 0.6 %. */
export type FeeTier = { maker: DecimalString; taker: DecimalString };

/** What a venue pushes. */
export type VenueEvent =
  | { type: 'order'; order: VenueOrder }
  /** The push channel is up: anything may have been missed before, so reconcile. */
  | { type: 'connected'; at: number }
  | { type: 'disconnected'; at: number; message: string };

/**
 * The port. `place`, `replace` and `cancel` never reject: not knowing is one of their answers.
 * The others reject with a `VenueError` when they could not learn an answer, an `UnreadableError`
 * when there is one that can't be read.
 */
export type Venue = {
  name: 'coinbase' | 'simulated';
  /** Opens the push channel; events go to `listener` until `close`. Reconnects by itself. */
  open(listener: (event: VenueEvent) => void): Promise<void>;
  close(): Promise<void>;

  products(): Promise<Listed<Product>>;
  /** One product as it is now, with what this account may do on it; null when the venue has none. */
  product(productId: string): Promise<Product | null>;
  capabilities(productId: string): Capabilities;
  balances(): Promise<Listed<Balance>>;
  positions(): Promise<Listed<VenuePosition>>;
  fees(): Promise<FeeTier>;

  place(request: OrderRequest): Promise<PlaceResult>;
  /** Changes price and size of a resting order in place, keeping its ids; `terms` whole, as they shall be. */
  replace(venueOrderId: string, request: OrderRequest): Promise<PlaceResult>;
  cancel(venueOrderId: string): Promise<CancelResult>;

  /** Everything not yet terminal, also what is still pending at the venue. */
  openOrders(): Promise<Listed<VenueOrder>>;
  /** The order of that id, with exact sums and the fills they are of; null when the venue has none. */
  order(venueOrderId: string): Promise<OrderWithFills | null>;
  /**
   * Looks for an order by our own id among those created since `since`; null when the venue's lists
   * have none. Rejects when one of them can't be read and may be it.
   */
  findOrder(clientOrderId: string, productId: string, since: number): Promise<VenueOrder | null>;
  fills(filter: {
    venueOrderId?: string;
    productId?: string;
    since?: number;
  }): Promise<Listed<Fill>>;
};

/** The venue could not be asked, or its answer could not be read. `message` is fit for the owner's eyes. */
export class VenueError extends Error {
  override name = 'VenueError';
}

/** The venue's own no, or a key that can't be used: asking again changes nothing. */
export class VenueRefusal extends VenueError {}
