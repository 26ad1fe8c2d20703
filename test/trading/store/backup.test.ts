import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { tablesByReference, writeBackup } from '../../../src/trading/store/backup/backup.ts';
import { restoreBackup } from '../../../src/trading/store/backup/restore.ts';
import { readRestored } from '../../../src/trading/store/core/marks.ts';
import { loadState, openStore } from '../../../src/trading/store/openStore.ts';
import { connect } from '../../../src/trading/store/server/connections.ts';
import { lookAtState } from '../../../src/trading/store/server/witness.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { emptyDatabase, testDatabase } from '../../support/database/database.ts';

vi.setConfig({ testTimeout: 60_000 });

const log = pino({ level: 'silent' });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** Made once, with what is hard to carry over. */
async function traded() {
  const database = await testDatabase();
  onTestFinished(database.close);
  const { db, url } = database;
  await loadState(db, 0);
  await sql`insert into watches (channel_id, name, settings, added_by, added_at)
    values ('1', ${'a "quoted"\n\tname\\n 🐟 ünïcode'}, '{"a": 1e400, "b": [null, "x"]}', 'me', '2026-01-02 03:04:05.123456+00')`.execute(
    db,
  );
  await sql`insert into equity (account, at, equity)
    values ('paper', now(), 12345678901234567890.123456789012345678900)`.execute(db);
  await addPosition(db, '1');
  await sql`insert into journal (at, event) select now(), '{}' from generate_series(1, 1200)`.execute(
    db,
  );
  for (const table of await tablesByReference(db)) await addRow(db, table);
  return { db, url };
}

const SOMETHING: Record<string, string> = {
  text: "'1'",
  integer: '1',
  bigint: '1',
  smallint: '1',
  numeric: '1.50',
  boolean: 'true',
  jsonb: "'{}'",
  date: "'2026-01-02'",
  'timestamp with time zone': "'2026-01-02 03:04:05.123456+00'",
  ARRAY: "'{}'",
  bytea: "'\\x0102'",
};

