import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/trading/store/embeddedPostgres.ts';

// initdb and flushing take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-embedded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function query(server: EmbeddedPostgres, statement: string) {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('what was written is there after a stop, and writes are flushed to disk', async () => {
  const first = await startEmbeddedPostgres(folder);
  expect(first.wasRunning).toBe(false);
  expect(await query(first, 'show fsync')).toEqual([{ fsync: 'on' }]);
  await query(first, 'create table kept as select 7 as n');
  await first.stop();

  const second = await startEmbeddedPostgres(folder);
  onTestFinished(() => second.stop());
  expect(await query(second, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('a server that a killed bot left running is used, and one that was killed itself is started anew', async () => {
  const first = await startEmbeddedPostgres(folder);
  await query(first, 'create table kept as select 7 as n');

  const survivor = await startEmbeddedPostgres(folder);
  expect(survivor.wasRunning).toBe(true);
  expect(survivor.url).toBe(first.url);

  const pid = Number(
    (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  process.kill(pid, 'SIGKILL');
  const third = await startEmbeddedPostgres(folder);
  onTestFinished(() => third.stop());
  expect(await query(third, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('remains of an interrupted first start do not stop the next', async () => {
  const first = await startEmbeddedPostgres(folder);
  await first.stop();
  await rm(path.join(folder, 'postgres', 'PG_VERSION'));
  const second = await startEmbeddedPostgres(folder);
  onTestFinished(() => second.stop());
  expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
});
