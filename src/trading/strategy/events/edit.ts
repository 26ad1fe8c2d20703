import { dec, ZERO } from '../../money.ts';
import { contentOf, remember } from '../book/recent.ts';
import { workEach } from '../book/workEach.ts';
import { amend, unfilledEntries } from '../hold/amend.ts';
import { settle } from '../hold/settle.ts';
import { weigh } from '../hold/weighing.ts';
import { allOf } from '../model/denial.ts';
import type { MarketContext, SignalEvent } from '../model/event.ts';
import { isAtOnce, leavesOf } from '../model/orderStatus.ts';
import type { Plan, Position, State } from '../model/state.ts';
import { inBase } from '../model/sums.ts';
import { type Turn, tell } from '../model/turn.ts';
import { readEntries } from '../open/entryPrices.ts';
import { planSignal } from '../open/plan.ts';
import type { SignalDecision } from './signalEvent.ts';

/** An edited signal: what of its position is not yet filled follows, when the settings say so. */
export function onEdit(
  state: State,
  position: Position,
  event: SignalEvent,
  turn: Turn,
): SignalDecision {
  const { source, signal } = event;
  const known = remember(state, 'signal', source, event.at, contentOf(signal), {
    account: position.account,
    group: event.settings.consultGroup,
  });
  const noted = (why: string): SignalDecision => ({
    state: known,
    changed: [],
    outcome: { outcome: 'noted', why },
  });
  if (event.settings.onEdit === 'ignore') return noted('edits are ignored by the settings');
  if (position.closedAt !== null) return noted('its position has ended');
  if (signal.side !== position.side || signal.symbol !== position.symbol) {
    const why =
      'it names another symbol or side now: close or cancel the position by hand if it was wrong';
    tell(turn, { kind: 'update_denied', source, what: 'the edited signal', rule: 'edit', why });
    return { state: known, changed: [], outcome: { outcome: 'denied', rule: 'edit', why } };
  }

  const seen = { ...position, source: { ...position.source, revision: source.revision } };
  const { position: amended, denials } = follow(state, seen, event, turn);
  const after = workEach(known, [position], () => settle(amended, turn));
  const no = allOf(denials);
  if (no !== null) tell(turn, { kind: 'update_denied', source, what: 'the edited signal', ...no });
  tell(turn, {
    kind: 'update_applied',
    positionId: position.id,
    productId: position.product.id,
    source,
    what: 'the edited signal',
  });
  return {
    ...after,
    outcome: { outcome: 'applied', positionIds: [position.id] },
  };
}

function follow(state: State, position: Position, event: SignalEvent, turn: Turn) {
  const { signal, market, settings } = event;
  const isKnown = !('denied' in market);
  const weighing = weigh(state, position, {
    last: isKnown ? market.price.last : null,
    settings,
    equity: isKnown ? market.equity : undefined,
  });
  const atMarket = position.orders.some((o) => o.purpose === 'entry' && isAtOnce(o.terms));
  if (position.openedAt === null && !atMarket && !('denied' in market)) {
    const planned = planSignal(
      signal,
      withHeldFree(market, position),
      position.settings,
      position.plan.share === undefined ? [] : [{ share: position.plan.share, why: 'as before' }],
    );
    if ('denied' in planned) return { position, denials: [planned.denied] };
    const replanned = withPlan(position, planned.plan);
    const limit = weighing.limit(replanned);
    return limit === null ? { position: replanned, denials: [] } : { position, denials: [limit] };
  }
  const entries = laterEntries(position, event);
  const amendment = {
    ...(entries === null ? {} : { entries }),
    ...(signal.stop === null ? {} : { stop: signal.stop }),
    ...(signal.targets.length === 0 ? {} : { targets: signal.targets }),
  };
  return amend(position, amendment, weighing, turn);
}

/** The market as it is once the entries that the edit replaces are cancelled: what they hold is free again. */
function withHeldFree(market: MarketContext, position: Position): MarketContext {
  let held = ZERO;
  for (const order of position.orders) {
    if (order.purpose !== 'entry' || !('price' in order.terms)) continue;
    held = held.add(inBase(leavesOf(order), position).mul(dec(order.terms.price)));
  }
  const margin = held.div(dec(position.plan.leverage ?? '1'));
  const fees = held.mul(dec(market.fees.taker));
  const quoteAvailable = dec(market.quoteAvailable).add(margin).add(fees).toFixed();
  return { ...market, quoteAvailable };
}

/**
 * Where the entries that have filled nothing are to go, in the provider's own prices; null where
 * the edit leaves them as they are. As many of the nearest as have filled are done with.
 */
function laterEntries(
  position: Position,
  { signal, market }: SignalEvent,
): readonly string[] | null {
  const open = unfilledEntries(position);
  if (open.length === 0 || position.entriesEnded !== null || 'denied' in market) return null;
  const read = readEntries(signal, market, position.settings);
  if ('denied' in read || read.entries.some(({ when }) => when !== null)) return null;
  const done = position.plan.entries.length - open.length;
  const wanted = read.entries.slice(done).map(({ price }) => price);
  const same =
    wanted.length === open.length &&
    open.every(({ terms }, i) => 'price' in terms && wanted[i]?.eq(dec(terms.price)));
  return same ? null : wanted.map((price) => price.mul(dec(position.priceScale)).toFixed());
}

/** A wholly new plan for a position of which nothing is filled; entries that stay keep their orders. */
function withPlan(position: Position, plan: Plan): Position {
  const asSent = ({ entries, leverage }: Plan) =>
    JSON.stringify([leverage, entries.map(({ terms, when }) => [terms, when])]);
  const same = asSent(plan) === asSent(position.plan);
  const last = Math.max(0, ...position.plan.entries.map(({ leg }) => leg));
  const entries = same
    ? position.plan.entries
    : plan.entries.map((entry, i) => ({ ...entry, leg: last + i + 1 }));
  return { ...position, plan: { ...plan, entries }, stop: plan.stop };
}
