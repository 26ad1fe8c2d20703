import { describe, expect, it } from 'vitest';
import {
  heldQuotes,
  resolveProduct,
  type SymbolRequest,
  type SymbolRules,
} from '../../../src/trading/venue/symbol.ts';
import type { Product } from '../../../src/trading/venue/venue.ts';

function product(id: string, fields: Partial<Product> = {}): Product {
  const [base = '', quote = ''] = id.split('-');
  return {
    id,
    base,
    quote,
    type: 'spot',
    baseIncrement: '0.00000001',
    quoteIncrement: '0.01',
    priceIncrement: '0.01',
    minBaseSize: '0',
    maxBaseSize: '1000',
    minQuoteSize: '1',
    maxQuoteSize: '1000000',
    status: 'online',
    ...fields,
  };
}

function future(id: string, base: string, volume24h: string): Product {
  return product(id, { type: 'future', base, quote: 'USD', volume24h, contractSize: '0.01' });
}

const PRODUCTS = [
  product('BTC-USD'),
  product('BTC-USDC', { aliasOf: 'BTC-USD' }),
  product('BTC-USDT'),
  product('BTC-EUR'),
  product('ETH-USD'),
  product('ETH-BTC'),
  product('PEPE-USD'),
  product('SHIB-USD'),
  product('1INCH-USD'),
  product('KAVA-USD'),
  product('MATIC-USD', { status: 'disabled' }),
  product('POL-USD'),
  product('RENDER-EUR'),
  future('BIT-24APR26-CDE', 'BTC', '1000'),
  future('BIP-20DEC30-CDE', 'BTC', '90000'),
  future('SHB-20DEC30-CDE', '1000SHIB', '500'),
];

const LONG: SymbolRequest = { symbol: 'BTC', quote: null, market: null, side: 'long' };
const RULES: SymbolRules = { quotePreference: ['USD', 'USDC', 'USDT', 'EUR'], allowFutures: false };

function resolve(request: Partial<SymbolRequest>, rules: Partial<SymbolRules> = {}) {
  const result = resolveProduct({ ...LONG, ...request }, PRODUCTS, { ...RULES, ...rules });
  return 'denied' in result ? result.denied : `${result.product.id} /${result.priceScale}`;
}

