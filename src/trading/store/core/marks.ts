import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Compilable, type Kysely, sql } from 'kysely';
import { readWitness } from '../server/witness.ts';
import type { Database } from '../tables.ts';
import { loadCore } from './commit.ts';

/** How often the core has committed: of two states of one database it tells which is the newer. */
export async function readRevision(db: Kysely<Database>): Promise<number> {
  const row = await db.selectFrom('store_marks').select('revision').executeTakeFirstOrThrow();
  return row.revision;
}

/**
 * Raises the revision by one for a commit of that name, whose transaction fails as `isOvertaken` tells when it is not
 * `from` (migration 0012). Until that transaction ends no other can raise it, so two from the same
 * revision never both happen.
 */
export function risingRevision(db: Kysely<Database>, from: number, commit: string): Compilable {
  return db.selectNoFrom(sql<null>`rise_revision(${from}, ${commit})`.as('risen'));
}

/** Whether that commit was the last. */
export async function wasLastCommit(db: Kysely<Database>, commit: string): Promise<boolean> {
  const row = await db.selectFrom('store_marks').select('last_commit').executeTakeFirstOrThrow();
  return row.last_commit === commit;
}

/** The error of a commit that began at a revision which is over: somebody else has written. */
export function isOvertaken(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'PF002';
}

/**
 * Why the database may be an older state than one that was traded on: `backup`, it was put back by
 * `npm run restore`; `copied`, it lies in another place than the last time; `behind`, less was
 * committed in it than this data folder has seen.
 */
export type RestoredWhy = 'backup' | 'copied' | 'behind';

export type Restored = {
  why: RestoredWhy;
  /** When that was found, UTC milliseconds. */
  at: number;
  /** What time it is a state of; null where that is not known. */
  asOf: number | null;
};

/** Whether the database may be an older state than one that was traded on; null: it is none, or that was seen to. */
export async function readRestored(db: Kysely<Database>): Promise<Restored | null> {
  const row = await db
    .selectFrom('store_marks')
    .select(['restored_at', 'restored_why', 'restored_as_of'])
    .executeTakeFirstOrThrow();
  if (row.restored_at === null) return null;
  return {
    why: row.restored_why as RestoredWhy,
    at: row.restored_at.getTime(),
    asOf: row.restored_as_of?.getTime() ?? null,
  };
}

/** It was seen to. */
export function endingRestored(db: Kysely<Database>): Compilable {
  return db
    .updateTable('store_marks')
    .set({ restored_at: null, restored_why: null, restored_as_of: null });
}

/** So many positions may have been opened, and decisions made, that an older state knows nothing of. */
const NUMBERS_AHEAD = { positions: 1_000, journal: 1_000_000 };

/**
 * Marks the database as an older state, and lets its numbers jump: an order id or a nonce that was
 * used since must not be used for something else. `known` is what is known of the newer state.
 */
export async function markRestored(
  trx: Kysely<Database>,
  restored: Restored,
  known: { revision: number; nextPosition: number },
): Promise<void> {
  await trx
    .updateTable('store_marks')
    .set({
      revision: sql<number>`greatest(revision, ${known.revision}) + 1`,
      restored_at: new Date(restored.at),
      restored_why: restored.why,
      restored_as_of: restored.asOf === null ? null : new Date(restored.asOf),
    })
    .execute();
  await sql`
    update core_state set body = jsonb_set(body, '{nextPosition}', to_jsonb(
      greatest((body->>'nextPosition')::bigint, ${known.nextPosition}::bigint)
        + ${NUMBERS_AHEAD.positions}::bigint))`.execute(trx);
  await sql`
    select setval(pg_get_serial_sequence('journal', 'seq'),
      nextval(pg_get_serial_sequence('journal', 'seq')) + ${NUMBERS_AHEAD.journal}::bigint)`.execute(
    trx,
  );
}

/**
 * Looks whether this is the database that was last opened, in its newest state; marks it when it is
 * not, or may not be. `dataDir` is the folder of the embedded database; null on a server.
 */
export async function checkForOlderState(
  db: Kysely<Database>,
  options: { dataDir: string; isEmbedded: boolean; now: number },
): Promise<void> {
  const place = await placeOf(db, options.isEmbedded ? options.dataDir : null);
  const witness = await readWitness(options.dataDir, (await loadCore(db))?.install ?? null);
  await db.transaction().execute(async (trx) => {
    const marks = await trx.selectFrom('store_marks').selectAll().executeTakeFirstOrThrow();
    const isBehind = witness !== null && witness.revision > marks.revision;
    const isElsewhere = marks.folder !== null && marks.folder !== place;
    if (marks.folder !== place)
      await trx.updateTable('store_marks').set({ folder: place }).execute();
    // One that was put back by the script is marked, and lies where that found a place for it.
    if (marks.restored_at !== null || !(isBehind || isElsewhere)) return;
    const last = await trx
      .selectFrom('journal')
      .select('at')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    await markRestored(
      trx,
      {
        why: isBehind ? 'behind' : 'copied',
        at: options.now,
        asOf: last?.at.getTime() ?? null,
      },
      witness ?? { revision: 0, nextPosition: 0 },
    );
  });
}

/**
 * What a copy of the database does not share with it: a file of its folder, the server's own name, its
 * history (which forks when a server goes back in time or another takes its place), and the
 * database's number in it.
 */
async function placeOf(db: Kysely<Database>, dataDir: string | null): Promise<string> {
  const folder = dataDir === null ? '' : `${await originalOf(dataDir)} `;
  const { rows } = await sql<{ oid: number }>`
    select oid::int8 as oid from pg_database where datname = current_database()`.execute(db);
  return `${folder}${await serverOf(db)}/${rows[0]?.oid}`;
}

/** Postgres never touches this file again. */
async function originalOf(dataDir: string): Promise<string> {
  const file = await stat(path.resolve(dataDir, 'postgres', 'PG_VERSION')).catch(() => null);
  if (file === null) return '';
  const made = Math.round(file.birthtimeMs);
  // On Linux nothing can set when a file was made, but some file systems number files anew; elsewhere
  // copies keep the time.
  return process.platform === 'linux' && made > 0 ? `${made}` : `${made}.${file.ino}`;
}

const NOT_ALLOWED = '42501';

async function serverOf(db: Kysely<Database>): Promise<string> {
  try {
    const { rows } = await sql<{ server: string }>`
      select system_identifier || '/' || timeline_id as server
      from pg_control_system(), pg_control_checkpoint()`.execute(db);
    return rows[0]?.server ?? '';
  } catch (error) {
    // Some servers that are rented do not tell.
    if ((error as { code?: unknown }).code !== NOT_ALLOWED) throw error;
    return '';
  }
}
