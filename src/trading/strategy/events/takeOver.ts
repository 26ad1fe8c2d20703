import { dec, ZERO } from '../../money.ts';
import type { Side } from '../../signal/reading.ts';
import type { VenueOrder } from '../../venue/venue.ts';
import { putPosition } from '../book/positions.ts';
import { mergeReport } from '../hold/orders/orderReport.ts';
import { settle } from '../hold/settle.ts';
import type { Outcome } from '../model/command.ts';
import { type Denied, deny } from '../model/denial.ts';
import type { MarketContext, OwnerAct } from '../model/event.ts';
import { parseOrderId } from '../model/orderId.ts';
import type { Order, PlannedTarget, Position, State } from '../model/state.ts';
import { inBase, openSize, sumsOf } from '../model/sums.ts';
import { newOrder, type Turn } from '../model/turn.ts';
import { NOTHING_IN_THE_WAY } from '../model/wayOut.ts';
import { NUMBERS_AHEAD } from './ordersAhead.ts';

type TakeOver = Extract<OwnerAct, { act: 'take_over' }>;

/**
 * Makes a position of what the venue shows of one that this state has never had: its orders keep their
 * numbers, what rests for it stays, and what is missing is placed. Denied where it is known already,
 * where nothing is open of it, and where neither its orders nor the owner name a stop.
 */
export function onTakeOver(
  state: State,
  act: TakeOver,
  turn: Turn,
): { state: State; changed: readonly Position[]; outcome: Outcome } {
  const made = positionOf(state, act, turn);
  if ('denied' in made) {
    return { state, changed: [], outcome: { outcome: 'denied', ...made.denied } };
  }
  const position = settle(made, turn);
  const nextPosition = Math.max(state.nextPosition, Number(position.id) + 1);
  return {
    state: putPosition({ ...state, nextPosition }, position),
    changed: [position],
    outcome: { outcome: 'applied', positionIds: [position.id] },
  };
}

function positionOf(state: State, act: TakeOver, turn: Turn): Position | Denied {
  const { positionId: id, market, settings } = act;
  if (state.positions.has(id)) return deny('known_already', `position ${id} is known already`);
  if ('denied' in market) return market;
  const orders = act.orders.filter(
    ({ clientOrderId, productId }) =>
      parseOrderId(clientOrderId, state.install)?.positionId === id &&
      productId === market.product.id,
  );
  const side = sideOf(orders, market, state.install);
  const stop = act.stop ?? restingStop(orders);
  if (stop === null) {
    return deny('stop_needed', `no stop rests for position ${id}, so say where it is to be`);
  }
  const last = dec(market.price.last);
  if (side === 'long' ? last.lte(stop) : last.gte(stop)) {
    return deny(
      'stop_reached',
      `the price, ${market.price.last}, is beyond a stop at ${stop} already`,
    );
  }
  const draft: Position = {
    id,
    account: market.account,
    status: 'pending',
    source: {
      watchId: 'taken over',
      channelId: 'taken over',
      providerId: 'taken over',
      providerName: 'taken over at the exchange',
      messageId: `taken-${id}`,
      readingIndex: 0,
      revision: 0,
      repliedToMessageId: null,
      postedAt: turn.at,
    },
    product: market.product,
    symbol: market.product.base,
    priceScale: market.priceScale,
    side,
    plan: {
      entries: [],
      stop,
      targets: [],
      leverage: null,
      cost: '0',
      risk: '0',
      expectedEntry: market.price.last,
      remarks: [],
    },
    settings,
    capabilities: market.capabilities,
    fees: market.fees,
    stop,
    orders: ordersOf(orders, side, turn),
    nextOrder: nextNumber(orders, state.install),
    targetsHit: [],
    entriesReady: [],
    trails: [],
    ruled: { targets: 0, breakeven: false },
    entriesEnded: 'owner',
    wayOut: NOTHING_IN_THE_WAY,
    outside: { size: '0', value: '0' },
    createdAt: Math.min(turn.at, ...orders.map(({ createdAt, at }) => createdAt ?? at)),
    openedAt: null,
    closedAt: null,
    closeReason: null,
  };
  const open = openSize(draft);
  if (!open.isPositive() || open.isZero()) {
    return deny('nothing_to_take', `nothing is open of position ${id} any more`);
  }
  const { entry } = sumsOf(draft);
  const average = entry.value.div(inBase(entry.size, draft));
  return {
    ...draft,
    plan: {
      ...draft.plan,
      targets: targetsOf(draft.orders, side),
      cost: entry.value.toFixed(),
      risk: inBase(entry.size, draft)
        .mul(average.sub(dec(stop)).abs())
        .toFixed(),
      expectedEntry: average.toDecimalPlaces(18).toFixed(),
    },
  };
}

