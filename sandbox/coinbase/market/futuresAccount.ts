import { type Decimal, ZERO } from '../../../src/trading/money.ts';
import { writePosition } from '../wire/positions.ts';
import { expiryOf } from '../wire/products.ts';
import type { Market } from './market.ts';

/** The derivatives positions of an account, as /cfm/positions and the user channel show them. */
export function futuresPositions(market: Market, accountId: string) {
  const { exchange } = market;
  return exchange.positions(accountId).flatMap(({ productId, ...position }) => {
    const entry = market.entry(productId);
    const mark = entry && exchange.quote(productId)?.last;
    if (!entry || !mark) return [];
    return [writePosition(productId, position, entry.product, mark, expiryOf(entry.product))];
  });
}

/** What stands behind them, in USD: the REST API shows the amounts with their currency, the channel without. */
export function futuresSummary(market: Market, accountId: string) {
  const { exchange } = market;
  const usd = exchange.balances(accountId).find(({ asset }) => asset === 'USD');
  const total = usd?.total ?? ZERO;
  const hold = usd?.hold ?? ZERO;
  const open = exchange.positions(accountId);
  const margin = open.reduce((sum, position) => sum.plus(position.margin), ZERO);
  const realized = open.reduce((sum, position) => sum.plus(position.realized), ZERO);
  const unrealized = futuresPositions(market, accountId).reduce(
    (sum, each) => sum.plus(each.unrealized_pnl),
    ZERO,
  );
  const half = margin.div(2);
  const text = (value: Decimal) => value.toFixed();
  return {
    futures_buying_power: text(total.minus(hold)),
    total_usd_balance: text(total),
    cbi_usd_balance: text(total),
    cfm_usd_balance: '0',
    total_open_orders_hold_amount: text(hold.minus(margin)),
    unrealized_pnl: text(unrealized),
    daily_realized_pnl: text(realized),
    initial_margin: text(margin),
    available_margin: text(total.minus(hold)),
    liquidation_threshold: text(half),
    liquidation_buffer_amount: text(total.plus(unrealized).minus(half)),
    liquidation_buffer_percentage: margin.isZero()
      ? '1000'
      : text(total.plus(unrealized).div(half).mul(100).toDecimalPlaces(0)),
  };
}
