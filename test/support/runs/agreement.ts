import type { APIEmbed, APIMessage } from 'discord.js';
import type { Kysely } from 'kysely';
import type { CoinbaseControl, SandboxOrder } from '../../../sandbox/coinbase/control/control.ts';
import type { DiscordControl } from '../../../sandbox/discord/control/control.ts';
import { liveCard } from '../../../src/notices/cards/liveCard.ts';
import { noticeMessage } from '../../../src/notices/delivery/noticeMessage.ts';
import { storyOf } from '../../../src/notices/delivery/readStory.ts';
import { hasOwnMessage } from '../../../src/notices/words/noticeKinds.ts';
import { type Decimal, dec, ZERO } from '../../../src/trading/money.ts';
import type { NoticeRow } from '../../../src/trading/store/notices/notices.ts';
import type { PositionCardRow } from '../../../src/trading/store/notices/positionCards.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { readPosition } from '../../../src/trading/strategy/book/storedPosition.ts';
import { restingOrders } from '../../../src/trading/strategy/hold/orders/restingOrders.ts';
import { isGrowing } from '../../../src/trading/strategy/model/attached.ts';
import {
  isLive,
  leavesOf,
  sameTerms,
  sizeOf,
} from '../../../src/trading/strategy/model/orderStatus.ts';
import { isActive } from '../../../src/trading/strategy/model/positionStatus.ts';
import type { Order, Position } from '../../../src/trading/strategy/model/state.ts';
import { openSize } from '../../../src/trading/strategy/model/sums.ts';
import { isLeaving } from '../../../src/trading/strategy/model/wayOut.ts';

/** What was said in the watched channel, whatever became of the bot meanwhile. */
export type Said = {
  posted: readonly string[];
  /** The last edit of each message that was edited. */
  edited: ReadonlyMap<string, number>;
};

/**
 * Everything in which the bot's database, Discord and the exchange do not agree, as sentences: none
 * when all that happened was taken in and dealt with once, and the rest will stay as it is.
 */
export async function disagreements(
  parts: {
    db: Kysely<Database>;
    discord: DiscordControl;
    coinbase: CoinbaseControl;
    /** Holdings before the bot's first order, by asset. */
    before: ReadonlyMap<string, Decimal>;
    /** Orders that somebody else placed by hand. */
    foreign?: ReadonlySet<string>;
  },
  said: Said,
): Promise<string[]> {
  const { db, discord, coinbase } = parts;
  const rows = (await db.selectFrom('positions').select('body').execute()).map(({ body }) =>
    readPosition(body),
  );
  const orders = (await coinbase.orders()).filter(({ id }) => !parts.foreign?.has(id));
  return [
    ...(await messagesTakenIn(db, said)),
    ...(await intentsAnswered(db)),
    ...ordersAgree(rows, orders),
    ...protectionAgrees(rows, orders),
    ...(await holdingsAgree(rows, coinbase, parts.before)),
    ...(await oneEntryEach(db, rows)),
    ...(await noticesTold(db, rows, await discord.messages('pilotfish'))),
  ];
}

/** Every message exactly once in the inbox, decided on, each of its readings once. */
async function messagesTakenIn(db: Kysely<Database>, said: Said): Promise<string[]> {
  const inbox = await db.selectFrom('inbox').selectAll().execute();
  const readings = await db.selectFrom('readings').selectAll().execute();
  const problems: string[] = [];
  const count = (kind: string, id: string, revision?: number) =>
    inbox.filter(
      (row) =>
        row.kind === kind &&
        row.message_id === id &&
        (revision === undefined || row.revision === revision),
    ).length;
  for (const id of said.posted) {
    const times = count('posted', id);
    if (times !== 1) problems.push(`message ${id} is ${times} times in the inbox`);
  }
  for (const [id, revision] of said.edited) {
    const times = count('edited', id, revision);
    // One that was first taken in after its edit is there as edited.
    const posted = inbox.find((row) => row.kind === 'posted' && row.message_id === id);
    if (times === 0 && posted && posted.received_at.getTime() >= revision) continue;
    if (times !== 1) problems.push(`the last edit of ${id} is ${times} times in the inbox`);
  }
  for (const row of inbox) {
    if (row.handled_at === null) {
      problems.push(`message ${row.message_id} (${row.kind}) is not handled`);
      continue;
    }
    if (row.kind === 'deleted') continue;
    const own = readings.filter((reading) => reading.inbox_seq === row.seq);
    const indexes = new Set(own.map((reading) => reading.reading_index));
    if (own.length === 0 || indexes.size !== own.length) {
      problems.push(`message ${row.message_id} (${row.kind}) has ${own.length} readings`);
    }
  }
  return problems;
}

