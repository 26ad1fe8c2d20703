import { Decimal, dec, maxOf, ZERO } from '../money.ts';
import type { Side } from '../signal/reading.ts';
import type { Account } from '../strategy/model/event.ts';
import type { DecimalString } from '../venue/venue.ts';
import { weekName } from './zonedDays.ts';

/** A position that was opened and closed, and what it came to; amounts in its quote. */
export type Result = {
  positionId: string;
  account: Account;
  productId: string;
  quote: string;
  side: Side;
  providerId: string;
  providerName: string;
  /** Which watch it came of, and where it was posted. */
  watchId: string;
  channelId: string;
  openedAt: number;
  closedAt: number;
  /** After fees. */
  net: DecimalString;
  fees: DecimalString;
  /** What its first stop would have lost of what was opened, fees included: one R. */
  risk: DecimalString;
};

export type Performance = {
  trades: number;
  won: number;
  net: Decimal;
  fees: Decimal;
  /** Share of trades with a profit, 0 to 1. */
  winRate: Decimal;
  /** Average net in multiples of what was risked; null when nothing was. */
  expectancy: Decimal | null;
  /** What was won over what was lost; null without a loss. */
  profitFactor: Decimal | null;
  /** The deepest fall of the summed net from its highest point so far. */
  drawdown: Decimal;
};

/** `results` in any order, all of one quote. */
export function performanceOf(results: readonly Result[]): Performance {
  let net = ZERO;
  let fees = ZERO;
  let gained = ZERO;
  let lost = ZERO;
  let peak = ZERO;
  let drawdown = ZERO;
  let won = 0;
  const multiples: Decimal[] = [];
  for (const result of [...results].sort((a, b) => a.closedAt - b.closedAt)) {
    const one = dec(result.net);
    net = net.add(one);
    fees = fees.add(result.fees);
    if (one.gt(0)) {
      won += 1;
      gained = gained.add(one);
    } else lost = lost.sub(one);
    peak = maxOf(peak, net);
    drawdown = maxOf(drawdown, peak.sub(net));
    if (dec(result.risk).gt(0)) multiples.push(one.div(result.risk));
  }
  return {
    trades: results.length,
    won,
    net,
    fees,
    winRate: results.length === 0 ? ZERO : new Decimal(won).div(results.length),
    expectancy:
      multiples.length === 0
        ? null
        : multiples.reduce((sum, one) => sum.add(one), ZERO).div(multiples.length),
    profitFactor: lost.isZero() ? null : gained.div(lost),
    drawdown,
  };
}

export const GROUPINGS = ['provider', 'watch', 'channel', 'symbol', 'side', 'week'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/**
 * The results of each provider, watch, channel, symbol, side or week (by its Monday in the zone), the
 * largest net first; weeks newest first. A watch or a channel is called by its id.
 */
export function groupResults(
  results: readonly Result[],
  by: Grouping,
  zone = 'UTC',
): { name: string; results: readonly Result[] }[] {
  const groups = new Map<string, { name: string; results: Result[] }>();
  for (const result of results) {
    const { key, name } = keyOf(result, by, zone);
    const group = groups.get(key) ?? { name, results: [] };
    group.results.push(result);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  if (by === 'week') return all.sort((a, b) => (a.name < b.name ? 1 : -1));
  const netOf = (group: { results: readonly Result[] }) => performanceOf(group.results).net;
  return all.sort((a, b) => netOf(b).comparedTo(netOf(a)));
}

function keyOf(result: Result, by: Grouping, zone: string): { key: string; name: string } {
  switch (by) {
    case 'provider':
      return { key: result.providerId, name: result.providerName };
    case 'watch':
      return { key: result.watchId, name: result.watchId };
    case 'channel':
      return { key: result.channelId, name: result.channelId };
    case 'symbol':
      return { key: result.productId, name: result.productId };
    case 'side':
      return { key: result.side, name: result.side };
    case 'week': {
      const monday = weekName(result.closedAt, zone);
      return { key: monday, name: monday };
    }
  }
}
