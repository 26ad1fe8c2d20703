import type { Compilable, Kysely, Selectable } from 'kysely';
import type { Command } from '../../strategy/model/command.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

export type Intent = Selectable<Database['intents']>;

export type VenueCommand = Exclude<Command, { type: 'notify' }>;

/** What the venue is to be asked, kept before it is asked; its rows are those of the commands, in order. */
export function addingIntents(
  db: Kysely<Database>,
  commands: readonly (VenueCommand & { at: number })[],
): Compilable {
  return db
    .insertInto('intents')
    .values(
      commands.map((command) => ({
        kind: command.type,
        account: command.account,
        order_id: orderIdOf(command),
        position_id: command.positionId,
        request: command.type === 'cancel' ? null : jsonb(command.request),
        created_at: new Date(command.at),
        answered_at: null,
      })),
    )
    .returningAll();
}

const orderIdOf = (command: VenueCommand) =>
  command.type === 'place' ? command.request.clientOrderId : command.orderId;

/** The newest so many intents, oldest first. */
export async function newestIntents(db: Kysely<Database>, count: number): Promise<Intent[]> {
  const rows = await db
    .selectFrom('intents')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
  return rows.reverse();
}

/** Intents without an answer, oldest first: after a restart each was perhaps sent. */
export function unansweredIntents(db: Kysely<Database>): Promise<Intent[]> {
  return db
    .selectFrom('intents')
    .selectAll()
    .where('answered_at', 'is', null)
    .orderBy('id')
    .execute();
}

export function markingAnswered(db: Kysely<Database>, id: number, at: number): Compilable {
  return db
    .updateTable('intents')
    .set({ answered_at: new Date(at) })
    .where('id', '=', id);
}
