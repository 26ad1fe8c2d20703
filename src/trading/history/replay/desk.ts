import { isWanted } from '../../execution/isWanted.ts';
import { type Decimal, dec } from '../../money.ts';
import { emptyState } from '../../strategy/book/emptyState.ts';
import { decide } from '../../strategy/decide.ts';
import { nearestTriggers } from '../../strategy/hold/priceTriggers.ts';
import type { Command, Decision } from '../../strategy/model/command.ts';
import type { Event, OrderReport } from '../../strategy/model/event.ts';
import type { Position, State } from '../../strategy/model/state.ts';
import type { Price } from '../../venue/marketData.ts';
import type { Assumption } from '../../venue/matching/bars.ts';
import { createExchange, type Exchange } from '../../venue/matching/exchange.ts';
import type { Tier } from '../../venue/matching/fees.ts';
import type { Depth } from '../../venue/matching/liquidity.ts';
import type { Order as VenueSideOrder } from '../../venue/matching/order.ts';
import { createSimulatedAccount, type SimulatedAccount } from '../../venue/simulated/account.ts';
import { toVenueOrder } from '../../venue/simulated/report.ts';
import type { DecimalString, Product } from '../../venue/venue.ts';
import type { Bounds, Tape, TapeCandle } from '../candles/tape.ts';
import type { HistoryClock } from '../clock.ts';
import { isAmbiguousIn } from './ambiguous.ts';
import { createBarFollower } from './barFollower.ts';

/** The core and the simulated venue, face to face: what is commanded is done at once. */
export type Desk = {
  state(): State;
  /** The clock's time, UTC milliseconds. */
  now(): number;
  account: SimulatedAccount;
  exchange: Exchange;
  /** Decides, and carries out all that follows. */
  submit(event: Event): Decision;
  /** All that the account owns of each asset, on hold or not; of what it owns nothing of, nothing. */
  holdings(): readonly (readonly [string, Decimal])[];
  /** The last trade of a product known now; null where none is. */
  last(productId: string): Decimal | null;
  /** The price of a product now, by the last trade known; null where none is. */
  price(productId: string): Price | null;
  /** One minute of a product's prices passes. */
  walk(productId: string, candle: TapeCandle): void;
  /** Prices of a product between which nothing happens; null: nothing waits for its price. */
  bounds(productId: string): Bounds | null;
  /** Products of which something has changed since this was last called. */
  takeChanged(): ReadonlySet<string>;
};

const ACCOUNT = 'paper';
const NOT_SENT = 'it was not sent: the position had gone on';
/** More than this from one event is a fault that would never end. */
const MOST_STEPS = 100_000;

