import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createSureCommits } from '../../../src/trading/engine/sureCommits.ts';
import { endingRestored, readRestored } from '../../../src/trading/store/core/marks.ts';
import { loadState, openStore, type Store } from '../../../src/trading/store/openStore.ts';
import { createDatabaseHealth } from '../../../src/trading/store/server/databaseTrouble.ts';
import { testDatabase } from '../../support/database/database.ts';

// initdb and flushing take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const log = pino({ level: 'silent' });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-older-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function opened<T>(
  work: (store: Store) => Promise<T>,
  options: { dataDir: string; databaseUrl: string | null },
): Promise<T> {
  const store = await openStore({ ...options, secondInstance: 'stop', log });
  try {
    await loadState(store.db, 0);
    return await work(store);
  } finally {
    await store.close();
  }
}

/** As the core does. */
async function commitOnce({ db }: Store): Promise<void> {
  const commit = createSureCommits({
    db,
    health: createDatabaseHealth(),
    stopping: new AbortController().signal,
  });
  await commit([], { answer: () => null, reread: async () => null });
}

test('a data folder that was put back from a copy is known as one, once; one that only was moved is not', async () => {
  const data = path.join(folder, 'data');
  const at = { dataDir: data, databaseUrl: null };
  await opened(commitOnce, at);
  await run('cp', ['-a', data, path.join(folder, 'copy')]);
  await opened(commitOnce, at);
  await rename(data, path.join(folder, 'moved'));
  await rename(path.join(folder, 'moved'), data);
  expect(await opened(({ db }) => readRestored(db), at)).toBeNull();

  await rm(data, { recursive: true });
  await rename(path.join(folder, 'copy'), data);
  const restored = await opened(({ db }) => readRestored(db), at);
  expect(restored).toMatchObject({ why: 'copied' });
  // Until it was seen to, it stays.
  expect(await opened(({ db }) => readRestored(db), at)).toEqual(restored);
  await opened(({ db }) => db.executeQuery(endingRestored(db)), at);
  expect(await opened(({ db }) => readRestored(db), at)).toBeNull();
});

test('a server that has gone back in time is known by what the data folder has seen of it', async () => {
  const { url, db, close } = await testDatabase();
  onTestFinished(close);
  const at = { dataDir: folder, databaseUrl: url };
  await opened(async (store) => {
    await commitOnce(store);
    await commitOnce(store);
  }, at);
  expect(await opened(({ db: own }) => readRestored(own), at)).toBeNull();
  const before = (await loadState(db, 0)).nextPosition;

  await db.updateTable('store_marks').set({ revision: 1 }).execute();
  expect(await opened(({ db: own }) => readRestored(own), at)).toMatchObject({ why: 'behind' });
  expect((await loadState(db, 0)).nextPosition).toBeGreaterThan(before + 999);
});
