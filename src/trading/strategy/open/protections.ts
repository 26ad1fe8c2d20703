import { type Decimal, dec, ZERO } from '../../money.ts';
import { contentOf, takenBefore } from '../book/recent.ts';
import type { Denial } from '../model/denial.ts';
import type { Account, MarketContext, SignalEvent } from '../model/event.ts';
import { money, span } from '../model/sentence.ts';
import type { AccountMemory, State } from '../model/state.ts';
import type { Settings } from '../settings/settings.ts';

/** What a protection is asked about: a signal, and the market it would be traded in. */
type Asked = { state: State; event: SignalEvent; market: MarketContext };
type Protection = (asked: Asked) => Denial | null;
/** What is asked about the account alone, whatever is to be opened. */
type AskedOfAccount = { state: State; account: Account; settings: Settings };

/** The first protection that says no to a signal before it is planned; null when none does. */
export function protectionAgainst(asked: Asked): Denial | null {
  for (const protection of PROTECTIONS) {
    const denial = protection(asked);
    if (denial !== null) return denial;
  }
  return null;
}

/** What says no to anything that adds to what is at risk; null when nothing does. */
export function accountAgainst({ state, account, settings }: AskedOfAccount): Denial | null {
  const memory = state.memory.accounts[account];
  if (memory === undefined) return null;
  return dailyLossOf(memory, settings) ?? drawdownOf(memory, settings);
}

/**
 * Why no more may be put into an account (null: not known into which) while trading is halted, in
 * all or of that account; null while it is not.
 */
export function haltAgainst({ halt }: State, account: Account | null): Denial | null {
  if (halt === null || (halt.account !== undefined && halt.account !== account)) return null;
  return { rule: 'halted', why: `trading is halted: ${halt.reason}` };
}

const PROTECTIONS: readonly Protection[] = [
  symbolList,
  shortsOff,
  thinMarket,
  sameSignal,
  ({ state, market, event }) =>
    accountAgainst({ state, account: market.account, settings: event.settings }),
  stopStreak,
  symbolCooldown,
  providerLock,
];

function symbolList({ event: { signal, settings }, market }: Asked): Denial | null {
  const names = [signal.symbol, market.product.base];
  const { allowedSymbols, blockedSymbols } = settings;
  if (names.some((name) => blockedSymbols.includes(name))) {
    return { rule: 'blocked_symbol', why: `${signal.symbol} is blocked` };
  }
  if (allowedSymbols.length > 0 && !names.some((name) => allowedSymbols.includes(name))) {
    return { rule: 'allowed_symbols', why: `${signal.symbol} is not among the allowed symbols` };
  }
  return null;
}

function shortsOff({ event: { signal, settings } }: Asked): Denial | null {
  if (signal.side === 'long' || settings.shorts) return null;
  return { rule: 'shorts', why: 'shorts are switched off' };
}

function thinMarket({ event: { settings }, market }: Asked): Denial | null {
  const least = dec(settings.leastVolume24h);
  if (least.isZero()) return null;
  const { volume24h, id, quote } = market.product;
  if (volume24h === undefined) {
    return { rule: 'volume', why: `the venue does not say how much of ${id} was traded today` };
  }
  if (least.lte(volume24h)) return null;
  return {
    rule: 'volume',
    why: `${money(dec(volume24h))} ${quote} of ${id} were traded in 24 h, and ${money(least)} is the least`,
  };
}

function sameSignal({ state, event, market }: Asked): Denial | null {
  const { sameSignalMinutes } = event.settings;
  if (sameSignalMinutes === 0) return null;
  const content = contentOf(event.signal);
  const earlier = takenBefore(state, content, event.source, market.account);
  if (earlier === null || earlier.at <= event.at - sameSignalMinutes * 60_000) return null;
  return {
    rule: 'same_signal',
    why: `the same signal was taken ${span(event.at - earlier.at)} ago, and it is known again for ${span(sameSignalMinutes * 60_000)}`,
  };
}

function memoryOf({ state, market }: Asked): AccountMemory | undefined {
  return state.memory.accounts[market.account];
}

/** Whether an account has lost as much today as it may. */
export function dailyLossOf(memory: AccountMemory, { dailyLossPercent }: Settings): Denial | null {
  const lost = lossPercent(memory.dayStartEquity, memory.equity);
  const limit = dec(dailyLossPercent);
  if (limit.isZero() || lost.lt(limit)) return null;
  return {
    rule: 'daily_loss',
    why: `the account has lost ${money(lost)} % today, and ${limit.toFixed()} % is the limit`,
  };
}

/** Whether an account is as far below its peak as it may be. */
export function drawdownOf(memory: AccountMemory, { drawdownPercent }: Settings): Denial | null {
  const lost = lossPercent(memory.peakEquity, memory.equity);
  const limit = dec(drawdownPercent);
  if (limit.isZero() || lost.lt(limit)) return null;
  return {
    rule: 'drawdown',
    why: `the account is ${money(lost)} % below its peak, and ${limit.toFixed()} % is the limit`,
  };
}

/** How much of `from` is lost at `to`, in percent; zero when nothing is. */
function lossPercent(from: string, to: string): Decimal {
  const start = dec(from);
  if (!start.isPositive() || start.isZero()) return ZERO;
  const lost = start.sub(to).div(start).mul(100);
  return lost.isNegative() ? ZERO : lost;
}

function stopStreak(asked: Asked): Denial | null {
  const { stopStreak: most, stopStreakPauseMinutes } = asked.event.settings;
  if (most === 0) return null;
  const last = (memoryOf(asked)?.results ?? []).slice(-most);
  const newest = last.at(-1);
  if (newest === undefined || last.length < most || !last.every((r) => r.stopped)) return null;
  const left = newest.at + stopStreakPauseMinutes * 60_000 - asked.event.at;
  if (left <= 0) return null;
  return {
    rule: 'stop_streak',
    why: `the last ${most} positions were stopped out; nothing is opened for another ${span(left)}`,
  };
}

function symbolCooldown(asked: Asked): Denial | null {
  const { symbolCooldownMinutes } = asked.event.settings;
  if (symbolCooldownMinutes === 0) return null;
  const { id, base } = asked.market.product;
  const last = (memoryOf(asked)?.results ?? []).findLast((r) => r.productId === id);
  if (last === undefined) return null;
  const left = last.at + symbolCooldownMinutes * 60_000 - asked.event.at;
  if (left <= 0) return null;
  return { rule: 'symbol_cooldown', why: `${base} rests for another ${span(left)}` };
}

function providerLock(asked: Asked): Denial | null {
  const { providerLockAfter, providerLockMinutes } = asked.event.settings;
  if (providerLockAfter === 0) return null;
  const { providerId } = asked.event.source;
  const theirs = (memoryOf(asked)?.results ?? []).filter((r) => r.providerId === providerId);
  const last = theirs.slice(-providerLockAfter);
  const newest = last.at(-1);
  if (newest === undefined || last.length < providerLockAfter) return null;
  const net = last.reduce((sum, r) => sum.add(r.net), ZERO);
  if (!net.isNegative()) return null;
  const left = newest.at + providerLockMinutes * 60_000 - asked.event.at;
  if (left <= 0) return null;
  return {
    rule: 'provider_lock',
    why: `the last ${providerLockAfter} positions of this provider made ${money(net)} together; it is not followed for another ${span(left)}`,
  };
}
