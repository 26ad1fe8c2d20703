import type { LiveCheck } from '../accounts/live.ts';
import type { Said, Share } from '../inbox/byHand.ts';
import type { EngineName } from '../pictures/pictureText.ts';
import type { LinkState } from '../reconcile/links.ts';
import type { VenueTrouble } from '../reconcile/unanswered.ts';
import type { UnknownPosition } from '../reconcile/unknownPositions.ts';
import type { SecondReaderState } from '../secondReader/condition.ts';
import type { SecondReader } from '../secondReader/secondReader.ts';
import type { Signal } from '../signal/reading.ts';
import type { SignalRow } from '../store/messages/signals.ts';
import type { Outcome } from '../strategy/model/command.ts';
import type { Denied } from '../strategy/model/denial.ts';
import type { MarketContext, OwnerEvent } from '../strategy/model/event.ts';
import type { State } from '../strategy/model/state.ts';
import type { Listed } from '../venue/listed.ts';
import type { Balance, DecimalString, Product, VenueOrder } from '../venue/venue.ts';

/**
 * All that commands and what is told need of what trades, and nothing more: what is not here is read
 * from the database or asked of the public market. What changes something takes an `id`, its
 * interaction's: with the same id it is done once. What asks a venue rejects with a VenueError when
 * that can't be asked.
 */
export type Trader = {
  /** The core as last committed. */
  state(): Promise<State>;
  /** Gives an act of the owner's to the core; resolves once it is committed. */
  act(event: OwnerEvent, id: string): Promise<Acted>;
  /** Gives what a message says to the core as it stands; null where there is nothing to decide. */
  trade(row: SignalRow, how: { share: Share; said: Said }, id: string): Promise<Traded | null>;
  /** What the venue and the market say about a signal now; `watchOnly`: on paper, where there is a paper account. */
  market(signal: Signal, watchOnly: boolean): Promise<Market>;
  /** The same about a product, on the account that trades now. */
  marketOf(product: Product, priceScale: DecimalString): Promise<Market>;
  /** A product as that account's venue has it now; null: it has none such. */
  product(id: string): Promise<Product | null>;
  /** What that account holds. */
  balances(): Promise<Listed<Balance>>;
  /** Orders at its venue that are not the bot's; null when it does not answer at once. */
  strangeOrders(): Promise<readonly VenueOrder[] | null>;
  /** What is open there under this bot's mark and is not in its database. */
  unknownPositions(): Promise<readonly UnknownPosition[]>;
  /** What has to be right before live is switched on; null: there is no key, so there is nothing to switch on. */
  checkLive(): Promise<LiveCheck | null>;
  turnLive(on: boolean, by: string, id: string): Promise<void>;
  /**
   * Closes everything while the database is away; null: it is a process of its own, which can't be
   * asked then, and does by itself what is to be done without the database.
   */
  readonly withoutDatabase: WithoutDatabase | null;
  /** How it is, for /status. */
  status(): Promise<TraderStatus>;
};

export type WithoutDatabase = {
  /** Places and changes nothing at the venues until the function it gives is called; cancels go on. */
  holdOrders(): () => void;
  /** Closes everything at the venues; `tell` gets a line for each thing done or not done. Never rejects. */
  close(tell: (line: string) => void): Promise<void>;
};

/** What came of an act: `changed` are the ids of the positions that are not as they were. */
export type Acted = { outcome?: Outcome; changed: readonly string[] };
export type Traded = { outcome?: Outcome };
export type Market = MarketContext | (Denied & { mayPass?: true });

export type TraderStatus = {
  venue: LinkState;
  prices: LinkState;
  /** Orders whose answer is not known yet, and requests that wait for the venue's rate limit. */
  waiting: { orders: number; requests: number };
  lastReconcileAt: number | null;
  /** Venues that can't be asked, and why; the owner was told, or will be in a moment. */
  venueTroubles: readonly VenueTrouble[];
  /** A language model that may be asked; null: off. `today` null: not known while the database is away. */
  secondReader:
    | (SecondReaderState & { today: Awaited<ReturnType<SecondReader['today']>> | null })
    | null;
  /** What reads pictures, as far as it is installed. */
  pictureEngines: readonly EngineName[];
  startedAt: number;
};
