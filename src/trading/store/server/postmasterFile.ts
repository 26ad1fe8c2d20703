import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the lock file of a cluster says; a number that is not there or makes no sense is null. */
export type PostmasterFile = { text: string; pid: number | null; port: number | null };

const lockFile = (cluster: string) => path.join(cluster, 'postmaster.pid');

/** The lock file of a cluster; null where there is none. */
export async function postmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readFile(lockFile(cluster), 'utf8').catch(() => null);
  if (text === null) return null;
  // pid, folder, start time, port, … (Postgres' miscadmin.h, LOCK_FILE_LINE_PORT)
  const lines = text.split('\n');
  return { text, pid: positive(lines[0]), port: positive(lines[3]) };
}

function positive(line: string | undefined): number | null {
  // A negative one is a server without a postmaster (`postgres --single`).
  const number = Math.abs(Number(line));
  return Number.isInteger(number) && number > 0 ? number : null;
}

/**
 * Takes a lock file away that a power loss or a killed machine left behind, and that Postgres itself
 * takes for a server that runs: it is empty, or its number is another program's by now. Left alone
 * where a Postgres is on the folder, and where nobody can tell.
 */
export async function removeStaleLock(cluster: string): Promise<void> {
  const lock = await postmasterFile(cluster);
  if (lock === null || !(await isStale(cluster, lock))) return;
  const aside = `${lockFile(cluster)}.stale-${process.pid}`;
  await rename(lockFile(cluster), aside).catch(() => undefined);
  // Another bot may have started a server on the folder this moment.
  const moved = await readFile(aside, 'utf8').catch(() => null);
  if (moved !== null && moved !== lock.text) await rename(aside, lockFile(cluster));
  else await rm(aside, { force: true });
}

/** So long a server that has made its lock file may take to write into it, where none can be seen. */
const WRITTEN_WITHIN_MS = 10_000;

async function isStale(cluster: string, { pid }: PostmasterFile): Promise<boolean> {
  if (pid === null) {
    const running = await anyServerOn(cluster);
    if (running !== null) return !running;
    const { mtimeMs } = await stat(lockFile(cluster));
    return Date.now() - mtimeMs > WRITTEN_WITHIN_MS;
  }
  // Of a number that nobody has, Postgres itself knows what it means.
  return isRunning(pid) && (await isServerOn(cluster, pid)) === false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether that process is a Postgres on this cluster; null: it can't be told. */
async function isServerOn(cluster: string, pid: number): Promise<boolean | null> {
  try {
    if (process.platform === 'linux') return await isServerOnLinux(cluster, pid);
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/NH', '/FO', 'CSV']);
      return /^"postgres\.exe"/im.test(stdout);
    }
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes('postgres');
  } catch {
    return null;
  }
}

/** A server works in the folder of its cluster, and runs as whoever owns that. */
async function isServerOnLinux(cluster: string, pid: number): Promise<boolean> {
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
  if (name !== 'postgres') return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    return (await stat(`/proc/${pid}`)).uid === (await stat(cluster)).uid;
  }
}

/** Whether any process is a Postgres on this cluster; null: it can't be told. */
async function anyServerOn(cluster: string): Promise<boolean | null> {
  try {
    if (process.platform === 'linux') {
      const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
      // One that has ended meanwhile is none.
      const found = await Promise.all(
        pids.map((pid) => isServerOnLinux(cluster, pid).catch(() => false)),
      );
      return found.includes(true);
    }
    if (process.platform === 'win32') return null;
    const { stdout } = await run('ps', ['-axo', 'command=']);
    return stdout.split('\n').some((line) => line.includes('postgres') && line.includes(cluster));
  } catch {
    return null;
  }
}
