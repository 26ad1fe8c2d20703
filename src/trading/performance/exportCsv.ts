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

/** Each column with what it says. */
const TRADE_COLUMNS = {
  position: 'its number here',
  account: 'sandbox, paper or live',
  product: "the exchange's product",
  base: 'what is traded',
  quote: 'what it is paid in; all amounts are in it',
  side: 'long or short',
  opened_utc: 'first fill',
  closed_utc: 'last fill',
  size: 'bought (or sold short) in all, in base, or contracts',
  entry_price: 'average',
  entry_value: 'paid for entering, without fees',
  entry_fees: 'fees of entering',
  exit_price: 'average',
  exit_value: 'got for leaving, without fees',
  exit_fees: 'fees of leaving',
  gross: 'profit or loss without fees',
  fees: 'all fees',
  net: 'profit or loss after all fees',
  r: 'net over what the first stop would have lost',
  reason: 'why it ended',
  provider: 'who posted the signal',
  message: "the signal's id on Discord",
} as const;

/**
 * One row a closed position, with what was paid for entering and got for leaving, so that its cost
 * and its proceeds can be declared; amounts in its quote, exact, times in UTC.
 */
export function tradesCsv(positions: readonly Position[]): string {
  return toCsv(Object.keys(TRADE_COLUMNS), positions.map(tradeRow));
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

const FILL_COLUMNS = {
  time_utc: 'when it was executed',
  account: 'sandbox, paper or live',
  trade: "the exchange's number of the execution",
  order: 'our order',
  position: 'the position it belongs to',
  leg: 'entry or exit',
  product: "the exchange's product",
  base: 'what is traded',
  quote: 'what it is paid in; price, value and fee are in it',
  side: 'buy or sell',
  size: 'in base, or contracts',
  price: 'of one',
  value: 'size times price, without the fee',
  fee: 'the fee of this execution',
  liquidity: 'maker: it waited; taker: it traded at once',
} as const;

/** A fill with what is known of its order and its position. */
export type ExportedFill = Selectable<Database['fills']> & {
  purpose: string;
  product: Position['product'];
};

/** One row an execution: each leg of every trade, also of positions that are still open. */
export function fillsCsv(fills: readonly ExportedFill[]): string {
  return toCsv(
    Object.keys(FILL_COLUMNS),
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

const TAX_COLUMNS = {
  Date: 'when it was executed, UTC',
  'Sent Amount': 'what was given',
  'Sent Currency': 'of what',
  'Received Amount': 'what was got for it',
  'Received Currency': 'of what',
  'Fee Amount': 'the fee, beside what was given and got',
  'Fee Currency': 'of what',
  Label: 'empty: a trade',
  Description: 'the position, and whether it was entered or left',
  TxHash: "the exchange's number of the execution",
} as const;

/**
 * One row an execution of spot, in the columns that Koinly takes from a file of one's own (its
 * "universal" format, which other tax tools read too). Futures have no coin that changes hands, and
 * are left out.
 */
export function taxCsv(fills: readonly ExportedFill[]): string {
  const spot = fills.filter(({ product }) => product.type === 'spot');
  return toCsv(
    Object.keys(TAX_COLUMNS),
    spot.map((fill) => {
      const { base, quote } = fill.product;
      const value = dec(fill.size).mul(fill.price).toFixed();
      const isBuy = fill.side === 'buy';
      return [
        `${fill.at.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
        ...(isBuy ? [value, quote, fill.size, base] : [fill.size, base, value, quote]),
        fill.fee,
        quote,
        '',
        `position ${fill.position_id}, ${fill.purpose === 'entry' ? 'entry' : 'exit'}`,
        fill.trade_id,
      ];
    }),
  );
}

/** What each column of each file says, for whoever keeps the books. */
export function columnsText(): string {
  const of = (file: string, columns: Readonly<Record<string, string>>) =>
    [file, ...Object.entries(columns).map(([name, what]) => `  ${name}: ${what}`)].join('\n');
  return `${[
    of('trades: a row a closed position', TRADE_COLUMNS),
    of('fills: a row an execution', FILL_COLUMNS),
    of('tax: a row an execution of spot, in the columns of Koinly', TAX_COLUMNS),
  ].join('\n\n')}\n`;
}
