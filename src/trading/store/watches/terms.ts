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

/** Terms that were asked for when a message came; `isYoung` while it may be decided by them. */
export type ComingTerms = { terms: Promise<Terms | null>; isYoung(): boolean };

/** What has waited for longer is asked for again: its owner may have said something else since. */
const YOUNG_MS = 1_000;
const asked = new WeakMap<Kysely<Database>, Map<string, ComingTerms>>();

/**
 * Asks for the terms of a message that has just come, while those before it are worked: several that
 * come in one moment do not wait for one answer each. What is asked for in the same turn of the event
 * loop is asked for once. Rejects nowhere but in `terms`.
 */
export function askForTerms(
  db: Kysely<Database>,
  watchId: number,
  providerId: string,
): ComingTerms {
  const now = asked.get(db) ?? new Map<string, ComingTerms>();
  asked.set(db, now);
  const key = `${watchId} ${providerId}`;
  const known = now.get(key);
  if (known !== undefined) return known;
  const at = performance.now();
  const terms = termsOf(db, watchId, providerId);
  // Where it fails and nobody waits for it, whoever works the message asks again.
  terms.catch(() => undefined);
  const coming = { terms, isYoung: () => performance.now() - at < YOUNG_MS };
  now.set(key, coming);
  setImmediate(() => now.delete(key));
  return coming;
}
