import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../tables.ts';

/** How far a database had come, kept beside it, so that an older state of it is known as one. */
export type Witness = {
  revision: number;
  nextPosition: number;
};

const FILE = 'witness.json';
const EVERY_MS = 10_000;

const witnesses = z.record(
  z.string(),
  z.object({ revision: z.int().nonnegative(), nextPosition: z.int().nonnegative() }),
);

/** What the data folder has seen of a database, by the name of its install; null: nothing. */
export async function readWitness(
  dataDir: string,
  install: string | null,
): Promise<Witness | null> {
  return install === null ? null : ((await readAll(dataDir))[install] ?? null);
}

async function readAll(dataDir: string): Promise<Record<string, Witness>> {
  try {
    return witnesses.parse(JSON.parse(await readFile(path.resolve(dataDir, FILE), 'utf8')));
  } catch {
    // None, or one that a power loss left unwritten: it only says less.
    return {};
  }
}

/** What a database has come to now; null before its first start. */
export async function lookAtState(
  db: Kysely<Database>,
): Promise<(Witness & { install: string }) | null> {
  const { rows } = await sql<Witness & { install: string }>`
    select install, revision, (body->>'nextPosition')::int8 as "nextPosition"
    from core_state, store_marks`.execute(db);
  return rows[0] ?? null;
}

/** Writes down how far the database has come, now and then, until it is stopped. A failure is said once. */
export function keepWitness(
  db: Kysely<Database>,
  dataDir: string,
  log: Logger,
): { stop(): Promise<void> } {
  let last = '';
  let writing: Promise<void> = Promise.resolve();
  let isSaid = false;

  async function write(): Promise<void> {
    try {
      const state = await lookAtState(db);
      if (state === null || JSON.stringify(state) === last) return;
      const { install, ...witness } = state;
      const file = path.resolve(dataDir, FILE);
      await mkdir(path.dirname(file), { recursive: true });
      const all = { ...(await readAll(dataDir)), [install]: witness };
      await writeFile(`${file}.new`, `${JSON.stringify(all)}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
      last = JSON.stringify(state);
    } catch (error) {
      if (!isSaid) log.warn({ error: (error as Error).message }, `${FILE} can not be written`);
      isSaid = true;
    }
  }
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, EVERY_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      writing = writing.then(write);
      await writing;
    },
  };
}
