import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import type { DatabaseTrouble } from '../store/server/databaseTrouble.ts';
import { nextDeadline } from '../strategy/book/deadline.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { decide } from '../strategy/decide.ts';
import { isUnwatched } from '../strategy/events/unwatchedEvent.ts';
import { coverageOf } from '../strategy/hold/orders/coverage.ts';
import { mayStillCome } from '../strategy/model/attached.ts';
import type { Account, Event, OrderReport } from '../strategy/model/event.ts';
import { isLive } from '../strategy/model/orderStatus.ts';
import { changeOf } from '../strategy/model/pendingRequest.ts';
import type { Order, Position } from '../strategy/model/state.ts';
import { requestOf } from '../strategy/model/turn.ts';
import type { Tasks } from '../tasks.ts';
import type { Price } from '../venue/marketData.ts';
import type { PlaceResult, Venue, VenueOrder } from '../venue/venue.ts';
import { findAttached, namedByEntry } from './attachedOrders.ts';
import { CLOCK_SLACK_MS } from './execution.ts';
import { isWanted } from './isWanted.ts';
import { LISTS_LAG_MS, NOT_MADE } from './lookUp.ts';
import { placeReport, replaceReport } from './placeReport.ts';
import { NOT_SENT } from './placing.ts';

const LOOK_MS = 1_000;
/** One that stands by has taken over by then, if it can, and begun to send. */
const STAND_BY_MS = 10_000;
/** It has so long for whatever comes up after that. */
const STAND_BY_FIRST_MS = 4_000;

/** What was done at the venues while nothing could be written down, a line each, the oldest first. */
export type DoneWithoutDatabase = { lines(): readonly string[] };

type Parts = {
  engine: Pick<Engine, 'state' | 'ahead' | 'submit'>;
  /** Those whose venue is out there: what the database itself holds can't be traded without it. */
  venues: ReadonlyMap<Account, Venue>;
  trouble: () => DatabaseTrouble | null;
  /** So long the database may be away before this acts. */
  patienceMs: number;
  /** Whether another instance stood by as the database was last heard: it may have taken over since. */
  hasStandBy: () => boolean;
  holdOrders: () => () => void;
  /** Somebody else closes without the database, by word of the owner: that goes first. */
  isClosing: () => boolean;
  lastPrice: (productId: string) => Price | undefined;
  tasks: Tasks;
  log: Logger;
  now: () => number;
};

/**
 * Keeps what is open protected at the venue while the database is away: after `patienceMs` it looks
 * each second at every order that is not known to have ended, lets the core decide on what it finds,
 * and sends what protects or closes before that is written down. What would open something waits, and
 * so do cancels: protection is not given up for an exit that a crash could lose.
 *
 * Nothing is doubled by it: the events wait in the engine's queue and are committed in this order, so
 * the orders that the core then commands are the ones that were sent, under the same ids, and have
 * their answers already. Should this process end before, the next start finds them at the venue.
 */
export function actWithoutDatabase(parts: Parts): DoneWithoutDatabase {
  const { engine, trouble, tasks, log, now } = parts;
  let done: string[] = [];
  let release: (() => void) | null = null;
  let since: number | null = null;
  let isLooking = false;
  /** Orders that were not at the venue, by when that was first seen. */
  const missing = new Map<string, number>();

  async function look(current: DatabaseTrouble): Promise<void> {
    if (since !== current.since) {
      since = current.since;
      done = [];
      missing.clear();
    }
    const tell = (line: string) => {
      log.warn({ line }, 'done without the database');
      done = [...done, line];
    };
    await Promise.all(
      [...parts.venues].map(([account, venue]) =>
        lookAfter({ ...parts, account, venue, tell, missing }).catch((error: unknown) =>
          log.warn({ err: error, account }, 'the venue could not be looked at; it is in a second'),
        ),
      ),
    );
  }

  const timer = setInterval(() => {
    const current = trouble();
    if (current === null) {
      // What was decided meanwhile is written down first, with the answers it has had.
      if (engine.ahead() === engine.state()) release?.();
      else return;
      release = null;
      return;
    }
    if (isLooking || now() - current.since < parts.patienceMs || parts.isClosing()) return;
    release ??= parts.holdOrders();
    isLooking = true;
    tasks.start('what is open could not be looked after without the database', () =>
      look(current).finally(() => {
        isLooking = false;
      }),
    );
  }, LOOK_MS);
  tasks.stopping.addEventListener('abort', () => clearInterval(timer));
  return { lines: () => done };
}

type Look = Parts & {
  account: Account;
  venue: Venue;
  tell: (line: string) => void;
  missing: Map<string, number>;
};

async function lookAfter(look: Look): Promise<void> {
  const { engine, account, venue, now } = look;
  const ours = () => activePositions(engine.ahead()).filter((one) => one.account === account);
  if (ours().length === 0) return;
  const { entries } = await venue.openOrders();
  const named = namedByEntry(entries, ours(), engine.ahead().install);
  const resting = new Map(named.map((order) => [order.clientOrderId, order]));
  await Promise.all(
    ours().flatMap((position) =>
      position.orders
        .filter((order) => isLive(order) || mayStillCome(order))
        .map((order) =>
          unlessUnreadable(look, position, async () =>
            take(look, order, await seen(venue, position, order, resting)),
          ),
        ),
    ),
  );
  const due = nextDeadline(engine.ahead());
  if (due !== null && due <= now()) bring(look, { type: 'time', at: now() });
  for (const { id, product } of ours().filter((one) => coverageOf(one) === 'bot')) {
    const price = look.lastPrice(product.id);
    if (price) bring(look, { type: 'price', at: now(), price, positionIds: [id] });
  }
  await send(look, ours());
  const bare = ours().filter((one) => isUnwatched(one, { at: now() }));
  if (bare.length === 0) return;
  bring(look, { type: 'unwatched', at: now(), positionIds: bare.map(({ id }) => id) });
  await send(look, ours());
}

