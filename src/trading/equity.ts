import { dec, ZERO } from './money.ts';
import { DOLLARS } from './venue/assetNames.ts';
import type { MarketData } from './venue/marketData.ts';
import type { DecimalString, Product, Venue } from './venue/venue.ts';

/**
 * What an account is worth in US dollars: its cash, and its coins at their last price. A coin
 * without a dollar market counts as nothing. Rejects when the venue can't be asked.
 */
export async function measureEquity(
  venue: Venue,
  marketData: MarketData,
  products: readonly Product[],
): Promise<DecimalString> {
  const balances = await venue.balances();
  const worth = await Promise.all(
    balances.map(async ({ asset, available, hold }) => {
      const amount = dec(available).add(hold);
      if (amount.isZero() || DOLLARS.has(asset)) return amount;
      const market = products.find((one) => one.base === asset && DOLLARS.has(one.quote));
      const price = market ? await marketData.price(market.id) : null;
      return price ? amount.mul(price.last) : ZERO;
    }),
  );
  return worth.reduce((sum, one) => sum.add(one), ZERO).toFixed();
}
