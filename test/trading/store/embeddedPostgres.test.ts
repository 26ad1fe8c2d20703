import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/trading/store/server/embeddedPostgres.ts';
import { removeStaleLock } from '../../../src/trading/store/server/postmasterFile.ts';

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

test('a port that another program has taken meanwhile is left to it, and where no other will do that is said', async () => {
  const first = await startEmbeddedPostgres(folder);
  const port = Number(new URL(first.url).port);
  await first.stop();
  const stranger = createServer().listen(port, '127.0.0.1');
  await once(stranger, 'listening');
  onTestFinished(() => void stranger.close());

  // Those who are connected know it by its port.
  await expect(startEmbeddedPostgres(folder, { port })).rejects.toThrow(
    new RegExp(
      `^Port ${port} of this machine, .* is used by another program now\\. End that program`,
    ),
  );
  const second = await startEmbeddedPostgres(folder);
  onTestFinished(() => second.stop());
  expect(Number(new URL(second.url).port)).not.toBe(port);
  expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
});

const lockFile = () => path.join(folder, 'postgres', 'postmaster.pid');

test('a lock file that a power loss left empty, or that names another program by now, stops no start', async () => {
  const first = await startEmbeddedPostgres(folder);
  await query(first, 'create table kept as select 7 as n');
  const lines = (await readFile(lockFile(), 'utf8')).split('\n');
  await first.stop();
  // The file is kept by the user that the server runs as.
  const { uid, gid } = await stat(path.join(folder, 'postgres'));
  const leave = async (text: string) => {
    await writeFile(lockFile(), text, { mode: 0o600 });
    if (process.getuid?.() === 0) await chown(lockFile(), uid, gid);
  };
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    stdio: 'ignore',
    ...(process.getuid?.() === 0 && { uid, gid }),
  });
  onTestFinished(() => void stranger.kill());

  const left = { empty: '', bogus: 'x\n', stranger: [stranger.pid, ...lines.slice(1)].join('\n') };
  for (const [what, text] of Object.entries(left)) {
    await leave(text);
    const server = await startEmbeddedPostgres(folder);
    expect(await query(server, 'select n from kept'), what).toEqual([{ n: 7 }]);
    await server.stop();
  }
  expect(stranger.exitCode).toBeNull();
});

test('the lock file of a server that runs is left alone, also where it can not be read as such', async () => {
  const server = await startEmbeddedPostgres(folder);
  onTestFinished(() => server.stop());
  const text = await readFile(lockFile(), 'utf8');
  await removeStaleLock(path.join(folder, 'postgres'));
  expect(await readFile(lockFile(), 'utf8')).toBe(text);
  await writeFile(lockFile(), '');
  await removeStaleLock(path.join(folder, 'postgres'));
  expect(await readFile(lockFile(), 'utf8')).toBe('');
  await writeFile(lockFile(), text);
});
