import { ZERO } from '../../money.ts';
import type { Settings } from '../../strategy/settings/settings.ts';
import { type Figures, figuresOf, groupTrades } from './figures.ts';
import type { Trade } from './trades.ts';
import { withoutBest } from './unknowns.ts';

/** The same history under other circumstances. */
export type Variant = { name: string; figures: Figures };

/** The first two thirds of a time, and its last. */
export type Thirds = { first: Figures; last: Figures };

/** By when each trade was opened. */
export function thirdsOf(trades: readonly Trade[], from: number, to: number): Thirds {
  const cut = from + ((to - from) * 2) / 3;
  return {
    first: figuresOf(trades.filter(({ openedAt }) => openedAt < cut)),
    last: figuresOf(trades.filter(({ openedAt }) => openedAt >= cut)),
  };
}

/** So late, in seconds, a history is tried. */
export const LATE_SECONDS = [0, 30, 120, 300] as const;

/** Settings next to those in force, each with one of them moved up or down. */
export function neighboursOf(settings: Settings): { name: string; change: Partial<Settings> }[] {
  const { entryExpiryMinutes, breakevenAfterTarget, targetCount, trailingStopPercent } = settings;
  const changes: Partial<Settings>[] = [
    { entryExpiryMinutes: Math.max(1, Math.round(entryExpiryMinutes / 2)) },
    { entryExpiryMinutes: Math.min(43_200, entryExpiryMinutes * 2) },
    { breakevenAfterTarget: breakevenAfterTarget + 1 },
    ...(breakevenAfterTarget > 0 ? [{ breakevenAfterTarget: breakevenAfterTarget - 1 }] : []),
    { targetCount: targetCount === 0 ? 1 : targetCount + 1 },
    ...(targetCount > 0 ? [{ targetCount: targetCount - 1 }] : []),
    ...(trailingStopPercent === '0'
      ? []
      : ['0.5', '2'].map((factor) => ({
          trailingStopPercent: String(Number(trailingStopPercent) * Number(factor)),
        }))),
  ];
  return changes
    .filter((change) =>
      Object.entries(change).some(([name, value]) => settings[name as keyof Settings] !== value),
    )
    .map((change) => ({
      name: Object.entries(change)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
      change,
    }));
}

/** Fewer trades than this say next to nothing. */
const FEW = 30;

/**
 * What an owner should know before believing a result, in sentences: that it lives on one trade, one
 * coin or the first seconds, that it did not hold, that chance alone would do.
 */
export function doubtsAbout(parts: {
  trades: readonly Trade[];
  late: readonly { seconds: number; figures: Figures }[];
  thirds: Thirds;
}): string[] {
  const { trades, late, thirds } = parts;
  const whole = figuresOf(trades);
  const doubts: string[] = [];
  if (whole.trades === 0) return ['Nothing was traded: there is no result.'];
  if (whole.trades < FEW) {
    doubts.push(`Few trades (${whole.trades}): under ${FEW}, chance decides.`);
  }
  const { expectancy } = whole;
  if (expectancy !== null && (expectancy.low ?? 0) <= 0 && (expectancy.high ?? 0) >= 0) {
    doubts.push('Zero lies within the range of its expectancy: chance alone may have made it.');
  }
  if (whole.net.lte(ZERO)) return doubts;
  if (withoutBest(trades).lte(ZERO)) {
    doubts.push('It lives on one trade: without its best it earned nothing.');
  }
  const coins = groupTrades(trades, 'coin');
  const [best] = coins;
  if (best && coins.length > 1 && whole.net.sub(best.figures.net).lte(ZERO)) {
    doubts.push(`It lives on one coin: without ${best.name} it earned nothing.`);
  }
  const spoiled = late.find(({ seconds, figures }) => seconds > 0 && figures.net.lte(ZERO));
  if (spoiled) {
    doubts.push(
      `It lives on the first seconds: entered ${spoiled.seconds} s late it earned nothing.`,
    );
  }
  if (thirds.first.net.gt(ZERO) && thirds.last.net.lte(ZERO)) {
    doubts.push('It did not hold: the last third of the time earned nothing.');
  }
  return doubts;
}