async function intentsAnswered(db: Kysely<Database>): Promise<string[]> {
  const open = await db
    .selectFrom('intents')
    .selectAll()
    .where('answered_at', 'is', null)
    .execute();
  return open.map((intent) => `${intent.kind} of ${intent.order_id} has no answer`);
}

/** Each order once at the venue, and what we know of it is what the venue has. */
function ordersAgree(positions: readonly Position[], atVenue: readonly SandboxOrder[]): string[] {
  const problems: string[] = [];
  const ours = new Map(positions.flatMap(({ orders }) => orders.map((order) => [order.id, order])));
  const seen = new Set<string>();
  for (const order of atVenue) {
    const name = nameOf(order, positions);
    if (seen.has(name)) problems.push(`${name} is at the venue twice`);
    seen.add(name);
    const known = ours.get(name);
    if (!known) {
      problems.push(`${name} is at the venue and not in the database`);
      continue;
    }
    const status = known.status === 'submitted' ? 'open' : known.status;
    const waits = order.status === 'pending' && (known.status === 'new' || status === 'open');
    if (status !== order.status && !waits) {
      problems.push(`${name} is ${known.status}, at the venue ${order.status}`);
    }
    if (!dec(known.filledSize).eq(order.filledSize)) {
      problems.push(`${name} filled ${known.filledSize}, at the venue ${order.filledSize}`);
    } else if (!dec(known.fees).eq(order.fees) || !dec(known.filledValue).eq(order.filledValue)) {
      problems.push(
        `${name} cost ${known.filledValue} + ${known.fees}, at the venue ${order.filledValue} + ${order.fees}`,
      );
    }
    if (isLive(known) && !sameTerms(known.terms, termsOf(order))) {
      problems.push(`${name} rests as ${JSON.stringify(order.terms)}`);
    }
  }
  for (const [name, order] of ours) {
    if (!seen.has(name) && order.status !== 'rejected') {
      problems.push(`${name} is ${order.status} and not at the venue`);
    }
  }
  return problems;
}

/** What came with an entry is known there by the exchange's own id alone. */
function nameOf({ id, clientOrderId }: SandboxOrder, positions: readonly Position[]): string {
  if (clientOrderId !== '') return clientOrderId;
  const orders = positions.flatMap((position) => position.orders);
  return orders.find(({ venueOrderId }) => venueOrderId === id)?.id ?? id;
}

/** Its terms as ours are written: what is not post-only does not say so. */
function termsOf({ terms }: SandboxOrder): Order['terms'] {
  if (terms.type !== 'limit') return terms;
  const { postOnly, ...rest } = terms;
  return postOnly ? { ...rest, postOnly } : rest;
}

