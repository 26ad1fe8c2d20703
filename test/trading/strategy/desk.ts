import { dec } from '../../../src/trading/money.ts';
import type { Signal } from '../../../src/trading/signal/reading.ts';
import { waitsForEntry } from '../../../src/trading/strategy/model/attached.ts';
import type { Command, Decision } from '../../../src/trading/strategy/model/command.ts';
import type {
  Event,
  MarketContext,
  OrderReport,
  SignalEvent,
} from '../../../src/trading/strategy/model/event.ts';
import type { Notice } from '../../../src/trading/strategy/model/notice.ts';
import { isLive } from '../../../src/trading/strategy/model/orderStatus.ts';
import type { Order, Position } from '../../../src/trading/strategy/model/state.ts';
import type { Settings } from '../../../src/trading/strategy/settings/settings.ts';
import type { OrderTerms, VenueOrder, VenueOrderStatus } from '../../../src/trading/venue/venue.ts';
import { decideAmong, ownPositions, stateAmong } from './bystanders.ts';
import { BTC_PERP, marketOf, NOON, priceOf, signalEvent } from './given.ts';

/**
 * Drives the core by hand: what it commands is gathered, and the answers of the venue are given by
 * the test. `accept` answers everything that is open to an answer the way a willing venue does.
 * Other positions stand by, and none of them may be touched: see bystanders.ts.
 */
export function openDesk() {
  let state = stateAmong('t');
  let at = NOON;
  let unanswered: Exclude<Command, { type: 'notify' }>[] = [];
  const notices: Notice[] = [];

  function give(event: Event): Decision {
    at = Math.max(at, event.at);
    const decision = decideAmong(state, event);
    state = decision.state;
    for (const command of decision.commands) {
      if (command.type === 'notify') notices.push(command.notice);
      else unanswered.push(command);
    }
    return decision;
  }

  const report = (orderId: string, answer: OrderReport) =>
    give({ type: 'order', at, orderId, report: answer });

  function position(id = '1'): Position {
    const found = state.positions.get(id);
    if (found === undefined) throw new Error(`no position ${id}`);
    return found;
  }

  function order(id: string): Order {
    const found = state.positions
      .toList()
      .flatMap(({ orders }) => orders)
      .find((o) => o.id === id);
    if (found === undefined) throw new Error(`no order ${id}`);
    return found;
  }

  const productOf = (orderId: string) => position(orderId.split('-')[1]).product.id;

  function venueOrder(id: string, change: Partial<VenueOrder>): VenueOrder {
    const { side, filledSize, filledValue, fees } = order(id);
    return {
      venueOrderId: `v-${id}`,
      clientOrderId: id,
      productId: productOf(id),
      side,
      status: 'open',
      filledSize,
      filledValue,
      fees,
      exact: true,
      at,
      ...change,
    };
  }

  const venue = (id: string, change: Partial<VenueOrder>) =>
    report(id, { kind: 'venue', order: venueOrder(id, change) });

  /** Answers all that was asked: orders rest, changes are made, cancels take. */
  function accept(): void {
    while (unanswered.length > 0) {
      const asked = unanswered;
      unanswered = [];
      for (const command of asked) {
        if (command.type === 'place') {
          venue(command.request.clientOrderId, { status: 'open' });
        } else if (command.type === 'replace') {
          report(command.orderId, { kind: 'replaced', terms: command.request.terms });
        } else {
          venue(command.orderId, { status: 'cancelled' });
        }
      }
    }
  }

  /** Fills `size` of an order (all of it unless told) at `price`, with fees of 0.6 %. */
  function fill(id: string, price: string, size?: string, status?: VenueOrderStatus): void {
    const { terms, filledSize, filledValue, fees } = order(id);
    const units = position(id.split('-')[1]).product.contractSize ?? '1';
    const whole = 'size' in terms ? dec(terms.size) : dec(terms.quoteSize).div(price).toDP(8, 1);
    const more = size === undefined ? whole.sub(filledSize) : dec(size);
    const now = dec(filledSize).add(more);
    const value = more.mul(price).mul(units);
    venue(id, {
      status: status ?? (now.gte(whole) ? 'filled' : 'open'),
      filledSize: now.toFixed(),
      filledValue: value.add(filledValue).toFixed(),
      fees: value.mul('0.006').add(fees).toFixed(),
    });
  }

  return {
    give,
    report,
    venue,
    accept,
    fill,
    position,
    order,
    state: () => state,
    /** The positions of the test itself, oldest first. */
    own: () => ownPositions(state),
    at: () => at,
    notices,
    /** Everything asked of the venue and not answered yet, as short lines. */
    asked: () => unanswered.map(lineOf),
    forget: () => {
      unanswered = [];
    },
    /** The orders of a position that may still fill, as "purpose leg: terms". */
    resting: (id = '1') =>
      position(id)
        .orders.filter((o) => isLive(o) && !waitsForEntry(o))
        .map((o) => `${o.purpose} ${o.leg}: ${termsLine(o.terms)}`),
    live: (purpose: Order['purpose'], id = '1') =>
      position(id)
        .orders.filter((o) => isLive(o) && o.purpose === purpose)
        .map((o) => o.id),
    price: (last: string, id = '1') => {
      const { product } = position(id);
      return give({ type: 'price', at, price: priceOf(last, product, at), positionIds: [id] });
    },
    later: (ms: number) => give({ type: 'time', at: at + ms }),
    told: (kind: Notice['kind']) => notices.filter((n) => n.kind === kind),
  };
}

