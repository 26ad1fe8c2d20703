import { subjectOf } from '../../inbox/subject.ts';
import { payableQuotes } from '../../market/marketContext.ts';
import { PRICE_FRESH_MS } from '../../market/priceBefore.ts';
import type { Reading, Signal } from '../../signal/reading.ts';
import { recordOf } from '../../store/results/record.ts';
import { activePositions } from '../../strategy/book/positions.ts';
import type { Decision } from '../../strategy/model/command.ts';
import { type Denied, deny } from '../../strategy/model/denial.ts';
import type { Event, MarketContext, Source } from '../../strategy/model/event.ts';
import type { Settings } from '../../strategy/settings/settings.ts';
import { QUOTE_PREFERENCE, resolveProduct } from '../../venue/symbol.ts';
import type { Tape } from '../candles/tape.ts';
import type { Desk } from './desk.ts';
import { equityOf } from './pastEquity.ts';
import type { Happening } from './pastFeed.ts';
import type { PastReader } from './pastReader.ts';
import type { ReplayInputs } from './replay.ts';
import type { TakenBook } from './taken.ts';

type Around = {
  inputs: ReplayInputs;
  desk: Desk;
  tape: Tape;
  reader: PastReader;
  taken: TakenBook;
  now: number;
};

/** The rule under which a signal is counted whose coin has no recorded prices. */
export const NO_CANDLES = 'no_candles';

/** Brings what a channel brought to the core, as the inbox would have. */
export async function handleHappening(happening: Happening, around: Around): Promise<void> {
  const { desk, now } = around;
  const { message } = happening;
  if (happening.kind === 'deleted') {
    desk.submit({ type: 'message_deleted', at: now, messageId: message.messageId });
    return;
  }
  const { settings: own, others } = around.inputs;
  const settings = (message.of === undefined ? undefined : others?.[message.of]) ?? own;
  const readings = await readThen(happening, around);
  for (const [index, reading] of readings.entries()) {
    await handleReading(reading, sourceOf(happening, index), settings, around);
  }
}

/** Reads it with the prices of that time where the scale of its numbers depends on them. */
async function readThen(
  { message, version }: Extract<Happening, { kind: 'text' }>,
  around: Around,
): Promise<readonly Reading[]> {
  const first = around.reader.first(message, version);
  const prices: Record<string, string> = {};
  for (const reading of first) {
    const subject = subjectOf(reading);
    if (subject === null || prices[subject.symbol] !== undefined) continue;
    const resolved = resolveProduct(subject, around.inputs.products, {
      quotePreference: QUOTE_PREFERENCE,
      allowFutures: false,
    });
    if ('denied' in resolved) continue;
    const price = await priceThen(resolved.product.id, around);
    if (price !== null) prices[subject.symbol] = price.last;
  }
  if (Object.keys(prices).length === 0) return first;
  return around.reader.read(message, version, prices);
}

async function priceThen(productId: string, { desk, tape, now }: Around) {
  if (!tape.isLoaded(productId, now)) await tape.load(productId, now);
  const last = tape.last(productId);
  if (last === null || now - last.at > PRICE_FRESH_MS) return null;
  return desk.price(productId);
}

async function handleReading(
  reading: Reading,
  source: Source,
  settings: Settings,
  around: Around,
): Promise<void> {
  const { desk, taken, now } = around;
  const base = {
    messageId: source.messageId,
    revision: source.revision,
    readingIndex: source.readingIndex,
    at: now,
    kind: reading.kind,
    symbol: null,
    side: null,
    rule: null,
    why: null,
    positionId: null,
  };
  if (reading.kind === 'unclear' || reading.kind === 'none') {
    const { symbol = null, side = null } =
      reading.kind === 'unclear' ? (reading.partial ?? {}) : {};
    taken.judge({ ...base, symbol, side, outcome: reading.kind, why: reading.why });
    return;
  }
  const { symbol, side } = reading;
  const event: Event =
    reading.kind === 'signal'
      ? {
          type: 'signal',
          at: now,
          source,
          signal: reading,
          settings,
          ...(await market(reading)),
          ...(settings.recordWeightPercent !== '0' && {
            record: recordOf({ history: taken.endedOf(source.providerId) }),
          }),
        }
      : {
          type: 'update',
          at: now,
          source,
          update: reading,
          settings,
          // No other depends on them.
          ...(reading.action === 'stop_to_entry' ? { prices: openPrices() } : {}),
        };
  taken.judge({ ...base, symbol, side, ...outcomeOf(desk.submit(event), event) });

  async function market(signal: Signal) {
    return { market: await contextOf(signal, around) };
  }

  function openPrices(): Record<string, string> {
    const prices: Record<string, string> = {};
    for (const { product } of activePositions(desk.state())) {
      const price = desk.price(product.id);
      if (price !== null) prices[product.id] = price.last;
    }
    return prices;
  }
}

function outcomeOf({ outcome }: Decision, event: Event) {
  switch (outcome?.outcome) {
    case 'taken':
      return { outcome: 'taken' as const, positionId: outcome.positionId };
    case 'applied':
      return { outcome: 'applied' as const, positionId: outcome.positionIds[0] ?? null };
    case 'denied': {
      const isBlind =
        event.type === 'signal' && 'denied' in event.market && 'blind' in event.market;
      return {
        outcome: 'denied' as const,
        rule: isBlind ? NO_CANDLES : outcome.rule,
        why: outcome.why,
      };
    }
    default:
      return { outcome: 'noted' as const, why: outcome?.why ?? null };
  }
}

type Unknown = Denied & { blind?: true };

async function contextOf(signal: Signal, around: Around): Promise<MarketContext | Unknown> {
  const { desk, inputs } = around;
  const { products } = inputs;
  const balances = desk.account.balances();
  const resolved = resolveProduct(signal, products, {
    quotePreference: payableQuotes(balances),
    allowFutures: products.some(({ type, status }) => type === 'future' && status === 'online'),
  });
  if ('denied' in resolved) return deny('market', resolved.denied);
  const { product, priceScale } = resolved;
  const price = await priceThen(product.id, around);
  if (price === null) {
    const why = `No price of ${product.id} is recorded for that hour.`;
    return { ...deny('market_unasked', why), blind: true };
  }
  const available = (asset: string) =>
    balances.find((balance) => balance.asset === asset)?.available ?? '0';
  return {
    account: 'paper',
    product,
    priceScale,
    price,
    capabilities: desk.account.capabilities(product.id),
    fees: desk.account.fees(),
    quoteAvailable: available(product.quote),
    baseAvailable: available(product.base),
    equity: equityOf(desk, products).total,
  };
}

function sourceOf(
  { message, revision }: Extract<Happening, { kind: 'text' }>,
  readingIndex: number,
): Source {
  return {
    watchId: message.of ?? 'history',
    channelId: message.channelId,
    providerId: message.authorId,
    providerName: message.authorName,
    messageId: message.messageId,
    readingIndex,
    revision,
    repliedToMessageId: message.repliedToMessageId,
    postedAt: message.postedAt,
  };
}