/** The first order of a position opens it; what rests to protect it goes the other way. */
function sideOf(orders: readonly VenueOrder[], { product }: MarketContext, install: string): Side {
  if (product.type === 'spot') return 'long';
  const first = orders.find(
    ({ clientOrderId }) => parseOrderId(clientOrderId, install)?.number === 1,
  );
  if (first) return first.side === 'buy' ? 'long' : 'short';
  return orders.some(({ terms, side }) => isProtection(terms) && side === 'buy') ? 'short' : 'long';
}

const isProtection = (terms: VenueOrder['terms']) =>
  terms?.type === 'bracket' || terms?.type === 'stop_limit';

function restingStop(orders: readonly VenueOrder[]): string | null {
  for (const { status, terms } of orders) {
    if (status !== 'open' && status !== 'pending') continue;
    if (terms?.type === 'bracket') return terms.stop;
    if (terms?.type === 'stop_limit') return terms.stopPrice;
  }
  return null;
}

/** As they are at the venue; each price that a bracket sells at is a target, the nearest the first. */
function ordersOf(seen: readonly VenueOrder[], side: Side, turn: Turn): readonly Order[] {
  const opens = side === 'long' ? 'buy' : 'sell';
  const prices = targetPrices(
    seen.flatMap(({ terms }) => terms ?? []),
    side,
  );
  let entries = 0;
  return seen.map((one) => {
    const terms = one.terms ?? { type: 'market' as const, size: one.filledSize };
    const isEntry = one.side === opens;
    if (isEntry) entries += 1;
    const what = isEntry
      ? { purpose: 'entry' as const, leg: entries }
      : terms.type === 'bracket'
        ? { purpose: 'bracket' as const, leg: prices.indexOf(dec(terms.target).toFixed()) + 1 }
        : { purpose: terms.type === 'stop_limit' ? ('stop' as const) : ('exit' as const), leg: 0 };
    const made = newOrder(
      { id: one.clientOrderId, side: one.side, terms, ...what },
      one.createdAt ?? one.at,
    );
    // Its trades are not in the books yet: what is not exact is asked about again.
    return mergeReport(made, { kind: 'venue', order: { ...one, exact: false } }, turn.at);
  });
}

function targetPrices(terms: readonly { type: string; target?: string }[], side: Side): string[] {
  const prices = new Set(
    terms.flatMap(({ type, target }) =>
      type === 'bracket' && target !== undefined ? [dec(target).toFixed()] : [],
    ),
  );
  return [...prices].sort((a, b) => (side === 'long' ? dec(a).cmp(dec(b)) : dec(b).cmp(dec(a))));
}

/** Weighed by what rests for each. */
function targetsOf(orders: readonly Order[], side: Side): readonly PlannedTarget[] {
  const brackets = orders.flatMap(({ terms }) => (terms.type === 'bracket' ? [terms] : []));
  const all = brackets.reduce((sum, { size }) => sum.add(dec(size)), ZERO);
  return targetPrices(brackets, side).map((price, at) => {
    const size = brackets
      .filter(({ target }) => dec(target).eq(dec(price)))
      .reduce((sum, one) => sum.add(dec(one.size)), ZERO);
    const weight = size.div(all).toDecimalPlaces(12).toFixed();
    return { leg: at + 1, price, weight, trailing: false };
  });
}

function nextNumber(orders: readonly VenueOrder[], install: string): number {
  const numbers = orders.map(({ clientOrderId }) => parseOrderId(clientOrderId, install));
  const last = Math.max(0, ...numbers.map((name) => (name?.wayOut ? 0 : (name?.number ?? 0))));
  return last + 1 + NUMBERS_AHEAD;
}
