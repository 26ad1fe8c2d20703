import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { startCoinbase } from '../../sandbox/coinbase/server.ts';
import { startDiscord } from '../../sandbox/discord/server.ts';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { examine } from '../../src/doctor/doctor.ts';
import { connectWithoutDeadlines } from '../../src/trading/store/server/connections.ts';
import { migratedDatabase } from '../support/database/database.ts';

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything that a live bot needs, all of it right. */
async function wellSetUp() {
  const [discord, exchange, database, DATA_DIR] = await Promise.all([
    startDiscord(),
    startCoinbase({ prices: 'manual' }),
    migratedDatabase(),
    dataFolder(),
  ]);
  onTestFinished(async () => {
    await Promise.all([discord.close(), exchange.stop(), database.drop()]);
  });
  const env = {
    DATA_DIR,
    DATABASE_URL: database.url,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.api,
    DISCORD_CHANNEL_ID: sandboxIds.pilotfish,
    COINBASE_KEY_NAME: exchange.key.name,
    COINBASE_PRIVATE_KEY: exchange.key.privateKey,
    COINBASE_REST_URL: exchange.urls.rest,
    COINBASE_MARKET_SOCKET_URL: exchange.urls.marketSocket,
    COINBASE_USER_SOCKET_URL: exchange.urls.userSocket,
  };
  return { discord, exchange, database, env };
}

async function told(env: Record<string, string>, now?: () => number) {
  const lines: string[] = [];
  const isWell = await examine(env, (line) => lines.push(line), now);
  return { isWell, lines, wrong: lines.filter((line) => line.startsWith('✗')) };
}

test('with nothing set all is well, and what there is not is said', async () => {
  const { isWell, lines } = await told({ DATA_DIR: await dataFolder() });
  expect(lines.slice(-3)).toEqual([
    '· database: there is none yet: the first start makes it in the data folder',
    '· Discord: no token is set: npm start gives the sandbox, on this machine alone',
    'All that can be seen from here is well.',
  ]);
  expect(isWell).toBe(true);
});

test('where everything is right each line says so, nothing is posted or ordered, and no secret is shown', async () => {
  const { discord, exchange, env } = await wellSetUp();
  const before = (await discord.messages('pilotfish')).length;
  const { isWell, lines } = await told(env);
  expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([
    'All that can be seen from here is well.',
  ]);
  expect(isWell).toBe(true);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^✓ Discord token: it is .+, with one owner$/),
      '✓ private channel: the bot may write in #pilotfish',
      '✓ tables: as this version has them',
      '✓ Coinbase key: Coinbase takes it; it may view, trade',
      '✓ clock: right, by Discord’s',
      '✓ clock: right, by Coinbase’s',
    ]),
  );
  expect(await discord.messages('pilotfish')).toHaveLength(before);
  expect(await exchange.control.orders()).toEqual([]);
  for (const secret of [env.DISCORD_TOKEN, env.COINBASE_PRIVATE_KEY, env.DATABASE_URL]) {
    expect(lines.join('\n')).not.toContain(secret);
  }
});

type Env = Awaited<ReturnType<typeof wellSetUp>>['env'];
type Parts = Awaited<ReturnType<typeof wellSetUp>>;

test.each<[string, (parts: Parts) => Promise<Partial<Env>>, RegExp[]]>([
  [
    'a token that Discord does not know',
    async ({ discord }) => {
      await discord.setToken('MTIzNDU2Nzg5MDEyMzQ1Njc4.Other1.abcdefghijklmnopqrstuvwxyz');
      return {};
    },
    [/^✗ Discord token: Discord does not know it\n {4}Copy it anew: https/],
  ],
  [
    'messages that may not be read',
    async ({ discord }) => {
      await discord.setMessageContent(false);
      return {};
    },
    [/^✗ message content: .*Message Content Intent/],
  ],
  [
    'a private channel that is not there',
    async () => ({ DISCORD_CHANNEL_ID: '123456789012345678' }),
    [/^✗ private channel: .*\n {4}Check DISCORD_CHANNEL_ID/],
  ],
  [
    'a key that may move money',
    async ({ exchange }) => {
      const { name, privateKey } = await exchange.control.addKey({
        permissions: { canTransfer: true },
      });
      return { COINBASE_KEY_NAME: name, COINBASE_PRIVATE_KEY: privateKey };
    },
    [/^✗ its permissions: it may move money out of your account/],
  ],
  [
    'a key that Coinbase does not know',
    async () => ({ COINBASE_KEY_NAME: 'organizations/x/apiKeys/unknown' }),
    [/^✗ Coinbase key: (?!.*internet).*\n.*docs\/coinbase\.md/],
  ],
  [
    'a database that is not there',
    async () => ({ DATABASE_URL: 'postgres://someone:verysecret@127.0.0.1:1/x' }),
    [/^✗ database: it can't be reached: ECONNREFUSED\n {4}Check that it runs/],
  ],
  [
    'a database of a newer version',
    async ({ database }) => {
      const db = connectWithoutDeadlines(database.url);
      await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '')`.execute(
        db,
      );
      await db.destroy();
      return {};
    },
    [/^✗ database: The database is newer than this version of Pilotfish \(it has 9999_later\)/],
  ],
])('%s: said in a sentence, with what to do', async (_name, breakIt, expected) => {
  const parts = await wellSetUp();
  const { isWell, wrong, lines } = await told({ ...parts.env, ...(await breakIt(parts)) });
  expect(isWell).toBe(false);
  expect(wrong).toEqual(expected.map((one) => expect.stringMatching(one)));
  expect(lines.at(-1)).toBe('Something is to be mended: see ✗.');
  expect(lines.join('\n')).not.toContain('verysecret');
});

test('a clock that is six minutes ahead is said by both', async () => {
  const { env } = await wellSetUp();
  const { wrong } = await told(env, () => Date.now() + 6 * 60_000);
  expect(wrong).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^✗ clock: at least 35\d s ahead of Discord’s\n {4}Set it/),
    ]),
  );
});

test('settings that are wrong are the first thing said, and a port that is taken is', async () => {
  const misspelt = await told({ COINBASE_KEY_NAME: 'organizations/x/apiKeys/y' });
  expect(misspelt.isWell).toBe(false);
  expect(misspelt.lines[0]).toMatch(
    /^✗ settings: 2 settings are wrong\.\n {2}- COINBASE_PRIVATE_KEY/,
  );

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { isWell, lines } = await told({ DATA_DIR: await dataFolder(), HEALTH_LISTEN: port });
  expect(lines).toContain(`· health port: 127.0.0.1:${port} is taken; by the bot, if it runs`);
  expect(isWell).toBe(true);
});
