import { dec, floorTo } from '../../../src/trading/money.ts';
import { averageEntry } from '../../../src/trading/venue/matching/liquidation.ts';
import type { Request, Terms } from '../../../src/trading/venue/matching/order.ts';
import { waitForEvent } from '../market/eventLog.ts';
import { createKey } from '../market/keys.ts';
import { type Market, plain, plainQuote } from '../market/market.ts';
import type { Endpoint } from '../sockets/sockets.ts';
import type { Sockets } from '../sockets/userChannel.ts';
import type { CoinbaseControl } from './control.ts';
import type { Faults } from './faults.ts';

/** The control of a look-alike in this process. */
export function createControl(
  market: Market,
  faults: Faults,
  marketSocket: Endpoint,
  userSocket: Sockets,
): CoinbaseControl {
  const { exchange, log } = market;
  const endpoints = { market: marketSocket, user: userSocket.endpoint };
  const accountOf = (account?: string) => account ?? market.keys.keys()[0]?.portfolioId ?? '';
  const everyConnection = () => Object.values(endpoints).flatMap((each) => each.connections());

  function must(result: { outcome: string; message?: string }): void {
    if (result.outcome !== 'accepted') throw new Error(result.message);
  }

  /** Bears an id as Coinbase's app gives one: no bot's. */
  function placeByHand(
    accountId: string,
    { productId, side, terms }: Pick<Request, 'productId' | 'side' | 'terms'>,
  ): string {
    const clientOrderId = `app-${exchange.orders(accountId).length + 1}`;
    const request = { clientOrderId, productId, side, terms };
    const placed = exchange.place(accountId, request, market.now());
    if (placed.outcome !== 'accepted') throw new Error(placed.message);
    market.save();
    return placed.order.id;
  }

  const follow: CoinbaseControl['follow'] = (listener, after = log.lastId()) =>
    log.follow(listener, after);

  return {
    async setPrice(productId, price) {
      const quote = typeof price === 'string' ? { bid: price, ask: price, last: price } : price;
      market.setPrice(productId, quote);
      market.save();
    },
    async trade(productId, { price, size }) {
      exchange.trade(productId, dec(price), dec(size), market.now());
      market.save();
    },
    walk: (productId, { to, overMs }) => market.walk(productId, dec(to).toFixed(), overMs),
    async story(steps) {
      void (async () => {
        for (const step of steps) {
          await market.pause(step.afterMs);
          await market.walk(step.productId, dec(step.to).toFixed(), step.overMs);
        }
      })();
    },
    async quote(productId) {
      const quote = exchange.quote(productId);
      return quote && plainQuote(quote);
    },
    async setDepth(productId, depth) {
      exchange.setDepth(productId, depth);
    },
    async setProduct(productId, change) {
      const product = exchange.product(productId);
      if (!product) throw new RangeError(`no product ${productId}`);
      exchange.setProduct({ ...product, ...change });
      exchange.expire(market.now());
      market.touch();
      market.save();
    },

    async fault(fault) {
      faults.add(fault);
    },
    async clearFaults() {
      faults.clear();
    },
    faults: async () => faults.waiting(),
    async behave(change) {
      Object.assign(market.behaviour, change);
    },
    async dropSockets(endpoint) {
      const chosen = endpoint ? [endpoints[endpoint]] : Object.values(endpoints);
      for (const { socket } of chosen.flatMap((each) => each.connections())) socket.terminate();
    },
    async skipSequence() {
      for (const connection of everyConnection()) connection.skipSequence();
    },
    async replayUserEvents(count) {
      userSocket.replay(count);
    },
    async reorderUserEvents(count) {
      userSocket.reorder(count);
    },
    async sendRaw(endpoint, text) {
      for (const { socket } of endpoints[endpoint].connections()) socket.send(text);
    },

    orders: async (account) => exchange.orders(accountOf(account)).map(plain),
    fills: async (account) => exchange.fills(accountOf(account)).map(plain),
    balances: async (account) => exchange.balances(accountOf(account)).map(plain),
    positions: async (account) =>
      exchange.positions(accountOf(account)).flatMap(({ productId, ...position }) => {
        const product = exchange.product(productId);
        const entry = product && averageEntry(position, product).toFixed();
        return entry ? [{ productId, size: position.size.toFixed(), averageEntry: entry }] : [];
      }),

    async fillOrder(orderId, size) {
      must(exchange.forceFill(orderId, dec(size ?? 1e15), market.now()));
      market.save();
    },
    async placeOrder({ productId, side, size, price }, account) {
      const terms: Terms =
        price === undefined
          ? { type: 'market', size: dec(size) }
          : {
              type: 'limit',
              size: dec(size),
              price: dec(price),
              timeInForce: 'gtc',
              postOnly: false,
            };
      return placeByHand(accountOf(account), { productId, side, terms });
    },
    async cancelOrder(orderId) {
      must(exchange.cancel(orderId, market.now()));
      market.save();
    },
    async moveOrder(orderId, { price, stop, size }) {
      const terms = exchange.order(orderId)?.terms;
      if (!terms || !('size' in terms) || terms.type === 'market') {
        throw new RangeError(`${orderId} is no order that can be moved`);
      }
      const now = terms.type === 'bracket' ? { price: terms.target, stop: terms.stop } : terms;
      const stopNow = 'stop' in now ? now.stop : 'stopPrice' in now ? now.stopPrice : undefined;
      const stopThen = stop === undefined ? stopNow : dec(stop);
      const change = {
        price: price === undefined ? now.price : dec(price),
        size: size === undefined ? terms.size : dec(size),
        ...(stopThen ? { stop: stopThen } : {}),
      };
      must(exchange.edit(orderId, change, market.now()));
      market.save();
    },
    async closePosition(productId, asked, account) {
      const accountId = accountOf(account);
      const product = exchange.product(productId);
      if (!product) throw new RangeError(`no product ${productId}`);
      const position = exchange.positions(accountId).find((each) => each.productId === productId);
      const base = exchange.balances(accountId).find(({ asset }) => asset === product.base);
      const held = product.type === 'future' ? position?.size : base?.total.minus(base.hold);
      const all = floorTo(held?.abs() ?? dec(0), dec(product.baseIncrement));
      const size = asked === undefined ? all : dec(asked);
      if (size.isZero()) throw new Error(`nothing of ${productId} to close`);
      placeByHand(accountId, {
        productId,
        side: held?.isNegative() ? 'buy' : 'sell',
        terms: { type: 'market', size },
      });
    },
    async transfer(asset, amount, account) {
      exchange.deposit(accountOf(account), asset, dec(amount));
      market.touch();
      market.save();
    },
    async addKey(key = {}) {
      const made = createKey({ portfolioId: accountOf(), ...key });
      market.keys.add(made);
      market.touch();
      market.save();
      return made;
    },

    lastEvent: async () => log.lastId(),
    waitFor: (predicate, options) =>
      waitForEvent((listener, after) => log.follow(listener, after), predicate, options),
    follow,
  };
}
