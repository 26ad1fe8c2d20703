import type { Compilable, Kysely, Selectable } from 'kysely';
import type { MessageText } from '../../signal/reading.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

export type PictureJob = Selectable<Database['picture_jobs']>;

type Message = Pick<PictureJob, 'message_id' | 'revision'>;

/** Writes down, with the message, that its pictures are to be read. */
export function puttingPictures(
  db: Kysely<Database>,
  { message_id, revision }: Message,
  at: number,
): Compilable {
  return db
    .insertInto('picture_jobs')
    .values({ message_id, revision, asked_at: new Date(at) })
    .onConflict((conflict) => conflict.columns(['message_id', 'revision']).doNothing());
}

/** Those not read yet, oldest first. */
export function openPictureJobs(db: Kysely<Database>): Promise<PictureJob[]> {
  return db.selectFrom('picture_jobs').selectAll().orderBy('asked_at').limit(100).execute();
}

/** Counts a try before it is made, so that what ends the bot isn't tried for ever. */
export async function countPictureTry(
  db: Kysely<Database>,
  { message_id, revision }: Message,
): Promise<void> {
  await db
    .updateTable('picture_jobs')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('message_id', '=', message_id)
    .where('revision', '=', revision)
    .execute();
}

export function closingPictures(
  db: Kysely<Database>,
  { message_id, revision }: Message,
): Compilable {
  return db
    .deleteFrom('picture_jobs')
    .where('message_id', '=', message_id)
    .where('revision', '=', revision);
}

/** The message is from now on what it says with its pictures. */
export function keepingWords(
  db: Kysely<Database>,
  { message_id, revision }: Message,
  body: MessageText,
): Compilable {
  return db
    .updateTable('inbox')
    .set({ body: jsonb(body) })
    .where('message_id', '=', message_id)
    .where('revision', '=', revision)
    .where('kind', '<>', 'deleted');
}

/** Keeps pictures with what was read marked in them, for the card that asks. */
export function keepingMarked(
  db: Kysely<Database>,
  { message_id, revision }: Message,
  pictures: readonly Uint8Array[],
  at: number,
): Compilable[] {
  if (pictures.length === 0) return [];
  const rows = pictures.map((jpeg, place) => ({
    message_id,
    revision,
    place,
    jpeg: Buffer.from(jpeg),
    at: new Date(at),
  }));
  return [
    db
      .insertInto('marked_pictures')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['message_id', 'revision', 'place']).doNothing()),
  ];
}

/** In the order of the message; none where they are forgotten. */
export async function markedPictures(
  db: Kysely<Database>,
  messageId: string,
  revision: number,
): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('marked_pictures')
    .select('jpeg')
    .where('message_id', '=', messageId)
    .where('revision', '=', revision)
    .orderBy('place')
    .execute();
  return rows.map(({ jpeg }) => jpeg);
}
