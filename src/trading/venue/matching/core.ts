import { type Decimal, dec } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { type Book, createBook, type Quote, rest } from './book.ts';
import { COINBASE_TIERS, type Tier } from './fees.ts';
import { type Account, createAccount } from './ledger.ts';
import { createLevels, type Levels } from './levels.ts';
import { DEFAULT_DEPTH, type Depth } from './liquidity.ts';
import { type Fill, isLive, type Order } from './order.ts';
import { bookOf, type MarketProduct } from './product.ts';

export type ExchangeEvent =
  /** The order changed; a copy. */
  | { type: 'order'; order: Order }
  | { type: 'fill'; fill: Fill }
  /** A contract that expired was paid out. */
  | { type: 'settlement'; accountId: string; productId: string; size: Decimal; price: Decimal }
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

/** Everything an exchange keeps; the modules beside this one work on it. */
export type ExchangeCore = {
  tiers: readonly Tier[];
  queueShare: Decimal;
  newId: (kind: 'order' | 'trade', sequence: number) => string;
  defaultDepth: Depth;
  products: Map<string, MarketProduct>;
  books: Map<string, Book>;
  depths: Map<string, Depth>;
  accounts: Map<string, Account>;
  orders: Map<string, Order>;
  ordersOf: Map<string, Order[]>;
  /** By account and client order id. */
  clientIds: Map<string, Order>;
  liveOf: Map<string, Set<Order>>;
  fillsOf: Map<string, Fill[]>;
  /** By order id. */
  fillsOfOrder: Map<string, Fill[]>;
  allFills: Fill[];
  expiries: Levels<Order>;
  /** No contract expires before; it may be early. */
  nextSettlement: number;
  /** Counts up with everything that needs an order in time. */
  sequence: number;
  ambiguous: number;
  /** What has happened and was not handed out yet; null when nobody listens. */
  queue: ExchangeEvent[] | null;
};

export function createCore(options: ExchangeOptions): ExchangeCore {
  const core: ExchangeCore = {
    tiers: options.tiers ?? COINBASE_TIERS,
    queueShare: dec(options.queueShare ?? '0'),
    newId: options.newId ?? ((kind, sequence) => `${kind}-${sequence}`),
    defaultDepth: { ...DEFAULT_DEPTH, ...options.depth },
    products: new Map(options.products.map((product) => [product.id, product])),
    books: new Map(),
    depths: new Map(),
    accounts: new Map(),
    orders: new Map(),
    ordersOf: new Map(),
    clientIds: new Map(),
    liveOf: new Map(),
    fillsOf: new Map(),
    fillsOfOrder: new Map(),
    allFills: [],
    expiries: createLevels('lowest'),
    // The first call looks for the first.
    nextSettlement: 0,
    sequence: 0,
    ambiguous: 0,
    queue: options.onEvent ? [] : null,
  };
  if (options.state) load(core, options.state);
  return core;
}

export function depthOf(core: ExchangeCore, bookId: string): Depth {
  return core.depths.get(bookId) ?? core.defaultDepth;
}

/** The next number of everything, as an id. */
export function nextId(core: ExchangeCore, kind: 'order' | 'trade'): string {
  core.sequence += 1;
  return core.newId(kind, core.sequence);
}

export function emit(core: ExchangeCore, event: ExchangeEvent): void {
  core.queue?.push(event);
}

export function emitOrder(core: ExchangeCore, order: Order): void {
  emit(core, { type: 'order', order: { ...order } });
}

export function accountOf(core: ExchangeCore, accountId: string): Account {
  let account = core.accounts.get(accountId);
  if (!account) {
    account = createAccount(accountId);
    core.accounts.set(accountId, account);
  }
  return account;
}

export function productOf(core: ExchangeCore, productId: string): MarketProduct {
  const product = core.products.get(productId);
  if (!product) throw new RangeError(`no product ${productId}`);
  return product;
}

