import { createHash } from 'node:crypto';
import { type Compilable, type Kysely, type Selectable, sql } from 'kysely';
import type { Format, Taught, Teaching } from '../../signal/format/format.ts';
import type { MessageText } from '../../signal/reading.ts';
import { jsonb } from '../jsonb.ts';
import type { FormatDraft } from '../tables/watches.ts';
import type { Database } from '../tables.ts';

export type FormatRow = Selectable<Database['formats']>;

/** Stands for whoever writes in the watch. */
export const ANYBODY = '';

/** What was said of a provider's ways of writing in one watch, oldest word first. */
export async function teachingsOf(
  db: Kysely<Database>,
  watchId: number,
  providerId: string,
): Promise<Teaching[]> {
  const rows = await db
    .selectFrom('formats')
    .select(['format', 'said', 'taught'])
    .where('watch_id', '=', watchId)
    .where('provider_id', 'in', [providerId, ANYBODY])
    .where('said', 'is not', null)
    .orderBy('said_at')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ format, said, taught }) =>
    said === null ? [] : [{ format, said, ...(taught && { taught }) }],
  );
}

export type SeenFormat = {
  watchId: number;
  providerId: string;
  providerName: string;
  format: Format;
  example: MessageText;
  messageId: string;
  at: number;
  /** How many messages of the past were written so; left out for one that comes in. */
  count?: number;
};

/**
 * Writes down that a message was written so: counted, with the newest as its example. The same
 * message again, or an edit of it, does not count. Resolves to the format.
 */
export function seeFormat(db: Kysely<Database>, seen: SeenFormat): Promise<FormatRow> {
  return seeing(db, seen).executeTakeFirstOrThrow();
}

/** The same, to go along with what else a commit writes. */
export function seeingFormat(db: Kysely<Database>, seen: SeenFormat): Compilable {
  return seeing(db, seen);
}

function seeing(db: Kysely<Database>, seen: SeenFormat) {
  const { count } = seen;
  const counted =
    count === undefined
      ? sql<number>`formats.seen + case when formats.example_message_id = excluded.example_message_id then 0 else 1 end`
      : sql<number>`greatest(formats.seen, ${count}::integer)`;
  return db
    .insertInto('formats')
    .values({
      watch_id: seen.watchId,
      provider_id: seen.providerId,
      provider_name: seen.providerName,
      hash: hashOf(seen.format),
      format: jsonb(seen.format),
      said: null,
      taught: null,
      said_by: null,
      said_at: null,
      before: null,
      draft: null,
      example: jsonb(seen.example),
      example_message_id: seen.messageId,
      seen: count ?? 1,
      last_seen: new Date(seen.at),
    })
    .onConflict((conflict) =>
      conflict.columns(['watch_id', 'provider_id', 'hash']).doUpdateSet((eb) => ({
        provider_name: eb.ref('excluded.provider_name'),
        // What was said stands; what was not said yet is as it is read now.
        format: sql`case when formats.said is null then excluded.format else formats.format end`,
        seen: counted,
        example: eb.ref('excluded.example'),
        example_message_id: eb.ref('excluded.example_message_id'),
        last_seen: sql`greatest(formats.last_seen, excluded.last_seen)`,
      })),
    )
    .returningAll();
}

/** Keeps what its owner says of a format, with what was said before. */
export async function sayOfFormat(
  db: Kysely<Database>,
  id: number,
  said: { said: Teaching['said']; format?: Format; taught?: Taught },
  by: string,
  at: number,
): Promise<FormatRow | null> {
  const row = await findFormat(db, id);
  if (row === null) return null;
  const before = { format: row.format, said: row.said, taught: row.taught };
  const updated = await db
    .updateTable('formats')
    .set({
      said: said.said,
      format: jsonb(said.format ?? row.format),
      taught: said.taught ? jsonb(said.taught) : null,
      before: jsonb(before),
      draft: null,
      said_by: by,
      said_at: new Date(at),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return updated ?? null;
}

/** Takes back what was said last; what was said before it holds again. */
export async function undoFormat(db: Kysely<Database>, id: number): Promise<FormatRow | null> {
  const row = await findFormat(db, id);
  if (row === null) return null;
  const { before } = row;
  const updated = await db
    .updateTable('formats')
    .set({
      said: before?.said ?? null,
      ...(before && { format: jsonb(before.format) }),
      taught: before?.taught ? jsonb(before.taught) : null,
      before: null,
      draft: null,
      ...(before?.said ? {} : { said_by: null, said_at: null }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return updated ?? null;
}

/** As if it had never been seen: the next message written so is new. */
export async function forgetFormat(db: Kysely<Database>, id: number): Promise<void> {
  await db.deleteFrom('formats').where('id', '=', id).execute();
}

export async function keepDraft(
  db: Kysely<Database>,
  id: number,
  draft: FormatDraft | null,
): Promise<void> {
  await db
    .updateTable('formats')
    .set({ draft: draft && jsonb(draft) })
    .where('id', '=', id)
    .execute();
}

export async function findFormat(db: Kysely<Database>, id: number): Promise<FormatRow | null> {
  const row = await db.selectFrom('formats').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The ways of writing in a watch, the most frequent first; then the newest. */
export function listFormats(db: Kysely<Database>, watchId: number): Promise<FormatRow[]> {
  return db
    .selectFrom('formats')
    .selectAll()
    .where('watch_id', '=', watchId)
    .orderBy('seen', 'desc')
    .orderBy('last_seen', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
}

/** How many ways of writing were confirmed or corrected, by watch; a watch without any is not in it. */
export async function countKnownFormats(
  db: Kysely<Database>,
): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('formats')
    .select(['watch_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('said', 'in', ['right', 'taught'])
    .groupBy('watch_id')
    .execute();
  return new Map(rows.map((row) => [row.watch_id, row.count]));
}

function hashOf({ key }: Format): string {
  return createHash('sha256').update(key).digest('base64url');
}
