import type { Logger } from 'pino';
import type { z } from 'zod';
import { dec } from '../../money.ts';
import type {
  Balance,
  CancelResult,
  Capabilities,
  DecimalString,
  FeeTier,
  Fill,
  OrderRequest,
  PlaceResult,
  Venue,
  VenueEvent,
  VenueOrder,
  VenuePosition,
} from '../venue.ts';
import { VenueError } from '../venue.ts';
import { readProducts } from './catalogue.ts';
import { type Channel, createChannel } from './channel.ts';
import { createSigner } from './jwt.ts';
import { fromOrderList, fromUserChannel, toFill, withFills } from './order.ts';
import { toEditBody, toOrderBody } from './orderConfiguration.ts';
import { createRateLimiter, type Priority } from './rateLimiter.ts';
import { learnedFrom, refusalSentence, rejectReason } from './refusal.ts';
import { type Answer, createRest } from './rest.ts';
import { COINBASE_URLS, type CoinbaseUrls } from './urls.ts';
import {
  accountList,
  cancelOrdersAnswer,
  cfmPositions,
  createOrderAnswer,
  editOrderAnswer,
  fillList,
  intxPositions,
  keyPermissions,
  orderAnswer,
  orderList,
  serverTime,
  transactionSummary,
  userEvent,
  userOrder,
  type WireOrder,
  wireProduct,
} from './wire.ts';

/** What the API key may do; one that can transfer should never run a bot. */
export type KeyPermissions = {
  canView: boolean;
  canTrade: boolean;
  canTransfer: boolean;
  /** The one portfolio that the key belongs to. */
  portfolioId: string;
  /** "DEFAULT", "CONSUMER" or "INTX". */
  portfolioType: string;
};

/** The venue, and what going live asks of Coinbase alone. */
export type CoinbaseVenue = Venue & {
  /** Rejects with a VenueError. */
  permissions(): Promise<KeyPermissions>;
  /** Our clock minus Coinbase's, in milliseconds; negative when ours is behind. Rejects with a VenueError. */
  clockSkewMs(): Promise<number>;
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
  /** How long a request that meets 429 is tried again. */
  patience: number;
  /** The user channel is dead after so long without a frame. */
  silence: number;
};

const TIMING: VenueTiming = {
  orderAnswer: 5000,
  readAnswer: 15_000,
  patience: 5000,
  silence: 10_000,
};

/** Private REST, a user: https://docs.cdp.coinbase.com/advanced-trade/docs/rest-api-rate-limits */
const PRIVATE_REQUESTS_PER_SECOND = 30;

const PAGE = 250;
/** More pages than any list asked for here has; a cursor that goes in a circle ends there. */
const MAX_PAGES = 400;

/** Orders are looked for from a little earlier than asked: the two clocks differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** How far back an order is looked for whose id Coinbase calls used. */
const DUPLICATE_LOOKBACK_MS = 30 * 24 * 60 * 60_000;

