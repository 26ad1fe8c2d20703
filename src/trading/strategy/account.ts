import { dec, maxOf } from '../money.ts';
import type { AccountEvent } from './event.ts';
import type { AccountMemory, Position, State } from './state.ts';
import { realized } from './sums.ts';

const DAY_MS = 24 * 3_600_000;
const RESULTS_KEPT = 500;

/** The state with an account's new worth, and its day's start and peak kept. */
export function onAccount(state: State, { account, equity, at }: AccountEvent): State {
  const before = state.memory.accounts[account];
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  const sameDay = before !== undefined && before.dayStartedAt === day;
  return withAccount(state, account, {
    equity,
    dayStartedAt: day,
    dayStartEquity: sameDay ? before.dayStartEquity : equity,
    peakEquity:
      before === undefined ? equity : maxOf(dec(before.peakEquity), dec(equity)).toFixed(),
    results: before?.results ?? [],
  });
}

/** The state with the result of a closed position; one that is closed again replaces its earlier result. */
export function recordResult(state: State, position: Position): State {
  const before = state.memory.accounts[position.account] ?? {
    equity: '0',
    dayStartedAt: 0,
    dayStartEquity: '0',
    peakEquity: '0',
    results: [],
  };
  const result = {
    positionId: position.id,
    productId: position.product.id,
    providerId: position.source.providerId,
    at: position.closedAt ?? position.createdAt,
    net: realized(position).net.toFixed(),
    stopped: position.closeReason === 'stop',
  };
  const others = before.results.filter((r) => r.positionId !== position.id);
  return withAccount(state, position.account, {
    ...before,
    results: [...others, result].slice(-RESULTS_KEPT),
  });
}

function withAccount(state: State, account: string, memory: AccountMemory): State {
  const accounts = { ...state.memory.accounts, [account]: memory };
  return { ...state, memory: { ...state.memory, accounts } };
}
