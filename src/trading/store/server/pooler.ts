import type pg from 'pg';
import { connectOne, type Deadlines, destroy } from './connections.ts';
import { DatabaseError } from './database.ts';

const SOON: Deadlines = { statement: 5_000, lock: 5_000, idleInTransaction: 5_000, answer: 5_000 };
const TRIES = 4;

/**
 * Throws a DatabaseError when what answers is a pooler that lends a server for a transaction only
 * (PgBouncer in transaction or statement mode): the epoch is a setting of a session, and must not
 * come into anybody else's.
 *
 * A pooler gives connections numbers of its own, so one whose number is the server's own is no
 * pooler's. Behind one that keeps a server for each session, no other gets ours.
 */
export async function refusePooler(url: string, client: pg.Client): Promise<void> {
  const { processID } = client as unknown as { processID: number | null };
  const ours = await backendOf(client);
  if (ours === processID) return;

  const others: pg.Client[] = [];
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const other = await connectOne(url, { name: 'pilotfish', deadlines: SOON });
      others.push(other);
      // What is in a transaction is lent to nobody else, so each of these takes another one.
      await other.query('begin');
      if ((await backendOf(other)) === ours || (await backendOf(client)) !== ours) throw pooled();
    }
  } catch (error) {
    // Where few are lent, ours is taken by now, and is waited for in vain.
    throw error instanceof DatabaseError ? error : pooled();
  } finally {
    for (const other of others) destroy(other);
  }
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

const pooled = () =>
  new DatabaseError(
    'DATABASE_URL leads to a connection pooler (such as PgBouncer) that shares sessions. Pilotfish needs sessions of its own, so that only one instance can act: give the address of the database itself, or of the pooler in session mode.',
  );
