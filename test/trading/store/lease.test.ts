import { sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../../../src/trading/store/openStore.ts';
import { DatabaseError } from '../../../src/trading/store/server/database.ts';
import { emptyDatabase, testDatabase } from '../../support/database/database.ts';
import { databasePooler } from '../../support/database/databasePooler.ts';
import { databaseProxy } from '../../support/database/databaseProxy.ts';

vi.setConfig({ testTimeout: 60_000 });

const log = pino({ level: 'silent' });

async function open(url: string, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({
    dataDir: 'none',
    databaseUrl: url,
    secondInstance: 'stop',
    log,
    ...options,
  });
  onTestFinished(() => store.close());
  return store;
}

async function database() {
  const { url, close, db } = await testDatabase();
  onTestFinished(close);
  return { url, db };
}

const write = (store: Store) =>
  store.db
    .insertInto('jobs')
    .values({ name: `of epoch ${store.lease.epoch}`, last_run_at: new Date() })
    .execute();

test('one holds the lease while it lives; it is free at once when it was given back', async () => {
  const { url } = await database();
  const first = await open(url);
  await expect(open(url)).rejects.toThrow(/^Another Pilotfish is running/);
  await first.close();
  const next = await open(url);
  expect(next.lease.epoch).toBe(first.lease.epoch + 1);
});

test('of two that begin a new database at once one gets it', async () => {
  const { url, drop } = await emptyDatabase();
  onTestFinished(drop);
  const both = await Promise.allSettled([open(url), open(url)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const store of both) if (store.status === 'fulfilled') await store.value.close();
});

test('every table checks the epoch of who writes, but the lease itself', async () => {
  const { db } = await database();
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class c
    where relkind = 'r' and relnamespace = 'public'::regnamespace and not exists (
      select 1 from pg_trigger t join pg_proc p on p.oid = t.tgfoid
      where t.tgrelid = c.oid and p.proname = 'check_epoch'
        -- Before each statement: insert, delete, update.
        and t.tgtype & 31 = 2 | 4 | 8 | 16 and t.tgenabled = 'O')
    order by relname`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual([
    'kysely_migration',
    'kysely_migration_lock',
    'lease',
  ]);
});

test('one whose connections have all gone silent stops by its own clock before another takes over, and writes nothing when they are back', async () => {
  const { url, db } = await database();
  const proxy = await databaseProxy(url);
  onTestFinished(() => proxy.close());
  const first = await open(proxy.url);
  await write(first);

  // A transaction of it is under way, its lock on the epoch held.
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const underWay = first.db.transaction().execute(async (trx) => {
    await trx.insertInto('jobs').values({ name: 'late', last_run_at: new Date() }).execute();
    begun.resolve();
    await goOn.promise;
  });
  underWay.catch(() => undefined);
  await begun.promise;
  proxy.hang();

  const waits = open(url, { secondInstance: 'wait' });
  const second = await waits;
  expect(first.lease.holds()).toBe(false);
  expect(second.lease.holds()).toBe(true);
  expect(second.lease.epoch).toBe(first.lease.epoch + 1);
  await write(second);

  proxy.release();
  goOn.resolve();
  await expect(underWay).rejects.toThrow();
  await first.lease.lost;
  await expect(write(first)).rejects.toMatchObject({ code: 'PF001' });
  const names = await db.selectFrom('jobs').select('name').orderBy('name').execute();
  expect(names.map(({ name }) => name)).toEqual(
    [first, second].map(({ lease }) => `of epoch ${lease.epoch}`),
  );
});

test('a lease connection that the server has ended is made anew, and nobody takes over', async () => {
  const { url, db } = await database();
  const first = await open(url);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'pilotfish lease' and datname = current_database()`.execute(db);
  await expect(open(url)).rejects.toThrow(/^Another Pilotfish is running/);
  await first.lease.untilHeld(AbortSignal.timeout(10_000));
  await write(first);
});

test('a database that hangs for long while nobody else is there is told by name, and is acted on again in the same epoch', async () => {
  const { url } = await database();
  const proxy = await databaseProxy(url);
  onTestFinished(() => proxy.close());
  const store = await open(proxy.url);
  const before = Date.now();
  proxy.hang();
  await expect
    .poll(() => store.health.trouble(), { timeout: 8_000 })
    .toMatchObject({ kind: 'hanging', since: expect.any(Number) });
  expect(store.health.trouble()?.since).toBeGreaterThanOrEqual(before);
  await expect.poll(() => store.lease.holds(), { timeout: 8_000 }).toBe(false);

  proxy.release();
  await store.lease.untilHeld(AbortSignal.timeout(10_000));
  expect(store.health.trouble()).toBeNull();
  await write(store);
});

test('a pooler that lends its sessions by transaction is refused in a sentence', async () => {
  const { url } = await database();
  for (const sessions of [1, 3]) {
    const pooler = await databasePooler(url, 'transaction', sessions);
    onTestFinished(() => pooler.close());
    const opened = openStore({
      dataDir: 'none',
      databaseUrl: pooler.url,
      secondInstance: 'stop',
      log,
    });
    await expect(opened).rejects.toThrow(/pooler \(such as PgBouncer\).*address of the database/);
    await expect(opened).rejects.toBeInstanceOf(DatabaseError);
  }
});

test('a pooler that keeps a session for each connection will do', async () => {
  const { url } = await database();
  const pooler = await databasePooler(url, 'session', 12);
  onTestFinished(() => pooler.close());
  const store = await open(pooler.url);
  await write(store);
  await store.close();
});
