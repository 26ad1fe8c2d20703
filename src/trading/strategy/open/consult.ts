import type { Side } from '../../signal/reading.ts';
import type { Denial } from '../model/denial.ts';
import type { SignalEvent } from '../model/event.ts';
import { span } from '../model/sentence.ts';
import { opposite } from '../model/side.ts';
import type { RecentReading, State } from '../model/state.ts';
import type { Part } from './sizing.ts';

const HALF = '0.5';

/** What other providers of the group have to say to a signal: a no, a part of its size, or nothing. */
export function othersSay(state: State, event: SignalEvent): Denial | Part | null {
  const { agreement, veto, consultMinutes } = event.settings;
  if (agreement === 1 && veto === 'off') return null;
  const { side } = event.signal;
  const against = saying(state, event, opposite(side));
  const [loudest] = against;
  if (veto !== 'off' && loudest !== undefined) {
    const why = `${namesOf(against)} said ${opposite(side)} ${span(event.at - loudest.at)} ago`;
    if (veto === 'deny') return { rule: 'veto', why };
    const lacking = lackingAgreement(agreement, saying(state, event, side), consultMinutes);
    return lacking ?? { share: HALF, why };
  }
  return lackingAgreement(agreement, saying(state, event, side), consultMinutes);
}

function lackingAgreement(
  needed: number,
  agreeing: readonly RecentReading[],
  minutes: number,
): Denial | null {
  const have = 1 + agreeing.length;
  if (have >= needed) return null;
  const others = agreeing.length === 0 ? '' : ` (${namesOf(agreeing)} too)`;
  return {
    rule: 'agreement',
    why: `${have} of ${needed} providers say so${others}; it counts for the others for another ${span(minutes * 60_000)}`,
  };
}

/**
 * The last word of each other provider of the group on the signal's coin, where it is for that side
 * and counts still; newest first.
 */
function saying(state: State, event: SignalEvent, side: Side): readonly RecentReading[] {
  const { source, signal, settings, at } = event;
  const since = at - settings.consultMinutes * 60_000;
  const heard = new Set<string>();
  const seen = new Set<string>();
  const found: RecentReading[] = [];
  for (const reading of state.memory.readings.toSeq().reverse()) {
    if (reading.at <= since) break;
    const { kind, providerId, messageId, readingIndex, content, group } = reading;
    if (kind !== 'signal' || providerId === source.providerId) continue;
    if (group !== settings.consultGroup) continue;
    // Of a message that was edited its newest text alone counts.
    const key = `${messageId} ${readingIndex}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const [symbol, said] = content.split(' ', 2);
    if (symbol !== signal.symbol || heard.has(providerId)) continue;
    heard.add(providerId);
    if (said === side && reading.withdrawn === undefined) found.push(reading);
  }
  return found;
}

function namesOf(readings: readonly RecentReading[]): string {
  return readings.map(({ provider, providerId }) => provider ?? providerId).join(', ');
}
