import { randomBytes } from 'node:crypto';
import { chown, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError, outputOf } from './embeddedPostgresError.ts';
import type { Binaries } from './postgresBinaries.ts';
import { makeClusterFolder, type Run } from './serverUser.ts';

/** What initdb and the server put into a data folder. */
const OF_INITDB =
  /^(base|global|pg_\w+(\.conf)?|PG_VERSION|postgresql(\.auto)?\.conf|postmaster\.(pid|opts)|current_logfiles|server\.log)$/;

/** Makes the database in `cluster` and its password in `passwordFile`. Throws an EmbeddedPostgresError. */
export async function makeCluster(
  cluster: string,
  passwordFile: string,
  binaries: Binaries,
  asServerUser: Run,
): Promise<void> {
  // Remains of an initdb that was interrupted: no PG_VERSION, so nothing of worth is in it.
  const strange = (await readdir(cluster).catch(() => [])).find((name) => !OF_INITDB.test(name));
  if (strange !== undefined) {
    throw new EmbeddedPostgresError(
      `${cluster} is where the embedded database is to be, but it holds something else (${strange}). Move that away, or set DATA_DIR to another folder.`,
    );
  }
  await rm(cluster, { recursive: true, force: true });
  await makeClusterFolder(cluster);
  const password = randomBytes(18).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const forInitdb = path.join(path.dirname(cluster), 'postgres-password.initdb');
  await writeFile(forInitdb, `${password}\n`, { mode: 0o600 });
  try {
    const owner = await stat(cluster);
    if (process.getuid?.() === 0) await chown(forInitdb, owner.uid, owner.gid);
    await asServerUser(binaries.initdb, [
      `--pgdata=${cluster}`,
      '--auth=scram-sha-256',
      '--username=postgres',
      `--pwfile=${forInitdb}`,
      '--encoding=UTF8',
      '--locale=C',
    ]);
  } catch (error) {
    await rm(path.join(cluster, 'PG_VERSION'), { force: true });
    throw new EmbeddedPostgresError(
      `The embedded database could not be made in ${cluster}: ${outputOf(error)}`,
    );
  } finally {
    await rm(forInitdb, { force: true });
  }
}
