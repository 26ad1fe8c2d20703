import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { makeDataFolder } from '../../../src/trading/store/server/dataFolder.ts';
import { startEmbeddedPostgres } from '../../../src/trading/store/server/embeddedPostgres.ts';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'pilotfish-folder-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
});

const refusal = (folder: string) =>
  makeDataFolder(folder).then(
    () => 'made',
    (error: Error) => error.message,
  );

test('a folder is made with all that leads to it, and one that is there is taken', async () => {
  const folder = path.join(place, 'a', 'b', 'c');
  await makeDataFolder(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
  await makeDataFolder(folder);
});

test('a folder that can not be is refused with its name, why, and what to do', async () => {
  const file = path.join(place, 'file');
  await writeFile(file, '');
  const hostile = {
    [file]: 'it is a file',
    [path.join(file, 'below')]: 'a part of its path is a file',
    [path.join(place, 'x'.repeat(300))]: 'its path is too long',
    [path.join(place, ...Array.from({ length: 10 }, () => 'x'.repeat(120)))]:
      'its path is too long',
    // node's own recursive mkdir never returns from here.
    ...(process.platform === 'linux' && {
      '/proc/pilotfish/data': 'no folder can be made there',
      '/proc/self/task': 'no folder can be made there',
    }),
  };
  for (const [folder, why] of Object.entries(hostile)) {
    const said = await refusal(folder);
    expect(said).toContain(`can't be used: ${why}.`);
    expect(said).toContain(folder.slice(0, 50));
    expect(said).toContain('DATA_DIR');
  }
});

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0)(
  'a folder that may not be written to is refused',
  async () => {
    await chmod(place, 0o500);
    expect(await refusal(place)).toContain('the bot may not write there');
    expect(await refusal(path.join(place, 'data'))).toContain('the bot may not write there');
  },
);

test('what lies where the database is to be and is none is left alone', async () => {
  await makeDataFolder(path.join(place, 'postgres'));
  await writeFile(path.join(place, 'postgres', 'letters.txt'), 'dear all');
  await expect(startEmbeddedPostgres(place)).rejects.toThrow(
    /holds something else \(letters.txt\)/,
  );
  expect((await stat(path.join(place, 'postgres', 'letters.txt'))).size).toBe(8);
});
