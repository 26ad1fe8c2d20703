import type { Logger } from 'pino';
import type { Signal } from '../signal/reading.ts';
import type { Account, MarketContext } from '../strategy/model/event.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import { heldQuotes, QUOTE_PREFERENCE, resolveProduct } from '../venue/symbol.ts';
import type { Balance, DecimalString, FeeTier, Product, Venue } from '../venue/venue.ts';
import type { Catalogue } from './catalogue.ts';
import { measureEquity } from './equity.ts';

const FEES_FRESH_MS = 60 * 60_000;
const EQUITY_FRESH_MS = 60_000;
/** What was asked for ahead is for the signal that is being read, not for one that comes later. */
const AHEAD_FRESH_MS = 2_000;

type Unknown = { denied: string; mayPass?: true };

export type MarketContexts = {
  /**
   * What the venue and the market say about a signal now; `denied` is a sentence for the owner,
   * `mayPass` when asking again may bring another answer. Prices that were just asked for, by
   * product id, are not asked for again.
   */
  of(signal: Signal, prices?: ReadonlyMap<string, Price>): Promise<MarketContext | Unknown>;
  /** The same about a product that is known already. */
  ofProduct(product: Product, priceScale: DecimalString): Promise<MarketContext | Unknown>;
  /** A signal is being read: asks already for what `of` will need whatever it says; returns at once. */
  ahead(): void;
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
  let ahead: { balances: Promise<readonly Balance[]>; at: number } | null = null;

  /** What can't be read of them counts as not held: less is spent, not more. */
  const balancesAsked = async () => (await venue.balances()).entries;

  function balancesNow(): Promise<readonly Balance[]> {
    const asked = ahead;
    ahead = null;
    return asked && now() - asked.at < AHEAD_FRESH_MS ? asked.balances : balancesAsked();
  }

  async function feesNow(): Promise<FeeTier> {
    if (!fees || now() - fees.at > FEES_FRESH_MS) {
      fees = { value: await venue.fees(), at: now() };
    }
    return fees.value;
  }

  async function equityNow(balances: readonly Balance[]): Promise<string> {
    if (!equity || now() - equity.at > EQUITY_FRESH_MS) {
      const value = await measureEquity(balances, marketData, catalogue.products());
      equity = { value, at: now() };
    }
    return equity.value;
  }

  async function contextOf(
    known: Product,
    priceScale: DecimalString,
    balances: readonly Balance[],
    prices?: ReadonlyMap<string, Price>,
  ): Promise<MarketContext | Unknown> {
    // Whether it may be traded changes.
    const product = catalogue.products().find(({ id }) => id === known.id) ?? known;
    const [price, fees, equity] = await Promise.all([
      prices?.get(product.id) ?? marketData.price(product.id),
      feesNow(),
      equityNow(balances),
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
  }

  async function asking(
    what: string,
    ask: () => Promise<MarketContext | Unknown>,
  ): Promise<MarketContext | Unknown> {
    try {
      return await ask();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ symbol: what, error: message }, 'the market could not be asked');
      return {
        denied: `${venue.name} could not be asked about ${what}: ${message}`,
        mayPass: true,
      };
    }
  }

  return {
    ahead() {
      const balances = balancesAsked();
      // Whoever takes it hears of the failure; where nobody does, nothing depended on it.
      balances.catch(() => undefined);
      ahead = { balances, at: now() };
    },
    of: (signal, prices) =>
      asking(signal.symbol, async () => {
        const balances = await balancesNow();
        const resolved = resolveProduct(signal, catalogue.products(), {
          quotePreference: payableQuotes(balances),
          // An account without derivatives may see futures listed, but can't trade any.
          allowFutures: catalogue
            .products()
            .some(({ type, status }) => type === 'future' && status === 'online'),
        });
        if ('denied' in resolved) return resolved;
        return contextOf(resolved.product, resolved.priceScale, balances, prices);
      }),
    ofProduct: (product, priceScale) =>
      asking(product.id, async () => contextOf(product, priceScale, await balancesAsked())),
  };
}

const available = (balances: readonly Balance[], asset: string) =>
  balances.find((balance) => balance.asset === asset)?.available ?? '0';

/** What the account can pay with; with nothing in it, all, so that the denial is about the balance. */
export function payableQuotes(balances: readonly Balance[]): readonly string[] {
  const held = heldQuotes(balances);
  return held.length === 0 ? QUOTE_PREFERENCE : held;
}
