import type { Kysely, Selectable } from 'kysely';
import { jsonb } from './jsonb.ts';
import type { Database } from './tables.ts';

/**
 * defaults: for every watch. limits: over all of them. bot: everything that is not about trading.
 * live: whether new signals trade with real money.
 * watch: a copy of all that can be changed of a watch, for the history of its changes.
 */
export type SettingsScope = 'defaults' | 'limits' | 'bot' | 'live' | `watch:${number}`;

export type SettingsChange = Selectable<Database['settings_changes']>;

/** The value in force; an empty object when nothing was ever set. */
export async function readSettings(
  db: Kysely<Database>,
  scope: SettingsScope,
): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom('settings_changes')
    .select('value')
    .where('scope', '=', scope)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.value ?? {};
}

/** Puts a whole value in force; the earlier ones stay as history. Resolves to the change's id. */
export async function writeSettings(
  db: Kysely<Database>,
  scope: SettingsScope,
  value: Record<string, unknown>,
  by: string,
  at: number,
): Promise<number> {
  const { id } = await db
    .insertInto('settings_changes')
    .values({ scope, value: jsonb(value), changed_by: by, changed_at: new Date(at) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The value that a change replaced; an empty object when it was the first of its scope. */
export async function settingsBefore(
  db: Kysely<Database>,
  scope: SettingsScope,
  changeId: number,
): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom('settings_changes')
    .select('value')
    .where('scope', '=', scope)
    .where('id', '<', changeId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.value ?? {};
}

/** Newest first. */
export function listSettingsChanges(
  db: Kysely<Database>,
  limit: number,
): Promise<SettingsChange[]> {
  return db.selectFrom('settings_changes').selectAll().orderBy('id', 'desc').limit(limit).execute();
}