/** What should rest to protect what is open does rest, to the last digit. */
function protectionAgrees(
  positions: readonly Position[],
  atVenue: readonly SandboxOrder[],
): string[] {
  const problems: string[] = [];
  for (const position of positions.filter(isActive)) {
    if (isLeaving(position)) {
      problems.push(`position ${position.id} is still ${position.status}`);
      continue;
    }
    for (const want of restingOrders(position, position.capabilities)) {
      // Several may rest for one target, each having come with an entry.
      const resting = position.orders.filter(
        (order) =>
          isLive(order) &&
          order.purpose === want.purpose &&
          order.leg === want.leg &&
          !isGrowing(position, order),
      );
      const size = resting.reduce((sum, order) => sum.add(leavesOf(order)), ZERO);
      if (resting.length === 0) {
        problems.push(`position ${position.id}: ${want.purpose} ${want.leg} does not rest`);
      } else if (!size.eq(want.terms.size)) {
        problems.push(
          `position ${position.id}: ${want.purpose} ${want.leg} is over ${size.toFixed()} instead of ${want.terms.size}`,
        );
      }
      for (const order of resting) {
        const there = atVenue.find(({ id }) => id === order.venueOrderId);
        if (there?.status !== 'open' || !('size' in there.terms)) {
          problems.push(`position ${position.id}: ${want.purpose} ${want.leg} does not rest`);
        } else if (!sameTerms({ ...want.terms, size: there.terms.size }, termsOf(there))) {
          problems.push(
            `position ${position.id}: ${want.purpose} ${want.leg} rests as ${JSON.stringify(there.terms)}`,
          );
        }
      }
    }
  }
  return problems;
}

async function holdingsAgree(
  positions: readonly Position[],
  coinbase: CoinbaseControl,
  before: ReadonlyMap<string, Decimal>,
): Promise<string[]> {
  const ours = new Map<string, Decimal>();
  for (const position of positions) {
    const { base } = position.product;
    ours.set(base, (ours.get(base) ?? ZERO).add(openSize(position)));
  }
  const balances = await coinbase.balances();
  return [...ours].flatMap(([asset, open]) => {
    const total = balances.find((balance) => balance.asset === asset)?.total ?? '0';
    const held = dec(total).sub(before.get(asset) ?? ZERO);
    return held.eq(open)
      ? []
      : [`open is ${open.toFixed()} ${asset}, the venue holds ${held.toFixed()}`];
  });
}

/** One position for each signal that was taken, and one entry for each leg of it. */
async function oneEntryEach(db: Kysely<Database>, positions: Position[]): Promise<string[]> {
  const taken = await db
    .selectFrom('readings')
    .selectAll()
    .where('outcome', '=', 'taken')
    .execute();
  const problems: string[] = [];
  for (const reading of taken) {
    const times = positions.filter(
      ({ source }) =>
        source.messageId === reading.message_id && source.readingIndex === reading.reading_index,
    ).length;
    if (times !== 1) problems.push(`signal ${reading.message_id} opened ${times} positions`);
  }
  for (const position of positions) {
    const entries = position.orders.filter((order) => order.purpose === 'entry');
    const legs = new Set(entries.map((order) => order.leg));
    if (legs.size !== entries.length) problems.push(`position ${position.id} entered a leg twice`);
  }
  return problems;
}

/**
 * Every notice told once, by the message or the card it is said to be told by; nothing in the channel
 * that tells none; and what they tell of fills adds up to what was filled. Kinds as they are by
 * themselves.
 */
async function noticesTold(
  db: Kysely<Database>,
  positions: readonly Position[],
  messages: readonly APIMessage[],
): Promise<string[]> {
  const rows = await db.selectFrom('notices').selectAll().orderBy('id').execute();
  const cards = await db.selectFrom('position_cards').selectAll().execute();
  const problems = rows
    .filter((row) => row.sent_at === null)
    .map((row) => `notice ${row.id} (${row.kind}) is not posted: ${row.last_error ?? 'not tried'}`);
  if (problems.length === 0) {
    const own = rows.filter(({ kind }) => hasOwnMessage(kind, {}));
    const onCards = rows.filter(({ kind }) => !hasOwnMessage(kind, {}));
    problems.push(
      ...messagesTell(own, messages),
      ...cards.flatMap((card) => cardTells(card, positions, rows, messages)),
      ...onCards
        .filter((row) => !cards.some((card) => card.message_id === row.message_id))
        .map((row) => `notice ${row.id} (${row.kind}) is on no card`),
    );
    const known = [...own, ...cards].map(({ message_id }) => message_id);
    for (const message of messages) {
      if (message.interaction_metadata || known.includes(message.id)) continue;
      if (isToldWithoutDatabase(message)) continue;
      problems.push(`message ${message.id} in the private channel tells nothing known`);
    }
  }
  for (const position of positions) {
    const told = rows.reduce((sum, { notice }) => {
      const own = notice.kind === 'fill' && notice.positionId === position.id;
      return own ? sum.add(notice.size) : sum;
    }, ZERO);
    const filled = position.orders.reduce((sum, order) => sum.add(order.filledSize), ZERO);
    if (!told.eq(filled)) {
      problems.push(
        `position ${position.id} filled ${filled.toFixed()}, and ${told.toFixed()} were told`,
      );
    }
  }
  return problems;
}

