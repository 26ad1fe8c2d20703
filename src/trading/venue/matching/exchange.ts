import { ceilTo, type Decimal, dec, floorTo, maxOf, minOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import {
  type Book,
  bestResting,
  createBook,
  lift,
  limitPrice,
  type Offer,
  offers,
  type Quote,
  rest,
} from './book.ts';
import { addVolume, COINBASE_TIERS, recentVolume, type Tier, tierFor } from './fees.ts';
import {
  type Account,
  addHold,
  available,
  createAccount,
  credit,
  netPosition,
  type Position,
  positionOf,
} from './ledger.ts';
import { createLevels } from './levels.ts';
import { DEFAULT_DEPTH, type Depth } from './liquidity.ts';
import {
  type Attached,
  type Fill,
  isLive,
  type Order,
  orderedSize,
  type Request,
  remainingSize,
  type Status,
  type Terms,
} from './order.ts';
import { bookOf, checkRequest, type MarketProduct, type Refusal, unitsOf } from './product.ts';

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
 * - When one bar touches both a bracket's stop and its target, the stop is taken and counted.
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
  /** Walks one bar: open, both extremes, close; see the rules above. */
  candle(productId: string, bar: Bar, at: number): void;
  /** Ends the orders whose time is up. Every other call does this too. */
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
  /** Drops orders that ended before that time, with their fills; sums and positions stay. */
  forget(before: number): void;
  /** All of it, for `snapshot.ts`. */
  state(): ExchangeState;
};

export type PriceInput = { bid: Decimal; ask: Decimal; last?: Decimal };
export type Bar = { open: Decimal; high: Decimal; low: Decimal; close: Decimal; volume?: Decimal };

/** New price and size, whole; `stop` is a stop-limit's trigger or a bracket's stop. */
export type Edit = { size: Decimal; price: Decimal; stop?: Decimal; attached?: Attached };

export type PlaceOutcome =
  | { outcome: 'accepted'; order: Order }
  | ({ outcome: 'refused' } & Refusal);

export type PreviewOutcome =
  | { outcome: 'accepted'; size: Decimal; value: Decimal; fees: Decimal }
  | ({ outcome: 'refused' } & Refusal);

export type ExchangeEvent =
  /** The order changed; a copy. */
  | { type: 'order'; order: Order }
  | { type: 'fill'; fill: Fill }
  | { type: 'quote'; bookId: string; quote: Quote }
  /** A trade of this exchange; `side` is the taker's. */
  | { type: 'trade'; trade: Trade };

export type Trade = {
  tradeId: string;
  bookId: string;
  side: OrderSide;
  price: Decimal;
  size: Decimal;
  at: number;
};

export type ExchangeState = {
  products: MarketProduct[];
  depths: [string, Depth][];
  quotes: [string, Quote][];
  accounts: Account[];
  orders: Order[];
  fills: Fill[];
  sequence: number;
  ambiguousBars: number;
};

export type ExchangeOptions = {
  products: readonly MarketProduct[];
  /** Called for each event after the call that caused it has done its work, in order. */
  onEvent?: (event: ExchangeEvent) => void;
  tiers?: readonly Tier[];
  depth?: Partial<Depth>;
  /** Share of a print at a resting order's price that goes to it, 0 to 1. */
  queueShare?: string;
  /** Ids for orders and trades, from a number that never repeats. */
  newId?: (kind: 'order' | 'trade', sequence: number) => string;
  /** Goes on from here instead of `products`. */
  state?: ExchangeState;
};

type Match = { price: Decimal; size: Decimal; maker?: Order };
type Plan = { matches: Match[]; own: Order[]; complete: boolean };

