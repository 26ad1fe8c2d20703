import type { Logger } from 'pino';
import { priceBefore } from '../market/priceBefore.ts';
import type { Reading, Signal } from '../signal/reading.ts';
import type { IncomingMessage } from '../store/messages/inbox.ts';
import type { Watch } from '../store/watches/watches.ts';
import { emptyState } from '../strategy/book/emptyState.ts';
import { decide } from '../strategy/decide.ts';
import type { DenialRule, Denied } from '../strategy/model/denial.ts';
import type { MarketContext } from '../strategy/model/event.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Settings } from '../strategy/settings/settings.ts';
import type { Trader } from '../trader/trader.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Reader } from './reader.ts';

type Parts = {
  reader: Reader;
  trader: Pick<Trader, 'market'>;
  marketData: Pick<MarketData, 'candles'>;
  log: Logger;
  now: () => number;
};
type Market = MarketContext | Denied;

/** What was posted only now would be traded at the price of now. */
const RECENT_MS = 2 * 60_000;

/** One reading of a message, and what would have become of it. */
export type Tried = { reading: Reading } & (
  | { would: 'take'; position: Position }
  | { would: 'refuse'; rule: DenialRule; why: string }
  | { would: 'nothing' }
);

/**
 * What would have become of messages under a watch's settings of today, oldest first as given: each
 * judged alone, at the last price before it, as if nothing else were open and trading were not
 * halted. Nothing is kept and nothing is sent.
 */
export async function tryMessages(
  parts: Parts,
  watch: Watch,
  messages: readonly Omit<IncomingMessage, 'watchId'>[],
): Promise<readonly (readonly Tried[])[]> {
  const markets = new Map<string, Market>();
  const marketOf = async (signal: Signal, settings: Settings): Promise<Market> => {
    const key = [signal.symbol, signal.quote, signal.market, signal.side].join('|');
    const market =
      markets.get(key) ?? (await parts.trader.market(signal, settings.follow === 'paper'));
    markets.set(key, market);
    return market;
  };
  const tried: Tried[][] = [];
  for (const message of messages) {
    const posted = { ...message.body, postedAt: new Date(message.postedAt).toISOString() };
    const { settings, readings } = await parts.reader.read(posted, watch, message.authorId);
    const ofMessage: Tried[] = [];
    for (const [index, reading] of readings.entries()) {
      if (reading.kind !== 'signal') ofMessage.push({ reading, would: 'nothing' });
      else {
        const market = await atItsTime(parts, await marketOf(reading, settings), message.postedAt);
        ofMessage.push(judge({ ...message, watchId: watch.id }, index, reading, settings, market));
      }
    }
    tried.push(ofMessage);
  }
  return tried;
}

function judge(
  message: IncomingMessage,
  index: number,
  reading: Signal,
  settings: Settings,
  market: Market,
): Tried {
  const decision = decide(emptyState('try'), {
    type: 'signal',
    at: message.postedAt,
    source: {
      watchId: String(message.watchId),
      channelId: message.channelId,
      providerId: message.authorId,
      providerName: message.authorName,
      messageId: message.messageId,
      readingIndex: index,
      revision: message.revision,
      repliedToMessageId: message.repliedToMessageId,
      postedAt: message.postedAt,
    },
    signal: reading,
    settings,
    confirmed: true,
    market,
  });
  const { outcome } = decision;
  const [position] = decision.changed;
  if (outcome?.outcome === 'taken' && position) return { reading, would: 'take', position };
  return outcome?.outcome === 'denied'
    ? { reading, would: 'refuse', rule: outcome.rule, why: outcome.why }
    : { reading, would: 'nothing' };
}

/** The market with the last price before the message was posted; today's where that can't be learned. */
async function atItsTime(
  { marketData, log, now }: Parts,
  market: Market,
  at: number,
): Promise<Market> {
  if ('denied' in market || now() - at < RECENT_MS) return market;
  const { id } = market.product;
  try {
    const price = await priceBefore(marketData, id, at);
    return price === null ? market : { ...market, price };
  } catch (error) {
    log.warn({ err: error, productId: id }, 'no price of that time');
    return market;
  }
}
