import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import pino from 'pino';
import { inject } from 'vitest';
import { connect } from '../../../src/trading/store/server/connections.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { connected, keepUsed, nameIn, takeUsed } from './usedDatabases.ts';

export type TestDatabase = {
  db: Kysely<Database>;
  url: string;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
};

/** A real Postgres database of its own, with all tables and no rows. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await migratedDatabase();
  const db = connect(url, pino({ level: 'silent' }));
  return {
    db,
    url,
    close: async () => {
      await db.destroy();
      await drop();
    },
  };
}

/** A database as the bot has brought it up to date, and used it for nothing yet. */
export async function migratedDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('databaseServer');
  const url = takeUsed() ?? (await createDatabase('template_pilotfish')).url;
  return {
    url,
    async drop() {
      if (!(await keepUsed(url, server, inject('databaseAtFirst')))) await dropDatabase(url);
    },
  };
}

/** A database without tables. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  return createDatabase('template0');
}

/** A database with all that this one holds now; nobody may be connected to it. */
export async function copyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  return createDatabase(new URL(url).pathname.slice(1));
}

async function createDatabase(template: string) {
  const server = inject('databaseServer');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = server.replace(/\/postgres$/, `/${name}`);
  // Copied as files it costs a third of what it does by way of the log.
  await query(server, `create database ${name} template ${template} strategy file_copy`);
  return {
    url,
    drop: () => dropDatabase(url),
  };
}

async function dropDatabase(url: string): Promise<void> {
  await query(inject('databaseServer'), `drop database if exists ${nameIn(url)} with (force)`);
}

async function query(url: string, statement: string): Promise<void> {
  await connected(url, (client) => client.query(statement));
}
