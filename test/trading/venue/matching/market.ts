import { dec } from '../../../../src/trading/money.ts';
import type {
  ExchangeEvent,
  ExchangeOptions,
} from '../../../../src/trading/venue/matching/core.ts';
import { createExchange } from '../../../../src/trading/venue/matching/exchange.ts';
import { readTerms } from '../../../../src/trading/venue/matching/order.ts';
import type { MarketProduct } from '../../../../src/trading/venue/matching/product.ts';
import type { OrderTerms } from '../../../../src/trading/venue/venue.ts';

/** Noon of 2026-01-05 UTC; tests count on from here. */
export const NOON = Date.UTC(2026, 0, 5, 12);

export const BTC: MarketProduct = {
  id: 'BTC-USD',
  base: 'BTC',
  quote: 'USD',
  type: 'spot',
  baseIncrement: '0.0001',
  quoteIncrement: '0.01',
  priceIncrement: '0.01',
  minBaseSize: '0.0001',
  maxBaseSize: '1000',
  minQuoteSize: '1',
  maxQuoteSize: '10000000',
  status: 'online',
};

/** One contract is 0.01 BTC. */
export const PERP: MarketProduct = {
  ...BTC,
  id: 'BIP-20DEC30-CDE',
  type: 'future',
  baseIncrement: '1',
  minBaseSize: '1',
  contractSize: '0.01',
  maxLeverage: '10',
};

/** Fees of 0.4 % and 0.6 %, and an outside that offers 1,000 (in quote) a level, 1 apart at 100. */
export function openMarket(options: Partial<ExchangeOptions> = {}) {
  const events: ExchangeEvent[] = [];
  const exchange = createExchange({
    products: [BTC, PERP],
    onEvent: (event) => events.push(event),
    depth: { levels: 3, quotePerLevel: '1000', step: '0.01' },
    ...options,
  });
  const price = (bid: string, ask: string, last?: string, productId = BTC.id) =>
    exchange.setPrice(
      productId,
      { bid: dec(bid), ask: dec(ask), ...(last ? { last: dec(last) } : {}) },
      NOON,
    );
  let placed = 0;
  const place = (
    side: 'buy' | 'sell',
    terms: OrderTerms & { expiresAt?: number },
    more: {
      account?: string;
      productId?: string;
      at?: number;
      leverage?: string;
      attached?: { target: string; stop: string };
    } = {},
  ) => {
    placed += 1;
    const { attached } = more;
    return exchange.place(
      more.account ?? 'ann',
      {
        clientOrderId: `mine-${placed}`,
        productId: more.productId ?? BTC.id,
        side,
        terms: readTerms(terms),
        ...(more.leverage ? { leverage: dec(more.leverage) } : {}),
        ...(attached
          ? { attached: { target: dec(attached.target), stop: dec(attached.stop) } }
          : {}),
      },
      more.at ?? NOON,
    );
  };
  /** Places an order that must be accepted, and gives its id. */
  const accepted = (...args: Parameters<typeof place>): string => {
    const result = place(...args);
    if (result.outcome !== 'accepted') throw new Error(`${result.reason}: ${result.message}`);
    return result.order.id;
  };
  const balance = (asset: string, account = 'ann') => {
    const found = exchange.balances(account).find((each) => each.asset === asset);
    return { total: found?.total.toFixed() ?? '0', hold: found?.hold.toFixed() ?? '0' };
  };
  const status = (orderId: string) => {
    const order = exchange.order(orderId);
    return order && `${order.status} ${order.filledSize.toFixed()}`;
  };
  exchange.deposit('ann', 'USD', dec('10000'));
  exchange.deposit('ben', 'USD', dec('10000'));
  exchange.deposit('ben', 'BTC', dec('100'));
  price('100', '100');
  return { exchange, events, price, place, accepted, balance, status };
}
