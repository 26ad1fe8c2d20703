import type { Selectable } from 'kysely';
import { dec } from '../money.ts';
import type { Database } from '../store/tables.ts';
import type { Position } from '../strategy/model/state.ts';
import {
  averageEntry,
  averageExit,
  inBase,
  realized,
  riskTaken,
  sumsOf,
} from '../strategy/model/sums.ts';
import { toCsv } from './csv.ts';

const TRADE_COLUMNS = [
  'position',
  'account',
  'product',
  'base',
  'quote',
  'side',
  'opened_utc',
  'closed_utc',
  'size',
  'entry_price',
  'entry_value',
  'entry_fees',
  'exit_price',
  'exit_value',
  'exit_fees',
  'gross',
  'fees',
  'net',
  'r',
  'reason',
  'provider',
  'message',
] as const;

/**
 * One row a closed position, with what was paid for entering and got for leaving, so that its cost
 * and its proceeds can be declared; amounts in its quote, exact, times in UTC.
 */
export function tradesCsv(positions: readonly Position[]): string {
  return toCsv(TRADE_COLUMNS, positions.map(tradeRow));
}

function tradeRow(position: Position): string[] {
  const { product, source, outside } = position;
  const sums = sumsOf(position);
  const { gross, fees, net } = realized(position);
  const risk = riskTaken(position);
  const price = (value: ReturnType<typeof averageEntry>) =>
    value === null ? '' : value.toSignificantDigits(18).toFixed();
  return [
    position.id,
    position.account,
    product.id,
    product.base,
    product.quote,
    position.side,
    isoOf(position.openedAt),
    isoOf(position.closedAt),
    sums.entry.size.toFixed(),
    price(averageEntry(position)),
    sums.entry.value.toFixed(),
    sums.entry.fees.toFixed(),
    price(averageExit(position)),
    sums.exitedValue.add(outside.value).toFixed(),
    sums.fees.sub(sums.entry.fees).toFixed(),
    gross.toFixed(),
    fees.toFixed(),
    net.toFixed(),
    risk.isZero() ? '' : net.div(risk).toFixed(4),
    position.closeReason ?? '',
    source.providerName,
    source.messageId,
  ];
}

const FILL_COLUMNS = [
  'time_utc',
  'account',
  'trade',
  'order',
  'position',
  'leg',
  'product',
  'base',
  'quote',
  'side',
  'size',
  'price',
  'value',
  'fee',
  'liquidity',
] as const;

/** A fill with what is known of its order and its position. */
export type ExportedFill = Selectable<Database['fills']> & {
  purpose: string;
  product: Position['product'];
};

/** One row an execution: each leg of every trade, also of positions that are still open. */
export function fillsCsv(fills: readonly ExportedFill[]): string {
  return toCsv(
    FILL_COLUMNS,
    fills.map((fill) => [
      fill.at.toISOString(),
      fill.account,
      fill.trade_id,
      fill.order_id,
      fill.position_id,
      fill.purpose === 'entry' ? 'entry' : 'exit',
      fill.product_id,
      fill.product.base,
      fill.product.quote,
      fill.side,
      fill.size,
      fill.price,
      inBase(dec(fill.size), fill).mul(fill.price).toFixed(),
      fill.fee,
      fill.liquidity,
    ]),
  );
}

function isoOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
