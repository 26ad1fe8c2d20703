import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { databaseProxy } from './databaseProxy.ts';

/** How a database is lost. */
export const LOSSES = [
  'hang',
  'refuse',
  'lock',
  'read only',
  'no connections',
  'full disk',
] as const;
export type Loss = (typeof LOSSES)[number];

/** A database that can be lost and given back; the bot's way to it is `url`. */
export type LosableDatabase = {
  url: string;
  lose(): Promise<void>;
  giveBack(): Promise<void>;
  close(): Promise<void>;
};

/** This machine can't do it: why, in a sentence. */
export class CannotLose extends Error {
  override name = 'CannotLose';
}

const WAYS: Record<Loss, (url: string) => Promise<LosableDatabase>> = {
  hang: byProxy('hang'),
  refuse: byProxy('refuse'),
  lock: async (url) => {
    const held: pg.Client[] = [];
    const giveBack = async () => {
      for (const client of held.splice(0)) await client.end();
    };
    return {
      url,
      async lose() {
        const client = await connected(url);
        held.push(client);
        await client.query('begin; lock table positions, journal in access exclusive mode');
      },
      giveBack,
      close: giveBack,
    };
  },
  'read only': async (url) => {
    const name = nameIn(url);
    const set = (on: boolean) =>
      asServer(url, `alter database ${name} set default_transaction_read_only = ${on}`);
    return {
      url,
      async lose() {
        await set(true);
        await endSessions(url);
      },
      async giveBack() {
        await set(false);
        await endSessions(url);
      },
      close: async () => undefined,
    };
  },
  'no connections': async (url) => {
    const name = nameIn(url);
    const role = `role_${randomUUID().replaceAll('-', '')}`;
    // The limit does not hold for the server's superuser.
    await asServer(url, `create role ${role} login password 'role'`);
    await asServer(url, `alter database ${name} owner to ${role}`);
    const owner = await connected(url);
    for (const what of ['tables', 'sequences']) {
      await owner.query(`grant all on all ${what} in schema public to ${role}`);
    }
    await owner.end();
    const limit = (most: number) =>
      asServer(url, `alter database ${name} connection limit ${most}`);
    const own = new URL(url);
    own.username = role;
    own.password = 'role';
    return {
      url: own.href,
      async lose() {
        await limit(0);
        await endSessions(url);
      },
      giveBack: () => limit(-1),
      close: async () => undefined,
    };
  },
  'full disk': async (url) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'small-disk-'));
    const run = promisify(execFile);
    try {
      await run('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder]);
    } catch (error) {
      await rm(folder, { recursive: true });
      throw new CannotLose(`a small disk can't be mounted here: ${(error as Error).message}`);
    }
    const name = nameIn(url);
    const space = `space_${randomUUID().replaceAll('-', '')}`;
    const { uid, gid } = await stat(await dataDirectory(url));
    await chown(folder, uid, gid);
    await asServer(url, `create tablespace ${space} location '${folder}'`);
    await asServer(url, `alter database ${name} set tablespace ${space}`);
    const ballast = path.join(folder, 'ballast');
    return {
      url,
      async lose() {
        // From before: a full disk may refuse a new session.
        const client = await connected(url);
        try {
          await fill(ballast);
          await useUp(client);
        } finally {
          await client.end();
        }
      },
      giveBack: () => rm(ballast, { force: true }),
      async close() {
        await rm(ballast, { force: true });
        await asServer(url, `drop database if exists ${name} with (force)`);
        await asServer(url, `drop tablespace ${space}`);
        await run('umount', [folder]);
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** The database at `url` as one that can be lost that way. Rejects with CannotLose where this machine does not allow it. */
export const losableDatabase = (loss: Loss, url: string): Promise<LosableDatabase> =>
  WAYS[loss](url);

function byProxy(how: 'hang' | 'refuse') {
  return async (direct: string): Promise<LosableDatabase> => {
    const proxy = await databaseProxy(direct);
    return {
      url: proxy.url,
      lose: async () => proxy[how](),
      giveBack: async () => proxy.release(),
      close: () => proxy.close(),
    };
  };
}

/** Writes until nothing more fits. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    for (const size of [1 << 20, 1 << 12]) {
      try {
        for (;;) await handle.write(Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    await handle.close();
  }
}

/** Fills what is free inside the tables that every message and every decision is written to. */
async function useUp(client: pg.Client): Promise<void> {
  const filler = `to_jsonb(repeat(md5(random()::text), 4))`;
  const many = 'generate_series(1, 200000) n';
  for (const statement of [
    `insert into journal (at, event) select now(), ${filler} from ${many}`,
    `insert into inbox (message_id, kind, revision, watch_id, channel_id, author_id, author_name,
       body, posted_at, received_at)
     select 'filler' || n, 'posted', 0, (select min(id) from watches), '', '', '', ${filler}, now(),
       now() from ${many}`,
  ]) {
    const error = await client.query(statement).then(
      () => new Error('the small disk is too large to be filled'),
      (failed: unknown) => failed,
    );
    const isFull = error instanceof pg.DatabaseError && error.code === DISK_FULL;
    if (!isFull) throw error;
  }
}

const DISK_FULL = '53100';

const nameIn = (url: string) => new URL(url).pathname.slice(1);

const serverOf = (url: string) => {
  const server = new URL(url);
  server.pathname = '/postgres';
  return server.href;
};

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // It may be ended with the others.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function asServer(url: string, statement: string): Promise<void> {
  const client = await connected(serverOf(url));
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dataDirectory(url: string): Promise<string> {
  const client = await connected(url);
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory ?? '';
  } finally {
    await client.end();
  }
}

const endSessions = (url: string) =>
  asServer(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameIn(url)}'`,
  );
