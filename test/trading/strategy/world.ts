import { type Decimal, dec, floorTo, ZERO } from '../../../src/trading/money.ts';
import { createPriceGate } from '../../../src/trading/strategy/hold/priceGate.ts';
import type { Command } from '../../../src/trading/strategy/model/command.ts';
import type { Event, OrderReport } from '../../../src/trading/strategy/model/event.ts';
import type { Notice } from '../../../src/trading/strategy/model/notice.ts';
import type { Position, State } from '../../../src/trading/strategy/model/state.ts';
import type {
  Capabilities,
  OrderRequest,
  OrderTerms,
  Product,
  RejectReason,
  VenueOrderStatus,
} from '../../../src/trading/venue/venue.ts';
import { bystandersIn, decideAmong, isBystander, ownPositions, stateAmong } from './bystanders.ts';
import { NOON, priceOf } from './given.ts';

/**
 * A small exchange with bad manners, for properties: it loses answers, delays, repeats and
 * reorders what it reports, refuses, fills in parts and fills after a cancel. What it does is
 * chosen by numbers that the property generates; nothing in it is random. Other positions stand by
 * and may not be touched: see bystanders.ts.
 */

type Resting = {
  request: OrderRequest;
  terms: OrderTerms;
  status: VenueOrderStatus;
  filled: Decimal;
  value: Decimal;
  fees: Decimal;
  /** A stop-limit or a bracket's stop that has been reached. */
  triggered: boolean;
};

export type World = ReturnType<typeof createWorld>;

const TAKER = '0.006';

