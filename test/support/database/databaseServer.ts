import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { connect } from '../../../src/trading/store/server/connections.ts';
import { migrate } from '../../../src/trading/store/server/database.ts';
import { startEmbeddedPostgres } from '../../../src/trading/store/server/embeddedPostgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** One Postgres for the whole run, with a migrated template that each test's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-test-'));
  const server = await startEmbeddedPostgres(folder, { durable: false });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create database template_pilotfish');
  await client.end();

  const template = connect(
    server.url.replace(/\/postgres$/, '/template_pilotfish'),
    pino({ level: 'silent' }),
  );
  await migrate(template);
  await template.destroy();

  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
