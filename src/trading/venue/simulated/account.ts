import { dec } from '../../money.ts';
import { disagreement } from '../disagreement.ts';
import type { Exchange } from '../matching/exchange.ts';
import { averageEntry, liquidationPrice } from '../matching/liquidation.ts';
import { readTerms } from '../matching/order.ts';
import type { MarketProduct } from '../matching/product.ts';
import type {
  Balance,
  CancelResult,
  Capabilities,
  DecimalString,
  FeeTier,
  Fill,
  OrderRequest,
  OrderWithFills,
  PlaceResult,
  Product,
  Venue,
  VenueOrder,
  VenuePosition,
} from '../venue.ts';
import { rejectReason, toVenueFill, toVenueOrder } from './report.ts';

type Known<T extends { outcome: string }> = Exclude<T, { outcome: 'unknown' }>;

/**
 * One account at an exchange in memory, in the port's words, and at once: nothing is waited for
 * and nothing is kept. The simulated venue keeps it and answers later; history asks it directly.
 */
export type SimulatedAccount = {
  setProducts(products: readonly Product[]): void;
  capabilities(productId: string): Capabilities;
  balances(): Balance[];
  positions(): (VenuePosition & { averageEntry: DecimalString })[];
  fees(): FeeTier;
  /** A repeated client order id is answered with the order it made. */
  place(request: OrderRequest): Known<PlaceResult>;
  replace(venueOrderId: string, request: OrderRequest): Known<PlaceResult>;
  cancel(venueOrderId: string): Known<CancelResult>;
  openOrders(): VenueOrder[];
  order(venueOrderId: string): OrderWithFills | null;
  orderOfClient(clientOrderId: string): VenueOrder | null;
  fills(filter: Parameters<Venue['fills']>[0]): Fill[];
  deposit(asset: string, amount: DecimalString): void;
  /** Products whose prices open orders or positions wait for. */
  watched(): string[];
};

/** @param clock UTC milliseconds: the real time, or the time of the event that is replayed. */
export function createSimulatedAccount(parts: {
  exchange: Exchange;
  name: string;
  clock: () => number;
  unsupported?: ((productId: string) => MarketProduct['unsupported']) | undefined;
}): SimulatedAccount {
  const { exchange, name, clock, unsupported } = parts;

  function answer(result: ReturnType<Exchange['place']>): Known<PlaceResult> {
    if (result.outcome === 'accepted') {
      const { id, childId } = result.order;
      return {
        outcome: 'accepted',
        venueOrderId: id,
        ...(childId === undefined ? {} : { attachedVenueOrderId: childId }),
      };
    }
    const { reason, message } = result;
    return { outcome: 'rejected', reason: rejectReason(reason), message: sentence(message) };
  }

  function toRequest(request: OrderRequest) {
    const { attached } = request;
    return {
      clientOrderId: request.clientOrderId,
      productId: request.productId,
      side: request.side,
      terms: readTerms(request.terms),
      ...(request.leverage ? { leverage: dec(request.leverage) } : {}),
      ...(attached ? { attached: { target: dec(attached.target), stop: dec(attached.stop) } } : {}),
    };
  }

  return {
    setProducts(products) {
      for (const product of products) {
        const lacks = unsupported?.(product.id);
        exchange.setProduct({ ...product, ...(lacks ? { unsupported: lacks } : {}) });
      }
    },
    capabilities(productId) {
      const lacks = exchange.product(productId)?.unsupported ?? unsupported?.(productId) ?? [];
      const bracket = !lacks.includes('bracket');
      return { bracket, stopLimit: !lacks.includes('stop_limit'), attachedBracket: bracket };
    },
    balances: () =>
      exchange.balances(name).map(({ asset, total, hold }) => ({
        asset,
        available: total.minus(hold).toFixed(),
        hold: hold.toFixed(),
      })),
    positions: () =>
      exchange.positions(name).flatMap(({ productId, ...position }) => {
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
      }),
    fees() {
      const { maker, taker } = exchange.feeTier(name, clock());
      return { maker, taker };
    },

    place(request) {
      const repeated = exchange.orderOfClient(name, request.clientOrderId);
      if (repeated) {
        const other = disagreement(request, toVenueOrder(repeated, clock()));
        if (!other) return { outcome: 'accepted', venueOrderId: repeated.id };
        return {
          outcome: 'rejected',
          reason: 'id_taken',
          message: `Another order has this id (${other}): nothing was placed.`,
        };
      }
      return answer(exchange.place(name, toRequest(request), clock()));
    },
    replace(venueOrderId, request) {
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
    },
    cancel(venueOrderId) {
      const result = exchange.cancel(venueOrderId, clock());
      return result.outcome === 'refused'
        ? {
            outcome: 'rejected',
            reason: rejectReason(result.reason),
            message: sentence(result.message),
          }
        : { outcome: 'accepted' };
    },

    openOrders: () => exchange.openOrders(name).map((order) => toVenueOrder(order, clock())),
    order(venueOrderId) {
      const order = exchange.order(venueOrderId);
      if (!order) return null;
      const fills = exchange.fillsOfOrder(venueOrderId).map(toVenueFill);
      return { order: toVenueOrder(order, clock()), fills };
    },
    orderOfClient(clientOrderId) {
      const order = exchange.orderOfClient(name, clientOrderId);
      return order ? toVenueOrder(order, clock()) : null;
    },
    fills({ venueOrderId, productId, since }) {
      const all =
        venueOrderId === undefined ? exchange.fills(name) : exchange.fillsOfOrder(venueOrderId);
      return all
        .filter(
          (fill) =>
            (productId === undefined || fill.productId === productId) &&
            (since === undefined || fill.at >= since),
        )
        .map(toVenueFill);
    },
    deposit: (asset, amount) => exchange.deposit(name, asset, dec(amount)),
    watched() {
      const ids = [
        ...exchange.openOrders(name).map((order) => order.productId),
        ...exchange.positions(name).map((position) => position.productId),
      ];
      return [...new Set(ids)];
    },
  };
}

/** The core's short words as a sentence for the owner. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
