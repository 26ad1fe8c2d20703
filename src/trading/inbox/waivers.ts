import type { DenialRule } from '../strategy/model/denial.ts';
import type { Settings } from '../strategy/settings/settings.ts';

/**
 * The rules that the owner may set aside for one signal, with the setting that does it. Only what is
 * about the signal or its prices: never a limit on money, a protection, or a halt, which are changed
 * in the open or not at all.
 */
const WAIVERS: Partial<Readonly<Record<DenialRule, Partial<Settings>>>> = {
  // Whoever says yes to a signal by hand has seen how old it is.
  too_old: {},
  // It is asked anew, and may answer by then.
  market_unasked: {},
  // The owner is one who says so too.
  agreement: { agreement: 1 },
  veto: { veto: 'off' },
  same_signal: { sameSignalMinutes: 0 },
  shorts: { shorts: true },
  blocked_symbol: { blockedSymbols: [] },
  allowed_symbols: { allowedSymbols: [] },
  volume: { leastVolume24h: '0' },
  widest_stop: { widestStopPercent: '0' },
  target_touched: { cancelBeforeEntry: 'stop' },
  ran_away: { runAwayPercent: '0' },
  reward_to_risk: { leastRewardToRisk: '0' },
  symbol_cooldown: { symbolCooldownMinutes: 0 },
};

/** Whether a signal that this rule refused may be traded anyway. */
export function mayWaive(rule: string): boolean {
  return Object.hasOwn(WAIVERS, rule);
}

/** The settings with that rule set aside, for one signal. */
export function withWaived(settings: Settings, rule: string | null): Settings {
  const change = rule === null ? undefined : WAIVERS[rule as DenialRule];
  return change === undefined ? settings : { ...settings, ...change };
}
