import { once } from 'node:events';
import { Events, MessageFlags } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { startStrangerBot } from '../../support/bot/strangerBot.ts';
import { loginBot, next, restOf, startForTest } from './bot.ts';

// What a client of a person is told and may do, which is not what a bot's is.

type Frame = { t: string; d: Record<string, never> & Record<string, unknown> };

/** A person's client: its gateway as frames come, and REST with its token. */
async function enter(discord: DiscordServer, name: string) {
  const found = (await discord.people()).find(({ user }) => user.username === name);
  if (!found) throw new Error(`There is no ${name}.`);
  const { token, user } = found;
  const frames: Frame[] = [];
  let sequence = 0;
  let sessionId = '';
  let socket: WebSocket;

  const connect = async (isResume = false) => {
    socket = new WebSocket(`${discord.url.replace('http', 'ws')}/?v=10&encoding=json`);
    onTestFinished(() => socket.terminate());
    socket.on('error', () => undefined);
    socket.on('message', (raw) => {
      const { op, t, s, d } = JSON.parse(String(raw));
      if (op !== 0) return;
      sequence = s;
      if (t === 'READY') sessionId = d.session_id;
      frames.push({ t, d });
      socket.emit('frame');
    });
    await once(socket, 'open');
    const resume = { op: 6, d: { token, session_id: sessionId, seq: sequence } };
    socket.send(JSON.stringify(isResume ? resume : { op: 2, d: { token, properties: {} } }));
  };
  await connect();

  /** The first frame of a type that matches, those that came before too. */
  const told = async (type: string, matches: (data: Frame['d']) => boolean = () => true) => {
    for (;;) {
      const frame = frames.find(({ t, d }) => t === type && matches(d));
      if (frame) return frame.d;
      await once(socket, 'frame', { signal: AbortSignal.timeout(15_000) });
    }
  };
  const rest = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${discord.api}/v10${path}`, {
      method,
      headers: {
        authorization: token,
        ...(body === undefined || body instanceof FormData
          ? {}
          : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    id: user.id,
    frames,
    told,
    rest,
    connect,
    cut: async () => {
      const closed = once(socket, 'close');
      await discord.dropGateway(null, name);
      await closed;
    },
    /** Everything that was sent before now is in `frames` then. */
    settled: async () => {
      const mark = await discord.post('general', 'owner', 'the end of it');
      await told('MESSAGE_CREATE', ({ id }) => id === mark.id);
    },
  };
}

type Channels = { name: string; permissions: string }[];
const namesOf = (guild: Frame['d']) =>
  (guild.channels as unknown as Channels).map(({ name }) => name);

test('a person is told of the servers and channels that they see, and of the bot', async () => {
  const discord = await startForTest();
  const stranger = await enter(discord, 'stranger');
  expect(await stranger.told('READY')).toMatchObject({ user: { username: 'stranger' } });
  const sandbox = await stranger.told('GUILD_CREATE', ({ name }) => name === 'Sandbox');
  expect(namesOf(sandbox)).toContain('signals');
  expect(namesOf(sandbox)).not.toContain('pilotfish');
  expect(sandbox.presences).toMatchObject([{ user: { id: sandboxIds.bot }, status: 'offline' }]);
  expect(namesOf(await stranger.told('GUILD_CREATE', ({ name }) => name === 'Elsewhere'))).toEqual([
    'calls',
  ]);

  const viewer = await enter(discord, 'viewer');
  await viewer.told('GUILD_CREATE');
  await viewer.settled();
  expect(viewer.frames.filter(({ t }) => t === 'GUILD_CREATE')).toHaveLength(1);

  const bot = await loginBot(discord);
  await viewer.told('PRESENCE_UPDATE', ({ status }) => status === 'online');
  await bot.destroy();
  await viewer.told('PRESENCE_UPDATE', ({ status }) => status === 'offline');
});

test('what is said in a channel reaches those who see it, and REST gives it to nobody else', async () => {
  const discord = await startForTest();
  const [owner, viewer] = [await enter(discord, 'owner'), await enter(discord, 'viewer')];
  await Promise.all([owner.told('GUILD_CREATE'), viewer.told('GUILD_CREATE')]);
  const secret = await discord.post('pilotfish', 'owner', 'not for everybody');
  await owner.told('MESSAGE_CREATE', ({ id }) => id === secret.id);
  await viewer.settled();
  expect(JSON.stringify(viewer.frames)).not.toContain('not for everybody');
  const path = `/channels/${sandboxIds.pilotfish}/messages`;
  for (const refused of [
    await viewer.rest('GET', path),
    await viewer.rest('GET', `${path}/${secret.id}`),
    await viewer.rest('POST', path, { content: 'hello' }),
    // Nor by forwarding it to where they may write.
    await viewer.rest('POST', `/channels/${sandboxIds.general}/messages`, {
      message_reference: { type: 1, channel_id: sandboxIds.pilotfish, message_id: secret.id },
    }),
  ]) {
    expect([refused.status, refused.body.code]).toEqual([403, 50_001]);
  }
  expect((await owner.rest('GET', path)).body).toMatchObject([{ content: 'not for everybody' }]);
});

test('a channel comes into view and leaves it with the permissions there', async () => {
  const discord = await startForTest();
  const viewer = await enter(discord, 'viewer');
  await viewer.told('GUILD_CREATE');
  await discord.setPermissions('pilotfish', 'viewer', { allow: ['viewChannel'] });
  await viewer.told('CHANNEL_CREATE', ({ id }) => id === sandboxIds.pilotfish);
  await discord.setPermissions('general', 'viewer', { deny: ['sendMessages'] });
  const general = await viewer.told('CHANNEL_UPDATE', ({ id }) => id === sandboxIds.general);
  expect(BigInt(String(general.permissions)) & (1n << 11n)).toBe(0n);
  expect(
    (await viewer.rest('POST', `/channels/${sandboxIds.general}/messages`, { content: 'x' })).body,
  ).toMatchObject({ code: 50_013 });
  await discord.setPermissions('pilotfish', 'viewer', {});
  await viewer.told('CHANNEL_DELETE', ({ id }) => id === sandboxIds.pilotfish);
  await discord.setRolePermissions('@everyone', { deny: ['viewChannel'] });
  await viewer.told('CHANNEL_DELETE', ({ id }) => id === sandboxIds.signals);
});

test('what was said while a client was away is there when it resumes', async () => {
  const discord = await startForTest();
  const viewer = await enter(discord, 'viewer');
  await viewer.told('GUILD_CREATE');
  await viewer.cut();
  const missed = await discord.post('general', 'owner', 'said meanwhile');
  await viewer.connect(true);
  await viewer.told('RESUMED');
  expect(viewer.frames.map(({ t }) => t).slice(-2)).toEqual(['MESSAGE_CREATE', 'RESUMED']);
  expect(viewer.frames.at(-2)?.d.id).toBe(missed.id);
});

test("nobody resumes another's session, and the bot's faults leave people alone", async () => {
  const discord = await startForTest();
  const owner = await enter(discord, 'owner');
  const { session_id } = await owner.told('READY');
  const [stranger] = (await discord.people()).filter(({ user }) => user.username === 'stranger');
  const socket = new WebSocket(discord.url.replace('http', 'ws'));
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const frames: { op: number }[] = [];
  socket.on('message', (raw) => frames.push(JSON.parse(String(raw))));
  socket.send(JSON.stringify({ op: 6, d: { token: stranger?.token, session_id, seq: 0 } }));
  await expect.poll(() => frames.map(({ op }) => op)).toContain(9);

  const bot = await loginBot(discord);
  const gone = next(bot, Events.ShardReconnecting);
  await discord.dropGateway();
  await gone;
  await discord.muteGateway(true);
  await discord.failRequests({ method: 'POST', path: '/channels/*/messages', kind: 'status' });
  const path = `/channels/${sandboxIds.general}/messages`;
  const posted = await owner.rest('POST', path, { content: 'still here' });
  expect(posted.status).toBe(200);
  await owner.told('MESSAGE_CREATE', ({ content }) => content === 'still here');
  await expect(restOf(discord).post(path as '/', { body: { content: 'x' } })).rejects.toThrow();
});

test('an answer for one person is told to them alone, with how their command went', async () => {
  const discord = await startForTest();
  const bot = await startStrangerBot(discord);
  onTestFinished(() => bot.destroy());
  const [owner, viewer] = [await enter(discord, 'owner'), await enter(discord, 'viewer')];
  await Promise.all([owner.told('GUILD_CREATE'), viewer.told('GUILD_CREATE')]);
  const channel_id = sandboxIds.general;
  const index = await viewer.rest('GET', `/channels/${channel_id}/application-command-index`);
  const [secret] = index.body.application_commands.filter(
    ({ name }: { name: string }) => name === 'secret',
  );
  const data = { id: secret.id, name: 'secret', type: 1, version: secret.version };
  const used = await viewer.rest('POST', '/interactions', {
    type: 2,
    channel_id,
    nonce: '7',
    data,
  });
  expect(used.status).toBe(204);
  await viewer.told('INTERACTION_CREATE', ({ nonce }) => nonce === '7');
  const answer = await viewer.told('MESSAGE_CREATE', ({ content }) => content === 'between us');
  expect(Number(answer.flags) & MessageFlags.Ephemeral).not.toBe(0);
  await viewer.told('INTERACTION_SUCCESS', ({ nonce }) => nonce === '7');
  await owner.settled();
  expect(JSON.stringify(owner.frames)).not.toContain('between us');
  expect(owner.frames.some(({ t }) => t.startsWith('INTERACTION'))).toBe(false);
});

test('a form, and choices for what is being typed, come by the gateway', async () => {
  const discord = await startForTest();
  const bot = await startStrangerBot(discord);
  onTestFinished(() => bot.destroy());
  const owner = await enter(discord, 'owner');
  await owner.told('GUILD_CREATE');
  const channel_id = sandboxIds.general;
  const use = (type: number, nonce: string, data: object, more: object = {}) =>
    owner.rest('POST', '/interactions', { type, channel_id, nonce, data, ...more });
  await use(4, '1', {
    name: 'find',
    type: 1,
    options: [{ type: 3, name: 'fruit', value: 'ap', focused: true }],
  });
  expect(
    await owner.told('APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE', ({ nonce }) => nonce === '1'),
  ).toMatchObject({ choices: [{ value: 'apple' }, { value: 'apricot' }] });

  await use(2, '2', { name: 'ask', type: 1 });
  const asked = await owner.told(
    'MESSAGE_CREATE',
    ({ content }) => content === 'What do you want?',
  );
  const rows = asked.components as unknown as {
    components: { type: number; custom_id: string }[];
  }[];
  const button = rows.flatMap(({ components }) => components).find(({ type }) => type === 2);
  await use(
    3,
    '3',
    { component_type: 2, custom_id: button?.custom_id },
    { message_id: String(asked.id) },
  );
  const form = await owner.told('INTERACTION_MODAL_CREATE', ({ nonce }) => nonce === '3');
  const field = { type: 4, custom_id: 'name', value: '' };
  const refused = await use(5, '4', {
    id: form.id,
    custom_id: form.custom_id,
    components: [{ type: 18, component: field }],
  });
  expect(refused).toMatchObject({ status: 400, body: { code: 50_035 } });
  expect(JSON.stringify(refused.body)).toContain('is required');
});

test('an application that does not answer is said to have failed', async () => {
  const discord = await startForTest({ acknowledgeWithinMs: 50 });
  const bot = await loginBot(discord);
  await bot.application.commands.set([{ name: 'status', description: 'How things are' }]);
  const owner = await enter(discord, 'owner');
  await owner.told('GUILD_CREATE');
  const data = { name: 'status', type: 1 };
  await owner.rest('POST', '/interactions', {
    type: 2,
    channel_id: sandboxIds.general,
    nonce: '5',
    data,
  });
  await owner.told('INTERACTION_FAILURE', ({ nonce }) => nonce === '5');
});

test('a person writes with files, edits and deletes their own, and the bot reads it', async () => {
  const discord = await startForTest();
  const bot = await loginBot(discord);
  const provider = await enter(discord, 'provider');
  const path = `/channels/${sandboxIds.general}/messages`;
  const form = new FormData();
  form.append('payload_json', JSON.stringify({ content: 'LONG SOL' }));
  form.append('files[0]', new Blob(['a note'], { type: 'text/plain' }), 'note.txt');
  const read = next(bot, Events.MessageCreate);
  const { body } = await provider.rest('POST', path, form);
  expect(body).toMatchObject({ author: { username: 'provider' }, attachments: [{ size: 6 }] });
  expect(await read).toMatchObject({ content: 'LONG SOL', id: body.id });

  const of = (id: string) => `${path}/${id}`;
  expect((await provider.rest('PATCH', of(body.id), { content: 'LONG ADA' })).status).toBe(200);
  const other = await discord.post('general', 'owner', 'mine');
  expect((await provider.rest('PATCH', of(other.id), { content: 'x' })).body.code).toBe(50_005);
  expect((await provider.rest('DELETE', of(other.id))).body.code).toBe(50_013);
  expect((await provider.rest('DELETE', of(body.id))).status).toBe(204);
  expect((await discord.messages('general')).map(({ id }) => id)).toEqual([other.id]);

  const dm = await provider.rest('POST', '/users/@me/channels', { recipient_id: sandboxIds.bot });
  expect(dm.body.recipients).toMatchObject([{ id: sandboxIds.bot }]);
  await provider.told('CHANNEL_CREATE', ({ id }) => id === dm.body.id);
});

test("an application's own routes are not for people, nor people's for the bot", async () => {
  const discord = await startForTest();
  const owner = await enter(discord, 'owner');
  for (const path of ['/applications/@me', '/gateway/bot']) {
    expect((await owner.rest('GET', path)).status).toBe(403);
  }
  await expect(
    restOf(discord).get(`/channels/${sandboxIds.general}/application-command-index`),
  ).rejects.toThrow('Missing Access');
});
