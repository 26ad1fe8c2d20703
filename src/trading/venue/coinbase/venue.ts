import type { Logger } from 'pino';
import type { Capabilities, DecimalString, Venue, VenueEvent } from '../venue.ts';
import { VenueError } from '../venue.ts';
import { type CoinbaseAccount, createAccount } from './account.ts';
import { type Channel, createChannel } from './connection/channel.ts';
import { createSigner } from './connection/jwt.ts';
import { createRateLimiter } from './connection/rateLimiter.ts';
import { createRest } from './connection/rest.ts';
import { COINBASE_URLS, type CoinbaseUrls } from './connection/urls.ts';
import { createCapabilities } from './orders/capabilities.ts';
import { fromUserChannel } from './orders/order.ts';
import { createOrderHistory } from './orders/orderHistory.ts';
import { createPlacement } from './orders/placement.ts';
import { readProduct, readProducts } from './products/catalogue.ts';
import { createContracts } from './products/contracts.ts';
import { createEntryReader } from './wire/entries.ts';
import { type UserOrder, userEvent, userOrder } from './wire/wire.ts';

/** The venue, and what going live asks of Coinbase alone. */
export type CoinbaseVenue = Venue &
  Pick<CoinbaseAccount, 'permissions' | 'clockSkewMs'> & {
    /** How many requests wait for the rate limit now. */
    queueDepth(): number;
  };

export type CoinbaseVenueOptions = {
  /** "organizations/…/apiKeys/…" */
  keyName: string;
  /** As Coinbase gave it: a PEM, or an Ed25519 key in base64. */
  privateKey: string;
  urls?: Partial<CoinbaseUrls>;
  /** UTC milliseconds; signs the tokens and stamps what Coinbase does not stamp. */
  clock?: () => number;
  log: Logger;
  /** Asked for just before anything is sent that changes something; false: it is not sent. */
  maySend?: () => boolean;
  /** What was learned of products earlier, by product id. */
  capabilities?: Readonly<Record<string, Capabilities>>;
  /** Called when an answer taught something new of a product, to be kept. */
  onCapability?: (productId: string, capabilities: Capabilities) => void;
  /** In milliseconds; the defaults fit the real Coinbase. */
  timing?: Partial<VenueTiming>;
};

export type VenueTiming = {
  /** Without an answer for so long, an order, change or cancel is unknown. */
  orderAnswer: number;
  /** Without an answer for so long, reading has failed. */
  readAnswer: number;
  /** So long a change of an order may take to show in what Coinbase says of it. */
  editShows: number;
  /** How long a request that meets 429 is tried again. */
  patience: number;
  /** The user channel is dead after so long without a frame. */
  silence: number;
  /** So many private requests Coinbase takes a second. */
  requestsPerSecond: number;
  /** A user channel that held for so long is made anew at once when it is lost; others ever later. */
  steady: number;
};

const TIMING: VenueTiming = {
  orderAnswer: 5000,
  readAnswer: 15_000,
  editShows: 3000,
  patience: 5000,
  silence: 10_000,
  steady: 10_000,
  requestsPerSecond: 30,
};

/**
 * Private REST: of a user, https://docs.cdp.coinbase.com/advanced-trade/docs/rest-api-rate-limits;
 * and of a key, https://docs.cdp.coinbase.com/coinbase-app/api-architecture/rate-limiting
 */
const HOURLY_LIMIT = { requests: 10_000, perMs: 60 * 60_000, urgentOnly: 1000 };

const NOT_TOLD = "Coinbase sent an order that can't be read; the next reconcile makes it good.";

/**
 * Coinbase Advanced Trade behind the Venue port.
 * Throws a VenueError when the private key can't be read.
 */
export function createCoinbaseVenue(options: CoinbaseVenueOptions): CoinbaseVenue {
  const { log } = options;
  const clock = options.clock ?? Date.now;
  const urls = { ...COINBASE_URLS, ...options.urls };
  const timing = { ...TIMING, ...options.timing };
  const signer = createSigner({ keyName: options.keyName, privateKey: options.privateKey, clock });
  const limiter = createRateLimiter([
    { requests: timing.requestsPerSecond, perMs: 1000 },
    HOURLY_LIMIT,
  ]);
  const rest = createRest({
    url: urls.rest,
    signer,
    limiter,
    log,
    ...(options.maySend ? { maySend: options.maySend } : {}),
    answerMs: { GET: timing.readAnswer, POST: timing.orderAnswer },
    patienceMs: timing.patience,
  });
  const capabilities = createCapabilities(options.capabilities ?? {}, options.onCapability);
  const contracts = createContracts(rest);
  const readEntries = createEntryReader(log);
  const history = createOrderHistory(rest, readEntries, contracts, clock, log);
  let channel: Channel | undefined;

  function userEvents(
    events: readonly unknown[],
    at: number,
    listener: (event: VenueEvent) => void,
  ): void {
    for (const event of events) {
      const orders = userEvent.safeParse(event).data?.orders ?? [undefined];
      for (const entry of orders) {
        const order = userOrder.safeParse(entry);
        if (order.success) {
          pushed(order.data, at, listener);
          continue;
        }
        const issue = order.error.issues[0];
        log.warn({ field: issue?.path.join('.'), problem: issue?.message }, NOT_TOLD);
      }
    }
  }

  function pushed(wire: UserOrder, at: number, listener: (event: VenueEvent) => void): void {
    const tell = (contractSize: DecimalString) => {
      const order = fromUserChannel(wire, contractSize, at);
      if (order) listener({ type: 'order', order });
    };
    const known = contracts.knownSize(wire.product_id);
    if (known) tell(known);
    // Telling it later does no harm: what is told is cumulative.
    else
      contracts
        .size(wire.product_id)
        .then(tell)
        .catch(() => log.warn(NOT_TOLD));
  }

  return {
    name: 'coinbase',
    async open(listener) {
      if (channel) throw new VenueError('The connection to Coinbase is open already.');
      channel = createChannel({
        url: urls.userSocket,
        signer,
        log,
        clock,
        silenceMs: timing.silence,
        steadyMs: timing.steady,
        subscriptions: () => [{ channel: 'user' }],
        confirmedBy: 'user',
        onEvents(name, events, at) {
          if (name === 'user') userEvents(events, at, listener);
        },
        onUp: () => listener({ type: 'connected', at: clock() }),
        onDown: (message) => listener({ type: 'disconnected', at: clock(), message }),
      });
      await channel.open();
    },
    async close() {
      await channel?.close();
      channel = undefined;
    },
    async products() {
      const products = await readProducts(rest, '/brokerage/products', readEntries, log);
      contracts.remember(products.entries);
      return products;
    },
    async product(productId) {
      const product = await readProduct(rest, '/brokerage/products', productId);
      if (product) contracts.remember([product]);
      return product;
    },
    capabilities: capabilities.of,
    ...createAccount(rest, readEntries, clock),
    openOrders: history.openOrders,
    order: history.order,
    findOrder: history.findOrder,
    fills: history.fills,
    ...createPlacement({ rest, history, capabilities, clock, editShowsMs: timing.editShows }),
    queueDepth: () => limiter.queued(),
  };
}
