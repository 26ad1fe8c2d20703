import type { Decimal } from '../../money.ts';
import { dec } from '../../money.ts';
import type { OrderTerms, OrderSide as Side } from '../venue.ts';

/** `OrderTerms` of the port in exact numbers, plus the expiries that some venues offer. */
export type Terms =
  | { type: 'market'; quoteSize: Decimal }
  | { type: 'market'; size: Decimal }
  | {
      type: 'limit';
      size: Decimal;
      price: Decimal;
      timeInForce: 'gtc' | 'gtd' | 'ioc' | 'fok';
      postOnly: boolean;
      /** UTC milliseconds. */
      expiresAt?: number;
    }
  | {
      type: 'stop_limit';
      size: Decimal;
      price: Decimal;
      stopPrice: Decimal;
      direction: 'up' | 'down';
      expiresAt?: number;
    }
  | { type: 'bracket'; size: Decimal; target: Decimal; stop: Decimal; expiresAt?: number };

/** Target and stop that become a bracket of their own for what the order fills. */
export type Attached = { target: Decimal; stop: Decimal };

export type Request = {
  clientOrderId: string;
  productId: string;
  side: Side;
  terms: Terms;
  leverage?: Decimal;
  attached?: Attached;
};

/** `pending`: an attached bracket whose parent has not filled anything yet. */
export type Status = 'pending' | 'open' | 'filled' | 'cancelled' | 'expired';

/**
 * An accepted order. The exchange changes its own; what it hands out are copies.
 */
export type Order = {
  id: string;
  accountId: string;
  clientOrderId: string;
  productId: string;
  side: Side;
  terms: Terms;
  leverage?: Decimal;
  attached?: Attached;
  /** The bracket made from `attached`. */
  childId?: string;
  /** The order whose fills this attached bracket covers. */
  parentId?: string;
  status: Status;
  /** A stop has been reached: the order is now a limit order at `limitPrice`. */
  triggered: boolean;
  filledSize: Decimal;
  /** Σ price × size (× contract size) of the fills. */
  filledValue: Decimal;
  fees: Decimal;
  fillCount: number;
  /** What the account can't use because of this order, in `holdAsset`. */
  hold: Decimal;
  holdAsset: string;
  /** The account's fee rates when the order was accepted; they hold for its life. */
  rates: { maker: Decimal; taker: Decimal };
  /** Time priority among orders at one price. */
  sequence: number;
  createdAt: number;
  updatedAt: number;
  lastFillAt?: number;
  /** Why it ended, where that is not plain from the status. */
  message?: string;
};

/** One execution of one account's order. */
export type Fill = {
  id: string;
  /** Shared by the two sides of a trade between accounts. */
  tradeId: string;
  orderId: string;
  accountId: string;
  productId: string;
  side: Side;
  price: Decimal;
  size: Decimal;
  fee: Decimal;
  liquidity: 'maker' | 'taker';
  at: number;
};

/** The whole size asked for; null for a market buy by quote, which has none. */
export function orderedSize(terms: Terms): Decimal | null {
  return 'size' in terms ? terms.size : null;
}

/** Base (or contracts) still to fill; zero for a market buy by quote, which never rests. */
export function remainingSize(order: Order): Decimal {
  return orderedSize(order.terms)?.minus(order.filledSize) ?? dec(0);
}

export function isLive(order: Order): boolean {
  return order.status === 'open' || order.status === 'pending';
}

/** Reads the port's terms; their numbers have been checked at the boundary. */
export function readTerms(terms: OrderTerms): Terms {
  switch (terms.type) {
    case 'market':
      return 'quoteSize' in terms
        ? { type: 'market', quoteSize: dec(terms.quoteSize) }
        : { type: 'market', size: dec(terms.size) };
    case 'limit':
      return {
        ...terms,
        size: dec(terms.size),
        price: dec(terms.price),
        postOnly: terms.postOnly ?? false,
      };
    case 'stop_limit':
      return {
        ...terms,
        size: dec(terms.size),
        price: dec(terms.price),
        stopPrice: dec(terms.stopPrice),
      };
    case 'bracket':
      return {
        ...terms,
        size: dec(terms.size),
        target: dec(terms.target),
        stop: dec(terms.stop),
      };
  }
}