export function createDesk(parts: {
  clock: HistoryClock;
  tape: Tape;
  products: readonly Product[];
  cash: Readonly<Record<string, DecimalString>>;
  assume: Assumption;
  tiers?: readonly Tier[] | undefined;
  depth?: Partial<Depth> | undefined;
  /** Every position that a decision changed. */
  onChanged: (positions: readonly Position[]) => void;
  /** A minute's order of prices decides over a position, and it is not known. */
  onAmbiguous: (positionId: string) => void;
  /** Every decision, in order. */
  onDecision?: ((event: Event, decision: Decision) => void) | undefined;
}): Desk {
  const { clock, tape } = parts;
  const at = () => clock.now();
  let state = emptyState('h');
  let changed = new Set<string>();
  /** What is to be done, in order: commands of the core's, reports of the venue's. */
  const todo: (Command | { type: 'report'; order: VenueSideOrder })[] = [];
  let isWorking = false;
  let isWalking = false;
  /** To the end of which candle each product's quote has come. */
  const quotedTo = new Map<string, number>();

  const exchange = createExchange({
    products: [],
    onEvent: (event) => {
      if (event.type !== 'order') return;
      changed.add(event.order.productId);
      todo.push({ type: 'report', order: event.order });
      work();
    },
    ...(parts.tiers ? { tiers: parts.tiers } : {}),
    ...(parts.depth ? { depth: parts.depth } : {}),
  });
  const account = createSimulatedAccount({ exchange, name: ACCOUNT, clock: at });
  account.setProducts(parts.products);
  for (const [asset, amount] of Object.entries(parts.cash)) account.deposit(asset, amount);

  const follower = createBarFollower({
    assume: parts.assume,
    state: () => state,
    tell: (positions, productId) => {
      const price = priceOf(productId);
      if (price === null) return;
      const positionIds = positions.map(({ id }) => id);
      submit({ type: 'price', at: at(), price, positionIds });
    },
  });

  function decideOn(event: Event): Decision {
    const decision = decide(state, event);
    state = decision.state;
    for (const position of decision.changed) changed.add(position.product.id);
    follower.changed(decision.changed);
    parts.onChanged(decision.changed);
    parts.onDecision?.(event, decision);
    for (const command of decision.commands) if (command.type !== 'notify') todo.push(command);
    return decision;
  }

  function submit(event: Event): Decision {
    const decision = decideOn(event);
    work();
    if (!isWalking) lookBehind(decision.changed);
    return decision;
  }

  /** A level that was just set may be behind the price already. */
  function lookBehind(positions: readonly Position[]): void {
    for (const productId of new Set(positions.map(({ product }) => product.id))) {
      const quote = bringUp(productId);
      if (quote !== null) follower.crossed(productId, quote.last);
    }
  }

  function work(): void {
    if (isWorking) return;
    isWorking = true;
    try {
      for (let steps = 0; todo.length > 0; steps += 1) {
        if (steps > MOST_STEPS) throw new Error('the core and the venue never come to an end');
        const next = todo.shift();
        if (next) carryOut(next);
      }
    } finally {
      isWorking = false;
    }
  }

  function report(orderId: string, what: OrderReport): void {
    decideOn({ type: 'order', at: at(), orderId, report: what });
  }

  function carryOut(next: (typeof todo)[number]): void {
    if (next.type === 'notify') return;
    if (next.type === 'report') {
      const { order } = next;
      const { clientOrderId } = order;
      if (clientOrderId === '') return;
      report(clientOrderId, { kind: 'venue', order: toVenueOrder(order, at()) });
      return;
    }
    const position = state.positions.get(next.positionId);
    if (next.type === 'place') {
      const { clientOrderId } = next.request;
      const order = position?.orders.find(({ id }) => id === clientOrderId);
      if (!position || !order || !isWanted(position, order)) {
        report(clientOrderId, { kind: 'never_arrived', message: NOT_SENT });
        return;
      }
      bringUp(next.request.productId);
      const result = account.place(next.request);
      if (result.outcome === 'rejected') {
        const { reason, message } = result;
        report(clientOrderId, { kind: 'rejected', reason, message });
      } else {
        const { venueOrderId } = result;
        report(clientOrderId, { kind: 'accepted', venueOrderId });
      }
      return;
    }
    const order = position?.orders.find(({ id }) => id === next.orderId);
    const venueOrderId = order?.venueOrderId;
    if (next.type === 'replace') {
      const result = venueOrderId
        ? account.replace(venueOrderId, next.request)
        : { outcome: 'rejected' as const, reason: 'other' as const, message: 'it is not there' };
      if (result.outcome === 'accepted') {
        report(next.orderId, { kind: 'replaced', terms: next.request.terms });
      } else {
        const { reason, message } = result;
        report(next.orderId, { kind: 'replace_rejected', reason, message });
      }
      return;
    }
    if (!venueOrderId) return;
    const result = account.cancel(venueOrderId);
    if (result.outcome === 'rejected') {
      const found = account.order(venueOrderId);
      if (found) report(next.orderId, { kind: 'venue', order: found.order });
    }
  }

  /** Brings the venue's quote up to the last trade that is known by now. */
  function bringUp(productId: string) {
    if (!isWalking) {
      const last = tape.last(productId);
      if (last !== null && quotedTo.get(productId) !== last.at) {
        quotedTo.set(productId, last.at);
        exchange.setLast(productId, dec(last.price), at());
      }
    }
    return exchange.quote(productId);
  }

  function priceOf(productId: string): Price | null {
    const quote = bringUp(productId);
    if (quote === null) return null;
    return {
      productId,
      bid: quote.bid.toFixed(),
      ask: quote.ask.toFixed(),
      last: quote.last.toFixed(),
      at: quote.at,
    };
  }

  return {
    state: () => state,
    now: at,
    account,
    exchange,
    submit,
    holdings: () =>
      exchange
        .balances(ACCOUNT)
        .filter(({ total }) => !total.isZero())
        .map(({ asset, total }) => [asset, total] as const),
    last: (productId) => bringUp(productId)?.last ?? null,
    price: priceOf,
    walk(productId, candle) {
      isWalking = true;
      follower.begin(productId);
      try {
        const bar = {
          open: dec(candle.open),
          high: dec(candle.high),
          low: dec(candle.low),
          close: dec(candle.close),
          volume: dec(Number(candle.volume)),
        };
        for (const id of state.active.get(productId) ?? []) {
          const position = state.positions.get(id);
          if (position && isAmbiguousIn(position, bar)) parts.onAmbiguous(id);
        }
        exchange.candle(productId, bar, at(), { assume: parts.assume, follower });
      } finally {
        isWalking = false;
      }
      quotedTo.set(productId, candle.at + 60_000);
      const quote = exchange.quote(productId);
      if (quote !== null) follower.crossed(productId, quote.last);
    },
    bounds(productId) {
      let { below, above } = exchange.waits(productId);
      for (const id of state.active.get(productId) ?? []) {
        const position = state.positions.get(id);
        if (position === undefined) continue;
        const levels = nearestTriggers(position);
        if (levels.below && (below === null || levels.below.gt(below))) below = levels.below;
        if (levels.above && (above === null || levels.above.lt(above))) above = levels.above;
      }
      if (below === null && above === null) return null;
      return { below: below?.toNumber() ?? null, above: above?.toNumber() ?? null };
    },
    takeChanged() {
      const taken = changed;
      changed = new Set();
      return taken;
    },
  };
}
