import { execFile } from 'node:child_process';
import { chown, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embeddedPostgresError.ts';

const run = promisify(execFile);

export type Run = (file: string, args: string[]) => Promise<unknown>;

/** The user ids that may be lent to Postgres when we are root, best first. */
const LENT_USERS = ['postgres', 'nobody'];

/** The folder of a cluster, with the user that is to run its server. */
export async function makeClusterFolder(cluster: string): Promise<void> {
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return;
  const lent = lentUserOf.get(cluster);
  if (lent) await chown(cluster, lent.uid, lent.gid);
}

/** Who runs the server on a cluster folder, decided once per folder. */
const lentUserOf = new Map<string, { uid: number; gid: number }>();

/** How programs are run so that Postgres accepts its user. */
export async function serverUser(cluster: string, postgres: string): Promise<Run> {
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
