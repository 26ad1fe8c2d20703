import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Catalogue } from '../market/catalogue.ts';
import { NotAtHand } from '../market/notAtHand.ts';
import type { Teaching } from '../signal/format/format.ts';
import { type ReadAsTaught, readAsTaught } from '../signal/format/readAsTaught.ts';
import { inQuote } from '../signal/levels/sats.ts';
import type { MessageText, ReadContext, Reading } from '../signal/reading.ts';
import { readMessage } from '../signal/readMessage.ts';
import { readTradingSettings } from '../store/settings/tradingSettings.ts';
import type { Database } from '../store/tables.ts';
import { teachingsOf } from '../store/watches/formats.ts';
import type { Terms } from '../store/watches/terms.ts';
import type { Watch } from '../store/watches/watches.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { MarketData, Price } from '../venue/marketData.ts';
import { resolveProduct } from '../venue/symbol.ts';
import { subjectOf } from './subject.ts';

/** Reads a message with what is known around it: the watch's settings, what can be traded, the prices. */
export type Reader = {
  /** What is known to read a watch's messages with, prices apart. */
  contextOf(watch: Pick<Watch, 'settings'>): ReadContext;
  /**
   * Never rejects on account of the message: what the reader fails on is unclear. `prices`, by
   * product id, are those it was read with.
   */
  read(
    message: MessageText & { postedAt: string },
    watch: Pick<Watch, 'id' | 'settings'>,
    /** Whose ways of writing are known; null: nobody's. */
    providerId: string | null,
    options?: {
      /** What of it is known already; asked for where left out. */
      terms?: Pick<Terms, 'settings' | 'teachings'>;
      /** Rejects with NotAtHand rather than ask the market for a price. */
      askNobody?: boolean;
    },
  ): Promise<{
    settings: Settings;
    readings: readonly Reading[];
    prices: ReadonlyMap<string, Price>;
    /** How it is written; null when the reader failed on it. */
    taught: ReadAsTaught | null;
    context: ReadContext;
  }>;
};

const NOTHING_TAUGHT: readonly Teaching[] = [];

/**
 * What its owner has said of a way of writing goes before what is read in it; and where known formats
 * are followed, a message that looks like an order and could not be read is asked about.
 */
function asAsked(taught: ReadAsTaught, { follow }: Settings): readonly Reading[] {
  const { standing, readings, looksLikeOrder } = taught;
  const none = (why: string): Reading[] => [{ kind: 'none', why, provenance: {} }];
  if (standing === 'nothing') return none('you have said that what is written so is no signal');
  if (standing === 'never') return none('you have said never to what is written so');
  if (!readings.every(({ kind }) => kind === 'none')) return readings;
  const why =
    standing === 'changed'
      ? 'it is written in a way that you have corrected, and can not be read so'
      : follow === 'known' && looksLikeOrder
        ? 'it has the lines of an order, and could not be read as one'
        : null;
  return why === null ? readings : [{ kind: 'unclear', why, provenance: {} }];
}

export function createReader(parts: {
  db: Kysely<Database>;
  /** What can be traded now. */
  catalogue: () => Catalogue;
  marketData: MarketData;
  log: Logger;
}): Reader {
  const { db, catalogue, marketData, log } = parts;

  async function priceOf(productId: string, askNobody: boolean): Promise<Price | null> {
    if (!askNobody) return marketData.price(productId);
    const price = marketData.priceAtHand(productId);
    if (price === null) throw new NotAtHand(`the price of ${productId}`);
    return price;
  }

  async function pricesOf(readings: readonly Reading[], askNobody: boolean) {
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
        const price = await priceOf(resolved.product.id, askNobody);
        if (!price) continue;
        bySymbol[subject.symbol] = price.last;
        byProduct.set(price.productId, price);
      } catch (error) {
        if (error instanceof NotAtHand) throw error;
        log.warn({ symbol: subject.symbol, error }, 'no price to read with');
      }
    }
    return { bySymbol, byProduct };
  }

  function contextOf({ settings: { reading: hints } }: Pick<Watch, 'settings'>): ReadContext {
    return {
      symbols: catalogue().symbols(),
      ...(hints ? { hints: hints as NonNullable<ReadContext['hints']> } : {}),
    };
  }

  async function ask(watch: Pick<Watch, 'id' | 'settings'>, providerId: string | null) {
    const { reading: _, ...own } = watch.settings;
    const [settings, teachings] = await Promise.all([
      readTradingSettings(db, own),
      providerId === null ? NOTHING_TAUGHT : teachingsOf(db, watch.id, providerId),
    ]);
    return { settings, teachings };
  }

  return {
    contextOf,
    async read(message, watch, providerId, { terms, askNobody = false } = {}) {
      const { settings, teachings } = terms ?? (await ask(watch, providerId));
      const context = contextOf(watch);
      try {
        // What nothing was taught of is read as it is: how it is written is looked at once.
        const first =
          teachings.length === 0
            ? readMessage(message, context)
            : readAsTaught(message, context, teachings).readings;
        // The scale of shorthand numbers is settled by the market, so look at it and read again.
        const { bySymbol, byProduct } = await pricesOf(first, askNobody);
        const priced = { ...context, prices: bySymbol };
        const taught = readAsTaught(message, byProduct.size > 0 ? priced : context, teachings);
        const readings = asAsked(taught, settings).map(inQuote);
        return { settings, readings, prices: byProduct, taught, context: priced };
      } catch (error) {
        if (error instanceof NotAtHand) throw error;
        log.error({ error }, 'a message could not be read');
        const why = 'The reader failed on this message. It is kept; please read it yourself.';
        const readings: Reading[] = [{ kind: 'unclear', why, provenance: {} }];
        return { settings, readings, prices: new Map(), taught: null, context };
      }
    },
  };
}