export function createExchange(options: ExchangeOptions): Exchange {
  const tiers = options.tiers ?? COINBASE_TIERS;
  const queueShare = dec(options.queueShare ?? '0');
  const newId = options.newId ?? ((kind, sequence) => `${kind}-${sequence}`);
  const defaultDepth: Depth = { ...DEFAULT_DEPTH, ...options.depth };

  const products = new Map<string, MarketProduct>();
  const books = new Map<string, Book>();
  const depths = new Map<string, Depth>();
  const accounts = new Map<string, Account>();
  const orders = new Map<string, Order>();
  const ordersOf = new Map<string, Order[]>();
  /** By account and client order id. */
  const clientIds = new Map<string, Order>();
  const liveOf = new Map<string, Set<Order>>();
  const fillsOf = new Map<string, Fill[]>();
  let allFills: Fill[] = [];
  const expiries = createLevels<Order>('lowest');
  let sequence = 0;
  let ambiguous = 0;

  // ── events ──────────────────────────────────────────────────────────────────────────────────
  const queue: ExchangeEvent[] = [];
  let delivering = false;

  function emit(event: ExchangeEvent): void {
    if (options.onEvent) queue.push(event);
  }

  function emitOrder(order: Order): void {
    emit({ type: 'order', order: { ...order } });
  }

  /** Runs one call from outside, then hands out what happened; a listener may call in again. */
  function act<T>(at: number, work: () => T): T {
    expireDue(at);
    const result = work();
    if (!delivering) {
      delivering = true;
      try {
        for (let event = queue.shift(); event; event = queue.shift()) options.onEvent?.(event);
      } finally {
        delivering = false;
      }
    }
    return result;
  }

  // ── look-ups ────────────────────────────────────────────────────────────────────────────────
  function accountOf(accountId: string): Account {
    let account = accounts.get(accountId);
    if (!account) {
      account = createAccount(accountId);
      accounts.set(accountId, account);
    }
    return account;
  }

  function productOf(productId: string): MarketProduct {
    const product = products.get(productId);
    if (!product) throw new RangeError(`no product ${productId}`);
    return product;
  }

  function bookFor(product: MarketProduct): Book {
    const id = bookOf(product);
    let book = books.get(id);
    if (!book) {
      book = createBook(id);
      books.set(id, book);
    }
    return book;
  }

  const depthOf = (bookId: string) => depths.get(bookId) ?? defaultDepth;

  function listFor<T>(lists: Map<string, T[]>, key: string): T[] {
    let list = lists.get(key);
    if (!list) {
      list = [];
      lists.set(key, list);
    }
    return list;
  }

  function liveFor(accountId: string): Set<Order> {
    let live = liveOf.get(accountId);
    if (!live) {
      live = new Set();
      liveOf.set(accountId, live);
    }
    return live;
  }

  // ── holds ───────────────────────────────────────────────────────────────────────────────────
  function setHold(order: Order, amount: Decimal): void {
    if (order.hold.eq(amount)) return;
    addHold(accountOf(order.accountId), order.holdAsset, amount.minus(order.hold));
    order.hold = amount;
  }

  /** Value and taker fee of buying what is left at the order's limit, or the base left to sell. */
  function spotHold(order: Order, product: MarketProduct): Decimal {
    const left = remainingSize(order);
    if (order.side === 'sell') return left;
    const price = limitPrice(product, order) ?? ZERO;
    return left.mul(price).mul(order.rates.taker.plus(1));
  }

  function leverageOf(request: { leverage?: Decimal }, product: MarketProduct): Decimal {
    return request.leverage ?? dec(product.defaultLeverage ?? 1);
  }

  /** Margin and taker fee for opening `size` contracts at `price`. */
  function marginFor(
    product: MarketProduct,
    size: Decimal,
    price: Decimal,
    leverage: Decimal,
    taker: Decimal,
  ): Decimal {
    const value = size.mul(price).mul(unitsOf(product));
    return value.div(leverage).toDecimalPlaces(18).plus(value.mul(taker));
  }

  /**
   * Sets the holds of an account's live orders on a derivatives product: orders that close the
   * position need none, up to its size in order of acceptance; brackets only ever close it.
   */
  function holdFutures(account: Account, product: MarketProduct): void {
    const position = positionOf(account, product.id).size;
    const closable = {
      buy: maxOf(position.neg(), ZERO),
      sell: maxOf(position, ZERO),
    };
    for (const order of liveFor(account.id)) {
      if (order.productId !== product.id || order.terms.type === 'bracket') continue;
      const left = remainingSize(order);
      const closing = minOf(left, closable[order.side]);
      closable[order.side] = closable[order.side].minus(closing);
      const price = limitPrice(product, order) ?? ZERO;
      const leverage = leverageOf(order, product);
      setHold(order, marginFor(product, left.minus(closing), price, leverage, order.rates.taker));
    }
  }

  function updateHold(order: Order): void {
    const product = productOf(order.productId);
    if (!isLive(order)) setHold(order, ZERO);
    if (product.type === 'future') holdFutures(accountOf(order.accountId), product);
    else if (isLive(order)) setHold(order, spotHold(order, product));
  }

  // ── the life of an order ────────────────────────────────────────────────────────────────────
  function register(
    accountId: string,
    request: Request,
    rates: Order['rates'],
    status: Status,
    at: number,
    parentId?: string,
  ): Order {
    const product = productOf(request.productId);
    sequence += 1;
    const order: Order = {
      ...request,
      id: newId('order', sequence),
      accountId,
      status,
      triggered: false,
      filledSize: ZERO,
      filledValue: ZERO,
      fees: ZERO,
      fillCount: 0,
      hold: ZERO,
      holdAsset: product.type === 'spot' && request.side === 'sell' ? product.base : product.quote,
      rates,
      sequence,
      createdAt: at,
      updatedAt: at,
      ...(parentId === undefined ? {} : { parentId }),
    };
    index(order);
    return order;
  }

  function index(order: Order): void {
    orders.set(order.id, order);
    listFor(ordersOf, order.accountId).push(order);
    const clientKey = `${order.accountId}/${order.clientOrderId}`;
    if (order.clientOrderId && !clientIds.has(clientKey)) clientIds.set(clientKey, order);
    if (!isLive(order)) return;
    liveFor(order.accountId).add(order);
    const expiresAt = 'expiresAt' in order.terms ? order.terms.expiresAt : undefined;
    if (expiresAt !== undefined) expiries.add(dec(expiresAt), order);
  }

  /** Ends an order and what hangs on it. */
  function finish(order: Order, status: Status, at: number, message?: string): void {
    const product = productOf(order.productId);
    lift(bookFor(product), product, order);
    const expiresAt = 'expiresAt' in order.terms ? order.terms.expiresAt : undefined;
    if (expiresAt !== undefined) expiries.remove(dec(expiresAt), order);
    order.status = status;
    order.updatedAt = at;
    if (message !== undefined) order.message = message;
    liveFor(order.accountId).delete(order);
    updateHold(order);
    emitOrder(order);

    const child = order.childId ? orders.get(order.childId) : undefined;
    if (child?.status === 'pending') finish(child, 'cancelled', at, 'its order filled nothing');
    const parent = order.parentId ? orders.get(order.parentId) : undefined;
    if (status === 'filled' && parent && isLive(parent)) {
      finish(parent, 'cancelled', at, 'its bracket has closed what it had filled');
    }
  }

  /** Books one execution of one order: money, holds, its attached bracket, its end. */
  function fill(
    order: Order,
    execution: { price: Decimal; size: Decimal; liquidity: Fill['liquidity']; tradeId: string },
    at: number,
  ): void {
    const { price, size, liquidity, tradeId } = execution;
    const product = productOf(order.productId);
    const account = accountOf(order.accountId);
    const value = price.mul(size).mul(unitsOf(product));
    const fee = value.mul(order.rates[liquidity]);

    order.filledSize = order.filledSize.plus(size);
    order.filledValue = order.filledValue.plus(value);
    order.fees = order.fees.plus(fee);
    order.fillCount += 1;
    order.lastFillAt = at;
    order.updatedAt = at;
    addVolume(account.volume, value, at);

    if (product.type === 'spot') {
      const sign = order.side === 'buy' ? 1 : -1;
      credit(account, product.base, size.mul(sign));
      credit(account, product.quote, value.mul(-sign).minus(fee));
    } else {
      const position = positionOf(account, product.id);
      const margin = position.margin;
      const change = order.side === 'buy' ? size : size.neg();
      const leverage = leverageOf(order, product);
      const realized = netPosition(position, change, price, unitsOf(product), leverage);
      credit(account, product.quote, realized.minus(fee));
      addHold(account, product.quote, position.margin.minus(margin));
    }
    updateHold(order);

    sequence += 1;
    const record: Fill = {
      id: `${order.id}-${order.fillCount}`,
      tradeId,
      orderId: order.id,
      accountId: order.accountId,
      productId: order.productId,
      side: order.side,
      price,
      size,
      fee,
      liquidity,
      at,
    };
    allFills.push(record);
    listFor(fillsOf, order.accountId).push(record);
    emit({ type: 'fill', fill: record });

    growChild(order, at);
    const asked = orderedSize(order.terms);
    if (asked && order.filledSize.gte(asked)) finish(order, 'filled', at);
    else emitOrder(order);
    if (product.type === 'future') trimBrackets(account, product, at);
  }

  /** Gives an attached bracket the size its parent has filled so far. */
  function growChild(parent: Order, at: number): void {
    const child = parent.childId ? orders.get(parent.childId) : undefined;
    if (!child || !isLive(child) || child.terms.type !== 'bracket') return;
    child.terms = { ...child.terms, size: parent.filledSize };
    child.updatedAt = at;
    if (child.status === 'pending') {
      child.status = 'open';
      const product = productOf(child.productId);
      rest(bookFor(product), product, child);
    }
    updateHold(child);
    emitOrder(child);
  }

  /** Contracts that the account's live brackets on one side would close. */
  function bracketed(account: Account, productId: string, side: OrderSide): Decimal {
    let sum = ZERO;
    for (const order of liveFor(account.id)) {
      if (order.productId === productId && order.side === side && order.terms.type === 'bracket') {
        sum = sum.plus(remainingSize(order));
      }
    }
    return sum;
  }

  /** Cancels the newest brackets that would close more than the position, now that it shrank. */
  function trimBrackets(account: Account, product: MarketProduct, at: number): void {
    const position = positionOf(account, product.id).size;
    for (const side of ['buy', 'sell'] as const) {
      const closable = maxOf(side === 'sell' ? position : position.neg(), ZERO);
      let excess = bracketed(account, product.id, side).minus(closable);
      if (excess.lte(ZERO)) continue;
      const newestFirst = [...liveFor(account.id)].reverse();
      for (const order of newestFirst) {
        if (excess.lte(ZERO)) break;
        const isBracket = order.terms.type === 'bracket' && order.status === 'open';
        if (order.productId !== product.id || order.side !== side || !isBracket) continue;
        excess = excess.minus(remainingSize(order));
        finish(order, 'cancelled', at, 'the position it protected is gone');
      }
    }
  }

  // ── taking ──────────────────────────────────────────────────────────────────────────────────
  /** What a taker would trade now, best price first, without doing it. */
  function plan(
    accountId: string,
    product: MarketProduct,
    side: OrderSide,
    wants: { size: Decimal } | { budget: Decimal; taker: Decimal },
    limit: Decimal | null,
  ): Plan {
    const book = bookFor(product);
    const matches: Match[] = [];
    const own: Order[] = [];
    const increment = dec(product.baseIncrement);
    let size = 'size' in wants ? wants.size : null;
    let budget = 'budget' in wants ? wants.budget : ZERO;
    for (const offer of offers(book, product, depthOf(book.id), side)) {
      if (limit && (side === 'buy' ? offer.price.gt(limit) : offer.price.lt(limit))) break;
      if (offer.maker?.accountId === accountId) {
        own.push(offer.maker);
        continue;
      }
      const unitCost =
        'budget' in wants ? offer.price.mul(unitsOf(product)).mul(wants.taker.plus(1)) : null;
      const wanted = unitCost ? floorTo(budget.div(unitCost), increment) : (size ?? ZERO);
      const taken = minOf(wanted, offer.size);
      if (taken.lte(ZERO)) return { matches, own, complete: true };
      matches.push({ ...offer, size: taken });
      if (unitCost) budget = budget.minus(taken.mul(unitCost));
      else size = (size ?? ZERO).minus(taken);
      if (size?.lte(ZERO)) return { matches, own, complete: true };
    }
    return { matches, own, complete: false };
  }

  function carryOut(order: Order, { matches, own }: Plan, at: number): void {
    const book = bookFor(productOf(order.productId));
    for (const resting of own) finish(resting, 'cancelled', at, 'would have traded with itself');
    for (const { price, size, maker } of matches) {
      sequence += 1;
      const tradeId = newId('trade', sequence);
      if (maker) fill(maker, { price, size, liquidity: 'maker', tradeId }, at);
      else book.taken[order.side] = book.taken[order.side].plus(size);
      fill(order, { price, size, liquidity: 'taker', tradeId }, at);
      emit({
        type: 'trade',
        trade: { tradeId, bookId: book.id, side: order.side, price, size, at },
      });
    }
  }

  /** Works a live limit order: takes what its limit allows and rests with what is left. */
  function work(order: Order, at: number): void {
    const product = productOf(order.productId);
    const wants = { size: remainingSize(order) };
    const limit = limitPrice(product, order);
    carryOut(order, plan(order.accountId, product, order.side, wants, limit), at);
    if (isLive(order)) rest(bookFor(product), product, order);
  }

  // ── the outside moves ───────────────────────────────────────────────────────────────────────
  function fillAtOwnPrice(order: Order, price: Decimal, size: Decimal, at: number): void {
    sequence += 1;
    const tradeId = newId('trade', sequence);
    const bookId = bookOf(productOf(order.productId));
    fill(order, { price, size, liquidity: 'maker', tradeId }, at);
    const side = order.side === 'buy' ? 'sell' : 'buy';
    emit({ type: 'trade', trade: { tradeId, bookId, side, price, size, at } });
  }

  /** Fills every resting order on the side that `reached` says the market has come to. */
  function fillReached(
    book: Book,
    side: OrderSide,
    reached: (price: Decimal) => boolean,
    at: number,
  ) {
    const taker = side === 'buy' ? 'sell' : 'buy';
    let any = false;
    for (let level = bestResting(book, taker); level && reached(level.price); ) {
      for (const order of [...level.items]) {
        if (isLive(order)) fillAtOwnPrice(order, level.price, remainingSize(order), at);
        any = true;
      }
      level = bestResting(book, taker);
    }
    return any;
  }

  function triggerReached(book: Book, at: number): boolean {
    const last = book.quote?.last;
    if (!last) return false;
    let any = false;
    for (const levels of [book.stopsDown, book.stopsUp]) {
      const isReached = (price: Decimal) =>
        levels === book.stopsDown ? last.lte(price) : last.gte(price);
      for (let level = levels.best(); level && isReached(level.price); level = levels.best()) {
        const [order] = level.items;
        if (!order) break;
        triggerStop(book, order, at);
        any = true;
      }
    }
    return any;
  }

  function triggerStop(book: Book, order: Order, at: number): void {
    lift(book, productOf(order.productId), order);
    if (order.terms.type === 'bracket' && book.heldBar) {
      const { target } = order.terms;
      const { high, low } = book.heldBar;
      if (order.side === 'sell' ? target.lte(high) : target.gte(low)) ambiguous += 1;
    }
    order.triggered = true;
    order.updatedAt = at;
    updateHold(order);
    emitOrder(order);
    work(order, at);
  }

  /** After the outside has moved: everything that its quote now reaches. */
  function settle(book: Book, at: number): void {
    for (let changed = true; changed && book.quote; ) {
      const { bid, ask } = book.quote;
      const bought = fillReached(book, 'buy', (price) => price.gte(ask), at);
      const sold = fillReached(book, 'sell', (price) => price.lte(bid), at);
      const triggered = triggerReached(book, at);
      changed = bought || sold || triggered;
    }
  }

  function moveQuote(book: Book, quote: Quote): void {
    book.quote = quote;
    book.taken = { buy: ZERO, sell: ZERO };
    emit({ type: 'quote', bookId: book.id, quote });
  }

  /** Bid and ask around a single known price. */
  function quoteAround(product: MarketProduct, price: Decimal, at: number): Quote {
    const tick = dec(product.priceIncrement);
    const half = price.mul(depthOf(bookOf(product)).spread).div(2);
    return {
      bid: maxOf(floorTo(price.minus(half), tick), tick),
      ask: ceilTo(price.plus(half), tick),
      last: price,
      at,
    };
  }

  /** A trade prints: it went through whatever rests beyond it, and shares with what rests at it. */
  function print(book: Book, price: Decimal, size: Decimal, at: number): void {
    fillReached(book, 'buy', (resting) => resting.gt(price), at);
    fillReached(book, 'sell', (resting) => resting.lt(price), at);
    for (const taker of ['buy', 'sell'] as const) {
      const level = bestResting(book, taker);
      if (!level?.price.eq(price)) continue;
      let share = size.mul(queueShare);
      for (const order of [...level.items]) {
        const increment = dec(productOf(order.productId).baseIncrement);
        const filled = floorTo(minOf(share, remainingSize(order)), increment);
        if (filled.lte(ZERO)) break;
        share = share.minus(filled);
        fillAtOwnPrice(order, price, filled, at);
      }
    }
  }

  // ── bars ────────────────────────────────────────────────────────────────────────────────────
  /** Moves the price without a gap from where it is to `to`, meeting each waiting order on the way. */
  function sweep(
    book: Book,
    product: MarketProduct,
    to: Decimal,
    volume: Decimal,
    at: number,
  ): void {
    const from = book.quote?.last ?? to;
    const down = to.lt(from);
    const taker: OrderSide = down ? 'sell' : 'buy';
    const passes = (price: Decimal) => (down ? price.gt(to) : price.lt(to));
    const isFirst = (a: Decimal, b: Decimal) => (down ? a.gte(b) : a.lte(b));
    for (;;) {
      const stops = down ? book.stopsDown : book.stopsUp;
      const stop = stops.best()?.price;
      const resting = bestResting(book, taker)?.price;
      const nextStop = stop && (passes(stop) || stop.eq(to)) ? stop : null;
      const nextResting = resting && passes(resting) ? resting : null;
      if (nextResting && (!nextStop || isFirst(nextResting, nextStop))) {
        fillReached(book, down ? 'buy' : 'sell', (price) => price.eq(nextResting), at);
      } else if (nextStop) {
        moveQuote(book, quoteAround(product, nextStop, at));
        triggerReached(book, at);
      } else break;
    }
    moveQuote(book, quoteAround(product, to, at));
    print(book, to, volume, at);
    settle(book, at);
  }

  function walkBar(product: MarketProduct, bar: Bar, at: number): void {
    const book = bookFor(product);
    const volume = (bar.volume ?? ZERO).div(4);
    moveQuote(book, quoteAround(product, bar.open, at));
    print(book, bar.open, volume, at);
    settle(book, at);

    // The adverse side first: entries fill and stops trigger at both ends, targets wait. Again
    // until nothing happens, for a position opened on the way up may have its stop below.
    book.heldBar = bar;
    book.parked = [];
    sweep(book, product, bar.low, volume, at);
    sweep(book, product, bar.high, volume, at);
    for (let seen = -1; seen !== sequence; ) {
      seen = sequence;
      sweep(book, product, bar.low, ZERO, at);
      sweep(book, product, bar.high, ZERO, at);
    }
    book.heldBar = null;
    sweep(book, product, bar.low, ZERO, at);
    sweep(book, product, bar.high, ZERO, at);

    // A bracket born in this bar can only be sure of its target at the close.
    const parked = book.parked;
    book.parked = null;
    moveQuote(book, quoteAround(product, bar.close, at));
    for (const order of parked) {
      if (!isLive(order) || order.triggered) continue;
      lift(book, productOf(order.productId), order);
      rest(book, productOf(order.productId), order);
    }
    print(book, bar.close, volume, at);
    settle(book, at);
  }

  // ── orders come in ──────────────────────────────────────────────────────────────────────────
  type Considered =
    | { product: MarketProduct; rates: Order['rates']; plan: Plan }
    | ({ outcome: 'refused' } & Refusal);

  function refuse(reason: Refusal['reason'], message: string): { outcome: 'refused' } & Refusal {
    return { outcome: 'refused', reason, message };
  }

  /** Contracts an order of `side` may close that no other order is going to close already. */
  function closable(account: Account, product: MarketProduct, side: OrderSide): Decimal {
    const position = positionOf(account, product.id).size;
    let left = maxOf(side === 'sell' ? position : position.neg(), ZERO);
    for (const order of liveFor(account.id)) {
      if (order.productId !== product.id || order.side !== side) continue;
      if (order.terms.type !== 'bracket') left = left.minus(remainingSize(order));
    }
    return maxOf(left, ZERO);
  }

  /** What the account must have free to send this, and in which asset. */
  function needs(
    account: Account,
    product: MarketProduct,
    request: Request,
    { matches }: Plan,
    taker: Decimal,
  ): { asset: string; amount: Decimal } {
    const { terms, side } = request;
    const price = limitPrice(product, { terms, side, triggered: false });
    const size = 'size' in terms ? terms.size : ZERO;
    if (product.type === 'future') {
      if (terms.type === 'bracket') return { asset: product.quote, amount: ZERO };
      const opening = maxOf(size.minus(closable(account, product, side)), ZERO);
      const worst = price ?? matches.at(-1)?.price ?? ZERO;
      const leverage = leverageOf(request, product);
      return { asset: product.quote, amount: marginFor(product, opening, worst, leverage, taker) };
    }
    if (side === 'sell') return { asset: product.base, amount: size };
    if ('quoteSize' in terms) return { asset: product.quote, amount: terms.quoteSize };
    const value = price
      ? size.mul(price)
      : matches.reduce((sum, match) => sum.plus(match.price.mul(match.size)), ZERO);
    return { asset: product.quote, amount: value.mul(taker.plus(1)) };
  }

  function checkAgainstMarket(request: Request, last: Decimal): Refusal | null {
    const { terms, side, attached } = request;
    const refusal = (reason: Refusal['reason'], message: string): Refusal => ({ reason, message });
    if (terms.type === 'stop_limit') {
      const { stopPrice, price, direction } = terms;
      if (direction === 'down' && stopPrice.gte(last)) {
        return refusal(
          'stop_price_above_last',
          `stop ${stopPrice.toFixed()} is not below ${last.toFixed()}`,
        );
      }
      if (direction === 'up' && stopPrice.lte(last)) {
        return refusal(
          'stop_price_below_last',
          `stop ${stopPrice.toFixed()} is not above ${last.toFixed()}`,
        );
      }
      if (side === 'sell' && stopPrice.lt(price)) {
        return refusal('stop_price_below_limit', 'the stop of a sell must not be below its limit');
      }
      if (side === 'buy' && stopPrice.gt(price)) {
        return refusal('stop_price_above_limit', 'the stop of a buy must not be above its limit');
      }
    }
    const encloses = (target: Decimal, stop: Decimal, exit: OrderSide) =>
      exit === 'sell' ? target.gt(last) && stop.lt(last) : target.lt(last) && stop.gt(last);
    if (terms.type === 'bracket' && !encloses(terms.target, terms.stop, side)) {
      return refusal('bracket_prices', `target and stop do not enclose ${last.toFixed()}`);
    }
    const exit = side === 'buy' ? 'sell' : 'buy';
    if (attached && terms.type === 'market' && !encloses(attached.target, attached.stop, exit)) {
      return refusal('attached_prices', `target and stop do not enclose ${last.toFixed()}`);
    }
    return null;
  }

  function planFor(
    accountId: string,
    product: MarketProduct,
    { terms, side }: Request,
    taker: Decimal,
  ): Plan {
    if (terms.type === 'market') {
      const wants =
        'quoteSize' in terms ? { budget: terms.quoteSize, taker } : { size: terms.size };
      return plan(accountId, product, side, wants, null);
    }
    if (terms.type === 'limit') return plan(accountId, product, side, terms, terms.price);
    return { matches: [], own: [], complete: false };
  }

  /** Everything that can be said of a request before it has any effect. */
  function consider(accountId: string, request: Request, at: number): Considered {
    const { terms, side } = request;
    const product = products.get(request.productId);
    if (!product) return refuse('unknown_product', `no product ${request.productId}`);
    const broken = checkRequest(product, request, at);
    if (broken) return { outcome: 'refused', ...broken };
    const { quote } = bookFor(product);
    if (!quote) return refuse('no_price', `${product.id} has no price yet`);
    const misplaced = checkAgainstMarket(request, quote.last);
    if (misplaced) return { outcome: 'refused', ...misplaced };

    const account = accountOf(accountId);
    const tier = tierFor(tiers, recentVolume(account.volume, at));
    const rates = { maker: dec(tier.maker), taker: dec(tier.taker) };
    const planned = planFor(accountId, product, request, rates.taker);
    if (terms.type === 'limit' && terms.postOnly && planned.matches.length > 0) {
      return refuse('would_cross', 'a post-only order must not trade at once');
    }
    if (terms.type === 'market' && planned.matches.length === 0) {
      return planned.complete
        ? refuse('size_too_small', 'the size buys less than the least step')
        : refuse('no_liquidity', `nobody to trade ${product.id} with`);
    }
    if (terms.type === 'bracket' && product.type === 'future') {
      const position = positionOf(account, product.id).size;
      const open = side === 'sell' ? position : position.neg();
      if (terms.size.plus(bracketed(account, product.id, side)).gt(maxOf(open, ZERO))) {
        return refuse('bracket_size', 'brackets would close more than the position');
      }
    }
    const need = needs(account, product, request, planned, rates.taker);
    const free = available(account, need.asset);
    if (need.amount.gt(free)) {
      const message = `${need.amount.toFixed()} ${need.asset} needed, ${free.toFixed()} available`;
      return refuse('insufficient_funds', message);
    }
    return { product, rates, plan: planned };
  }

  function accept(
    accountId: string,
    request: Request,
    considered: Considered,
    at: number,
  ): PlaceOutcome {
    if ('outcome' in considered) return considered;
    const { product, rates, plan: planned } = considered;
    const { terms, attached } = request;
    const order = register(accountId, request, rates, 'open', at);
    updateHold(order);
    if (attached) {
      const bracket: Request = {
        clientOrderId: '',
        productId: product.id,
        side: request.side === 'buy' ? 'sell' : 'buy',
        terms: { type: 'bracket', size: ZERO, ...attached },
        ...(request.leverage ? { leverage: request.leverage } : {}),
      };
      order.childId = register(accountId, bracket, rates, 'pending', at, order.id).id;
    }
    emitOrder(order);
    const child = order.childId ? orders.get(order.childId) : undefined;
    if (child) emitOrder(child);

    const allOrNothing = terms.type === 'limit' && terms.timeInForce === 'fok';
    if (!allOrNothing || planned.complete) carryOut(order, planned, at);
    const rests = terms.type !== 'market' && !isImmediate(terms);
    if (isLive(order) && rests) rest(bookFor(product), product, order);
    else if (isLive(order)) {
      const done = 'quoteSize' in terms && planned.complete;
      finish(
        order,
        done ? 'filled' : 'cancelled',
        at,
        done ? undefined : 'nobody left to trade with',
      );
    }
    triggerReached(bookFor(product), at);
    return { outcome: 'accepted', order: { ...order } };
  }

  function isImmediate(terms: Terms): boolean {
    return terms.type === 'limit' && (terms.timeInForce === 'ioc' || terms.timeInForce === 'fok');
  }

  /** The order's terms with an edit's sizes and prices; null when this kind can't be edited. */
  function editedTerms(order: Order, { size, price, stop }: Edit): Terms | null {
    const { terms } = order;
    if (order.triggered || order.status !== 'open') return null;
    if (terms.type === 'limit' && terms.timeInForce === 'gtc') return { ...terms, size, price };
    if (terms.type === 'stop_limit') {
      return { ...terms, size, price, stopPrice: stop ?? terms.stopPrice };
    }
    if (terms.type === 'bracket')
      return { ...terms, size, target: price, stop: stop ?? terms.stop };
    return null;
  }

  function editOrder(orderId: string, change: Edit, at: number): PlaceOutcome {
    const order = orders.get(orderId);
    if (!order) return refuse('unknown_order', `no order ${orderId}`);
    if (!isLive(order)) return refuse('not_open', `the order is ${order.status}`);
    const terms = editedTerms(order, change);
    if (!terms || terms.type === 'market')
      return refuse('not_editable', 'this order cannot be edited');
    const product = productOf(order.productId);
    const book = bookFor(product);
    const attached = change.attached ?? order.attached;
    const request: Request = { ...order, terms, ...(attached ? { attached } : {}) };
    const broken =
      checkRequest(product, request, at) ??
      (book.quote ? checkAgainstMarket(request, book.quote.last) : null);
    if (broken) return { outcome: 'refused', ...broken };
    if (terms.size.lte(order.filledSize)) {
      return refuse('size_too_small', 'the size must be more than what is filled already');
    }
    const left = { size: terms.size.minus(order.filledSize) };
    if (terms.type === 'limit' && terms.postOnly) {
      const crossing = plan(order.accountId, product, order.side, left, terms.price).matches;
      if (crossing.length > 0)
        return refuse('would_cross', 'a post-only order must not trade at once');
    }

    const account = accountOf(order.accountId);
    const before = order.terms;
    lift(book, product, order);
    order.terms = terms;
    updateHold(order);
    const overdrawn = available(account, order.holdAsset).isNegative();
    const tooMuch =
      terms.type === 'bracket' &&
      product.type === 'future' &&
      bracketed(account, product.id, order.side).gt(positionOf(account, product.id).size.abs());
    if (overdrawn || tooMuch) {
      order.terms = before;
      updateHold(order);
      rest(book, product, order);
      return overdrawn
        ? refuse('insufficient_funds', `not enough ${order.holdAsset} available`)
        : refuse('bracket_size', 'brackets would close more than the position');
    }
    sequence += 1;
    order.sequence = sequence;
    order.updatedAt = at;
    if (change.attached) amendAttached(order, change.attached);
    emitOrder(order);
    if (terms.type === 'limit') work(order, at);
    else rest(book, product, order);
    triggerReached(book, at);
    return { outcome: 'accepted', order: { ...order } };
  }

  function amendAttached(order: Order, attached: Attached): void {
    order.attached = attached;
    const child = order.childId ? orders.get(order.childId) : undefined;
    if (!child || !isLive(child) || child.terms.type !== 'bracket') return;
    const product = productOf(child.productId);
    const book = bookFor(product);
    lift(book, product, child);
    child.terms = { ...child.terms, ...attached };
    if (child.status === 'open') rest(book, product, child);
    emitOrder(child);
  }

  function expireDue(at: number): void {
    for (let level = expiries.best(); level?.price.lte(at); level = expiries.best()) {
      for (const order of [...level.items]) finish(order, 'expired', at);
    }
  }

  function forgetEnded(before: number): void {
    const isOld = (order: Order | undefined) =>
      order !== undefined && !isLive(order) && order.updatedAt < before;
    // An order and the bracket attached to it stay and go together.
    const isGone = (order: Order | undefined) =>
      isOld(order) &&
      [order?.childId, order?.parentId].every((id) => id === undefined || isOld(orders.get(id)));
    const gone = new Set([...orders.values()].filter(isGone).map((order) => order.id));
    if (gone.size === 0) return;
    allFills = allFills.filter((each) => !gone.has(each.orderId));
    for (const [accountId, list] of ordersOf) {
      ordersOf.set(
        accountId,
        list.filter((order) => !gone.has(order.id)),
      );
    }
    for (const [accountId, list] of fillsOf) {
      fillsOf.set(
        accountId,
        list.filter((each) => !gone.has(each.orderId)),
      );
    }
    for (const [key, order] of clientIds) if (gone.has(order.id)) clientIds.delete(key);
    for (const id of gone) orders.delete(id);
  }

  function load(state: ExchangeState): void {
    for (const product of state.products) products.set(product.id, product);
    for (const [bookId, depth] of state.depths) depths.set(bookId, depth);
    for (const account of state.accounts) accounts.set(account.id, account);
    for (const [bookId, quote] of state.quotes) {
      const book = createBook(bookId);
      book.quote = quote;
      books.set(bookId, book);
    }
    for (const order of state.orders) index(order);
    const resting = state.orders.filter((order) => order.status === 'open');
    for (const order of resting.sort((a, b) => a.sequence - b.sequence)) {
      const product = productOf(order.productId);
      rest(bookFor(product), product, order);
    }
    for (const record of state.fills) {
      allFills.push(record);
      listFor(fillsOf, record.accountId).push(record);
    }
    sequence = state.sequence;
    ambiguous = state.ambiguousBars;
  }

  for (const product of options.products) products.set(product.id, product);
  if (options.state) load(options.state);

  return {
    product: (productId) => products.get(productId),
    products: () => [...products.values()],
    setProduct: (product) => void products.set(product.id, product),
    setDepth: (bookId, depth) => void depths.set(bookId, { ...depthOf(bookId), ...depth }),

    deposit: (accountId, asset, amount) => credit(accountOf(accountId), asset, amount),
    balances: (accountId) =>
      [...accountOf(accountId).balances].map(([asset, balance]) => ({ asset, ...balance })),
    positions: (accountId) =>
      [...accountOf(accountId).positions]
        .filter(([, position]) => !position.size.isZero())
        .map(([productId, position]) => ({ productId, ...position })),
    feeTier(accountId, at) {
      const volume = recentVolume(accountOf(accountId).volume, at);
      return { ...tierFor(tiers, volume), volume };
    },

    setPrice: (productId, { bid, ask, last }, at) =>
      act(at, () => {
        const book = bookFor(productOf(productId));
        moveQuote(book, { bid, ask, last: last ?? bid.plus(ask).div(2), at });
        settle(book, at);
      }),
    trade: (productId, price, size, at) =>
      act(at, () => {
        const product = productOf(productId);
        const book = bookFor(product);
        moveQuote(
          book,
          book.quote ? { ...book.quote, last: price, at } : quoteAround(product, price, at),
        );
        print(book, price, size, at);
        settle(book, at);
      }),
    candle: (productId, bar, at) => act(at, () => walkBar(productOf(productId), bar, at)),
    expire: (at) => act(at, () => undefined),
    quote: (productId) => bookFor(productOf(productId)).quote,
    depth(productId, levels) {
      const product = productOf(productId);
      const book = bookFor(product);
      const merged = (side: OrderSide) => {
        const result: Offer[] = [];
        for (const { price, size } of offers(book, product, depthOf(book.id), side)) {
          const last = result.at(-1);
          if (last?.price.eq(price)) last.size = last.size.plus(size);
          else if (result.length === levels) break;
          else result.push({ price, size });
        }
        return result;
      };
      return { bids: merged('sell'), asks: merged('buy') };
    },
    ambiguousBars: () => ambiguous,

    place: (accountId, request, at) =>
      act(at, () => accept(accountId, request, consider(accountId, request, at), at)),
    preview(accountId, request, at) {
      const considered = consider(accountId, request, at);
      if ('outcome' in considered) return considered;
      const { product, plan: planned, rates } = considered;
      const price = limitPrice(product, { ...request, triggered: false });
      const sum = (of: (match: Match) => Decimal) =>
        planned.matches.reduce((total, match) => total.plus(of(match)), ZERO);
      const size = 'size' in request.terms ? request.terms.size : sum((match) => match.size);
      const units = unitsOf(product);
      const value = price
        ? size.mul(price).mul(units)
        : sum((match) => match.size.mul(match.price).mul(units));
      return { outcome: 'accepted', size, value, fees: value.mul(rates.taker) };
    },
    edit: (orderId, change, at) => act(at, () => editOrder(orderId, change, at)),
    cancel: (orderId, at, message) =>
      act(at, () => {
        const order = orders.get(orderId);
        if (!order) return refuse('unknown_order', `no order ${orderId}`);
        if (!isLive(order)) return refuse('not_open', `the order is ${order.status}`);
        finish(order, 'cancelled', at, message);
        return { outcome: 'accepted', order: { ...order } };
      }),
    forceFill: (orderId, size, at) =>
      act(at, () => {
        const order = orders.get(orderId);
        if (!order) return refuse('unknown_order', `no order ${orderId}`);
        const left = remainingSize(order);
        if (left.lte(ZERO)) return refuse('not_open', 'nothing of it is left to fill');
        const product = productOf(order.productId);
        const price = limitPrice(product, order) ?? bookFor(product).quote?.last;
        if (!price) return refuse('no_price', `${product.id} has no price yet`);
        fillAtOwnPrice(order, price, minOf(size, left), at);
        return { outcome: 'accepted', order: { ...order } };
      }),

    order(orderId) {
      const order = orders.get(orderId);
      return order && { ...order };
    },
    orderOfClient(accountId, clientOrderId) {
      const order = clientIds.get(`${accountId}/${clientOrderId}`);
      return order && { ...order };
    },
    orders: (accountId) => (ordersOf.get(accountId) ?? []).map((order) => ({ ...order })),
    openOrders: (accountId) => [...liveFor(accountId)].map((order) => ({ ...order })),
    fills: (accountId) => [...(fillsOf.get(accountId) ?? [])],
    forget: forgetEnded,
    state: () => ({
      products: [...products.values()],
      depths: [...depths],
      quotes: [...books.values()].flatMap((book) =>
        book.quote ? [[book.id, book.quote] satisfies [string, Quote]] : [],
      ),
      accounts: [...accounts.values()],
      orders: [...orders.values()],
      fills: allFills,
      sequence,
      ambiguousBars: ambiguous,
    }),
  };
}
