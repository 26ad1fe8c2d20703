import { dec, ZERO } from '../money.ts';
import { DOLLARS } from '../venue/assetNames.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Balance, DecimalString, Product } from '../venue/venue.ts';

/**
 * What an account is worth in US dollars: its cash, and its coins at their last price. A coin
 * without a dollar market counts as nothing. Rejects when the prices can't be asked for.
 */
export async function measureEquity(
  balances: readonly Balance[],
  marketData: Pick<MarketData, 'lastPrices'>,
  products: readonly Product[],
): Promise<DecimalString> {
  const held = balances
    .map(({ asset, available, hold }) => ({ asset, amount: dec(available).add(hold) }))
    .filter(({ amount }) => !amount.isZero());
  const marketOf = (asset: string) =>
    products.find((one) => one.base === asset && DOLLARS.has(one.quote))?.id;
  const markets = held.flatMap(({ asset }) => (DOLLARS.has(asset) ? [] : (marketOf(asset) ?? [])));
  const prices = await marketData.lastPrices(markets);
  return held
    .reduce((sum, { asset, amount }) => {
      if (DOLLARS.has(asset)) return sum.add(amount);
      const price = prices.get(marketOf(asset) ?? '');
      return price ? sum.add(amount.mul(price)) : sum;
    }, ZERO)
    .toFixed();
}
