import { DiscordAPIError, REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { restOf, startForTest } from './bot.ts';

const path = Routes.channelMessages(sandboxIds.signals);
const route = '/channels/*/messages';

const contents = async (discord: DiscordServer) =>
  (await discord.messages('signals')).map(({ content }) => content);

/** The statuses of the requests so far, as they come. */
function statuses(discord: DiscordServer) {
  const seen: (number | 'lost')[] = [];
  discord.onEvent((event) => {
    if (event.type === 'request') seen.push(event.status);
  });
  return seen;
}

test.each([false, true])(
  'discord.js waits out a 429 (global: %s) and posts once',
  async (global) => {
    const discord = await startForTest();
    const seen = statuses(discord);
    await discord.failRequests({ path: route, kind: 'status', status: 429, times: 2, global });
    await restOf(discord).post(path, { body: { content: 'after the wait' } });
    expect(seen).toEqual([429, 429, 200]);
    expect(await contents(discord)).toEqual(['after the wait']);
  },
);

test('discord.js keeps within the limits that the headers tell', async () => {
  const discord = await startForTest({
    rateLimits: {
      route: { requests: 2, windowMs: 200 },
      global: { requests: 50, windowMs: 1_000 },
    },
  });
  const seen = statuses(discord);
  const rest = restOf(discord);
  const posts = [1, 2, 3, 4, 5].map((n) => rest.post(path, { body: { content: `${n}` } }));
  await Promise.all(posts);
  expect(seen).toEqual([200, 200, 200, 200, 200]);
  expect(await contents(discord)).toEqual(['1', '2', '3', '4', '5']);
});

test('who ignores the limits is answered 429 with the time to wait', async () => {
  const discord = await startForTest({
    rateLimits: {
      route: { requests: 50, windowMs: 60_000 },
      global: { requests: 2, windowMs: 60_000 },
    },
  });
  const get = () =>
    fetch(`${discord.api}/v10/users/@me`, { headers: { authorization: `Bot ${discord.token}` } });
  const first = await get();
  expect(first.headers.get('x-ratelimit-limit')).toBe('50');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('49');
  await get();
  const refused = await get();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-ratelimit-global')).toBe('true');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ global: true, retry_after: expect.any(Number) });
});

test('a 500 is met as often as asked for, on that route only', async () => {
  const discord = await startForTest();
  const rest = new REST({ api: discord.api, retries: 1 }).setToken(discord.token);
  await discord.failRequests({ method: 'POST', path: route, kind: 'status', status: 502 });
  await rest.get(path);
  await rest.post(path, { body: { content: 'at the second try' } });
  expect(await contents(discord)).toEqual(['at the second try']);
  await discord.failRequests({ path: route, kind: 'status', status: 500, times: 9 });
  await expect(rest.get(path)).rejects.toThrow('Internal Server Error');
  await discord.clearFaults();
  await rest.get(path);
});

test('a lost answer leaves the message posted, and the nonce keeps it from being posted twice', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const body = { content: 'filled', nonce: 'n1', enforce_nonce: true };
  await discord.failRequests({ path: route, kind: 'lose' });
  await expect(rest.post(path, { body })).rejects.not.toBeInstanceOf(DiscordAPIError);
  expect(await contents(discord)).toEqual(['filled']);
  await rest.post(path, { body });
  expect(await contents(discord)).toEqual(['filled']);
});

test('a slow answer can run into the client’s own timeout', async () => {
  const discord = await startForTest();
  const rest = new REST({ api: discord.api, retries: 0, timeout: 20 }).setToken(discord.token);
  const lateAnswer = discord.waitForEvent((event) => event.type === 'request');
  await discord.failRequests({ path: '/users/@me', kind: 'delay', delayMs: 100 });
  await expect(rest.get(Routes.user())).rejects.toThrow('abort');
  await lateAnswer;
});

test('a body that is no JSON is refused and recorded', async () => {
  const discord = await startForTest();
  const answer = await fetch(`${discord.api}/v10${path}`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: '{"content":',
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 50109 });
  expect(await discord.violations()).toHaveLength(1);
});
