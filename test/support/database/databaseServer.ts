import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { connect } from '../../../src/trading/store/server/connections.ts';
import { migrate } from '../../../src/trading/store/server/database.ts';
import { startEmbeddedPostgres } from '../../../src/trading/store/server/embeddedPostgres.ts';
import { type AtFirst, connected, learnAtFirst } from './usedDatabases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
    databaseAtFirst: AtFirst;
  }
}

/** One Postgres for the whole run, with a migrated template that each test's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-test-'));
  const server = await startEmbeddedPostgres(folder, { durable: false });
  await connected(server.url, (client) => client.query('create database template_pilotfish'));
  const template = server.url.replace(/\/postgres$/, '/template_pilotfish');
  const db = connect(template, pino({ level: 'silent' }));
  await migrate(db);
  await db.destroy();

  project.provide('databaseAtFirst', await connected(template, learnAtFirst));
  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