/** No table is forgotten: one that has no row yet gets one, with something in each column that needs it, one of a few where only those may be. */
async function addRow(db: Kysely<Database>, table: string): Promise<void> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
  if (rows.length > 0) return;
  const { rows: columns } = await sql<{ name: string; type: string; one: string | null }>`
    select column_name as name, data_type as type,
      (select (regexp_match(pg_get_constraintdef(c.oid), '''([^'']+)'''))[1] from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
        where c.contype = 'c' and c.conrelid = quote_ident(table_name)::regclass
          and a.attname = column_name) as one
    from information_schema.columns
    where table_schema = current_schema() and table_name = ${table}
      and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`.execute(db);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})
    values (${sql.join(columns.map(({ type, one }) => one ?? sql.raw(SOMETHING[type] ?? `no ${type} is known`)))})`.execute(
    db,
  );
}

async function addPosition(db: Kysely<Database>, id: string) {
  await sql`insert into positions (id, account, product_id, side, status, watch_id, provider_id,
      message_id, body, created_at, net)
    values (${id}, 'paper', 'BTC-USD', 'long', 'closed', '1', '1', '1', '{}', now(), 0.10)`.execute(
    db,
  );
  await sql`insert into orders (id, position_id, account, product_id, purpose, status, filled_size,
      filled_value, fees, body, created_at, updated_at)
    values (${id}, ${id}, 'paper', 'BTC-USD', 'entry', 'filled', 1, 1, 0, '{}', now(), now())`.execute(
    db,
  );
}

async function target() {
  const { url, drop } = await emptyDatabase();
  const db = connect(url, log);
  onTestFinished(async () => {
    await db.destroy();
    await drop();
  });
  return { url, db };
}

const restore = (url: string, file: string, options: { replace?: () => Promise<void> } = {}) =>
  restoreBackup({ dataDir: folder, databaseUrl: url, file, log, ...options });

async function contents(db: Kysely<Database>): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of await tablesByReference(db)) {
    const { rows } = await sql<{ row: string }>`
      select row_to_json(t)::text as row from ${sql.table(table)} t order by 1`.execute(db);
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

test('what is put back is what was there, to the last digit, and the numbers go on behind it', async () => {
  const { db, url } = await traded();
  const file = path.join(folder, 'deep', 'one.backup');
  await writeBackup(url, file);
  expect((await stat(file)).mode & 0o077).toBe(0);

  const { db: other, url: otherUrl } = await target();
  await restore(otherUrl, file);
  const [was, is] = [await contents(db), await contents(other)];
  expect(Object.keys(is)).toEqual(Object.keys(was));
  for (const table of Object.keys(was)) {
    if (table === 'store_marks' || table === 'core_state') continue;
    expect(is[table], table).toEqual(was[table]);
  }
  const [before, after] = [await lookAtState(db), await lookAtState(other)];
  expect(after?.install).toBe(before?.install);
  expect(after?.nextPosition).toBeGreaterThan((before?.nextPosition ?? 0) + 999);
  // A new row gets no number that was given before.
  await sql`insert into watches (channel_id, name, settings, added_by, added_at)
    values ('2', 'next', '{}', 'me', now())`.execute(other);
  expect((await contents(other)).watches).toHaveLength(2);
});

test('a backup holds one moment, however much is written meanwhile', async () => {
  const { db, url } = await traded();
  let isDone = false;
  let pairs = 0;
  const writing = (async () => {
    while (!isDone) {
      pairs += 1;
      await db.transaction().execute(async (trx) => {
        // The order's table comes after the position's in the file.
        await addPosition(trx, `p${pairs}`);
      });
    }
  })();
  const file = path.join(folder, 'busy.backup');
  await expect.poll(() => pairs).toBeGreaterThan(5);
  await writeBackup(url, file);
  const atEnd = pairs;
  await expect.poll(() => pairs).toBeGreaterThan(atEnd);
  isDone = true;
  await writing;

  const { db: other, url: otherUrl } = await target();
  await restore(otherUrl, file);
  const { positions = [], orders = [] } = await contents(other);
  expect(positions.length).toBeGreaterThan(5);
  expect(orders).toHaveLength(positions.length);
});

test('a file that is no whole backup is refused, and nothing is changed', async () => {
  const { url } = await traded();
  const whole = path.join(folder, 'whole.backup');
  await writeBackup(url, whole);
  const bytes = await readFile(whole);
  const text = gunzipSync(bytes).toString();
  const lines = text.trimEnd().split('\n');
  const aRow = lines.findIndex((line) => line.startsWith('R'));
  const { db: other, url: otherUrl } = await target();
  await restore(otherUrl, whole);
  const before = await contents(other);

  const wrong: Record<string, [Buffer, RegExp]> = {
    empty: [Buffer.alloc(0), /no backup of Pilotfish|not whole/],
    'something else': [Buffer.from('dear all'), /no backup of Pilotfish/],
    'cut in the middle': [bytes.subarray(0, bytes.length / 2), /not whole|no backup/],
    'without its end': [gzipSync(lines.slice(0, -1).join('\n')), /not whole/],
    'a row less': [gzipSync(lines.filter((_, i) => i !== aRow).join('\n')), /not whole/],
    'of a newer form': [gzipSync(text.replace('"format":1', '"format":2')), /newer version/],
    'of newer tables': [
      gzipSync(text.replace('0003_position_cards', '0999_tomorrow')),
      /newer version.*0999_tomorrow/,
    ],
  };
  for (const [what, [content, why]] of Object.entries(wrong)) {
    const file = path.join(folder, 'wrong.backup');
    await writeFile(file, content);
    const asked = restore(otherUrl, file, { replace: async () => undefined });
    await expect(asked, what).rejects.toThrow(why);
  }
  await expect(restore(otherUrl, path.join(folder, 'none'))).rejects.toThrow(/There is no file/);
  expect(await contents(other)).toEqual(before);
});

test('what is there is replaced only when that is said, and another program’s tables never', async () => {
  const { db, url } = await traded();
  const file = path.join(folder, 'old.backup');
  await writeBackup(url, file);
  await addPosition(db, '2');
  await sql`update core_state set body = jsonb_set(body, '{nextPosition}', '5000')`.execute(db);
  await sql`create table of_others as select 7 as n`.execute(db);

  await expect(restore(url, file)).rejects.toThrow(/There is a database already.*--replace/);
  expect((await contents(db)).positions).toHaveLength(2);

  let wasThere = 0;
  await restore(url, file, {
    replace: async () => {
      wasThere = (await contents(db)).positions?.length ?? 0;
    },
  });
  expect(wasThere).toBe(2);
  const after = await contents(db);
  expect(after.positions).toHaveLength(1);
  expect(after.of_others).toEqual(['{"n":7}']);
  // What the replaced one had used is not used again.
  expect((await lookAtState(db))?.nextPosition).toBeGreaterThan(5_999);
});

test('nothing is put back under a bot that runs', async () => {
  const { url } = await traded();
  const file = path.join(folder, 'one.backup');
  await writeBackup(url, file);
  const running = await openStore({
    dataDir: folder,
    databaseUrl: url,
    secondInstance: 'stop',
    log,
  });
  onTestFinished(() => running.close());
  await expect(restore(url, file, { replace: async () => undefined })).rejects.toThrow(
    /^Another Pilotfish is running/,
  );
});

test('a backup is put back also in place of tables of a newer version, as that version’s refusal advises', async () => {
  const { db, url } = await traded();
  const file = path.join(folder, 'one.backup');
  await writeBackup(url, file);
  await sql`insert into kysely_migration values ('0999_tomorrow', '2030-01-01')`.execute(db);
  const open = () => openStore({ dataDir: folder, databaseUrl: url, secondInstance: 'stop', log });
  await expect(open()).rejects.toThrow(/npm run restore/);
  await restore(url, file, { replace: async () => undefined });
  const store = await open();
  expect(await readRestored(store.db)).toMatchObject({ why: 'backup' });
  await store.close();
});
