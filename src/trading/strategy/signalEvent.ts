import type { Outcome } from './command.ts';
import { type Denial, deny } from './denial.ts';
import { onEdit } from './edit.ts';
import type { MarketContext, SignalEvent } from './event.ts';
import { planSignal } from './plan.ts';
import { positionsOf, putPosition } from './positions.ts';
import { contentOf, remember, wasDecided } from './recent.ts';
import { settle } from './settle.ts';
import type { Plan, Position, State } from './state.ts';
import { type Turn, tell } from './turn.ts';

export type SignalDecision = { state: State; changed: readonly Position[]; outcome: Outcome };

/** Takes a signal or says no to it; an edited one amends what came of it. */
export function onSignal(state: State, event: SignalEvent, turn: Turn): SignalDecision {
  const { source, signal } = event;
  const opened = positionsOf(state, state.byMessage.get(source.messageId) ?? []).find(
    (p) => p.source.readingIndex === source.readingIndex,
  );
  if (opened !== undefined && source.revision > opened.source.revision) {
    return onEdit(state, opened, event, turn);
  }
  if (opened !== undefined || wasDecided(state, source)) {
    return noted(state, 'it was decided on already');
  }

  const next = remember(state, 'signal', source, event.at, contentOf(signal));
  const judged = judge(state, event);
  if ('denied' in judged) {
    const { rule, why } = judged.denied;
    tell(turn, {
      kind: 'signal_denied',
      symbol: signal.symbol,
      side: signal.side,
      source,
      rule,
      why,
    });
    return { state: next, changed: [], outcome: { outcome: 'denied', rule, why } };
  }
  return open(next, event, judged.market, judged.plan, turn);
}

function judge(
  state: State,
  event: SignalEvent,
): { market: MarketContext; plan: Plan } | { denied: Denial } {
  const { market, signal, settings, source } = event;
  if (state.halt !== null) return deny('halted', `trading is halted: ${state.halt.reason}`);
  const age = Math.round((event.at - source.postedAt) / 1000);
  if (age > settings.oldestSignalSeconds) {
    return deny(
      'too_old',
      `it is ${age} s old, and the oldest to act on is ${settings.oldestSignalSeconds} s`,
    );
  }
  if ('denied' in market) return deny('market', market.denied);
  const { product } = market;
  const closed = closedFor(market, signal.entry.type === 'market');
  if (closed !== null) return deny('product', closed);
  if (signal.side === 'short' && product.type === 'spot') {
    return deny('short_on_spot', `${product.id} is a spot product, which can't be sold short`);
  }
  const planned = planSignal(signal, market, settings);
  if ('denied' in planned) return planned;
  return { market, plan: planned.plan };
}

function closedFor({ product }: MarketContext, atMarket: boolean): string | null {
  switch (product.status) {
    case 'online':
      return null;
    case 'limit_only':
      return atMarket ? `${product.id} takes only limit orders now` : null;
    case 'post_only':
      return `${product.id} takes only orders that rest now, so an exit could not be sure`;
    case 'cancel_only':
    case 'auction':
    case 'view_only':
    case 'disabled':
      return `${product.id} can't be traded now (${product.status.replace('_', ' ')})`;
  }
}

function open(
  state: State,
  event: SignalEvent,
  market: MarketContext,
  plan: Plan,
  turn: Turn,
): SignalDecision {
  const id = String(state.nextPosition);
  const { source, signal, settings } = event;
  const position: Position = {
    id,
    account: market.account,
    status: 'pending',
    source,
    product: market.product,
    symbol: signal.symbol,
    priceScale: market.priceScale,
    side: signal.side,
    plan,
    settings,
    capabilities: market.capabilities,
    fees: market.fees,
    stop: plan.stop,
    orders: [],
    nextOrder: 1,
    targetsHit: [],
    entriesEnded: null,
    leaving: null,
    reductions: [],
    retry: null,
    outside: { size: '0', value: '0' },
    trouble: null,
    createdAt: event.at,
    openedAt: null,
    closedAt: null,
    closeReason: null,
  };
  tell(turn, {
    kind: 'signal_taken',
    account: position.account,
    positionId: id,
    productId: position.product.id,
    side: position.side,
    source,
    plan,
  });
  const settled = settle(position, turn);
  return {
    state: putPosition({ ...state, nextPosition: state.nextPosition + 1 }, settled),
    changed: [settled],
    outcome: { outcome: 'taken', positionId: id },
  };
}

function noted(state: State, why: string): SignalDecision {
  return { state, changed: [], outcome: { outcome: 'noted', why } };
}
