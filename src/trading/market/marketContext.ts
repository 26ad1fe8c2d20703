import type { Logger } from 'pino';
import type { Signal } from '../signal/reading.ts';
import { type Denied, deny } from '../strategy/model/denial.ts';
import type { Account, MarketContext } from '../strategy/model/event.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import { heldQuotes, QUOTE_PREFERENCE, resolveProduct } from '../venue/symbol.ts';
import type { Balance, DecimalString, Product, Venue } from '../venue/venue.ts';
import type { AccountFacts, AccountMemory } from './accountMemory.ts';
import type { Catalogue } from './catalogue.ts';

type Unknown = Denied & { mayPass?: true };

export type MarketContexts = {
  /**
   * What the venue and the market say about a signal now; with `mayPass` where asking again may bring
   * another answer. Prices that were just asked for, by product id, are not asked for again.
   */
  of(signal: Signal, prices?: ReadonlyMap<string, Price>): Promise<MarketContext | Unknown>;
  /** The same by what is known without asking anybody; null when that is not enough. */
  recalled(signal: Signal, prices?: ReadonlyMap<string, Price>): Promise<MarketContext | null>;
  /** The same about a product that is known already. */
  ofProduct(product: Product, priceScale: DecimalString): Promise<MarketContext | Unknown>;
};

type PriceOf = (productId: string) => Price | null | Promise<Price | null>;

export function createMarketContexts(parts: {
  account: Account;
  venue: Venue;
  memory: Pick<AccountMemory, 'recall' | 'ask'>;
  marketData: Pick<MarketData, 'price' | 'priceAtHand'>;
  catalogue: Catalogue;
  log: Logger;
}): MarketContexts {
  const { account, venue, memory, marketData, catalogue, log } = parts;

  async function contextOf(
    known: Product,
    priceScale: DecimalString,
    { balances, fees, equity }: AccountFacts,
    priceOf: PriceOf,
  ): Promise<MarketContext | Unknown> {
    // Whether it may be traded changes.
    const product = catalogue.find(known.id) ?? known;
    const price = await priceOf(product.id);
    if (!price) {
      const no = deny('market_unasked', `${product.id} has no price at the moment.`);
      return { ...no, mayPass: true };
    }
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

  async function ofSignal(
    signal: Signal,
    facts: AccountFacts,
    priceOf: PriceOf,
  ): Promise<MarketContext | Unknown> {
    const resolved = resolveProduct(signal, catalogue.products(), {
      quotePreference: payableQuotes(facts.balances),
      // An account without derivatives may see futures listed, but can't trade any.
      allowFutures: catalogue
        .products()
        .some(({ type, status }) => type === 'future' && status === 'online'),
    });
    if ('denied' in resolved) return deny('market', resolved.denied);
    return contextOf(resolved.product, resolved.priceScale, facts, priceOf);
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
      const why = `${venue.name} could not be asked about ${what}: ${message}`;
      return { ...deny('market_unasked', why), mayPass: true };
    }
  }

  return {
    of: (signal, prices) =>
      asking(signal.symbol, async () =>
        ofSignal(signal, await memory.ask(), (id) => prices?.get(id) ?? marketData.price(id)),
      ),
    async recalled(signal, prices) {
      const facts = memory.recall();
      if (facts === null) return null;
      const atHand: PriceOf = (id) => prices?.get(id) ?? marketData.priceAtHand(id);
      const context = await asking(signal.symbol, () => ofSignal(signal, facts, atHand));
      return 'denied' in context ? null : context;
    },
    ofProduct: (product, priceScale) =>
      asking(product.id, async () =>
        contextOf(product, priceScale, await memory.ask(), marketData.price),
      ),
  };
}

const available = (balances: readonly Balance[], asset: string) =>
  balances.find((balance) => balance.asset === asset)?.available ?? '0';

/** What the account can pay with; with nothing in it, all, so that the denial is about the balance. */
export function payableQuotes(balances: readonly Balance[]): readonly string[] {
  const held = heldQuotes(balances);
  return held.length === 0 ? QUOTE_PREFERENCE : held;
}
