import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Catalogue } from '../market/catalogue.ts';
import { inQuote } from '../signal/levels/sats.ts';
import type { MessageText, ReadContext, Reading } from '../signal/reading.ts';
import { readMessage } from '../signal/readMessage.ts';
import type { Database } from '../store/tables.ts';
import { readTradingSettings } from '../store/tradingSettings.ts';
import type { Watch } from '../store/watches.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import { resolveProduct } from '../venue/symbol.ts';
import { subjectOf } from './subject.ts';

/** Reads a message with what is known around it: the watch's settings, what can be traded, the prices. */
export type Reader = {
  /**
   * Never rejects on account of the message: what the reader fails on is unclear. `prices`, by
   * product id, are those it was read with.
   */
  read(
    message: MessageText & { postedAt: string },
    watch: Pick<Watch, 'settings'>,
  ): Promise<{
    settings: Settings;
    readings: readonly Reading[];
    prices: ReadonlyMap<string, Price>;
  }>;
};

export function createReader(parts: {
  db: Kysely<Database>;
  /** What can be traded now. */
  catalogue: () => Catalogue;
  marketData: MarketData;
  log: Logger;
}): Reader {
  const { db, catalogue, marketData, log } = parts;

  async function pricesOf(readings: readonly Reading[]) {
    const bySymbol: Record<string, string> = {};
    const byProduct = new Map<string, Price>();
    for (const reading of readings) {
      const subject = subjectOf(reading);
      if (subject === null || bySymbol[subject.symbol] !== undefined) continue;
      const resolved = resolveProduct(subject, catalogue().products(), {
        quotePreference: ['USD', 'USDC', 'USDT', 'EUR'],
        allowFutures: false,
      });
      if ('denied' in resolved) continue;
      try {
        const price = await marketData.price(resolved.product.id);
        if (!price) continue;
        bySymbol[subject.symbol] = price.last;
        byProduct.set(price.productId, price);
      } catch (error) {
        log.warn({ symbol: subject.symbol, error }, 'no price to read with');
      }
    }
    return { bySymbol, byProduct };
  }

  return {
    async read(message, watch) {
      const { reading: hints, ...own } = watch.settings;
      const settings = await readTradingSettings(db, own);
      const context: ReadContext = {
        symbols: catalogue().symbols(),
        ...(hints ? { hints: hints as NonNullable<ReadContext['hints']> } : {}),
      };
      try {
        const first = readMessage(message, context);
        // The scale of shorthand numbers is settled by the market, so look at it and read again.
        const { bySymbol, byProduct } = await pricesOf(first);
        const read =
          byProduct.size > 0 ? readMessage(message, { ...context, prices: bySymbol }) : first;
        return { settings, readings: read.map(inQuote), prices: byProduct };
      } catch (error) {
        log.error({ error }, 'a message could not be read');
        const why = 'The reader failed on this message. It is kept; please read it yourself.';
        const readings: Reading[] = [{ kind: 'unclear', why, provenance: {} }];
        return { settings, readings, prices: new Map() };
      }
    },
  };
}
