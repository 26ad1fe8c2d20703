import type { Kysely, Transaction } from 'kysely';
import type { Command, Decision } from '../strategy/model/command.ts';
import type { Event } from '../strategy/model/event.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Position } from '../strategy/model/state.ts';
import { addIntents, type Intent } from './intents.ts';
import { jsonb } from './jsonb.ts';
import { addNotices, isAboutPosition } from './notices.ts';
import { touchPositionCards } from './positionCards.ts';
import { type Result, savePosition } from './positions.ts';
import type { Database } from './tables.ts';

export type Committed = { event: Event; decision: Decision; intents: Intent[] };

/**
 * Writes one decision: the event into the journal, the positions and orders it changed, what the
 * venue is to be asked and what the owner is to be told. All in the caller's transaction.
 */
export async function writeDecision(
  trx: Transaction<Database>,
  install: string,
  event: Event,
  decision: Decision,
  resultOf: (position: Position) => Result,
): Promise<Committed> {
  const { seq } = await trx
    .insertInto('journal')
    .values({ at: new Date(event.at), event: jsonb(event) })
    .returning('seq')
    .executeTakeFirstOrThrow();
  for (const position of decision.changed) {
    await savePosition(trx, position, resultOf(position));
  }
  const intents = await addIntents(trx, decision.commands.filter(isForVenue), event.at);
  const notices = noticesIn(decision.commands);
  await addNotices(
    trx,
    notices.map((notice, i) => ({ nonce: nonce(install, seq, i), notice })),
    event.at,
  );
  await touchPositionCards(trx, [
    ...decision.changed.map(({ id }) => id),
    ...notices.filter(isAboutPosition).map(({ positionId }) => positionId),
  ]);
  return { event, decision, intents };
}

const isForVenue = (command: Command): command is Exclude<Command, { type: 'notify' }> =>
  command.type !== 'notify';

const noticesIn = (commands: readonly Command[]): Notice[] =>
  commands.flatMap((command) => (command.type === 'notify' ? [command.notice] : []));

/** Unique over all databases, and short enough for Discord's 25 characters. */
export function nonce(install: string, seq: number, index: number): string {
  return `${install}.${seq.toString(36)}.${index.toString(36)}`;
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
  return row ? { install: row.install, body: row.body } : null;
}

export async function saveCore(db: Kysely<Database>, install: string, body: object): Promise<void> {
  await db
    .insertInto('core_state')
    .values({ id: 1, install, body: jsonb(body) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ body: jsonb(body) }))
    .execute();
}

/** Every event ever decided on, oldest first; for replay. */
export async function readJournal(db: Kysely<Database>): Promise<Event[]> {
  const rows = await db.selectFrom('journal').select('event').orderBy('seq').execute();
  return rows.map((row) => row.event);
}
