import { type Decimal, dec } from '../../../src/trading/money.ts';
import { dayStatistics } from '../market/dayStatistics.ts';
import type { Market } from '../market/market.ts';
import type { CatalogueEntry } from '../market/products.ts';
import { isoTime } from '../wire/amounts.ts';
import { writeProduct } from '../wire/products.ts';
import { BadRequest } from './orderRequest.ts';
import { wholeNumber } from './query.ts';
import { type Answer, type Call, get, notFound, ok, type Route } from './route.ts';

const GRANULARITY: Record<string, number> = {
  ONE_MINUTE: 60,
  FIVE_MINUTE: 300,
  FIFTEEN_MINUTE: 900,
  THIRTY_MINUTE: 1800,
  ONE_HOUR: 3600,
  TWO_HOUR: 7200,
  FOUR_HOUR: 14400,
  SIX_HOUR: 21600,
  ONE_DAY: 86400,
};

const MOST_CANDLES = 350;

/** Products, their books, candles and trades, authenticated and public. */
export function createProductRoutes(market: Market): Route[] {
  const { exchange } = market;

  function showProduct(entry: CatalogueEntry) {
    const { id } = entry.product;
    const twins = market
      .entries()
      .filter(({ product }) => product.aliasOf === id)
      .map(({ product }) => product.id);
    return writeProduct(entry, exchange.quote(id), dayStatistics(market, id), twins);
  }

  function products({ query }: Call): Answer {
    const ids = query.getAll('product_ids');
    const type = query.get('product_type');
    const all = market.entries().filter(({ product }) => {
      return (
        (ids.length === 0 || ids.includes(product.id)) &&
        (!type ||
          type === 'UNKNOWN_PRODUCT_TYPE' ||
          type === (product.type === 'spot' ? 'SPOT' : 'FUTURE'))
      );
    });
    const offset = wholeNumber(query, 'offset', 0);
    const page = all.slice(offset, offset + wholeNumber(query, 'limit', all.length));
    return ok({ products: page.map(showProduct), num_products: all.length });
  }

  function product({ params }: Call): Answer {
    const entry = market.entry(params.productId ?? '');
    return entry ? ok(showProduct(entry)) : notFound('valid product_id is required');
  }

  function bookSide(offers: { price: Decimal; size: Decimal }[]) {
    return offers.map(({ price, size }) => ({ price: price.toFixed(), size: size.toFixed() }));
  }

  function priceBook(productId: string, limit: number) {
    const { bids, asks } = exchange.depth(productId, limit);
    return {
      product_id: productId,
      bids: bookSide(bids),
      asks: bookSide(asks),
      time: isoTime(market.now()),
    };
  }

  function book({ query }: Call): Answer {
    const productId = query.get('product_id') ?? '';
    const entry = market.entry(productId);
    const quote = entry && exchange.quote(productId);
    if (!quote) return notFound('valid product_id is required');
    const middle = quote.bid.plus(quote.ask).div(2);
    const spread = quote.ask.minus(quote.bid);
    return ok({
      pricebook: priceBook(productId, wholeNumber(query, 'limit', 50)),
      last: quote.last.toFixed(),
      mid_market: middle.toFixed(),
      spread_bps: spread.div(middle).mul(10_000).toDecimalPlaces(4).toFixed(),
      spread_absolute: spread.toFixed(),
    });
  }

  function bestBidAsk({ query }: Call): Answer {
    const wanted = query.getAll('product_ids');
    const ids = wanted.length ? wanted : market.entries().map((entry) => entry.product.id);
    if (ids.some((id) => !market.entry(id))) return notFound('valid product_ids are required');
    return ok({ pricebooks: ids.map((id) => priceBook(id, 1)) });
  }

  function candles({ params, query }: Call): Answer {
    const productId = params.productId ?? '';
    const entry = market.entry(productId);
    if (!entry) return notFound('valid product_id is required');
    const length = GRANULARITY[query.get('granularity') ?? ''];
    if (!length) throw new BadRequest('granularity is invalid');
    const start = wholeNumber(query, 'start', Number.NaN);
    const end = Math.min(wholeNumber(query, 'end', Number.NaN), Math.floor(market.now() / 1000));
    if (!Number.isFinite(start) || !Number.isFinite(end))
      throw new BadRequest('start and end are required');
    if ((end - start) / length > MOST_CANDLES) {
      throw new BadRequest(`number of candles requested should be less than ${MOST_CANDLES}`);
    }
    const limit = wholeNumber(query, 'limit', MOST_CANDLES);
    const tick = dec(entry.product.priceIncrement).decimalPlaces();
    const bars = market.history(productId).bars(start * 1000, end * 1000, length * 1000);
    return ok({
      candles: bars
        .reverse()
        .slice(0, limit)
        .map((bar) => ({
          start: String(bar.start / 1000),
          low: bar.low.toFixed(tick),
          high: bar.high.toFixed(tick),
          open: bar.open.toFixed(tick),
          close: bar.close.toFixed(tick),
          volume: bar.volume.toFixed(8),
        })),
    });
  }

  function trades({ params, query }: Call): Answer {
    const productId = params.productId ?? '';
    const quote = market.entry(productId) && exchange.quote(productId);
    if (!quote) return notFound('valid product_id is required');
    const limit = wholeNumber(query, 'limit', 100);
    return ok({
      trades: market
        .trades(productId)
        .slice(0, limit)
        .map((trade) => ({
          trade_id: trade.tradeId,
          product_id: productId,
          price: trade.price,
          size: trade.size,
          time: isoTime(trade.at),
          side: trade.side.toUpperCase(),
          exchange: 'CBE',
        })),
      best_bid: quote.bid.toFixed(),
      best_ask: quote.ask.toFixed(),
    });
  }

  return [
    get('/market/products', 'products', products, 'public'),
    get('/market/products/:productId', 'product', product, 'public'),
    get('/market/products/:productId/candles', 'candles', candles, 'public'),
    get('/market/products/:productId/ticker', 'trades', trades, 'public'),
    get('/market/product_book', 'book', book, 'public'),
    get('/products', 'products', products),
    get('/products/:productId', 'product', product),
    get('/products/:productId/candles', 'candles', candles),
    get('/products/:productId/ticker', 'trades', trades),
    get('/product_book', 'book', book),
    get('/best_bid_ask', 'best_bid_ask', bestBidAsk),
  ];
}
