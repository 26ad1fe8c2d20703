import { dec, ZERO } from '../money.ts';
import type { Side } from '../signal/reading.ts';
import { BY_LETTER, DOLLARS, RENAMED } from './assetNames.ts';
import type { Balance, DecimalString, Product } from './venue.ts';

/** What a signal says of what to trade. */
export type SymbolRequest = {
  /** The base asset as the author names it ("BTC", "1000PEPE", "XBT"). */
  symbol: string;
  /** The quote asset when it is named ("USDT"). Prices without one are taken for dollars. */
  quote: string | null;
  market: 'spot' | 'futures' | null;
  side: Side;
};

export type SymbolRules = {
  /** Quotes to trade in, best first; only what the account holds (see `heldQuotes`). */
  quotePreference: readonly string[];
  /** The account has futures. */
  allowFutures: boolean;
};

export type ResolvedSymbol =
  /** The venue's price is the signal's price divided by `priceScale` (1000 for 1000PEPE on PEPE). */
  | { product: Product; priceScale: DecimalString }
  /** A sentence for the owner. */
  | { denied: string };

/** The quotes that are tried when nothing else is said, best first. */
export const QUOTE_PREFERENCE: readonly string[] = ['USD', 'USDC', 'USDT', 'EUR'];

/** A hundredth of what an account has to trade with is a remainder, nothing to pay with. */
const REMAINDER = '0.01';

/**
 * Those of the preferred quotes that the account can pay with, free or on hold: more than a
 * remainder beside the others.
 */
export function heldQuotes(
  balances: readonly Balance[],
  preference: readonly string[] = QUOTE_PREFERENCE,
): string[] {
  const held = new Map(
    balances.map(({ asset, available, hold }) => [asset, dec(available).add(hold)]),
  );
  const amountOf = (quote: string) => held.get(quote) ?? ZERO;
  const all = preference.reduce((sum, quote) => sum.add(amountOf(quote)), ZERO);
  return preference.filter((quote) => amountOf(quote).gt(all.mul(REMAINDER)));
}

/**
 * Finds the product that a signal means and the account can trade. A short needs a future. A long
 * takes one only where the signal asks for futures and they are allowed, else spot. Of several
 * quotes the one that the signal names comes first, then the preferred ones that are worth the
 * same: levels in dollars are never put on a book in euros.
 */
export function resolveProduct(
  request: SymbolRequest,
  products: readonly Product[],
  rules: SymbolRules,
): ResolvedSymbol {
  const symbol = request.symbol.toUpperCase();
  const listed = products
    .map((product) => ({ product, priceScale: scaleBetween(symbol, product.base) }))
    .filter((found): found is Candidate => found.priceScale !== undefined);

  if (request.side === 'short') {
    if (!rules.allowFutures) {
      return {
        denied: `A short on ${symbol} needs a future, and this account can trade none: Coinbase has them for accounts in the US alone, and spot can't be sold short.`,
      };
    }
    const future = firstTradable(futuresOf(listed, request.quote));
    return (
      future ?? { denied: `Coinbase has no future on ${symbol}, and spot can't be sold short.` }
    );
  }
  if (request.market === 'futures' && rules.allowFutures) {
    const future = firstTradable(futuresOf(listed, request.quote));
    if (future && 'product' in future) return future;
  }

  const spot = listed.filter(({ product }) => product.type === 'spot');
  if (spot.length === 0) return { denied: `${symbol} is not listed on Coinbase.` };
  const quotes = quotesFor(request.quote, rules.quotePreference);
  const candidates = quotes.flatMap((quote) =>
    spot.filter(({ product }) => product.quote === quote),
  );
  return firstTradable(candidates) ?? { denied: noQuote(symbol, request.quote, spot, rules) };
}

type Candidate = { product: Product; priceScale: DecimalString };

/** "1000PEPE" is a thousand PEPE; "BTC" is one BTC. */
function unitsOf(ticker: string): { asset: string; units: DecimalString } {
  const byLetter = BY_LETTER[ticker];
  if (byLetter) return byLetter;
  const [, before, named] = /^(10{3,6})([A-Z]\w*)$/.exec(ticker) ?? [];
  if (before && named) return { asset: named, units: before };
  const [, asset, after] = /^([A-Z]+)(10{3,6})$/.exec(ticker) ?? [];
  if (after && asset) return { asset, units: after };
  return { asset: ticker, units: '1' };
}

/** Signal price over venue price when both names mean one asset; undefined when they don't. */
function scaleBetween(symbol: string, base: string): DecimalString | undefined {
  const meant = unitsOf(symbol);
  const listed = unitsOf(base.toUpperCase());
  if (listed.asset !== meant.asset && listed.asset !== RENAMED[meant.asset]) return undefined;
  return dec(meant.units).div(listed.units).toFixed();
}

/** Quotes in which the signal's levels hold, best first. */
function quotesFor(named: string | null, preference: readonly string[]): string[] {
  const quote = named?.toUpperCase() ?? 'USD';
  const same = DOLLARS.has(quote)
    ? preference.filter((preferred) => DOLLARS.has(preferred))
    : preference.filter((preferred) => preferred === quote);
  return named && same.includes(quote) ? [quote, ...same.filter((other) => other !== quote)] : same;
}

/** The most traded first: of the contracts on one asset that is the perpetual one. */
function futuresOf(listed: readonly Candidate[], quote: string | null): Candidate[] {
  if (quote !== null && !DOLLARS.has(quote.toUpperCase())) return [];
  return listed
    .filter(({ product }) => product.type === 'future' && DOLLARS.has(product.quote))
    .sort((a, b) => dec(b.product.volume24h ?? 0).cmp(a.product.volume24h ?? 0));
}

/** The first that can be traded now; else why the first of all can't; undefined when there is none. */
function firstTradable(candidates: readonly Candidate[]): ResolvedSymbol | undefined {
  // A name that was changed is still listed for a while, switched off.
  const open = candidates.find(({ product }) => !whyNot(product));
  if (open) return open;
  const denied = candidates[0] && whyNot(candidates[0].product);
  return denied ? { denied } : undefined;
}

function whyNot({ id, status }: Product): string | undefined {
  switch (status) {
    case 'online':
    case 'limit_only':
    case 'post_only':
      return undefined;
    case 'disabled':
      return `${id} is delisted or switched off at Coinbase.`;
    case 'view_only':
      return `This account can look at ${id}, and not trade it.`;
    case 'cancel_only':
      return `${id} takes nothing but cancels at Coinbase now.`;
    case 'auction':
      return `${id} is in an auction at Coinbase now; it opens when that has found a price.`;
  }
}

function noQuote(
  symbol: string,
  named: string | null,
  spot: readonly Candidate[],
  { quotePreference }: SymbolRules,
): string {
  if (quotePreference.length === 0) {
    return `The account holds nothing to buy ${symbol} with.`;
  }
  const against = [...new Set(spot.map(({ product }) => product.quote))].sort().join(', ');
  const prices = named ? `prices in ${named.toUpperCase()}` : 'prices in dollars';
  return `${symbol} has no product for ${prices} that this account can pay for: Coinbase lists it against ${against}, and the account trades in ${quotePreference.join(', ')}.`;
}
