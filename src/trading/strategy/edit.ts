import { amend } from './amend.ts';
import type { SignalEvent } from './event.ts';
import { isAtOnce } from './order.ts';
import { planSignal } from './plan.ts';
import { putPosition } from './positions.ts';
import { contentOf, remember } from './recent.ts';
import { settle } from './settle.ts';
import type { SignalDecision } from './signalEvent.ts';
import type { Plan, Position, State } from './state.ts';
import { type Turn, tell } from './turn.ts';

/** An edited signal: what of its position is not yet filled follows, when the settings say so. */
export function onEdit(
  state: State,
  position: Position,
  event: SignalEvent,
  turn: Turn,
): SignalDecision {
  const { source, signal } = event;
  const known = remember(state, 'signal', source, event.at, contentOf(signal), position.account);
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
    tell(turn, { kind: 'update_denied', source, what: 'the edited signal', why });
    return { state: known, changed: [], outcome: { outcome: 'denied', rule: 'edit', why } };
  }

  const seen = { ...position, source: { ...position.source, revision: source.revision } };
  const { position: amended, refused } = follow(seen, event, turn);
  const settled = settle(amended, turn);
  if (refused.length > 0) {
    tell(turn, {
      kind: 'update_denied',
      source,
      what: 'the edited signal',
      why: refused.join('; '),
    });
  }
  tell(turn, {
    kind: 'update_applied',
    positionId: position.id,
    productId: position.product.id,
    source,
    what: 'the edited signal',
  });
  return {
    state: putPosition(known, settled),
    changed: [settled],
    outcome: { outcome: 'applied', positionIds: [position.id] },
  };
}

function follow(position: Position, event: SignalEvent, turn: Turn) {
  const { signal, market } = event;
  const atMarket = position.orders.some((o) => o.purpose === 'entry' && isAtOnce(o.terms));
  if (position.openedAt === null && !atMarket && !('denied' in market)) {
    const planned = planSignal(signal, market, position.settings);
    if ('denied' in planned) return { position, refused: [planned.denied.why] };
    return { position: withPlan(position, planned.plan), refused: [] };
  }
  const amendment = {
    ...(signal.stop === null ? {} : { stop: signal.stop }),
    ...(signal.targets.length === 0 ? {} : { targets: signal.targets }),
  };
  return amend(position, amendment, turn);
}

/** A wholly new plan for a position of which nothing is filled; entries that stay keep their orders. */
function withPlan(position: Position, plan: Plan): Position {
  const asWritten = (entries: Plan['entries']) =>
    JSON.stringify(entries.map(({ terms, when }) => [terms, when]));
  const same = asWritten(plan.entries) === asWritten(position.plan.entries);
  const last = Math.max(0, ...position.plan.entries.map(({ leg }) => leg));
  const entries = same
    ? position.plan.entries
    : plan.entries.map((entry, i) => ({ ...entry, leg: last + i + 1 }));
  return { ...position, plan: { ...plan, entries }, stop: plan.stop };
}
