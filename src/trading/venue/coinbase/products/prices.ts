import type { Price } from '../../marketData.ts';
import { type DecimalString, VenueError } from '../../venue.ts';
import type { Rest, RestRequest } from '../connection/rest.ts';
import { productList, ticker, tickerTrade, wireProduct } from '../wire/wire.ts';

/** So many ids fit into a URL with room to spare. */
const PRODUCTS_PER_REQUEST = 100;

/** A product's price at `now()`, when it is answered; null when there is no such product, or no price of it. */
export async function readPrice(
  rest: Rest,
  productId: string,
  priority: RestRequest['priority'],
  now: () => number,
): Promise<Price | null> {
  const answer = await rest.send(ticker, {
    what: `tell the price of ${productId}`,
    method: 'GET',
    path: `/brokerage/market/products/${encodeURIComponent(productId)}/ticker`,
    query: { limit: 1 },
    priority,
  });
  if (answer.kind === 'refused' && answer.status === 404) return null;
  if (answer.kind !== 'ok') throw new VenueError(answer.message);
  const { trades, best_bid, best_ask } = answer.value;
  const [trade] = trades.flatMap((each) => tickerTrade.safeParse(each).data ?? []);
  const last = trade?.price ?? best_bid ?? best_ask;
  if (!last) return null;
  return toPrice(productId, last, best_bid, best_ask, now());
}

/** The price of each product's last trade; one that has none is left out. */
export async function readLastPrices(
  rest: Rest,
  productIds: readonly string[],
): Promise<Map<string, DecimalString>> {
  const prices = new Map<string, DecimalString>();
  const wanted = new Set(productIds);
  for (let from = 0; from < productIds.length; from += PRODUCTS_PER_REQUEST) {
    const page = await rest.read(productList, {
      what: 'tell the last prices',
      method: 'GET',
      path: '/brokerage/market/products',
      query: { product_ids: productIds.slice(from, from + PRODUCTS_PER_REQUEST) },
    });
    for (const entry of page.products) {
      const { data } = wireProduct.safeParse(entry);
      if (data?.price && wanted.has(data.product_id)) prices.set(data.product_id, data.price);
    }
  }
  return prices;
}

/** An empty side of the book is left out, or 0: then the last trade stands in for it. */
export function toPrice(
  productId: string,
  last: DecimalString,
  bid: DecimalString | undefined,
  ask: DecimalString | undefined,
  at: number,
): Price {
  const or = (quote: DecimalString | undefined) => (quote && quote !== '0' ? quote : last);
  return { productId, bid: or(bid), ask: or(ask), last, at };
}