/** What the venue says of an order; null when it has none. */
async function seen(
  venue: Venue,
  position: Position,
  order: Order,
  resting: ReadonlyMap<string, VenueOrder>,
): Promise<VenueOrder | null> {
  const listed = resting.get(order.id);
  if (listed) return listed;
  if (order.venueOrderId !== null) return (await venue.order(order.venueOrderId))?.order ?? null;
  const entry = position.orders.find(({ id }) => id === order.attachedTo);
  if (entry) return findAttached(venue, position, entry);
  return venue.findOrder(order.id, position.product.id, order.createdAt - CLOCK_SLACK_MS);
}

function take(look: Look, order: Order, found: VenueOrder | null): void {
  // The trades themselves can't be kept now; an order whose sums are not exact is asked about again.
  if (found) report(look, order.id, { kind: 'venue', order: { ...found, exact: false } });
}

const report = (look: Look, orderId: string, what: OrderReport) =>
  bring(look, { type: 'order', at: look.now(), orderId, report: what });

/** Hands an event to the core, if anything comes of it; it is committed when that can be. */
function bring({ engine, log }: Look, event: Event): void {
  const before = engine.ahead();
  const { state, commands } = decide(before, event);
  if (state === before && commands.length === 0) return;
  engine.submit(event).catch((error: unknown) => {
    log.warn(
      { err: error, event: event.type },
      'what was done without the database is not committed',
    );
  });
}

/** Sends whatever protects or closes and is not at the venue yet. */
async function send(look: Look, positions: readonly Position[]): Promise<void> {
  await Promise.all(
    positions.flatMap((position) =>
      position.orders
        .filter((order) => order.purpose !== 'entry' && isLive(order))
        .map((order) => unlessUnreadable(look, position, () => sendOne(look, position, order))),
    ),
  );
}

async function sendOne(look: Look, position: Position, order: Order): Promise<void> {
  const { venue } = look;
  if (order.venueOrderId === null && order.attachedTo !== undefined) {
    // It comes with its entry, or never.
    const entry = position.orders.find(({ id }) => id === order.attachedTo);
    const isLate = entry !== undefined && look.now() - entry.updatedAt >= LISTS_LAG_MS;
    if (!isLate || entry.filledSize === '0') return;
    report(look, order.id, { kind: 'never_arrived', message: NOT_MADE });
    return;
  }
  if (order.venueOrderId === null) {
    if (mayAnotherSend(look, order)) return;
    if (!isWanted(position, order)) {
      // It holds up what is wanted now, until it is certain that it was not sent.
      if (look.now() - order.createdAt < LISTS_LAG_MS) return;
      report(look, order.id, { kind: 'never_arrived', message: NOT_SENT });
      return;
    }
    const result = await venue.place(requestOf(position, order, order.terms));
    tellResult(look, position, order, result, 'is sent');
    report(look, order.id, placeReport(result));
    return;
  }
  const { request } = order;
  if (request.kind !== 'replacing' || mayAnotherSend(look, order)) return;
  const result = await venue.replace(order.venueOrderId, requestOf(position, order, request.to));
  if (result.outcome === 'unknown') return;
  tellResult(look, position, order, result, 'is changed');
  report(look, order.id, replaceReport(result, request.to));
}

/**
 * Whoever has taken over sends it under the same id, and what it has sent is found by the look before:
 * what is still missing after that long is sent by nobody else. What rests already is moved and sized
 * by whoever acts, and this one can't know whether it is that one, nor what has changed since.
 */
function mayAnotherSend({ missing, trouble, hasStandBy, now }: Look, order: Order): boolean {
  const at = now();
  const since = missing.get(order.id) ?? at;
  missing.set(order.id, since);
  if (!hasStandBy()) return false;
  if (order.venueOrderId !== null) return true;
  return at - since < STAND_BY_FIRST_MS || at - (trouble()?.since ?? at) < STAND_BY_MS;
}

function tellResult(
  { tell }: Look,
  { id, product, side }: Position,
  order: Order,
  result: PlaceResult,
  what: string,
): void {
  const { size } = { size: '', ...order.terms, ...changeOf(order) };
  const name = `${product.id} ${side} (position ${id}): its ${order.purpose} over ${size}`;
  const outcome =
    result.outcome === 'accepted'
      ? `${what}`
      : result.outcome === 'rejected'
        ? `was refused (${result.message})`
        : `was sent, and no answer came (${result.message}); it is asked for again`;
  tell(`${name} ${outcome}.`);
}

/** What can't be asked of one order holds up no other. */
async function unlessUnreadable(
  { log }: Look,
  { id }: Position,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn(
      { err: error, positionId: id },
      'an order could not be looked after without the database',
    );
  }
}
