import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { type DiscordServer, startDiscord } from '../../sandbox/discord/server.ts';
import { type PastPost, pastMessages } from '../../sandbox/discord/world/past.ts';
import { sandboxIds, sandboxWorld } from '../../sandbox/discord/world/sandboxWorld.ts';
import { makeUser, type WorldChannel } from '../../sandbox/discord/world/world.ts';
import { type FetchingBot, fetchPast } from '../../src/discord/past/fetchPast.ts';
import { createClient } from '../../src/discord/session/client.ts';
import { createLogInSpacing } from '../../src/discord/session/logInSpacing.ts';
import { testDatabase } from '../support/database/database.ts';
import { closeWithoutViolations } from '../support/violations.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00Z');
const START = NOW - 300 * DAY_MS;
const percy = makeUser(sandboxIds.provider, 'provider', 'Percy Provider');
const GENEROUS = { requests: 10_000, windowMs: 1_000 };

/** So many messages one after another, evenly over the time; no two channels have one of the same moment. */
function posts(count: number, channel: number): PastPost[] {
  return Array.from({ length: count }, (_, n) => ({
    at: START + Math.floor(((NOW - START) * n) / count / 1000) * 1000 + channel,
    author: percy,
    content: `message ${n}`,
  }));
}

function thread(number: number, parentId: string, archived: boolean): WorldChannel {
  const at = new Date(START + number * DAY_MS).toISOString();
  return {
    id: (BigInt(sandboxIds.calls) + 100n + BigInt(number)).toString(),
    type: 11,
    name: `post ${number}`,
    guildId: sandboxIds.sandbox,
    parentId,
    topic: null,
    position: 0,
    overwrites: [],
    recipients: [],
    thread: {
      ownerId: sandboxIds.provider,
      archived,
      locked: false,
      createdAt: at,
      ...(archived && { archiveChangedAt: at }),
      appliedTags: [],
      memberIds: [],
    },
  };
}

async function discordWith(threads: WorldChannel[], said: Record<string, PastPost[]>) {
  const world = sandboxWorld();
  world.channels.push(...threads);
  world.messages.push(...Object.entries(said).flatMap(([id, own]) => pastMessages(id, own)));
  const discord = await startDiscord({
    world,
    rateLimits: { route: GENEROUS, global: GENEROUS },
  });
  onTestFinished(() => closeWithoutViolations(discord));
  return discord;
}

/** One run of the bot: a client of its own over the same database. */
async function botOn(
  discord: DiscordServer,
  database: Awaited<ReturnType<typeof testDatabase>>,
): Promise<FetchingBot & { end(): Promise<void> }> {
  const { client, leave } = createClient({
    api: discord.api,
    presence: 'paper trading',
    spacing: createLogInSpacing({ firstMs: 1 }),
  });
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(discord.token);
  await ready;
  onTestFinished(leave);
  const log = pino({ level: 'silent' });
  return { client, app: { db: database.db, now: () => NOW, log }, end: leave };
}

async function emptyStore() {
  const database = await testDatabase();
  onTestFinished(() => database.close());
  return database;
}

const kept = async ({ db }: Awaited<ReturnType<typeof testDatabase>>) =>
  (await db.selectFrom('past_messages').select(['channel_id', 'message_id']).execute()).map(
    ({ channel_id, message_id }) => `${channel_id} ${message_id}`,
  );

test('20,000 messages with limits hit, a restart in the middle and a thread that goes: each once', async () => {
  const [gone, ...others] = [0, 1, 2, 3, 4, 5].map((n) =>
    thread(n, sandboxIds.signals, n % 2 === 1),
  );
  if (!gone) throw new Error('there is a first thread');
  const said = {
    [sandboxIds.signals]: posts(18_700, 10),
    [gone.id]: posts(300, 0),
    ...Object.fromEntries(others.map(({ id }, n) => [id, posts(200, n + 1)])),
  };
  const discord = await discordWith([gone, ...others], said);
  const database = await emptyStore();
  for (const global of [false, true, false, true]) {
    await discord.failRequests({
      path: '/channels/*/messages',
      method: 'GET',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 0.02,
      global,
    });
  }

  const first = await botOn(discord, database);
  const stop = new AbortController();
  let taken = 0;
  const broken = fetchPast(first, {
    channelId: sandboxIds.signals,
    from: START,
    signal: stop.signal,
    onProgress(messages) {
      taken = messages;
      if (messages >= 9_000) stop.abort(new Error('the bot is stopped'));
    },
  });
  await expect(broken).rejects.toThrow('the bot is stopped');
  await first.end();
  const atRestart = taken;
  expect(await kept(database)).toHaveLength(atRestart);

  const second = await botOn(discord, database);
  await discord.failRequests({
    path: '/channels/*/messages',
    kind: 'status',
    status: 429,
    retryAfterSeconds: 0.02,
    times: 3,
  });
  let deleting: Promise<void> | null = null;
  await fetchPast(second, {
    channelId: sandboxIds.signals,
    from: START,
    signal: new AbortController().signal,
    onProgress(messages) {
      taken = atRestart + messages;
      if (taken >= 18_800) deleting ??= discord.deleteChannel(gone.id);
    },
  });
  await deleting;
  const ids = await kept(database);
  expect(new Set(ids).size).toBe(ids.length);
  // Of the thread that went what was there of it, of all others everything; none was fetched twice.
  const there = Map.groupBy(ids, (id) => id.split(' ')[0]);
  expect(there.get(sandboxIds.signals)).toHaveLength(18_700);
  for (const { id } of others) expect(there.get(id)).toHaveLength(200);
  const ofGone = there.get(gone.id)?.length ?? 0;
  expect([100, 200]).toContain(ofGone);
  expect(taken).toBe(18_700 + 1_000 + ofGone);
  const parts = database.db.selectFrom('past_parts').selectAll();
  expect(await parts.where('why_not', 'is not', null).execute()).toMatchObject([
    { channel_id: gone.id, why_not: 'it is gone' },
  ]);
}, 60_000);

test('asked for again it fetches what is new, and what is earlier than it went before', async () => {
  const forum = [0, 1].map((n) => thread(n, sandboxIds.ideas, n === 1));
  const [one, two] = forum;
  if (!one || !two) throw new Error('there are two posts');
  const discord = await discordWith(forum, {
    [sandboxIds.signals]: posts(450, 2),
    [one.id]: posts(30, 0),
    [two.id]: posts(3, 1),
  });
  const database = await emptyStore();
  const bot = await botOn(discord, database);
  const fetchedFrom = async (channelId: string, from: number) => {
    let count = 0;
    const { signal } = new AbortController();
    await fetchPast(bot, { channelId, from, signal, onProgress: (all) => (count = all) });
    return count;
  };
  expect(await fetchedFrom(sandboxIds.signals, START + 200 * DAY_MS)).toBe(150);
  expect(await fetchedFrom(sandboxIds.signals, START + 200 * DAY_MS)).toBe(0);
  await discord.post('signals', 'provider', 'one more');
  await discord.post('signals', 'pilotfish', 'of the bot itself');
  expect(await fetchedFrom(sandboxIds.signals, START)).toBe(301);
  expect(await kept(database)).toHaveLength(451);
  // A forum has no messages but those of its posts.
  expect(await fetchedFrom(sandboxIds.ideas, START - DAY_MS)).toBe(33);
});
