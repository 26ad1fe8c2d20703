import type { Logger } from 'pino';
import type { Catalogue } from './catalogue.ts';
import { measureEquity } from './equity.ts';
import type { Signal } from './signal/reading.ts';
import type { Account, MarketContext } from './strategy/event.ts';
import type { MarketData } from './venue/marketData.ts';
import { resolveProduct } from './venue/symbol.ts';
import type { Balance, FeeTier, Venue } from './venue/venue.ts';

/** Quotes a signal may be traded in, best first. */
const QUOTES = ['USD', 'USDC', 'USDT', 'EUR'];
const FEES_FRESH_MS = 60 * 60_000;
const EQUITY_FRESH_MS = 60_000;

export type MarketContexts = {
  /**
   * What the venue and the market say about a signal now; `denied` is a sentence for the owner,
   * `mayPass` when asking again may bring another answer.
   */
  of(signal: Signal): Promise<MarketContext | { denied: string; mayPass?: true }>;
};

export function createMarketContexts(parts: {
  account: Account;
  venue: Venue;
  marketData: MarketData;
  catalogue: Catalogue;
  log: Logger;
  now: () => number;
}): MarketContexts {
  const { account, venue, marketData, catalogue, log, now } = parts;
  let fees: { value: FeeTier; at: number } | null = null;
  let equity: { value: string; at: number } | null = null;

  async function feesNow(): Promise<FeeTier> {
    if (!fees || now() - fees.at > FEES_FRESH_MS) {
      fees = { value: await venue.fees(), at: now() };
    }
    return fees.value;
  }

  async function equityNow(): Promise<string> {
    if (!equity || now() - equity.at > EQUITY_FRESH_MS) {
      const value = await measureEquity(venue, marketData, catalogue.products());
      equity = { value, at: now() };
    }
    return equity.value;
  }

  return {
    async of(signal) {
      try {
        const balances = await venue.balances();
        const resolved = resolveProduct(signal, catalogue.products(), {
          quotePreference: preferredQuotes(balances),
          // An account without derivatives may see futures listed, but can't trade any.
          allowFutures: catalogue
            .products()
            .some(({ type, status }) => type === 'future' && status === 'online'),
        });
        if ('denied' in resolved) return resolved;

        const { product, priceScale } = resolved;
        const [price, fees, equity] = await Promise.all([
          marketData.price(product.id),
          feesNow(),
          equityNow(),
        ]);
        if (!price) return { denied: `${product.id} has no price at the moment.`, mayPass: true };
        return {
          account,
          product,
          priceScale,
          price,
          capabilities: venue.capabilities(product.id),
          fees,
          quoteAvailable: available(balances, product.quote),
          baseAvailable: available(balances, product.base),
          equity,
        };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.warn({ symbol: signal.symbol, error: message }, 'the market could not be asked');
        const denied = `${venue.name} could not be asked about ${signal.symbol}: ${message}`;
        return { denied, mayPass: true };
      }
    },
  };
}

const available = (balances: readonly Balance[], asset: string) =>
  balances.find((balance) => balance.asset === asset)?.available ?? '0';

/** Quotes the account holds come first; the others stay, for the denial to be about the balance. */
function preferredQuotes(balances: readonly Balance[]): string[] {
  const held = QUOTES.filter((quote) => Number(available(balances, quote)) > 0);
  return [...held, ...QUOTES.filter((quote) => !held.includes(quote))];
}
