import { access } from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { embeddedServer, type Server, serverAt } from '../trading/store/openStore.ts';
import {
  connectOne,
  connectWithoutDeadlines,
  destroy,
} from '../trading/store/server/connections.ts';
import { DatabaseError, migrationsToCome } from '../trading/store/server/database.ts';
import { DataFolderError } from '../trading/store/server/dataFolder.ts';
import { EmbeddedPostgresError } from '../trading/store/server/embeddedPostgresError.ts';
import { refusePooler } from '../trading/store/server/pooler.ts';
import { type Finding, note, ok, reasonOf, wrong } from './finding.ts';

const ABOUT = 'database';
const SOON = { statement: 5_000, lock: 5_000, idleInTransaction: 5_000, answer: 5_000 };
const OLDEST_POSTGRES = 15;
/** A decision waits for one answer. */
const SLOW_MS = 20;

type Which = { dataDir: string; databaseUrl: string | null };

/** The database as it is: nothing is changed in it, and whoever acts on it goes on. */
export async function examineDatabase({ dataDir, databaseUrl }: Which): Promise<Finding[]> {
  if (databaseUrl === null && !(await isMade(dataDir))) {
    return [note(ABOUT, 'there is none yet: the first start makes it in the data folder')];
  }
  let server: Server;
  try {
    server =
      databaseUrl === null
        ? await embeddedServer(dataDir, pino({ level: 'silent' }))
        : serverAt(databaseUrl);
  } catch (error) {
    const isKnown = error instanceof EmbeddedPostgresError || error instanceof DataFolderError;
    const todo = isKnown ? 'Mend that, and look again.' : 'Look at the log in the data folder.';
    return [wrong(ABOUT, (error as Error).message, todo)];
  }
  try {
    return await look(server.url);
  } finally {
    await server.leave();
  }
}

const isMade = (dataDir: string) =>
  access(path.join(dataDir, 'postgres', 'PG_VERSION')).then(
    () => true,
    () => false,
  );

async function look(url: string): Promise<Finding[]> {
  const client = await connectOne(url, { name: 'pilotfish doctor', deadlines: SOON }).catch(
    (error: unknown) => reasonOf(error),
  );
  if (typeof client === 'string') {
    const todo = 'Check that it runs, and DATABASE_URL if you set it.';
    return [wrong(ABOUT, `it can't be reached: ${client}`, todo)];
  }
  try {
    const { rows } = await client.query<{ version: string; makes: boolean; reads_only: boolean }>(
      `select current_setting('server_version') as version, pg_is_in_recovery() as reads_only,
         has_schema_privilege(current_schema(), 'create') as makes`,
    );
    const { version = '', makes, reads_only } = rows[0] ?? {};
    if (Number.parseInt(version, 10) < OLDEST_POSTGRES) {
      return [
        wrong(ABOUT, `it is Postgres ${version}`, `Use Postgres ${OLDEST_POSTGRES} or newer.`),
      ];
    }
    if (reads_only) {
      return [
        wrong(ABOUT, 'it is a standby that is only read', 'Give the address of the primary.'),
      ];
    }
    if (!makes) {
      return [
        wrong(ABOUT, 'its user may make no tables', 'grant create on schema public to that user.'),
      ];
    }
    await refusePooler(url, client);
    const times: number[] = [];
    for (let ask = 0; ask < 5; ask += 1) {
      const before = performance.now();
      await client.query('select 1');
      times.push(performance.now() - before);
    }
    const ms = times.toSorted((a, b) => a - b)[2] ?? 0;
    const missing = await stepsToCome(url);
    return [
      ok(ABOUT, `Postgres ${version}`),
      missing.length === 0
        ? ok('tables', 'as this version has them')
        : note('tables', `the next start brings them up to date (${missing.length} steps)`),
      ms > SLOW_MS
        ? note(
            'way to the database',
            `an answer takes ${ms.toFixed(0)} ms; each decision waits for one`,
          )
        : ok('way to the database', `an answer takes ${ms.toFixed(1)} ms`),
    ];
  } catch (error) {
    if (!(error instanceof DatabaseError)) {
      return [
        wrong(ABOUT, `it does not answer: ${reasonOf(error)}`, 'Look at the log of its server.'),
      ];
    }
    return [wrong(ABOUT, error.message, 'Mend that, and look again.')];
  } finally {
    destroy(client);
  }
}

async function stepsToCome(url: string): Promise<readonly string[]> {
  const db = connectWithoutDeadlines(url);
  try {
    return await migrationsToCome(db);
  } finally {
    await db.destroy();
  }
}
