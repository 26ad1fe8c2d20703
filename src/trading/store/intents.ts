import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Command } from '../strategy/model/command.ts';
import { jsonb } from './jsonb.ts';
import type { Database } from './tables.ts';

export type Intent = Selectable<Database['intents']>;

type VenueCommand = Exclude<Command, { type: 'notify' }>;

/** Commits what the venue is to be asked, before it is asked. */
export async function addIntents(
  trx: Transaction<Database>,
  commands: readonly VenueCommand[],
  at: number,
): Promise<Intent[]> {
  if (commands.length === 0) return [];
  return trx
    .insertInto('intents')
    .values(
      commands.map((command) => ({
        kind: command.type,
        account: command.account,
        order_id: command.type === 'place' ? command.request.clientOrderId : command.orderId,
        position_id: command.positionId,
        request: command.type === 'cancel' ? null : jsonb(command.request),
        created_at: new Date(at),
        answered_at: null,
      })),
    )
    .returningAll()
    .execute();
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

export async function markIntentAnswered(
  db: Kysely<Database>,
  id: number,
  at: number,
): Promise<void> {
  await db
    .updateTable('intents')
    .set({ answered_at: new Date(at) })
    .where('id', '=', id)
    .execute();
}
