import { deny } from '../model/denial.ts';
import type { Event } from '../model/event.ts';

/** An event of the journal. Before a market that is not known was a denial it was a sentence. */
export function readEvent(stored: unknown): Event {
  const event = stored as Event;
  const market = event.type === 'signal' ? event.market : wantedMarket(event);
  if (market === null || !('denied' in market)) return event;
  const why: unknown = market.denied;
  if (typeof why !== 'string') return event;
  const denied = deny('market', why);
  if (event.type === 'signal') return { ...event, market: denied };
  if (event.type !== 'owner' || event.act.act !== 'add') return event;
  return { ...event, act: { ...event.act, market: denied } };
}

function wantedMarket(event: Event) {
  return event.type === 'owner' && event.act.act === 'add' ? event.act.market : null;
}
