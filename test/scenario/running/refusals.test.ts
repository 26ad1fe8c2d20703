import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { startDiscord } from '../../../sandbox/discord/server.ts';
import { sandboxIds, sandboxWorld } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { startChild } from '../../../sandbox/terminal/child.ts';
import { openStore } from '../../../src/trading/store/openStore.ts';
import { testDatabase } from '../../support/database/database.ts';
import { closeWithoutViolations } from '../../support/violations.ts';

// Each starts a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const TOKEN = 'MTEwMDAwMDAwMDAwMDAwMDAx.GxYzAb.abcdefghijklmnopqrstuvwxyz0123';
const NOWHERE = 'http://127.0.0.1:1';

/** Starts the bot as its owner does and waits for its end: the exit code and what it printed beside its log. */
async function refusal(env: Record<string, string>) {
  const lines: string[] = [];
  const child = startChild('src/start.js', {
    env: {
      PILOTFISH_SANDBOX: '',
      DATABASE_URL: '',
      DISCORD_TOKEN: TOKEN,
      DISCORD_API_URL: `${NOWHERE}/api`,
      DISCORD_CHANNEL_ID: '',
      COINBASE_KEY_NAME: '',
      COINBASE_PRIVATE_KEY: '',
      COINBASE_KEY_FILE: '',
      COINBASE_REST_URL: NOWHERE,
      COINBASE_MARKET_SOCKET_URL: 'ws://127.0.0.1:1',
      COINBASE_USER_SOCKET_URL: 'ws://127.0.0.1:1',
      LOG_LEVEL: 'error',
      SECOND_INSTANCE: 'stop',
      ...env,
    },
    onLine: (line) => lines.push(line),
  });
  onTestFinished(() => child.stop());
  const code = await child.ended;
  const text = lines.join('\n');
  expect(text).not.toMatch(/^\s+at /m);
  return { code, text, said: lines.filter((line) => !line.startsWith('{')) };
}

/** The look-alikes and a database, as environment. */
async function network(discordOptions: Parameters<typeof startDiscord>[0] = {}) {
  const [discord, exchange, database] = await Promise.all([
    startDiscord(discordOptions),
    startCoinbase({ prices: 'manual' }),
    testDatabase(),
  ]);
  onTestFinished(async () => {
    await exchange.stop();
    await database.close();
    await closeWithoutViolations(discord);
  });
  return {
    exchange,
    database,
    env: {
      DATABASE_URL: database.url,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.api,
      DISCORD_CHANNEL_ID: sandboxIds.pilotfish,
      COINBASE_REST_URL: exchange.urls.rest,
      COINBASE_MARKET_SOCKET_URL: exchange.urls.marketSocket,
      COINBASE_USER_SOCKET_URL: exchange.urls.userSocket,
    },
  };
}

async function database() {
  const made = await testDatabase();
  onTestFinished(made.close);
  return made;
}

test('every wrong setting is named at once, and none is echoed', async () => {
  const wrong = {
    DISCORD_TOKEN: 'wrong-token',
    DISCORD_CHANNEL_ID: 'wrong-channel',
    DATABASE_URL: 'mysql://wrong-user:wrong-password@host/db',
    LOG_LEVEL: 'wrong-level',
    SECOND_INSTANCE: 'wrong-choice',
    PAPER_CASH: 'wrong-cash',
    COINBASE_REST_URL: 'wrong-address',
    COINBASE_KEY_NAME: 'wrong',
    COINBASE_PRIVATE_KEY: 'wrong-key',
  };
  const { code, said } = await refusal(wrong);
  expect(code).toBe(1);
  for (const name of Object.keys(wrong)) {
    expect(said.filter((line) => line.startsWith(`  - ${name} `))).toHaveLength(1);
  }
  expect(said.join('\n')).not.toContain('wrong-');
});

test('a database out of reach', async () => {
  const url = 'postgres://someone:hunter2@127.0.0.1:1/pilotfish';
  const { code, text, said } = await refusal({ DATABASE_URL: url });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/database can't be reached.*DATABASE_URL/)]);
  expect(text).not.toContain('hunter2');
});

test('a database that the address names wrongly', async () => {
  const { url } = await database();
  const { code, said } = await refusal({ DATABASE_URL: `${url}_not` });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/database can't be reached: .*does not exist/)]);
});

test('a database newer than the code', async () => {
  const { url } = await database();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("insert into kysely_migration values ('9999_from_the_future', '2030-01-01')");
  await client.end();
  const { code, said } = await refusal({ DATABASE_URL: url });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/newer than this version.*9999_from_the_future/)]);
});

test('a second bot on one database', async () => {
  const { url } = await database();
  const log = pino({ level: 'silent' });
  const store = await openStore({ dataDir: 'none', databaseUrl: url, secondInstance: 'stop', log });
  onTestFinished(() => store.close());
  const { code, said } = await refusal({ DATABASE_URL: url });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/^Another Pilotfish is running/)]);
});

test('a data folder that is a file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-refusal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'data');
  await writeFile(file, '');
  const { code, said } = await refusal({ DATA_DIR: file });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/data folder .* can't be used.*DATA_DIR/)]);
});

test('a token that Discord does not know', async () => {
  const { env } = await network();
  const { code, text, said } = await refusal({ ...env, DISCORD_TOKEN: TOKEN });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/does not know the token in DISCORD_TOKEN/)]);
  expect(text).not.toContain(TOKEN);
});

test('a bot without the Message Content intent', async () => {
  const world = sandboxWorld();
  world.application.messageContent = false;
  const { env } = await network({ world });
  const { code, said } = await refusal(env);
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/Message Content Intent/)]);
});

test('a first start while Coinbase is out of reach', async () => {
  const { env, exchange } = await network();
  await exchange.stop();
  const { code, said } = await refusal(env);
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/Coinbase/)]);
});

test('a Coinbase key that Coinbase does not know', async () => {
  const { env, exchange } = await network();
  const { code, text, said } = await refusal({
    ...env,
    PILOTFISH_SANDBOX: '1',
    COINBASE_KEY_NAME: `${exchange.key.name.slice(0, -4)}0000`,
    COINBASE_PRIVATE_KEY: exchange.key.privateKey,
  });
  expect(code).toBe(1);
  expect(said).toEqual([expect.stringMatching(/Coinbase.*key/)]);
  expect(text).not.toContain('PRIVATE KEY');
});