export type Desk = ReturnType<typeof openDesk>;

/** A desk with a long of 0.02 BTC from 50,000, its stop at 48,000 and targets at 52,000 and 54,000 at rest. */
export function openLong(): Desk {
  const desk = openDesk();
  desk.give(signalEvent({}));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  return desk;
}

/**
 * A desk with a short of 40 contracts of 0.01 BTC with leverage 2, from 50,000, its stop at 52,000
 * and targets at 48,000 and 46,000 at rest; the price steps by 5. Buying them back costs 0.6 %.
 */
export function openShort(settings: Partial<Settings> = {}, market: Partial<MarketContext> = {}) {
  const desk = openDesk();
  desk.give(shortSignal({}, settings, market));
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  return desk;
}

/** A short at 50,000 of 20,000 USD with leverage 2, while the price is at 49,500. */
export function shortSignal(
  signal: Partial<Signal>,
  settings: Partial<Settings> = {},
  market: Partial<MarketContext> = {},
  price = '49500',
): SignalEvent {
  return signalEvent({
    signal: {
      side: 'short',
      stop: { price: '52000' },
      targets: [{ price: '48000' }, { price: '46000' }],
      ...signal,
    },
    settings: { quoteSize: '10000', leverage: '2', ...settings },
    market: marketOf(price, { product: BTC_PERP, quoteAvailable: '20000', ...market }),
  });
}

export function termsLine(terms: OrderTerms): string {
  switch (terms.type) {
    case 'market':
      return 'quoteSize' in terms ? `market for ${terms.quoteSize}` : `market ${terms.size}`;
    case 'limit':
      return `limit ${terms.size} at ${terms.price}${terms.timeInForce === 'ioc' ? ' at once' : ''}${terms.postOnly ? ' post-only' : ''}`;
    case 'stop_limit':
      return `stop ${terms.size} at ${terms.stopPrice}, limit ${terms.price}`;
    case 'bracket':
      return `bracket ${terms.size} to ${terms.target} or ${terms.stop}`;
  }
}

function lineOf(command: Exclude<Command, { type: 'notify' }>): string {
  if (command.type === 'cancel') return `cancel ${command.orderId}`;
  const { clientOrderId, side, terms } = command.request;
  return `${command.type} ${clientOrderId} ${side} ${termsLine(terms)}`;
}