export function createWorld(product: Product, takes: Capabilities, start: string) {
  let state: State = stateAmong('w');
  let at = NOON;
  let last = dec(start);
  const gate = createPriceGate();
  const orders = new Map<string, Resting>();
  const commands: Exclude<Command, { type: 'notify' }>[] = [];
  const mail: { orderId: string; report: OrderReport }[] = [];
  const journal: Event[] = [];
  const notices: Notice[] = [];
  const faults: string[] = [];
  gate.update(bystandersIn(state));
  const placed = new Set<string>();
  let cash = ZERO;
  let base = ZERO;

  function give(event: Event): void {
    journal.push(event);
    const before = state;
    const decision = decideAmong(state, event);
    state = decision.state;
    gate.update(decision.changed);
    for (const command of decision.commands) {
      if (command.type === 'notify') {
        notices.push(command.notice);
        if (command.notice.kind === 'error' && command.notice.what.startsWith('a fault')) {
          faults.push(command.notice.what);
        }
        continue;
      }
      if (command.type === 'place') {
        const id = command.request.clientOrderId;
        if (placed.has(id)) faults.push(`placed twice: ${id}`);
        placed.add(id);
      }
      commands.push(command);
    }
    for (const position of decision.changed) {
      const was = before.positions.get(position.id);
      checkStep(was, position, event);
    }
  }

  function checkStep(was: Position | undefined, now: Position, event: Event): void {
    const ownerMoved = event.type === 'owner';
    if (was !== undefined && was.openedAt !== null && !ownerMoved && was.stop !== now.stop) {
      const better = now.side === 'long' ? dec(now.stop).gt(was.stop) : dec(now.stop).lt(was.stop);
      if (!better) faults.push(`stop of ${now.id} moved from ${was.stop} to ${now.stop}`);
    }
  }

  /** Base that resting closing orders hold on spot. */
  function held(side: 'buy' | 'sell'): Decimal {
    let sum = ZERO;
    for (const order of orders.values()) {
      if (order.request.side !== side || order.status !== 'open') continue;
      if ('size' in order.terms) sum = sum.add(dec(order.terms.size).sub(order.filled));
    }
    return sum;
  }

  /** Carries out the oldest command. `how`: 0-5 willing, 6 the answer is lost after, 7 before, 8 refused. */
  function carryOut(how: number): void {
    const command = commands.shift();
    if (command === undefined) return;
    if (command.type === 'place') doPlace(command.request, how);
    else if (command.type === 'replace') doReplace(command.orderId, command.request.terms, how);
    else doCancel(command.orderId, how);
  }

  function doPlace(request: OrderRequest, how: number): void {
    const id = request.clientOrderId;
    if (how === 7) {
      mail.push({ orderId: id, report: { kind: 'unknown', message: 'timeout' } });
      return;
    }
    const refusal = refusalOf(request, how);
    if (refusal !== null) {
      const report: OrderReport =
        how === 6
          ? { kind: 'unknown', message: 'timeout' }
          : { kind: 'rejected', reason: refusal, message: refusal };
      mail.push({ orderId: id, report });
      return;
    }
    orders.set(id, {
      request,
      terms: request.terms,
      status: 'open',
      filled: ZERO,
      value: ZERO,
      fees: ZERO,
      triggered: false,
    });
    mail.push({
      orderId: id,
      report:
        how === 6
          ? { kind: 'unknown', message: 'timeout' }
          : { kind: 'accepted', venueOrderId: `v-${id}` },
    });
    if (request.terms.type === 'limit' && request.terms.timeInForce === 'ioc') takeAtOnce(id, how);
    tellOrder(id);
    match();
  }

  /** What trades at once: all of it; the half (`how` 4) or none (3), and the rest is cancelled. */
  function takeAtOnce(id: string, how: number): void {
    const order = orders.get(id);
    if (order === undefined || how === 3 || tradesAt(order) === null) {
      if (order !== undefined) order.status = 'cancelled';
      return;
    }
    const all = leaves(order);
    const some = how === 4 ? floorTo(all.div(2), dec(product.baseIncrement)) : all;
    if (some.gt(0)) fillSome(order, some, last);
    order.status = leaves(order).lte(0) ? 'filled' : 'cancelled';
  }

  function refusalOf(request: OrderRequest, how: number): RejectReason | null {
    const { terms, side } = request;
    if (terms.type === 'bracket' && !takes.bracket) return 'unsupported_order';
    if (terms.type === 'stop_limit' && !takes.stopLimit) return 'unsupported_order';
    if (product.type === 'spot' && side === 'sell' && 'size' in terms) {
      if (held('sell').add(terms.size).gt(base)) {
        faults.push(
          `sells ${terms.size} with ${base.toFixed()} there, ${held('sell').toFixed()} held`,
        );
        return 'insufficient_funds';
      }
    }
    if (terms.type === 'limit' && terms.postOnly) {
      if (side === 'buy' ? last.lte(terms.price) : last.gte(terms.price)) return 'would_cross';
    }
    if (how === 8) return 'other';
    return null;
  }

  function doReplace(id: string, terms: OrderTerms, how: number): void {
    const order = orders.get(id);
    if (how === 7) {
      mail.push({ orderId: id, report: { kind: 'replace_unknown', message: 'timeout' } });
      return;
    }
    if (
      order === undefined ||
      order.status !== 'open' ||
      how === 8 ||
      order.triggered ||
      sizeBelow(terms, order.filled)
    ) {
      mail.push({
        orderId: id,
        report: { kind: 'replace_rejected', reason: 'other', message: 'not open' },
      });
      return;
    }
    if (
      product.type === 'spot' &&
      order.request.side === 'sell' &&
      'size' in terms &&
      'size' in order.terms
    ) {
      if (held('sell').sub(order.terms.size).add(terms.size).gt(base)) {
        faults.push(`grows ${id} to ${terms.size} with ${base.toFixed()} there`);
      }
    }
    order.terms = terms;
    mail.push({
      orderId: id,
      report:
        how === 6 ? { kind: 'replace_unknown', message: 'timeout' } : { kind: 'replaced', terms },
    });
    match();
  }

  /** No order can be made smaller than what it has filled. */
  function sizeBelow(terms: OrderTerms, filled: Decimal): boolean {
    return 'size' in terms && dec(terms.size).lte(filled);
  }

  function doCancel(id: string, how: number): void {
    const order = orders.get(id);
    if (how === 7) {
      mail.push({ orderId: id, report: { kind: 'cancel_unknown', message: 'timeout' } });
      return;
    }
    if (order === undefined || order.status !== 'open' || how === 8) {
      mail.push({ orderId: id, report: { kind: 'cancel_rejected', message: 'not open' } });
      if (order !== undefined) tellOrder(id);
      return;
    }
    if (how === 5) {
      // The cancel is accepted, and a part fills all the same.
      const some = floorTo(leaves(order).div(2), dec(product.baseIncrement));
      if (order.request.side === 'buy' && some.gt(0)) fillSome(order, some, last);
    }
    order.status = 'cancelled';
    tellOrder(id);
  }

  function leaves(order: Resting): Decimal {
    if ('size' in order.terms) return dec(order.terms.size).sub(order.filled);
    return floorTo(dec(order.terms.quoteSize).div(last), dec(product.baseIncrement)).sub(
      order.filled,
    );
  }

  function fillSome(order: Resting, size: Decimal, price: Decimal): void {
    const units = dec(product.contractSize ?? '1');
    const value = size.mul(price).mul(units);
    const fee = value.mul(TAKER);
    order.filled = order.filled.add(size);
    order.value = order.value.add(value);
    order.fees = order.fees.add(fee);
    const buys = order.request.side === 'buy';
    base = buys ? base.add(size) : base.sub(size);
    cash = (buys ? cash.sub(value) : cash.add(value)).sub(fee);
  }

  function tellOrder(id: string): void {
    const order = orders.get(id);
    if (order === undefined) return;
    mail.push({
      orderId: id,
      report: {
        kind: 'venue',
        order: {
          venueOrderId: `v-${id}`,
          clientOrderId: id,
          productId: product.id,
          side: order.request.side,
          status: order.status,
          filledSize: order.filled.toFixed(),
          filledValue: order.value.toFixed(),
          fees: order.fees.toFixed(),
          exact: true,
          terms: order.terms,
          at,
        },
      },
    });
  }

  /** Fills whatever trades at the present price; `part` of 4 quarters of what is left. */
  function match(part = 4): void {
    for (const [id, order] of orders) {
      if (order.status !== 'open') continue;
      const price = tradesAt(order);
      if (price === null) continue;
      const all = leaves(order);
      const some =
        part >= 4 || order.terms.type === 'market'
          ? all
          : floorTo(all.mul(part).div(4), dec(product.baseIncrement));
      if (some.gt(0)) fillSome(order, some, price);
      if (leaves(order).lte(0) || order.terms.type === 'market') order.status = 'filled';
      tellOrder(id);
    }
  }

  function tradesAt(order: Resting): Decimal | null {
    const { terms } = order;
    const buys = order.request.side === 'buy';
    switch (terms.type) {
      case 'market':
        return last;
      case 'limit':
        return (buys ? last.lte(terms.price) : last.gte(terms.price)) ? dec(terms.price) : null;
      case 'stop_limit': {
        const reached =
          terms.direction === 'up' ? last.gte(terms.stopPrice) : last.lte(terms.stopPrice);
        if (reached) order.triggered = true;
        if (!order.triggered) return null;
        return (buys ? last.lte(terms.price) : last.gte(terms.price)) ? last : null;
      }
      case 'bracket': {
        if (buys ? last.gte(terms.stop) : last.lte(terms.stop)) order.triggered = true;
        if (order.triggered) return last;
        return (buys ? last.lte(terms.target) : last.gte(terms.target)) ? dec(terms.target) : null;
      }
    }
  }

  /** The price moves to `price`; `part` as in `match`. */
  function tick(price: string, part: number): void {
    last = dec(price);
    match(part);
    const now = priceOf(last.toFixed(), product, at);
    // Those that stand by wait for prices of the same products, and never for one of these.
    const positionIds = gate.crossed(now);
    if (positionIds.some((id) => isBystander({ id }))) faults.push(`${price} woke a bystander`);
    if (positionIds.length > 0) give({ type: 'price', at, price: now, positionIds });
  }

  /** Delivers some report that waits: the `which`th; again later as well, when `twice`. */
  function deliver(which: number, twice: boolean): void {
    const index = mail.length === 0 ? 0 : which % mail.length;
    const found = twice ? mail[index] : mail.splice(index, 1)[0];
    if (found !== undefined) give({ type: 'order', at, ...found });
  }

  function wait(ms: number): void {
    at += ms;
    give({ type: 'time', at });
  }

  /** Asks the venue about every order, as reconcile does. */
  function reconcile(): void {
    for (const position of ownPositions(state)) {
      for (const order of position.orders) {
        const waits = commands.some(
          (c) => c.type === 'place' && c.request.clientOrderId === order.id,
        );
        if (orders.has(order.id)) tellOrder(order.id);
        else if (!waits && (order.status === 'unknown' || order.status === 'new')) {
          mail.push({ orderId: order.id, report: { kind: 'never_arrived', message: 'not found' } });
        }
      }
    }
  }

  /** Everything that waits happens, willingly, until nothing is left to do. */
  function settleAll(): void {
    for (let round = 0; round < 60; round += 1) {
      while (commands.length > 0 || mail.length > 0) {
        while (commands.length > 0) carryOut(0);
        while (mail.length > 0) deliver(0, false);
      }
      reconcile();
      while (mail.length > 0) deliver(0, false);
      if (commands.length > 0) continue;
      const deadline = state.agenda?.at ?? null;
      if (deadline === null || deadline > at + 120_000) return;
      wait(Math.max(0, deadline - at));
    }
  }

  return {
    give,
    carryOut,
    tick,
    deliver,
    wait,
    reconcile,
    settleAll,
    journal,
    notices,
    faults,
    state: () => state,
    own: () => ownPositions(state),
    at: () => at,
    last: () => last,
    cash: () => cash,
    base: () => base,
    orders,
    waiting: () => commands.length + mail.length,
  };
}
