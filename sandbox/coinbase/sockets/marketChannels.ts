import { dec, ZERO } from '../../../src/trading/money.ts';
import { bookOf } from '../../../src/trading/venue/matching/product.ts';
import { dayStatistics } from '../market/dayStatistics.ts';
import type { Market, MarketTrade } from '../market/market.ts';
import { isoTime } from '../wire/amounts.ts';
import { type Channel, type Connection, createEndpoint, type Endpoint, hears } from './sockets.ts';

const BOOK_LEVELS = 50;
const CANDLE_MS = 300_000;
const SNAPSHOT_CANDLES = 100;
const BATCH_MS = 5_000;

/** The market-data endpoint with all its channels; `account`: those of the caller's own account, which it serves too. */
export function createMarketSocket(market: Market, account: Record<string, Channel>): Endpoint {
  const { exchange } = market;
  /** What each connection was last told of a book: side and price → size. */
  const shownBooks = new WeakMap<Connection, Map<string, Map<string, string>>>();
  /** Products whose price moved since the last ticker batch. */
  const moved = new Set<string>();

  const idsOf = (productIds: readonly string[]) =>
    productIds.length ? productIds : exchange.products().map((product) => product.id);

  function tickers(productIds: readonly string[], withBook: boolean) {
    return productIds.flatMap((id) => {
      const quote = exchange.quote(id);
      if (!quote) return [];
      const day = dayStatistics(market, id);
      const { bids, asks } = withBook ? exchange.depth(id, 1) : { bids: [], asks: [] };
      const book = {
        best_bid: bids[0]?.price.toFixed() ?? '',
        best_bid_quantity: bids[0]?.size.toFixed() ?? '',
        best_ask: asks[0]?.price.toFixed() ?? '',
        best_ask_quantity: asks[0]?.size.toFixed() ?? '',
      };
      return [
        {
          type: 'ticker',
          product_id: id,
          price: quote.last.toFixed(),
          volume_24_h: day.volume.toFixed(8),
          low_24_h: dec(day.low.toPrecision(12)).toFixed(),
          high_24_h: dec(day.high.toPrecision(12)).toFixed(),
          low_52_w: '',
          high_52_w: '',
          price_percent_chg_24_h: day.change.toFixed(8),
          ...(withBook ? book : {}),
        },
      ];
    });
  }

  function candles(productId: string, count: number) {
    const now = market.now();
    const start = Math.floor(now / CANDLE_MS) * CANDLE_MS - (count - 1) * CANDLE_MS;
    const bars = market.history(productId).bars(start, now, CANDLE_MS);
    return bars.reverse().map((bar) => ({
      start: String(bar.start / 1000),
      high: dec(bar.high.toPrecision(12)).toFixed(),
      low: dec(bar.low.toPrecision(12)).toFixed(),
      open: dec(bar.open.toPrecision(12)).toFixed(),
      close: dec(bar.close.toPrecision(12)).toFixed(),
      volume: bar.volume.toFixed(8),
      product_id: productId,
    }));
  }

  function showTrade(trade: MarketTrade, productId: string) {
    return {
      trade_id: trade.tradeId,
      product_id: productId,
      price: trade.price,
      size: trade.size,
      side: trade.side.toUpperCase(),
      time: isoTime(trade.at),
    };
  }

  function bookLevels(productId: string): Map<string, string> {
    const { bids, asks } = exchange.depth(productId, BOOK_LEVELS);
    return new Map([
      ...bids.map(({ price, size }) => [`bid ${price.toFixed()}`, size.toFixed()] as const),
      ...asks.map(({ price, size }) => [`offer ${price.toFixed()}`, size.toFixed()] as const),
    ]);
  }

  /** Tells a connection what is different in a book since it was last told. */
  function sendBook(connection: Connection, productId: string, type: 'snapshot' | 'update'): void {
    const books = shownBooks.get(connection) ?? new Map<string, Map<string, string>>();
    shownBooks.set(connection, books);
    const before = type === 'snapshot' ? undefined : books.get(productId);
    const levels = bookLevels(productId);
    books.set(productId, levels);
    const gone = [...(before?.keys() ?? [])].filter((key) => !levels.has(key));
    const changed = [...levels].filter(([key, size]) => before?.get(key) !== size);
    const updates = [...gone.map((key) => [key, ZERO.toFixed()] as const), ...changed].map(
      ([key, size]) => {
        const [side, price] = key.split(' ');
        const time = isoTime(market.now());
        return { side, event_time: time, price_level: price, new_quantity: size };
      },
    );
    if (type === 'snapshot' || updates.length > 0) {
      connection.send('l2_data', [{ type, product_id: productId, updates }]);
    }
  }

  function status(productIds: readonly string[]) {
    return productIds.flatMap((id) => {
      const entry = market.entry(id);
      if (!entry) return [];
      const { product } = entry;
      return [
        {
          product_type: product.type === 'spot' ? 'SPOT' : 'FUTURE',
          id,
          base_currency: product.base,
          quote_currency: product.quote,
          base_increment: product.baseIncrement,
          quote_increment: product.priceIncrement,
          display_name: entry.displayName,
          status: product.status === 'online' ? 'online' : product.status,
          status_message: '',
          min_market_funds: product.minQuoteSize,
        },
      ];
    });
  }

  const open = (snapshot: Channel['snapshot']): Channel => ({ needsKey: false, snapshot });
  const endpoint = createEndpoint('market', market, {
    ...account,
    heartbeats: open(() => {}),
    ticker: open((connection, ids) => {
      connection.send('ticker', [{ type: 'snapshot', tickers: tickers(idsOf(ids), true) }]);
    }),
    ticker_batch: open((connection, ids) => {
      connection.send('ticker_batch', [{ type: 'snapshot', tickers: tickers(idsOf(ids), false) }]);
    }),
    candles: open((connection, ids) => {
      const all = ids.flatMap((id) => candles(id, SNAPSHOT_CANDLES));
      connection.send('candles', [{ type: 'snapshot', candles: all }]);
    }),
    market_trades: open((connection, ids) => {
      const trades = ids.flatMap((id) => market.trades(id).map((trade) => showTrade(trade, id)));
      connection.send('market_trades', [{ type: 'snapshot', trades }]);
    }),
    level2: open((connection, ids) => {
      for (const id of ids) sendBook(connection, id, 'snapshot');
    }),
    status: open((connection, ids) => {
      connection.send('status', [{ type: 'snapshot', products: status(idsOf(ids)) }]);
    }),
  });

  /** The products of a book that the connection has subscribed to on a channel. */
  function heard(connection: Connection, channel: string, bookId: string): string[] {
    if (!connection.subscriptions.has(channel)) return [];
    return exchange
      .products()
      .filter((product) => bookOf(product) === bookId && hears(connection, channel, product.id))
      .map((product) => product.id);
  }

  market.listen((event) => {
    if (event.type === 'quote') {
      moved.add(event.bookId);
      for (const connection of endpoint.connections()) {
        const ids = heard(connection, 'ticker', event.bookId);
        if (ids.length)
          connection.send('ticker', [{ type: 'update', tickers: tickers(ids, true) }]);
        for (const id of heard(connection, 'level2', event.bookId))
          sendBook(connection, id, 'update');
        const updates = heard(connection, 'candles', event.bookId).flatMap((id) => candles(id, 1));
        if (updates.length) connection.send('candles', [{ type: 'update', candles: updates }]);
      }
    }
    if (event.type === 'market_trade') {
      for (const connection of endpoint.connections()) {
        const ids = heard(connection, 'market_trades', event.trade.bookId);
        const trades = ids.map((id) => showTrade(event.trade, id));
        if (trades.length) connection.send('market_trades', [{ type: 'update', trades }]);
      }
    }
    if (event.type === 'order') {
      const product = exchange.product(event.order.productId);
      for (const connection of product ? endpoint.connections() : []) {
        const ids = product ? heard(connection, 'level2', bookOf(product)) : [];
        for (const id of ids) sendBook(connection, id, 'update');
      }
    }
  });

  const batches = setInterval(() => {
    for (const connection of endpoint.connections()) {
      const ids = [...moved].flatMap((bookId) => heard(connection, 'ticker_batch', bookId));
      if (ids.length === 0) continue;
      connection.send('ticker_batch', [{ type: 'update', tickers: tickers(ids, false) }]);
    }
    moved.clear();
  }, BATCH_MS);

  return {
    ...endpoint,
    close() {
      clearInterval(batches);
      endpoint.close();
    },
  };
}
