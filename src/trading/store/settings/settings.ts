import type { Kysely, Selectable } from 'kysely';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

/**
 * defaults: for every watch. limits: over all of them. bot: everything that is not about trading.
 * live: whether new signals trade with real money. portfolio: of Coinbase, that live positions are in.
 * watch: a copy of all that can be changed of a watch, for the history of its changes.
 */
export type SettingsScope =
  | 'defaults'
  | 'limits'
  | 'bot'
  | 'live'
  | 'portfolio'
  | `watch:${number}`;

/** `before`: the value that it replaced; null when it was the first of its scope. */
export type SettingsChange = Selectable<Database['settings_changes']> & {
  before: Record<string, unknown> | null;
};

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

/** What people have changed, newest first; `before`: only with a smaller id, the next page. */
export function listSettingsChanges(
  db: Kysely<Database>,
  filter: { limit: number; before?: number; by?: string },
): Promise<SettingsChange[]> {
  let query = db
    .selectFrom('settings_changes as change')
    .selectAll('change')
    .select((eb) =>
      eb
        .selectFrom('settings_changes as earlier')
        .select('earlier.value')
        .whereRef('earlier.scope', '=', 'change.scope')
        .whereRef('earlier.id', '<', 'change.id')
        .orderBy('earlier.id', 'desc')
        .limit(1)
        .as('before'),
    )
    // What the bot has made for itself was nobody's change.
    .where('change.changed_by', '~', '^[0-9]+$')
    .orderBy('change.id', 'desc')
    .limit(filter.limit);
  if (filter.before !== undefined) query = query.where('change.id', '<', filter.before);
  if (filter.by !== undefined) query = query.where('change.changed_by', '=', filter.by);
  return query.execute();
}