describe('the product a signal means', () => {
  it.each<[string, Partial<SymbolRequest>, Partial<SymbolRules>, string]>([
    ['the first quote preferred, when none is named', {}, {}, 'BTC-USD /1'],
    ['the quote that is named, when the account holds it', { quote: 'USDT' }, {}, 'BTC-USDT /1'],
    [
      'another dollar, when it does not',
      { quote: 'USDT' },
      { quotePreference: ['USDC'] },
      'BTC-USDC /1',
    ],
    ['any other dollar name', { quote: 'FDUSD' }, {}, 'BTC-USD /1'],
    [
      'the next quote, where the first has no product',
      { symbol: 'ETH' },
      { quotePreference: ['USDC', 'USD'] },
      'ETH-USD /1',
    ],
    ['euros for levels in euros', { quote: 'EUR' }, {}, 'BTC-EUR /1'],
    [
      'a coin for levels in that coin',
      { symbol: 'ETH', quote: 'BTC' },
      { quotePreference: ['USD', 'BTC'] },
      'ETH-BTC /1',
    ],
    ['lower case', { symbol: 'btc', quote: 'usdt' }, {}, 'BTC-USDT /1'],
    ['a thousand units', { symbol: '1000PEPE', quote: 'USDT' }, {}, 'PEPE-USD /1000'],
    ['a thousand units, the number after', { symbol: 'SHIB1000' }, {}, 'SHIB-USD /1000'],
    ['a thousand units, by letter', { symbol: 'kPEPE' }, {}, 'PEPE-USD /1000'],
    ['a million units', { symbol: '1000000PEPE' }, {}, 'PEPE-USD /1000000'],
    ['a name that only begins like a number', { symbol: '1INCH' }, {}, '1INCH-USD /1'],
    ['a name that only begins with the letter', { symbol: 'KAVA' }, {}, 'KAVA-USD /1'],
    ['an old name', { symbol: 'XBT' }, {}, 'BTC-USD /1'],
    ['the new product, where the old one is still listed', { symbol: 'MATIC' }, {}, 'POL-USD /1'],
    ['spot for a long on futures that are not allowed', { market: 'futures' }, {}, 'BTC-USD /1'],
    [
      'the most traded future, where allowed',
      { market: 'futures' },
      { allowFutures: true },
      'BIP-20DEC30-CDE /1',
    ],
    ['spot for a long that does not ask for futures', {}, { allowFutures: true }, 'BTC-USD /1'],
    ['a future for a short', { side: 'short' }, { allowFutures: true }, 'BIP-20DEC30-CDE /1'],
    [
      'spot for a long on futures where there is no future',
      { symbol: 'ETH', market: 'futures' },
      { allowFutures: true },
      'ETH-USD /1',
    ],
    [
      'a contract of a thousand units for a signal in single ones',
      { symbol: 'SHIB', side: 'short' },
      { allowFutures: true },
      'SHB-20DEC30-CDE /0.001',
    ],
    [
      'the same thousand on both sides',
      { symbol: '1000SHIB', side: 'short' },
      { allowFutures: true },
      'SHB-20DEC30-CDE /1',
    ],
  ])('is %s', (_name, request, rules, expected) => {
    expect(resolve(request, rules)).toBe(expected);
  });

  it.each<[string, Partial<SymbolRequest>, Partial<SymbolRules>, string]>([
    ['an unknown name', { symbol: 'WAGMI' }, {}, 'WAGMI is not listed on Coinbase.'],
    [
      'levels in dollars with nothing but euros to pay',
      {},
      { quotePreference: ['EUR'] },
      'BTC has no product for prices in dollars that this account can pay for: Coinbase lists it against EUR, USD, USDC, USDT, and the account trades in EUR.',
    ],
    [
      'a renamed coin that is listed in euros alone',
      { symbol: 'RNDR', quote: 'USDT' },
      {},
      'RNDR has no product for prices in USDT that this account can pay for: Coinbase lists it against EUR, and the account trades in USD, USDC, USDT, EUR.',
    ],
    ['an empty account', {}, { quotePreference: [] }, 'The account holds nothing to buy BTC with.'],
    [
      'a short without futures',
      { side: 'short' },
      {},
      "A short on BTC needs a future, and this account can trade none: Coinbase has them for accounts in the US alone, and spot can't be sold short.",
    ],
    [
      'a short on what has no future',
      { symbol: 'ETH', side: 'short' },
      { allowFutures: true },
      "Coinbase has no future on ETH, and spot can't be sold short.",
    ],
  ])('is denied for %s', (_name, request, rules, expected) => {
    expect(resolve(request, rules)).toBe(expected);
  });

  it.each<[Product['status'], string]>([
    ['disabled', 'X-USD is delisted or switched off at Coinbase.'],
    ['view_only', 'This account can look at X-USD, and not trade it.'],
    ['cancel_only', 'X-USD takes nothing but cancels at Coinbase now.'],
    ['auction', 'X-USD is in an auction at Coinbase now; it opens when that has found a price.'],
  ])('is denied while it is %s, with the reason; another quote is taken', (status, why) => {
    const closed = product('X-USD', { status });
    const request = { ...LONG, symbol: 'X' };
    expect(resolveProduct(request, [closed], RULES)).toEqual({ denied: why });
    const other = product('X-USDC');
    expect(resolveProduct(request, [closed, other], RULES)).toMatchObject({ product: other });
  });
});

describe('the quotes an account can pay with', () => {
  it('are the preferred ones that it holds, also while they are on hold', () => {
    expect(
      heldQuotes([
        { asset: 'USDC', available: '0', hold: '5' },
        { asset: 'EUR', available: '3', hold: '0' },
        { asset: 'USD', available: '0', hold: '0' },
        { asset: 'BTC', available: '1', hold: '0' },
      ]),
    ).toEqual(['USDC', 'EUR']);
  });

  it('are not those of which a remainder is left', () => {
    expect(
      heldQuotes([
        { asset: 'USDT', available: '0.4', hold: '0' },
        { asset: 'USD', available: '900', hold: '100' },
      ]),
    ).toEqual(['USD']);
  });
});
