import type { MarketProduct } from '../../../src/trading/venue/matching/product.ts';

/** A product of the look-alike: what the matching core needs, and what only the wire shows. */
export type CatalogueEntry = {
  product: MarketProduct;
  baseName: string;
  quoteName: string;
  displayName: string;
  /** Where its price path starts from; of the book's own product only. */
  startPrice: number;
  /** Typical move of a day, as a fraction. */
  dailyMove: number;
  /** Base units traded on an average day. */
  dailyVolume: number;
  future?: { code: string; contractRoot: string };
};

type Spot = {
  base: string;
  name: string;
  price: number;
  baseIncrement: string;
  priceIncrement: string;
  dailyMove: number;
  dailyVolume: number;
  status?: MarketProduct['status'];
};

const SPOT: readonly Spot[] = [
  {
    base: 'BTC',
    name: 'Bitcoin',
    price: 65000,
    baseIncrement: '0.00000001',
    priceIncrement: '0.01',
    dailyMove: 0.025,
    dailyVolume: 9000,
  },
  {
    base: 'ETH',
    name: 'Ethereum',
    price: 3400,
    baseIncrement: '0.00000001',
    priceIncrement: '0.01',
    dailyMove: 0.03,
    dailyVolume: 120000,
  },
  {
    base: 'SOL',
    name: 'Solana',
    price: 150,
    baseIncrement: '0.00000001',
    priceIncrement: '0.01',
    dailyMove: 0.04,
    dailyVolume: 1500000,
  },
  {
    base: 'XRP',
    name: 'XRP',
    price: 0.62,
    baseIncrement: '0.000001',
    priceIncrement: '0.0001',
    dailyMove: 0.035,
    dailyVolume: 90000000,
  },
  {
    base: 'DOGE',
    name: 'Dogecoin',
    price: 0.16,
    baseIncrement: '0.1',
    priceIncrement: '0.00001',
    dailyMove: 0.045,
    dailyVolume: 400000000,
  },
  {
    base: 'LINK',
    name: 'Chainlink',
    price: 14.5,
    baseIncrement: '0.01',
    priceIncrement: '0.001',
    dailyMove: 0.04,
    dailyVolume: 1500000,
  },
  {
    base: 'AVAX',
    name: 'Avalanche',
    price: 35,
    baseIncrement: '0.00000001',
    priceIncrement: '0.01',
    dailyMove: 0.045,
    dailyVolume: 600000,
  },
  {
    base: 'POL',
    name: 'Polygon',
    price: 0.52,
    baseIncrement: '0.01',
    priceIncrement: '0.0001',
    dailyMove: 0.045,
    dailyVolume: 20000000,
  },
  {
    base: 'PEPE',
    name: 'Pepe',
    price: 0.0000112,
    baseIncrement: '1',
    priceIncrement: '0.00000001',
    dailyMove: 0.06,
    dailyVolume: 900000000000,
  },
  {
    base: 'SHIB',
    name: 'Shiba Inu',
    price: 0.0000182,
    baseIncrement: '1',
    priceIncrement: '0.00000001',
    dailyMove: 0.05,
    dailyVolume: 500000000000,
  },
  {
    base: 'MATIC',
    name: 'Matic',
    price: 0.52,
    baseIncrement: '0.1',
    priceIncrement: '0.0001',
    dailyMove: 0.04,
    dailyVolume: 0,
    status: 'view_only',
  },
  {
    base: 'REP',
    name: 'Augur',
    price: 1.1,
    baseIncrement: '0.000001',
    priceIncrement: '0.01',
    dailyMove: 0.03,
    dailyVolume: 2000,
    status: 'cancel_only',
  },
  {
    base: 'WIF',
    name: 'dogwifhat',
    price: 1.9,
    baseIncrement: '0.01',
    priceIncrement: '0.001',
    dailyMove: 0.07,
    dailyVolume: 4000000,
    status: 'limit_only',
  },
  {
    base: 'HYPE',
    name: 'Hyperliquid',
    price: 28,
    baseIncrement: '0.01',
    priceIncrement: '0.01',
    dailyMove: 0.06,
    dailyVolume: 50000,
    status: 'auction',
  },
];

const QUOTE_NAMES: Record<string, string> = { USD: 'US Dollar', USDC: 'USDC', EUR: 'Euro' };

function spot(each: Spot, quote: string, aliasOf?: string): CatalogueEntry {
  return {
    product: {
      id: `${each.base}-${quote}`,
      base: each.base,
      quote,
      type: 'spot',
      baseIncrement: each.baseIncrement,
      quoteIncrement: '0.01',
      priceIncrement: each.priceIncrement,
      minBaseSize: each.baseIncrement,
      maxBaseSize: '1000000000000',
      minQuoteSize: '1',
      maxQuoteSize: '50000000',
      status: each.status ?? 'online',
      ...(aliasOf ? { aliasOf } : {}),
    },
    baseName: each.name,
    quoteName: QUOTE_NAMES[quote] ?? quote,
    displayName: `${each.base}-${quote}`,
    startPrice: each.price,
    dailyMove: each.dailyMove,
    dailyVolume: each.dailyVolume,
  };
}

const EXPIRY = '2030-12-20T17:00:00Z';

function perpetual(
  code: string,
  base: string,
  contractSize: string,
  price: number,
): CatalogueEntry {
  return {
    product: {
      id: `${code}-20DEC30-CDE`,
      base,
      quote: 'USD',
      type: 'future',
      baseIncrement: '1',
      quoteIncrement: '0.01',
      priceIncrement: base === 'BTC' ? '5' : '0.5',
      minBaseSize: '1',
      maxBaseSize: '10000',
      minQuoteSize: '0',
      maxQuoteSize: '50000000',
      status: 'online',
      contractSize,
      maxLeverage: '10',
      defaultLeverage: '4',
      session: { state: 'open' },
      expiresAt: Date.parse(EXPIRY),
    },
    baseName: `${base} PERP`,
    quoteName: 'US Dollar',
    displayName: `${base} PERP`,
    startPrice: price,
    dailyMove: 0.03,
    dailyVolume: 200000,
    future: { code, contractRoot: base },
  };
}

/**
 * The products of the look-alike: every spot coin against USD with a USDC twin on the same book,
 * some against EUR, two perpetual-style futures, and one in each state that is closed to some or
 * all orders.
 */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...SPOT.flatMap((each) => [spot(each, 'USD'), spot(each, 'USDC', `${each.base}-USD`)]),
  ...SPOT.slice(0, 3).map((each) => spot({ ...each, price: each.price * 0.92 }, 'EUR')),
  perpetual('BIP', 'BTC', '0.01', 65040),
  perpetual('ETP', 'ETH', '0.1', 3402),
];
