import { dec } from '../../money.ts';
import type { Side, Signal } from '../../signal/reading.ts';
import { keyOf } from '../book/recent.ts';
import type { Denial } from '../model/denial.ts';
import type { SignalEvent } from '../model/event.ts';
import { clockTime, span } from '../model/sentence.ts';
import { opposite } from '../model/side.ts';
import type { RecentReading, State, WaitingSignal } from '../model/state.ts';
import type { Part } from './sizing.ts';

const HALF = '0.5';

/** A no of the other providers; or who says the same, and the part of its size that they leave it. */
export type Said =
  | { denied: Denial }
  | { part: Part | null; agreeing: readonly RecentReading[]; denied?: undefined };

/** What other providers of the group have to say to a signal; its owner's yes is enough where they have not. */
export function othersSay(state: State, event: SignalEvent): Said {
  const { agreement, veto, consultMinutes } = event.settings;
  if (agreement === 1 && veto === 'off') return { part: null, agreeing: [] };
  const asked = askedOf(event);
  const agreeing = agreement === 1 ? [] : agreeingWith(state, asked);
  // Whoever says yes has weighed it.
  if (event.confirmed) return { part: null, agreeing };
  const contrary = veto === 'off' ? [] : saying(state, { ...asked, side: opposite(asked.side) });
  const [loudest] = contrary;
  const why =
    loudest &&
    `${contrary.map(nameOf).join(', ')} said ${opposite(asked.side)} ${span(event.at - loudest.at)} ago`;
  if (why !== undefined && veto === 'deny') return { denied: { rule: 'veto', why } };
  if (1 + agreeing.length < agreement) {
    const names = [nameOf(event.source), ...agreeing.map(nameOf)].join(', ');
    const until = clockTime(event.at + consultMinutes * 60_000, event.at);
    const lacking = `${1 + agreeing.length} of ${agreement}: ${names}; waits until ${until}`;
    return { denied: { rule: 'agreement', why: lacking } };
  }
  return { part: why === undefined ? null : { share: HALF, why }, agreeing };
}

/** Who says what is asked about a coin. */
export type Asked = {
  providerId: string;
  symbol: string;
  side: Side;
  group: number;
  minutes: number;
  at: number;
};

function askedOf({ source, signal, settings, at }: SignalEvent): Asked {
  const { consultGroup: group, consultMinutes: minutes } = settings;
  return {
    providerId: source.providerId,
    symbol: signal.symbol,
    side: signal.side,
    group,
    minutes,
    at,
  };
}

/** The other providers' signals that say the same and were not entered before; newest first. */
export function agreeingWith(state: State, asked: Asked): readonly RecentReading[] {
  return saying(state, asked).filter(({ enteredAs }) => enteredAs === undefined);
}

/**
 * The last word of each other provider of the group on the coin, where it is for that side and
 * counts still; newest first.
 */
function saying(state: State, asked: Asked): readonly RecentReading[] {
  const said: RecentReading[] = [];
  for (const reading of lastWords(state, asked)) {
    const [, side] = reading.content.split(' ', 2);
    if (reading.providerId === asked.providerId || side !== asked.side) continue;
    if (reading.withdrawn === undefined) said.push(reading);
  }
  return said;
}

/** What each provider of the group said last of the coin in that time; newest first. */
export function lastWords(
  state: State,
  { symbol, group, minutes, at }: Omit<Asked, 'side' | 'providerId'>,
): readonly RecentReading[] {
  const since = at - minutes * 60_000;
  const heard = new Set<string>();
  const seen = new Set<string>();
  const words: RecentReading[] = [];
  for (const reading of state.memory.readings.toSeq().reverse()) {
    if (reading.at <= since) break;
    if (reading.kind !== 'signal' || reading.group !== group) continue;
    // Of a message that was edited its newest text alone counts; what its older text took the
    // place of does not count again.
    const key = keyOf(reading);
    const isNewest = !seen.has(key);
    seen.add(key);
    if (!reading.content.startsWith(`${symbol} `) || heard.has(reading.providerId)) continue;
    heard.add(reading.providerId);
    if (isNewest) words.push(reading);
  }
  return words;
}

/** A provider as it is called. */
export function nameOf(of: {
  provider?: string;
  providerName?: string;
  providerId: string;
}): string {
  return of.provider ?? of.providerName ?? of.providerId;
}

/**
 * The waiting signal whose levels are entered with, of those that agree on the same account; null:
 * the newest's, which is the one at hand.
 */
export function levelsOfOthers(
  state: State,
  event: SignalEvent,
  agreeing: readonly RecentReading[],
): WaitingSignal | null {
  const { market, settings } = event;
  if (settings.agreementLevels === 'newest' || 'denied' in market) return null;
  const keys = new Set(agreeing.map(keyOf));
  const others = state.memory.waiting.filter(
    ({ source, account }) => account === market.account && keys.has(keyOf(source)),
  );
  if (settings.agreementLevels === 'first') return others[0] ?? null;
  const last = dec(market.price.last).mul(dec(market.priceScale)).toNumber();
  let careful: WaitingSignal | null = null;
  let nearest = stopAway(event.signal, last);
  for (const one of others) {
    const away = stopAway(one.signal, last);
    if (away < nearest) {
      careful = one;
      nearest = away;
    }
  }
  return careful;
}

/** How far a signal's stop is from its entry, as a part of it; infinite without a stop. `last` in its own prices. */
function stopAway({ entry, stop }: Signal, last: number): number {
  if (stop === null) return Number.POSITIVE_INFINITY;
  if ('percent' in stop) return Number(stop.percent) / 100;
  const prices = entry.prices.map(Number);
  const from =
    prices.length === 0 ? last : prices.reduce((sum, price) => sum + price, 0) / prices.length;
  return Math.abs(from - Number(stop.price)) / from;
}
