import type { Kysely } from 'kysely';
import { recentSymbols } from '../store/messages/signals.ts';
import type { Database } from '../store/tables.ts';
import type { MarketData } from '../venue/marketData.ts';
import { QUOTE_PREFERENCE, resolveProduct } from '../venue/symbol.ts';
import type { Catalogue } from './catalogue.ts';

const MOST = 50;

/** Hears of the prices of what signals have named last, so that the next about one of them need not ask. */
export async function hearNamed(parts: {
  db: Kysely<Database>;
  catalogue: Catalogue;
  marketData: Pick<MarketData, 'hear'>;
}): Promise<void> {
  const { db, catalogue, marketData } = parts;
  const symbols = await recentSymbols(db, MOST);
  const ids = symbols.flatMap((symbol) => {
    const subject = { symbol, quote: null, market: null, side: 'long' } as const;
    const resolved = resolveProduct(subject, catalogue.products(), {
      quotePreference: QUOTE_PREFERENCE,
      allowFutures: false,
    });
    return 'denied' in resolved ? [] : [resolved.product.id];
  });
  marketData.hear(ids);
}
