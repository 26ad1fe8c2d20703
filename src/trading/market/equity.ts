import { type Decimal, dec, ZERO } from '../money.ts';
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
  return (await worthOf(balances, marketData, products))
    .reduce((sum, { worth }) => sum.add(worth ?? ZERO), ZERO)
    .toFixed();
}

/** What each asset of an account is worth in US dollars; null where it has no dollar market. Rejects when the prices can't be asked for. */
export async function worthOf(
  balances: readonly Balance[],
  marketData: Pick<MarketData, 'lastPrices'>,
  products: readonly Product[],
): Promise<readonly { asset: string; amount: Decimal; worth: Decimal | null }[]> {
  const held = balances
    .map(({ asset, available, hold }) => ({ asset, amount: dec(available).add(hold) }))
    .filter(({ amount }) => !amount.isZero());
  const marketOf = (asset: string) =>
    products.find((one) => one.base === asset && DOLLARS.has(one.quote))?.id;
  const markets = held.flatMap(({ asset }) => (DOLLARS.has(asset) ? [] : (marketOf(asset) ?? [])));
  const prices = await marketData.lastPrices(markets);
  return held.map(({ asset, amount }) => {
    if (DOLLARS.has(asset)) return { asset, amount, worth: amount };
    const price = prices.get(marketOf(asset) ?? '');
    return { asset, amount, worth: price ? amount.mul(price) : null };
  });
}