/** What a database in trouble could not be asked to keep. */
const isToldWithoutDatabase = ({ embeds }: APIMessage) =>
  /^The database |^Something else holds a lock in the database|^The disk of the database|without the database$/.test(
    embeds[0]?.title ?? '',
  );

/** Each of these messages shows just the notices that it is said to tell, in their order. */
function messagesTell(rows: readonly NoticeRow[], messages: readonly APIMessage[]): string[] {
  return [...Map.groupBy(rows, (row) => row.message_id)].flatMap(([id, told]) => {
    const message = messages.find((one) => one.id === id);
    const notices = told.map(({ notice }) => notice);
    const { body, held } = noticeMessage(notices, true);
    const names = told.map((row) => `${row.id} (${row.kind})`).join(', ');
    if (!message) return [`notices ${names} are told by no message`];
    const same = held === told.length && looks(message) === looks(body);
    return same ? [] : [`message ${id} does not tell notices ${names} alone`];
  });
}

/** The card is one message, and shows the position as it is with its whole story. */
function cardTells(
  card: PositionCardRow,
  positions: readonly Position[],
  rows: readonly NoticeRow[],
  messages: readonly APIMessage[],
): string[] {
  const position = positions.find(({ id }) => id === card.position_id);
  const message = messages.find(({ id }) => id === card.message_id);
  if (!position || !message) return [`position ${card.position_id} has no card`];
  const story = rows.filter((row) => row.position_id === position.id);
  const last = story.slice(-60);
  const body = liveCard(position, storyOf(story[0] ?? null, last, story.length));
  return looks(message) === looks(body)
    ? []
    : [`the card of position ${position.id} is not as it is`];
}

/** What a reader sees of a message; Discord adds what is of no matter here. */
function looks(message: { content?: string; embeds: readonly APIEmbed[] }): string {
  return JSON.stringify([
    message.content ?? '',
    message.embeds.map(({ author, title, description, fields, footer }) => [
      author?.name,
      title,
      description,
      fields?.map(({ name, value }) => [name, value]),
      footer?.text,
    ]),
  ]);
}

/** Assets of which the venue holds more than rests there with a stop under it, as sentences. */
export async function unprotected(
  coinbase: CoinbaseControl,
  before: ReadonlyMap<string, Decimal>,
): Promise<string[]> {
  const stops = new Map<string, Decimal>();
  for (const order of await coinbase.orders()) {
    if (order.status !== 'open' || order.side !== 'sell') continue;
    if (order.terms.type !== 'bracket' && order.terms.type !== 'stop_limit') continue;
    const base = order.productId.split('-')[0] ?? '';
    const leaves = (sizeOf(termsOf(order)) ?? ZERO).sub(order.filledSize);
    stops.set(base, (stops.get(base) ?? ZERO).add(leaves));
  }
  return (await coinbase.balances()).flatMap(({ asset, total }) => {
    if (asset === 'USD' || asset === 'USDC') return [];
    const held = dec(total).sub(before.get(asset) ?? ZERO);
    const covered = stops.get(asset) ?? ZERO;
    return held.lte(covered)
      ? []
      : [`${held.toFixed()} ${asset} is held and ${covered.toFixed()} protected`];
  });
}
