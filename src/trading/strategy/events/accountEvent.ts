import { dec, maxOf } from '../../money.ts';
import { activePositions } from '../book/positions.ts';
import { type Changed, workEach } from '../book/workEach.ts';
import { leave } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import type { Account, AccountEvent } from '../model/event.ts';
import type { AccountMemory, Halt, Position, State } from '../model/state.ts';
import { realized } from '../model/sums.ts';
import { type Turn, tell } from '../model/turn.ts';
import { isLeaving } from '../model/wayOut.ts';
import { dailyLossOf, drawdownOf } from '../open/protections.ts';
import type { Settings } from '../settings/settings.ts';

const DAY_MS = 24 * 3_600_000;
const RESULTS_KEPT = 500;

/** An account's new worth: its day's start and peak are kept, and its loss limits may halt trading. */
export function onAccount(state: State, event: AccountEvent, turn: Turn): Changed {
  const { account, equity, at, settings } = event;
  const before = state.memory.accounts[account];
  const day = startOfDay(at);
  const sameDay = before !== undefined && before.dayStartedAt === day;
  const memory: AccountMemory = {
    equity,
    dayStartedAt: day,
    dayStartEquity: sameDay ? before.dayStartEquity : equity,
    peakEquity:
      before === undefined ? equity : maxOf(dec(before.peakEquity), dec(equity)).toFixed(),
    results: before?.results ?? [],
  };
  const next = withAccount(state, account, memory);
  const breach = settings === undefined ? null : breachOf(memory, settings, at);
  if (breach === null || isHaltedFor(next.halt, account)) return { state: next, changed: [] };
  return haltBy(next, event, breach, turn);
}

/** Whether nothing of this account is to be added to a halt: it says so already, or all is over. */
function isHaltedFor(halt: Halt | null, account: Account): boolean {
  if (halt === null) return false;
  return halt.kind === 'panic' || (halt.kind === 'protection' && halt.account === account);
}

type Breach = { reason: string; flatten: boolean; until: number | null };

function breachOf(memory: AccountMemory, settings: Settings, at: number): Breach | null {
  const daily = dailyLossOf(memory, settings);
  if (daily !== null) {
    return {
      reason: daily.why,
      flatten: settings.dailyLossAction === 'flatten',
      until: startOfDay(at) + DAY_MS,
    };
  }
  const drawdown = drawdownOf(memory, settings);
  return drawdown === null ? null : { reason: drawdown.why, flatten: false, until: null };
}

function haltBy(state: State, event: AccountEvent, breach: Breach, turn: Turn): Changed {
  const halt: Halt = {
    kind: 'protection',
    since: event.at,
    by: 'protection',
    account: event.account,
    reason: breach.reason,
    until: breach.until,
    positionIds: [],
  };
  const open = breach.flatten
    ? activePositions(state).filter((p) => p.account === event.account && !isLeaving(p))
    : [];
  // The owner's pause lasts until the owner ends it; what is open is still closed at the limit.
  const paused = state.halt?.kind === 'pause';
  if (paused && open.length === 0) return { state, changed: [] };
  tell(turn, { kind: 'halted', halt });
  const next = paused ? state : { ...state, halt };
  return workEach(next, open, (position) => settle(leave(position, 'protection'), turn));
}

/**
 * The state with trading allowed again by the owner. Where a loss of an account had halted it, that
 * account's losses are measured from here on, and after a panic those of each: whoever resumes knows
 * of those before. A pause changes nothing of that.
 */
export function resumed(state: State): State {
  const { halt } = state;
  if (halt === null || halt.kind === 'pause') return { ...state, halt: null };
  const accounts: Record<string, AccountMemory> = { ...state.memory.accounts };
  for (const [account, memory] of Object.entries(state.memory.accounts)) {
    if (halt.account !== undefined && halt.account !== account) continue;
    accounts[account] = {
      ...memory,
      dayStartEquity: memory.equity,
      peakEquity: memory.equity,
    };
  }
  return { ...state, halt: null, memory: { ...state.memory, accounts } };
}

/** The state with a halt that has ended by itself: a new day has begun, and the peak stays what it was. */
export function dayBegun(state: State, at: number): State {
  const accounts: Record<string, AccountMemory> = {};
  for (const [account, memory] of Object.entries(state.memory.accounts)) {
    const day = startOfDay(at);
    accounts[account] =
      memory.dayStartedAt === day
        ? memory
        : { ...memory, dayStartedAt: day, dayStartEquity: memory.equity };
  }
  return { ...state, halt: null, memory: { ...state.memory, accounts } };
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
  const again = before.results.some((r) => r.positionId === position.id);
  const others = again
    ? before.results.filter((r) => r.positionId !== position.id)
    : before.results.slice(1 - RESULTS_KEPT);
  return withAccount(state, position.account, { ...before, results: [...others, result] });
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

function withAccount(state: State, account: string, memory: AccountMemory): State {
  const accounts = { ...state.memory.accounts, [account]: memory };
  return { ...state, memory: { ...state.memory, accounts } };
}
