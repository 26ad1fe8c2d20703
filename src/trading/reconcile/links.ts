import type { Logger } from 'pino';
import type { Account } from '../strategy/model/event.ts';
import type { VenueEvent } from '../venue/venue.ts';
import type { Blind } from './handTrades.ts';

export type LinkState = { up: boolean; since: number | null; message?: string };

/** What a connection carries: the prices of all accounts, or one account's orders. */
export type Link = 'prices' | Account;

/** Which connections are up, and when what was pushed over them may have been missed. */
export type Links = {
  state(link: Link): LinkState;
  note(link: Link, event: Exclude<VenueEvent, { type: 'order' }>): void;
  /** Whatever happens to an order while nobody listens is found out later, and may be as old as this. */
  blind(account: Account): Blind;
};

/** @param lastAlive when the bot last wrote something down: before that nothing was missed. */
export function createLinks(parts: { lastAlive: number; log: Logger; now: () => number }): Links {
  const { lastAlive, log, now } = parts;
  const states = new Map<Link, LinkState>();
  const blind = new Map<Link, Blind>();
  return {
    state: (link) => states.get(link) ?? { up: false, since: null },
    blind: (account) => blind.get(account) ?? { from: lastAlive, to: now() },
    note(link, event) {
      const up = event.type === 'connected';
      states.set(link, {
        up,
        since: event.at,
        ...(up ? {} : { message: event.message }),
      });
      const from = up ? (blind.get(link)?.from ?? lastAlive) : event.at;
      blind.set(link, { from, to: up ? event.at : Number.POSITIVE_INFINITY });
      log.info(up ? {} : { message: event.message }, `${link}: ${event.type}`);
    },
  };
}
