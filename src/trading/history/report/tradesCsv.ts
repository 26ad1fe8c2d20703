import { dec } from '../../money.ts';
import { toCsv } from '../../performance/csv.ts';
import type { PlainBacktest } from './plain.ts';

const COLUMNS = [
  'position',
  'message',
  'provider',
  'product',
  'side',
  'opened_utc',
  'closed_utc',
  'size',
  'entry_price',
  'exit_price',
  'fees',
  'net',
  'r',
  'reason',
  'decided_inside_a_minute',
] as const;

/** One row a trade of a history, oldest first; amounts in US dollars, exact, times in UTC. */
export function historyTradesCsv({ trades }: Pick<PlainBacktest, 'trades'>): string {
  const iso = (at: number) => new Date(at).toISOString();
  return toCsv(
    COLUMNS,
    trades.map((trade) => [
      trade.positionId,
      trade.messageId,
      trade.provider,
      trade.productId,
      trade.side,
      iso(trade.openedAt),
      trade.isOpen ? '' : iso(trade.closedAt),
      trade.size,
      dec(trade.entry).toSignificantDigits(18).toFixed(),
      trade.exit === null ? '' : dec(trade.exit).toSignificantDigits(18).toFixed(),
      trade.fees,
      trade.net,
      dec(trade.risk).gt(0) ? dec(trade.net).div(trade.risk).toDecimalPlaces(6).toFixed() : '',
      trade.reason,
      trade.ambiguous ? 'yes' : 'no',
    ]),
  );
}
