import { randomUUID } from 'node:crypto';
import { type Compilable, CompiledQuery, type Kysely, sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSureCommits } from '../../../src/trading/engine/sureCommits.ts';
import { connect } from '../../../src/trading/store/server/connections.ts';
import {
  createDatabaseHealth,
  type TroubleKind,
} from '../../../src/trading/store/server/databaseTrouble.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { testDatabase } from '../../support/database/database.ts';
import { databaseProxy } from '../../support/database/databaseProxy.ts';

vi.setConfig({ testTimeout: 60_000 });

/** How the outcome was learned. */
const TOLD = { answer: () => 'answered', reread: async () => 'reread' } as const;
const raw = (text: string): Compilable => ({ compile: () => CompiledQuery.raw(text) });

async function committer() {
  const database = await testDatabase();
  const proxy = await databaseProxy(database.url);
  const pool = connect(proxy.url, pino({ level: 'silent' }));
  const stopping = new AbortController();
  onTestFinished(async () => {
    stopping.abort();
    proxy.release();
    await pool.destroy();
    await proxy.close();
    await database.close();
  });
  const health = createDatabaseHealth();
  const sure = createSureCommits({ db: pool, health, stopping: stopping.signal });
  const commit = (...statements: Compilable[]) => sure(statements, TOLD);
  const at = new Date('2026-01-02T03:04:05Z');
  /** Every run of it adds a row of its own. */
  const write = (name: string) =>
    pool.insertInto('journal').values({ at, event: JSON.stringify({ name }) });
  const written = async () => {
    const rows = await sql<{ name: string }>`
      select event->>'name' as name from journal order by seq`.execute(database.db);
    return rows.rows.map(({ name }) => name);
  };
  return { db: database.db, proxy, health, commit, write, written, stopping };
}

test('a commit whose answer was lost is found out about: it happened, so it is not done again', async () => {
  const { commit, write, written, proxy, health } = await committer();
  await commit(write('first'));
  proxy.loseAnswers();
  const done = commit(write('second'));
  await expect.poll(written).toEqual(['first', 'second']);
  proxy.refuse();
  await expect.poll(() => health.trouble()?.kind).toBe('refusing');
  proxy.release();
  expect(await done).toBe('reread');
  expect(health.trouble()).toBeNull();
  await commit(write('third'));
  expect(await written()).toEqual(['first', 'second', 'third']);
});

test('a connection that breaks within a commit loses nothing and doubles nothing', async () => {
  const { db, commit, write, written } = await committer();
  await sql`create sequence tries`.execute(db);
  const breakOnce = raw(
    `select case when nextval('tries') = 1 then pg_terminate_backend(pg_backend_pid()) end`,
  );
  expect(await commit(write('only'), breakOnce, write('other'))).toBe('answered');
  expect(await written()).toEqual(['only', 'other']);
  const { rows } = await sql<{ tries: number }>`select last_value as tries from tries`.execute(db);
  expect(rows).toEqual([{ tries: 2 }]);
});

test('a commit that was lost is not taken for one of somebody else’s', async () => {
  const { db, commit, write, written, proxy, health } = await committer();
  await commit(write('first'));
  proxy.refuse();
  const late = commit(write('late'));
  late.catch(() => undefined);
  await expect.poll(() => health.trouble()?.kind).toBe('refusing');
  await sql`update store_marks set revision = revision + 1, last_commit = 'theirs'`.execute(db);
  proxy.release();
  await expect(late).rejects.toMatchObject({ name: 'DatabaseLost' });
  expect(await written()).toEqual(['first']);
});

test('a fault of a statement is no trouble of the database, and is not repeated', async () => {
  const { db, commit, write, written, health } = await committer();
  await sql`create sequence tries`.execute(db);
  const wrong = commit(write('wrong'), raw(`select 1 / (nextval('tries') - 1)`), write('after'));
  await expect(wrong).rejects.toThrow('division by zero');
  expect(health.trouble()).toBeNull();
  await commit(write('right'));
  expect(await written()).toEqual(['right']);
});

