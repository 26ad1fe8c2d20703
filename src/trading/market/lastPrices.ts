import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Update } from '../signal/reading.ts';
import { activePositions } from '../strategy/book/positions.ts';
import type { Source, UpdateEvent } from '../strategy/model/event.ts';
import type { State } from '../strategy/model/state.ts';
import type { MarketData } from '../venue/marketData.ts';
import { NotAtHand } from './notAtHand.ts';

type Parts = { marketData: Pick<MarketData, 'price'>; log: Logger };
type PartsAtHand = { marketData: Pick<MarketData, 'price' | 'priceAtHand'>; log: Logger };

const PATIENCE_MS = 1_500;

/** The last price of each product, as far as it can be learned quickly: nothing waits long for a venue. */
export async function lastPrices(
  { marketData, log }: Parts,
  productIds: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const prices = new Map<string, string>();
  const asked = [...new Set(productIds)].map(async (id) => {
    try {
      const found = await marketData.price(id);
      if (found !== null) prices.set(id, found.last);
    } catch (error) {
      log.warn({ err: error, productId: id }, 'the last price could not be learned');
    }
  });
  const waiting = new AbortController();
  const enough = setTimeout(PATIENCE_MS, undefined, { signal: waiting.signal, ref: false });
  await Promise.race([Promise.all(asked), enough.catch(() => undefined)]);
  waiting.abort();
  return prices;
}

/** What is held against the price: none of them may close a position by the way. */
const WEIGHED: ReadonlySet<Update['action']> = new Set(['stop_to_entry', 'move_stop', 'amend']);

/**
 * The prices that an update is decided with: those of what its provider has open, where it moves a
 * stop or a target; no other update depends on them, and none waits long for them. With `askNobody`
 * it rejects with NotAtHand where one would have to be asked for.
 */
export async function pricesForUpdate(
  parts: PartsAtHand,
  state: State,
  { providerId }: Source,
  update: Update,
  { askNobody = false }: { askNobody?: boolean } = {},
): Promise<Pick<UpdateEvent, 'prices'>> {
  if (!WEIGHED.has(update.action)) return {};
  const open = activePositions(state).filter(({ source }) => source.providerId === providerId);
  const ids = [...new Set(open.map(({ product }) => product.id))];
  const unknown = ids.find((id) => parts.marketData.priceAtHand(id) === null);
  if (askNobody && unknown !== undefined) throw new NotAtHand(`the price of ${unknown}`);
  const prices = await lastPrices(parts, ids);
  return { prices: Object.fromEntries(prices) };
}