export function bookFor(core: ExchangeCore, product: MarketProduct): Book {
  const id = bookOf(product);
  let book = core.books.get(id);
  if (!book) {
    book = createBook(id);
    core.books.set(id, book);
  }
  return book;
}

/** Keeps one execution where each question about it looks. */
export function addFill(core: ExchangeCore, record: Fill): void {
  core.allFills.push(record);
  listFor(core.fillsOf, record.accountId).push(record);
  listFor(core.fillsOfOrder, record.orderId).push(record);
}

function listFor<T>(lists: Map<string, T[]>, key: string): T[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

export function liveFor(core: ExchangeCore, accountId: string): Set<Order> {
  let live = core.liveOf.get(accountId);
  if (!live) {
    live = new Set();
    core.liveOf.set(accountId, live);
  }
  return live;
}

export function addOrder(core: ExchangeCore, order: Order): void {
  core.orders.set(order.id, order);
  listFor(core.ordersOf, order.accountId).push(order);
  const clientKey = `${order.accountId}/${order.clientOrderId}`;
  if (order.clientOrderId && !core.clientIds.has(clientKey)) core.clientIds.set(clientKey, order);
  if (!isLive(order)) return;
  liveFor(core, order.accountId).add(order);
  const expiresAt = 'expiresAt' in order.terms ? order.terms.expiresAt : undefined;
  if (expiresAt !== undefined) core.expiries.add(dec(expiresAt), order);
}

export function forgetEnded(core: ExchangeCore, before: number): void {
  const isOld = (order: Order | undefined) =>
    order !== undefined && !isLive(order) && order.updatedAt < before;
  // An order and the bracket attached to it stay and go together.
  const isGone = (order: Order | undefined) =>
    isOld(order) &&
    [order?.childId, order?.parentId].every((id) => id === undefined || isOld(core.orders.get(id)));
  const gone = new Set([...core.orders.values()].filter(isGone).map((order) => order.id));
  if (gone.size === 0) return;
  core.allFills = core.allFills.filter((each) => !gone.has(each.orderId));
  for (const [accountId, list] of core.ordersOf) {
    core.ordersOf.set(
      accountId,
      list.filter((order) => !gone.has(order.id)),
    );
  }
  for (const [accountId, list] of core.fillsOf) {
    core.fillsOf.set(
      accountId,
      list.filter((each) => !gone.has(each.orderId)),
    );
  }
  for (const [key, order] of core.clientIds) if (gone.has(order.id)) core.clientIds.delete(key);
  for (const id of gone) {
    core.orders.delete(id);
    core.fillsOfOrder.delete(id);
  }
}

function load(core: ExchangeCore, state: ExchangeState): void {
  for (const product of state.products) core.products.set(product.id, product);
  for (const [bookId, depth] of state.depths) core.depths.set(bookId, depth);
  for (const account of state.accounts) core.accounts.set(account.id, account);
  for (const [bookId, quote] of state.quotes) {
    const book = createBook(bookId);
    book.quote = quote;
    core.books.set(bookId, book);
  }
  for (const order of state.orders) addOrder(core, order);
  const resting = state.orders.filter((order) => order.status === 'open');
  for (const order of resting.sort((a, b) => a.sequence - b.sequence)) {
    const product = productOf(core, order.productId);
    rest(bookFor(core, product), product, order);
  }
  for (const record of state.fills) addFill(core, record);
  core.sequence = state.sequence;
  core.ambiguous = state.ambiguousBars;
}

export function stateOf(core: ExchangeCore): ExchangeState {
  return {
    products: [...core.products.values()],
    depths: [...core.depths],
    quotes: [...core.books.values()].flatMap((book) =>
      book.quote ? [[book.id, book.quote] satisfies [string, Quote]] : [],
    ),
    accounts: [...core.accounts.values()],
    orders: [...core.orders.values()],
    fills: core.allFills,
    sequence: core.sequence,
    ambiguousBars: core.ambiguous,
  };
}
