import type { Logger } from 'pino';
import type { Intent } from '../store/core/intents.ts';
import type { Account, OrderReport } from '../strategy/model/event.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import type { Product, Venue } from '../venue/venue.ts';

/**
 * What carrying out an intent needs of its surroundings. Times are UTC milliseconds; `wait` is the
 * only way time passes here, so that whoever tests can let it pass.
 */
export type Execution = {
  /** Throws when the account is not connected. */
  venueOf(account: Account): Venue;
  /** The position and its order as last committed; null when the core knows neither. */
  orderOf(positionId: string, orderId: string): { position: Position; order: Order } | null;
  /** Brings a report to the core, and marks the intent as answered in the same transaction. */
  answer(intent: Intent, report: OrderReport | null): Promise<void>;
  /** Brings a report to the core; the intent still waits for its answer. */
  report(orderId: string, report: OrderReport): Promise<unknown>;
  /** Asks the venue for the exact sums of an order and reports them; returns at once. */
  settle(account: Account, orderId: string): void;
  /** The same, asked again until the venue has answered with all it has. */
  lookUntilSettled(account: Account, orderId: string): Promise<void>;
  /** What the venue says now of the position's product, after the core has taken it in; as known when it does not answer. */
  productNow(position: Position): Promise<Product>;
  /** Resolves when this instance may act. */
  allowed(): Promise<void>;
  /** The same, and when nothing holds up what is placed or changed. */
  released(): Promise<void>;
  clock: Clock;
  log: Logger;
};

export type Clock = {
  now(): number;
  /** Resolves so many milliseconds later; rejects when the bot stops. */
  wait(ms: number): Promise<void>;
};

const FIRST_RETRY_MS = 250;
/** A fill may wait bare for an answer, so the first waits stay short. */
const SOON_RETRY_MS = 1_000;
const SOON_RETRIES = 8;
const LAST_RETRY_MS = 15_000;

/** The wait before the try after `attempt` (from 0): it doubles, first up to a second, later up to fifteen. */
export function retryAfter(attempt: number): number {
  const longest = attempt < SOON_RETRIES ? SOON_RETRY_MS : LAST_RETRY_MS;
  return Math.min(longest, FIRST_RETRY_MS * 2 ** Math.min(attempt, 8));
}

/** How far back the venue's lists are searched before an intent's own time: clocks differ. */
export const CLOCK_SLACK_MS = 60_000;
