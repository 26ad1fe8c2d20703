import { randomBytes } from 'node:crypto';
import type { Compilable, Kysely } from 'kysely';
import { toJson } from '../../strategy/book/stateJson.ts';
import { readEvent } from '../../strategy/book/storedEvent.ts';
import type { Command, Decision } from '../../strategy/model/command.ts';
import type { Event } from '../../strategy/model/event.ts';
import type { Notice } from '../../strategy/model/notice.ts';
import type { Position, State } from '../../strategy/model/state.ts';
import { realized } from '../../strategy/model/sums.ts';
import { jsonb } from '../jsonb.ts';
import { addingNotices, isAboutPosition } from '../notices/notices.ts';
import { touchingPositionCards } from '../notices/positionCards.ts';
import type { Database } from '../tables.ts';
import { addingIntents, type Intent, type VenueCommand } from './intents.ts';
import { type Result, savingPositions } from './positions.ts';

/** One event with what was decided on it. */
export type Decided = { event: Event; decision: Decision };
export type Committed = Decided & { intents: Intent[] };

/**
 * What writes decisions down: the events into the journal, the positions and orders they changed as
 * they are after the last, what the venue is to be asked and what the owner is to be told, and what
 * the core is beside its positions. `intents`, where the venue is asked something, answers with the
 * rows of `asked`, in order.
 */
export function writingDecisions(
  db: Kysely<Database>,
  decided: readonly Decided[],
  { before, after }: { before: State; after: State },
): { statements: Compilable[]; intents: Compilable | null; asked: number[] } {
  const asked = decided.map(({ decision }) => decision.commands.filter(isForVenue).length);
  if (decided.length === 0) return { statements: [], intents: null, asked };
  const commands = decided.flatMap(({ event: { at }, decision }) =>
    decision.commands.filter(isForVenue).map((command) => ({ ...command, at })),
  );
  const notices = decided.flatMap(({ event: { at }, decision }) =>
    noticesIn(decision.commands).map((notice) => ({ nonce: nonce(after.install), notice, at })),
  );
  const changed = new Map(
    decided.flatMap(({ decision }) => decision.changed.map((position) => [position.id, position])),
  );
  const shown = new Set([
    ...changed.keys(),
    ...notices.flatMap(({ notice }) => (isAboutPosition(notice) ? [notice.positionId] : [])),
  ]);
  const intents = commands.length > 0 ? addingIntents(db, commands) : null;
  const statements: Compilable[] = [
    db
      .insertInto('journal')
      .values(decided.map(({ event }) => ({ at: new Date(event.at), event: jsonb(event) }))),
    ...savingPositions(
      db,
      [...changed.values()].map((position) => ({ position, result: resultOf(position) })),
    ),
  ];
  if (intents !== null) statements.push(intents);
  if (notices.length > 0) statements.push(addingNotices(db, notices));
  if (shown.size > 0) statements.push(touchingPositionCards(db, shown));
  if (!sameCore(before, after)) statements.push(savingCore(db, after.install, toJson(after)));
  return { statements, intents, asked };
}

const isForVenue = (command: Command): command is VenueCommand => command.type !== 'notify';

const noticesIn = (commands: readonly Command[]): Notice[] =>
  commands.flatMap((command) => (command.type === 'notify' ? [command.notice] : []));

/** Unique over all databases and all their older copies, and short enough for Discord's 25 characters. */
const nonce = (install: string) => `${install}.${randomBytes(9).toString('base64url')}`;

/** States share what a decision left alone, so identity tells. */
function sameCore(a: State, b: State): boolean {
  return a.memory === b.memory && a.halt === b.halt && a.nextPosition === b.nextPosition;
}

/** What an ended position came to, for the lists and sums that Postgres makes. */
function resultOf(position: Position): Result {
  if (position.status !== 'closed') return null;
  const { net, fees } = realized(position);
  return { net: net.toFixed(), fees: fees.toFixed() };
}

/** When the last decision was made, UTC milliseconds; null in a new database. */
export async function lastCommitAt(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom('journal')
    .select('at')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? row.at.getTime() : null;
}

export type CoreRow = { install: string; body: object };

/** What the core is beside its positions; null in a new database. */
export async function loadCore(db: Kysely<Database>): Promise<CoreRow | null> {
  const row = await db.selectFrom('core_state').selectAll().executeTakeFirst();
  return row ? { install: row.install, body: unpacked(row.body as CoreJson) } : null;
}

type CoreJson = { memory?: { readings?: string | readonly object[] } };

/**
 * The readings as one text: there may be two thousand, each signal writes them, and of a text Postgres
 * need not take every value apart.
 */
function packed(body: CoreJson): object {
  const readings = body.memory?.readings;
  return Array.isArray(readings)
    ? { ...body, memory: { ...body.memory, readings: JSON.stringify(readings) } }
    : body;
}

/** Earlier versions have stored them as they are. */
function unpacked(body: CoreJson): object {
  const readings = body.memory?.readings;
  return typeof readings === 'string'
    ? { ...body, memory: { ...body.memory, readings: JSON.parse(readings) } }
    : body;
}

export function savingCore(db: Kysely<Database>, install: string, body: object): Compilable {
  return (
    db
      .insertInto('core_state')
      .values({ id: 1, install, body: jsonb(packed(body)) })
      // It may be large: it is sent and parsed once.
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })),
      )
  );
}

/** Every event ever decided on, oldest first; for replay. */
export async function readJournal(db: Kysely<Database>): Promise<Event[]> {
  const rows = await db.selectFrom('journal').select('event').orderBy('seq').execute();
  return rows.map((row) => readEvent(row.event));
}
