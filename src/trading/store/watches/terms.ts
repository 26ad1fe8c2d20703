import { type Kysely, sql } from 'kysely';
import type { Teaching } from '../../signal/format/format.ts';
import type { Settings } from '../../strategy/settings/settings.ts';
import { tradingSettings } from '../settings/tradingSettings.ts';
import type { Database } from '../tables.ts';
import { ANYBODY } from './formats.ts';
import type { Watch } from './watches.ts';

/** What a message of a watch is read and decided by. */
export type Terms = { watch: Watch; settings: Settings; teachings: readonly Teaching[] };

/**
 * The terms in force for a watch's messages of one provider, asked in one statement: each message is
 * decided by what its owner has set when it comes. null when there is no such watch.
 */
export async function termsOf(
  db: Kysely<Database>,
  watchId: number,
  providerId: string,
): Promise<Terms | null> {
  type Stored = Record<string, unknown>;
  const row = await db
    .selectFrom('watches')
    .selectAll()
    .select([
      inForce('defaults').as('defaults'),
      inForce('limits').as('limits'),
      sql<(Pick<Teaching, 'format' | 'said'> & { taught: Teaching['taught'] | null })[]>`(
        select coalesce(json_agg(json_build_object(
          'format', format, 'said', said, 'taught', taught) order by said_at, id), '[]')
        from formats where watch_id = watches.id and said is not null
          and provider_id in (${providerId}, ${ANYBODY}))`.as('teachings'),
    ])
    .where('id', '=', watchId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { defaults, limits, teachings: said, ...watch } = row;
  const { reading: _, ...own } = watch.settings;
  const settings = tradingSettings({ defaults: defaults ?? {}, own, limits: limits ?? {} });
  const teachings = said.map(({ taught, ...one }) => ({ ...one, ...(taught && { taught }) }));
  return { watch, settings, teachings };

  function inForce(scope: 'defaults' | 'limits') {
    return sql<Stored | null>`(select value from settings_changes where scope = ${scope}
      order by id desc limit 1)`;
  }
}
