import { dec, ZERO } from '../../trading/money.ts';
import { performanceOf, type Result } from '../../trading/performance/performance.ts';
import { nameOf } from '../../trading/venue/productId.ts';
import { money, signedMoney, signedPercent } from '../words/amounts.ts';
import type { EquityPicture, Look, TradesPicture } from './picture.ts';

/** What the colours of a curve mean. */
const LEGEND = 'line: won and lost · red: under its highest';

/** More bars than this can't be told apart. */
const MOST_TRADES = 40;

/**
 * An account's worth over time: as it was measured (`equity`, in US dollars, oldest first), or,
 * where that was not done twice, as the sum of what was closed (`results`, oldest first). Null where
 * there is neither.
 */
export function equityPicture(
  account: string,
  equity: readonly { at: Date; equity: string }[],
  results: readonly Result[],
  look: Look,
): EquityPicture | null {
  const measured = equity.map(({ at, equity: value }) => ({ at: at.getTime(), value }));
  const [first, last] = [measured[0], measured.at(-1)];
  if (first && last && measured.length > 1) {
    const change = dec(last.value).sub(first.value);
    const percent = dec(first.value).gt(0)
      ? ` (${signedPercent(change.div(first.value).mul(100).toFixed())})`
      : '';
    return {
      kind: 'equity',
      look,
      heading: {
        title: 'Equity',
        subtitle: `${account.toUpperCase()}, since ${days(first.at, first.at)}, ${money(last.value, 'USD')} now\n${LEGEND}`,
        result: `${signedMoney(change.toFixed(), 'USD')}${percent}`,
        gain: !change.isNegative(),
      },
      quote: 'USD',
      points: measured,
    };
  }
  const { quote, own } = mainQuote(results);
  const [oldest, newest] = [own[0], own.at(-1)];
  if (!oldest || !newest) return null;
  let sum = ZERO;
  const sums = own.map(({ closedAt, net }) => {
    sum = sum.add(net);
    return { at: closedAt, value: sum.toFixed() };
  });
  return {
    kind: 'equity',
    look,
    heading: {
      title: 'Closed positions',
      subtitle: `${account.toUpperCase()}, ${days(oldest.closedAt, newest.closedAt)}, ${own.length} closed\n${LEGEND}`,
      result: signedMoney(sum.toFixed(), quote),
      gain: !sum.isNegative(),
    },
    quote,
    points: [{ at: Math.min(oldest.openedAt, oldest.closedAt - 1), value: '0' }, ...sums],
  };
}

/** What was closed in a day, or any time that `title` names; null when nothing was. */
export function tradesPicture(
  title: string,
  account: string,
  results: readonly Result[],
  look: Look,
): TradesPicture | null {
  const { quote, own } = mainQuote(results);
  if (own.length === 0) return null;
  const { net, fees, won } = performanceOf(own);
  const more = own.length > MOST_TRADES ? `, the last ${MOST_TRADES} shown` : '';
  return {
    kind: 'trades',
    look,
    heading: {
      title,
      subtitle: `${account.toUpperCase()}, ${own.length} closed, ${won} won, ${money(fees.toFixed(), quote)} fees${more}\nbars: each position · dotted: their sum`,
      result: signedMoney(net.toFixed(), quote),
      gain: !net.isNegative(),
    },
    quote,
    trades: own
      .slice(-MOST_TRADES)
      .map((result) => ({ name: shortName(result.productId), net: result.net })),
  };
}

/**
 * What was closed on each day from `from` to `to`, days without a trade too; null when nothing was.
 * A week names its days, a month counts them. `since`: the first of them in words.
 */
export function daysPicture(
  title: string,
  account: string,
  results: readonly Result[],
  look: Look,
  {
    from,
    to,
    zone,
    period,
    since,
  }: { from: number; to: number; zone: string; period: 'week' | 'month'; since: string },
): TradesPicture | null {
  const { quote, own } = mainQuote(results);
  if (own.length === 0) return null;
  const { net, fees, won } = performanceOf(own);
  const names = dayNames(from, to, zone, period);
  const sums = new Map(names.map((name) => [name, ZERO]));
  for (const result of own) {
    const name = dayName(result.closedAt, zone, period);
    sums.set(name, (sums.get(name) ?? ZERO).add(result.net));
  }
  return {
    kind: 'trades',
    look,
    heading: {
      title,
      subtitle: `${account.toUpperCase()}, since ${since}, ${own.length} closed, ${won} won\n${money(fees.toFixed(), quote)} fees · bars: days · dotted: sum`,
      result: signedMoney(net.toFixed(), quote),
      gain: !net.isNegative(),
    },
    quote,
    trades: [...sums].map(([name, sum]) => ({ name, net: sum.toFixed() })),
  };
}

const HOUR_MS = 3_600_000;

function dayNames(from: number, to: number, zone: string, period: 'week' | 'month'): string[] {
  const names = new Set<string>();
  for (let at = from; at <= to; at += 12 * HOUR_MS) names.add(dayName(at, zone, period));
  return [...names];
}

/** "Mon 4", or, in a month, "4". */
function dayName(at: number, zone: string, period: 'week' | 'month'): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric' }).format(at);
  if (period === 'month') return day;
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(at);
  return `${weekday} ${day}`;
}

/** Amounts of different quotes can't share an axis: those of the quote with the most results. */
function mainQuote(results: readonly Result[]): { quote: string; own: Result[] } {
  const byQuote = Map.groupBy(results, ({ quote }) => quote);
  const [most] = [...byQuote].sort(([, a], [, b]) => b.length - a.length);
  return most ? { quote: most[0], own: most[1] } : { quote: '', own: [] };
}

function days(from: number, to: number): string {
  const [first, last] = [from, to].map((at) => new Date(at).toISOString().slice(0, 10));
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** What a bar is called: the coin, or the root of the future's name. */
function shortName(productId: string): string {
  const name = nameOf(productId);
  return name.type === 'spot' ? name.base : name.root;
}