/** Nothing is known against it: the product's own answer decides. */
const UNTRIED: Capabilities = { bracket: true, stopLimit: true };

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
  const limiter = createRateLimiter({ perSecond: PRIVATE_REQUESTS_PER_SECOND });
  const rest = createRest({
    origin: urls.rest,
    signer,
    limiter,
    log,
    answerMs: { GET: timing.readAnswer, POST: timing.orderAnswer },
    patienceMs: timing.patience,
  });

  const learned = new Map<string, Capabilities>(Object.entries(options.capabilities ?? {}));
  /** Base units in a contract, by future. */
  const contractSizes = new Map<string, DecimalString>();
  let channel: Channel | undefined;
  let portfolio: KeyPermissions | undefined;

  function capabilities(productId: string): Capabilities {
    return learned.get(productId) ?? UNTRIED;
  }

  function learn(request: OrderRequest, code: string | undefined): void {
    const lesson = learnedFrom(request, code);
    if (!lesson) return;
    const before = learned.get(request.productId);
    const after = { ...capabilities(request.productId), ...lesson };
    if (before && before.bracket === after.bracket && before.stopLimit === after.stopLimit) return;
    learned.set(request.productId, after);
    options.onCapability?.(request.productId, after);
  }

  function rejected(request: OrderRequest, code: string, words: string): PlaceResult {
    learn(request, code);
    const reason = rejectReason(code);
    return { outcome: 'rejected', reason, message: refusalSentence(reason, code, words) };
  }

  /** Every page of a list. `next` gives the cursor of the following page; none ends it. */
  async function readPages<Page extends { cursor: string }>(
    schema: z.ZodType<Page>,
    request: { what: string; path: string; query: Record<string, string | readonly string[]> },
    hasNext: (page: Page) => boolean,
  ): Promise<Page[]> {
    const pages: Page[] = [];
    let cursor = '';
    while (pages.length < MAX_PAGES) {
      const page = await rest.read(schema, {
        what: request.what,
        method: 'GET',
        path: request.path,
        query: { ...request.query, limit: PAGE, ...(cursor ? { cursor } : {}) },
      });
      pages.push(page);
      if (!hasNext(page) || !page.cursor) return pages;
      if (page.cursor === cursor) break;
      cursor = page.cursor;
    }
    throw new VenueError(`Coinbase's pages do not end when asked to ${request.what}.`);
  }

  async function listOrders(
    query: Record<string, string | readonly string[]>,
  ): Promise<WireOrder[]> {
    const pages = await readPages(
      orderList,
      { what: 'list the orders', path: '/brokerage/orders/historical/batch', query },
      (page) => page.has_next,
    );
    return pages.flatMap((page) => page.orders);
  }

  async function fills(filter: Parameters<Venue['fills']>[0]): Promise<Fill[]> {
    const { venueOrderId, productId, since } = filter;
    const pages = await readPages(
      fillList,
      {
        what: 'list the fills',
        path: '/brokerage/orders/historical/fills',
        query: {
          ...(venueOrderId ? { order_ids: [venueOrderId] } : {}),
          ...(productId ? { product_ids: [productId] } : {}),
          ...(since === undefined
            ? {}
            : { start_sequence_timestamp: new Date(since - CLOCK_TOLERANCE_MS).toISOString() }),
        },
      },
      (page) => page.fills.length > 0,
    );
    const found = new Map<string, Fill>();
    for (const wire of pages.flatMap((page) => page.fills)) {
      if (wire.trade_type && wire.trade_type !== 'FILL') {
        log.warn({ entry: wire.entry_id, type: wire.trade_type }, 'Coinbase corrected a trade.');
        continue;
      }
      // The filters are not left to Coinbase alone: a fill of another order would be counted.
      if (venueOrderId && wire.order_id !== venueOrderId) continue;
      if (productId && wire.product_id !== productId) continue;
      if (since !== undefined && wire.trade_time < since) continue;
      found.set(wire.entry_id || wire.trade_id, toFill(wire));
    }
    return [...found.values()].sort((a, b) => a.at - b.at);
  }

  async function products() {
    const found = await readProducts(rest, '/brokerage/products', log);
    for (const { id, contractSize } of found) {
      if (contractSize) contractSizes.set(id, contractSize);
    }
    return found;
  }

  /** '1' for spot. A future that is not known yet is looked up. */
  async function contractSizeOf(productId: string): Promise<DecimalString> {
    if (!isFuture(productId)) return '1';
    const known = contractSizes.get(productId);
    if (known) return known;
    const product = await rest.read(wireProduct, {
      what: `read the product ${productId}`,
      method: 'GET',
      path: `/brokerage/products/${encodeURIComponent(productId)}`,
    });
    const size = product.future_product_details?.contract_size ?? '1';
    contractSizes.set(productId, size);
    return size;
  }

  /** The order with the sums of its fills. The order was read first, so its fills are at least as new. */
  async function exactly(wire: WireOrder): Promise<VenueOrder> {
    const order = fromOrderList(wire, clock());
    if (order.filledSize === '0' && (order.status === 'pending' || order.status === 'rejected')) {
      return { ...order, exact: true };
    }
    const ofOrder = await fills({ venueOrderId: order.venueOrderId });
    return withFills(order, ofOrder, await contractSizeOf(order.productId));
  }

  async function findByClientId(clientOrderId: string, since: number): Promise<WireOrder | null> {
    // Neither by state nor by product: an order of a USDC book may be listed under its USD name.
    const orders = await listOrders({
      start_date: new Date(since - CLOCK_TOLERANCE_MS).toISOString(),
    });
    return orders.find((order) => order.client_order_id === clientOrderId) ?? null;
  }

  /** The other reading of a repeated create: the first order stands, and this is it. */
  async function firstOfThatId(request: OrderRequest): Promise<PlaceResult> {
    const since = clock() - DUPLICATE_LOOKBACK_MS;
    try {
      const first = await findByClientId(request.clientOrderId, since);
      if (first) return { outcome: 'accepted', venueOrderId: first.order_id };
      return {
        outcome: 'unknown',
        message: 'Coinbase says that this order exists already, and does not list it yet.',
      };
    } catch (error) {
      const why = error instanceof VenueError ? error.message : 'unexpected failure';
      return {
        outcome: 'unknown',
        message: `Coinbase says that this order exists already; looking for it failed: ${why}`,
      };
    }
  }

  async function place(request: OrderRequest): Promise<PlaceResult> {
    const body = toOrderBody(request);
    if ('unsupported' in body) {
      return { outcome: 'rejected', reason: 'unsupported_order', message: body.unsupported };
    }
    const answer = await rest.send(createOrderAnswer, {
      what: 'place the order',
      method: 'POST',
      path: '/brokerage/orders',
      body: {
        client_order_id: request.clientOrderId,
        product_id: request.productId,
        side: request.side === 'buy' ? 'BUY' : 'SELL',
        ...body,
        ...(request.leverage ? { leverage: request.leverage } : {}),
        ...(request.marginType ? { margin_type: request.marginType.toUpperCase() } : {}),
      },
      priority: priorityOf(request),
    });
    if (answer.kind !== 'ok') return notDone(answer);

    const { success, success_response, error_response, failure_reason, order_id } = answer.value;
    if (success) {
      const venueOrderId = success_response?.order_id || order_id;
      if (!venueOrderId) {
        return { outcome: 'unknown', message: 'Coinbase took the order and did not say its id.' };
      }
      learn(request, undefined);
      return { outcome: 'accepted', venueOrderId };
    }
    const code = firstReason(
      error_response?.new_order_failure_reason,
      error_response?.preview_failure_reason,
      error_response?.error,
      failure_reason,
    );
    if (rejectReason(code) === 'duplicate') return firstOfThatId(request);
    return rejected(request, code, error_response?.message || error_response?.error_details || '');
  }

  async function replace(venueOrderId: string, request: OrderRequest): Promise<PlaceResult> {
    const edit = toEditBody(request.terms);
    if ('unsupported' in edit) {
      return { outcome: 'rejected', reason: 'unsupported_order', message: edit.unsupported };
    }
    const answer = await rest.send(editOrderAnswer, {
      what: 'change the order',
      method: 'POST',
      path: '/brokerage/orders/edit',
      body: { order_id: venueOrderId, ...edit },
      priority: priorityOf(request),
    });
    if (answer.kind !== 'ok') return notDone(answer);
    if (answer.value.success) return { outcome: 'accepted', venueOrderId };
    const error = answer.value.errors?.[0];
    const code = firstReason(error?.edit_failure_reason, error?.preview_failure_reason);
    const reason = rejectReason(code);
    return { outcome: 'rejected', reason, message: refusalSentence(reason, code, '') };
  }

  async function cancel(venueOrderId: string): Promise<CancelResult> {
    const answer = await rest.send(cancelOrdersAnswer, {
      what: 'cancel the order',
      method: 'POST',
      path: '/brokerage/orders/batch_cancel',
      body: { order_ids: [venueOrderId] },
      priority: 'urgent',
    });
    if (answer.kind === 'unclear') return { outcome: 'unknown', message: answer.message };
    if (answer.kind !== 'ok') return { outcome: 'rejected', message: answer.message };
    const { results } = answer.value;
    const result = results.find(({ order_id }) => order_id === venueOrderId) ?? results[0];
    if (!result) {
      return { outcome: 'unknown', message: 'Coinbase did not say what became of the cancel.' };
    }
    // An earlier cancel of it is under way: that is what was asked for.
    if (result.success || result.failure_reason === 'DUPLICATE_CANCEL_REQUEST') {
      return { outcome: 'accepted' };
    }
    return {
      outcome: 'rejected',
      message: `Coinbase did not cancel the order (${result.failure_reason || 'no reason given'}).`,
    };
  }

  function userEvents(events: readonly unknown[], at: number, listener: (e: VenueEvent) => void) {
    for (const event of events) {
      const parsed = userEvent.safeParse(event);
      if (!parsed.success) {
        log.warn(
          "Coinbase sent an order event that can't be read; the next reconcile makes it good.",
        );
        continue;
      }
      for (const entry of parsed.data.orders) {
        const order = userOrder.safeParse(entry);
        if (!order.success) {
          const issue = order.error.issues[0];
          log.warn(
            { field: issue?.path.join('.'), problem: issue?.message },
            "Coinbase sent an order that can't be read; the next reconcile makes it good.",
          );
          continue;
        }
        const contractSize = isFuture(order.data.product_id)
          ? contractSizes.get(order.data.product_id)
          : '1';
        if (!contractSize) {
          log.warn({ productId: order.data.product_id }, 'An order of a product not known yet.');
          continue;
        }
        const reported = fromUserChannel(order.data, contractSize, at);
        if (reported) listener({ type: 'order', order: reported });
      }
    }
  }

  return {
    name: 'coinbase',
    async open(listener) {
      if (channel) throw new VenueError('The connection to Coinbase is open already.');
      channel = createChannel({
        url: urls.userData,
        signer,
        log,
        clock,
        silenceMs: timing.silence,
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

    products,
    capabilities,
    async balances() {
      const pages = await readPages(
        accountList,
        { what: 'read the balances', path: '/brokerage/accounts', query: {} },
        (page) => page.has_next,
      );
      const byAsset = new Map<string, Balance>();
      for (const account of pages.flatMap((page) => page.accounts)) {
        // What lies in a vault can't be traded.
        if (account.type === 'ACCOUNT_TYPE_VAULT') continue;
        const sum = byAsset.get(account.currency);
        byAsset.set(account.currency, {
          asset: account.currency,
          available: dec(sum?.available ?? 0)
            .add(account.available_balance ?? 0)
            .toFixed(),
          hold: dec(sum?.hold ?? 0)
            .add(account.hold ?? 0)
            .toFixed(),
        });
      }
      return [...byAsset.values()];
    },
    async positions() {
      // A key stays in its portfolio.
      portfolio ??= await permissions();
      return portfolio.portfolioType === 'INTX' ? intx(portfolio.portfolioId) : cfm();
    },
    async fees(): Promise<FeeTier> {
      const { fee_tier } = await rest.read(transactionSummary, {
        what: 'read the fees',
        method: 'GET',
        path: '/brokerage/transaction_summary',
      });
      return { maker: fee_tier.maker_fee_rate, taker: fee_tier.taker_fee_rate };
    },

    place,
    replace,
    cancel,

    async openOrders() {
      // In this order, and apart: the open list leaves these out, and takes no other state beside
      // it. An order that moves on meanwhile is then in both rather than in neither.
      const waiting = await listOrders({ order_status: ['PENDING', 'QUEUED', 'CANCEL_QUEUED'] });
      const open = await listOrders({ order_status: ['OPEN'] });
      const byId = new Map([...waiting, ...open].map((order) => [order.order_id, order]));
      return [...byId.values()]
        .map((order) => fromOrderList(order, clock()))
        .filter(({ status }) => status === 'pending' || status === 'open');
    },
    async order(venueOrderId) {
      const answer = await rest.send(orderAnswer, {
        what: 'read an order',
        method: 'GET',
        path: `/brokerage/orders/historical/${encodeURIComponent(venueOrderId)}`,
      });
      if (answer.kind === 'ok') return exactly(answer.value.order);
      if (answer.kind === 'refused' && answer.status === 404) return null;
      throw new VenueError(answer.message);
    },
    async findOrder(clientOrderId, _productId, since) {
      const found = await findByClientId(clientOrderId, since);
      return found && exactly(found);
    },
    fills,

    permissions,
    async clockSkewMs() {
      const before = clock();
      const { epochMillis } = await rest.read(serverTime, {
        what: 'tell the time',
        method: 'GET',
        path: '/brokerage/time',
      });
      return Math.round((before + clock()) / 2 - epochMillis);
    },
    queueDepth: () => limiter.queued(),
  };

  async function permissions(): Promise<KeyPermissions> {
    const wire = await rest.read(keyPermissions, {
      what: "read the key's permissions",
      method: 'GET',
      path: '/brokerage/key_permissions',
    });
    return {
      canView: wire.can_view,
      canTrade: wire.can_trade,
      canTransfer: wire.can_transfer,
      portfolioId: wire.portfolio_uuid,
      portfolioType: wire.portfolio_type,
    };
  }

  /** Futures of the US account, in contracts. Coinbase does not say where they are liquidated. */
  async function cfm(): Promise<VenuePosition[]> {
    const answer = await rest.send(cfmPositions, {
      what: 'read the futures positions',
      method: 'GET',
      path: '/brokerage/cfm/positions',
    });
    if (answer.kind === 'ok') {
      return answer.value.positions.map((position) => ({
        productId: position.product_id,
        size: signed(position.number_of_contracts, position.side === 'SHORT'),
        averageEntry: position.avg_entry_price,
      }));
    }
    // So it answers an account that has no futures.
    if (answer.kind === 'refused' && (answer.status === 403 || answer.status === 404)) return [];
    throw new VenueError(answer.message);
  }

  /** Perpetuals outside the US. */
  async function intx(portfolioId: string): Promise<VenuePosition[]> {
    const { positions } = await rest.read(intxPositions, {
      what: 'read the perpetual positions',
      method: 'GET',
      path: `/brokerage/intx/positions/${encodeURIComponent(portfolioId)}`,
    });
    return positions.map((position) => ({
      productId: position.product_id,
      size: signed(position.net_size, position.position_side.endsWith('SHORT')),
      averageEntry: position.entry_vwap ?? position.vwap ?? '0',
      ...(position.liquidation_price ? { liquidationPrice: position.liquidation_price } : {}),
    }));
  }
}

function notDone(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): PlaceResult {
  switch (answer.kind) {
    case 'unclear':
      return { outcome: 'unknown', message: answer.message };
    case 'rate_limited':
      return { outcome: 'rejected', reason: 'rate_limited', message: answer.message };
    case 'refused': {
      const forbidden = answer.status === 401 || answer.status === 403;
      const reason = forbidden ? 'not_permitted' : rejectReason(answer.code);
      return { outcome: 'rejected', reason, message: answer.message };
    }
  }
}

/** Whatever takes risk away goes before whatever adds it; a sell at market closes on spot. */
function priorityOf({ terms, side }: OrderRequest): Priority {
  const protects = terms.type === 'stop_limit' || terms.type === 'bracket';
  return protects || (terms.type === 'market' && side === 'sell') ? 'urgent' : 'normal';
}

/** The reason that says something: Coinbase fills the others with UNKNOWN_…. */
function firstReason(...codes: (string | undefined)[]): string {
  const given = codes.filter((code): code is string => Boolean(code));
  return given.find((code) => !code.startsWith('UNKNOWN_')) ?? given[0] ?? '';
}

/** "BIP-20DEC30-CDE", "BTC-PERP-INTX"; spot names have two parts. */
function isFuture(productId: string): boolean {
  return productId.endsWith('-CDE') || productId.endsWith('-INTX');
}

function signed(size: DecimalString, short: boolean): DecimalString {
  const magnitude = dec(size).abs();
  return (short ? magnitude.neg() : magnitude).toFixed();
}