test('whoever else has written ends it: what is in memory is not what is kept', async () => {
  const { commit, write, db } = await committer();
  await commit(write('ours'));
  await sql`update store_marks set revision = revision + 1`.execute(db);
  await expect(commit(write('late'))).rejects.toMatchObject({ name: 'DatabaseLost' });
});

test('a bot that is told to stop waits for no database', async () => {
  const { commit, write, proxy, stopping, health } = await committer();
  await commit(write('first'));
  proxy.refuse();
  const waits = commit(write('second'));
  waits.catch(() => undefined);
  await expect.poll(() => health.trouble()?.kind).toBe('refusing');
  stopping.abort();
  await expect(waits).rejects.toMatchObject({ name: 'DatabaseLost' });
});

/** Brings the database into a trouble; gives what ends it. */
const TROUBLES: Partial<
  Record<TroubleKind, (db: Kysely<Database>) => Promise<() => Promise<unknown>>>
> = {
  locked: async (db) => {
    const unlock = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holder = db.transaction().execute(async (trx) => {
      await sql`lock table journal in access exclusive mode`.execute(trx);
      // A session that does nothing for long would be ended.
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
      locked.resolve();
      await unlock.promise;
    });
    await locked.promise;
    return async () => {
      unlock.resolve();
      await holder;
    };
  },
  read_only: async (db) => {
    const set = async (value: string) => {
      const name = sql.ref(await nameOf(db));
      await sql`alter database ${name} set default_transaction_read_only = ${sql.raw(value)}`.execute(
        db,
      );
      await endOthers(db);
    };
    await set('on');
    return async () => {
      await sql`set default_transaction_read_only = off`.execute(db);
      await set('off');
    };
  },
  full: async (db) => {
    // As Postgres itself says it.
    const trigger = `t${randomUUID().replaceAll('-', '')}`;
    await sql
      .raw(
        `create function ${trigger}() returns trigger language plpgsql as $$
         begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
      )
      .execute(db);
    await sql
      .raw(`create trigger ${trigger} before insert on journal execute function ${trigger}()`)
      .execute(db);
    return () => sql.raw(`drop trigger ${trigger} on journal`).execute(db);
  },
};

for (const [kind, begin] of Object.entries(TROUBLES)) {
  test(`a database that is ${kind} is named so, and what waits is written once when it is over`, async () => {
    const { db, commit, write, written, health } = await committer();
    await commit(write('before'));
    const end = await begin(db);
    const begunAt = Date.now();
    const waits = commit(write('one'));
    await expect.poll(() => health.trouble(), { timeout: 10_000 }).toMatchObject({ kind });
    expect(health.trouble()?.since).toBeGreaterThanOrEqual(begunAt);
    await end();
    await waits;
    expect(health.trouble()).toBeNull();
    expect(await written()).toEqual(['before', 'one']);
  });
}

test('a database that takes no more connections is named so, and what waits is written once it does', async () => {
  const { db, url, close } = await testDatabase();
  onTestFinished(close);
  // A superuser always gets one.
  const role = `r${randomUUID().replaceAll('-', '')}`;
  await sql.raw(`create role ${role} login password 'x' connection limit 0`).execute(db);
  await sql.raw(`grant all on all tables in schema public to ${role}`).execute(db);
  await sql.raw(`grant all on all sequences in schema public to ${role}`).execute(db);
  const own = new URL(url);
  own.username = role;
  own.password = 'x';
  const pool = connect(own.href, pino({ level: 'silent' }));
  const health = createDatabaseHealth();
  const commit = createSureCommits({
    db: pool,
    health,
    stopping: new AbortController().signal,
  });
  const once = pool.insertInto('jobs').values({ name: 'once', last_run_at: new Date() });
  const waits = commit([once], TOLD);
  await expect.poll(() => health.trouble()).toMatchObject({ kind: 'no_connections' });
  await sql.raw(`alter role ${role} connection limit 5`).execute(db);
  await waits;
  expect(health.trouble()).toBeNull();
  await pool.destroy();
  await sql.raw(`drop owned by ${role}`).execute(db);
  await sql.raw(`drop role ${role}`).execute(db);
});

async function nameOf(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  return rows[0]?.name ?? '';
}

/** So that what is set for new sessions counts. */
async function endOthers(db: Kysely<Database>): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
}
