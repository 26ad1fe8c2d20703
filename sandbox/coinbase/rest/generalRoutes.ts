import { dec } from '../../../src/trading/money.ts';
import { accountId } from '../market/accountId.ts';
import type { Market } from '../market/market.ts';
import { isoTime } from '../wire/amounts.ts';
import { type Answer, get, ok, type Route } from './route.ts';

/** The time, and the few older paths that general clients still ask. */
export function createGeneralRoutes(market: Market): Route[] {
  const { exchange } = market;

  function time(): Answer {
    const now = market.now();
    return ok({
      iso: isoTime(now),
      epochSeconds: String(Math.floor(now / 1000)),
      epochMillis: String(now),
    });
  }

  function currencies(): Answer {
    const data = ['USD', 'EUR'].map((id) => ({ id, name: id, min_size: '0.01' }));
    return ok({ data });
  }

  function coins(): Answer {
    const names = new Map(market.entries().map((entry) => [entry.product.base, entry.baseName]));
    const data = [...names].map(([code, name], index) => ({
      code,
      name,
      color: '#000000',
      sort_index: index,
      exponent: 8,
      type: 'crypto',
      address_regex: '',
      asset_id: accountId('asset', code),
    }));
    return ok({ data });
  }

  function exchangeRates(): Answer {
    const rates: Record<string, string> = { USD: '1', USDC: '1' };
    for (const { product } of market.entries()) {
      const last = product.quote === 'USD' && exchange.quote(product.id)?.last;
      if (last && product.type === 'spot') rates[product.base] = dec(1).div(last).toFixed(12);
    }
    return ok({ data: { currency: 'USD', rates } });
  }

  function oldTime(): Answer {
    const now = market.now();
    return ok({ data: { iso: isoTime(now), epoch: Math.floor(now / 1000) } });
  }

  return [
    get('/v2/currencies', 'currencies', currencies, 'public'),
    get('/v2/currencies/crypto', 'currencies', coins, 'public'),
    get('/v2/exchange-rates', 'currencies', exchangeRates, 'public'),
    get('/v2/time', 'time', oldTime, 'public'),
    get('/time', 'time', time, 'public'),
  ];
}
