import { once } from 'node:events';
import { type Client, Events, GatewayIntentBits, type Message, Partials, Status } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  sandboxIds,
  sandboxToken,
  sandboxWorld,
} from '../../../sandbox/discord/world/sandboxWorld.ts';
import { loginBot, next, startForTest } from './bot.ts';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** Collects messages until there are as many as asked for. */
function collect(client: Client, count: number): Promise<string[]> {
  return new Promise((resolve) => {
    const contents: string[] = [];
    client.on(Events.MessageCreate, (message) => {
      contents.push(message.content);
      if (contents.length === count) resolve(contents);
    });
  });
}

/** A client of one's own making: frames as they are. */
async function rawConnection(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/?v=10&encoding=json`);
  onTestFinished(() => socket.terminate());
  const frames: { op: number; t: string | null; d: unknown; s: number | null }[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)));
    for (const wake of waiting.splice(0)) wake();
  });
  const receive = async () => {
    while (frames.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return frames.shift();
  };
  return {
    socket,
    receive,
    send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })),
    closed: once(socket, 'close').then(([code]) => code as number),
  };
}

const properties = { os: 'linux', browser: 'test', device: 'test' };

test('a bot becomes ready in the servers it is a member of, with their channels and members', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  expect(client.user.id).toBe(sandboxIds.bot);
  expect(client.guilds.cache.map(({ name }) => name)).toEqual(['Sandbox']);
  const guild = client.guilds.cache.get(sandboxIds.sandbox);
  expect(guild?.ownerId).toBe(sandboxIds.owner);
  expect(guild?.channels.cache.map(({ name }) => name)).toContain('signals');
  expect(guild?.members.me?.id).toBe(sandboxIds.bot);
  expect(client.channels.cache.has(sandboxIds.calls)).toBe(false);
});

test('message events reach the bot only from channels it can see', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const heard = collect(client, 2);
  await discord.post('signals', 'provider', 'one');
  await discord.post('unseen', 'provider', 'two');
  await discord.post('calls', 'provider', 'three');
  await discord.post('pilotfish', 'owner', 'four');
  expect(await heard).toEqual(['one', 'four']);
});

test('without the Message Content intent the words of others are missing, but for DMs and mentions', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord, { intents: [Guilds, GuildMessages, DirectMessages] });
  const heard = collect(client, 4);
  await discord.post('signals', 'provider', { content: 'hidden', embeds: [{ title: 'hidden' }] });
  await discord.post('signals', 'provider', `for <@${sandboxIds.bot}>`);
  await discord.post('dm:owner', 'owner', 'panic');
  await discord.post('signals', 'pilotfish', 'my own');
  expect(await heard).toEqual(['', `for <@${sandboxIds.bot}>`, 'panic', 'my own']);
});

test('direct messages need their intent', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord, { intents: [Guilds, GuildMessages] });
  const heard = collect(client, 1);
  await discord.post('dm:owner', 'owner', 'panic');
  await discord.post('signals', 'pilotfish', 'last');
  expect(await heard).toEqual(['last']);
});

test('a cut connection resumes, and what was missed comes in order and once', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const heard = collect(client, 4);
  await discord.post('signals', 'provider', 'before');
  const resumed = discord.waitForEvent(
    (event) => event.type === 'connection' && event.change === 'resumed',
  );
  await discord.dropGateway();
  for (const content of ['missed 1', 'missed 2', 'missed 3']) {
    await discord.post('signals', 'provider', content);
  }
  await resumed;
  expect(await heard).toEqual(['before', 'missed 1', 'missed 2', 'missed 3']);
});

test('when asked to reconnect the bot resumes', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const resumed = once(client, Events.ShardResume);
  await discord.askToReconnect();
  await resumed;
  expect(await discord.connections()).toHaveLength(1);
});

test('an invalid session that may be resumed is', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const resumed = once(client, Events.ShardResume);
  const [before] = await discord.connections();
  await discord.sendInvalidSession(true);
  await resumed;
  expect((await discord.connections())[0]?.id).toBe(before?.id);
});

test('when no session can be resumed the bot identifies anew and the events are gone', async () => {
  const discord = await startForTest();
  // discord.js waits 5 seconds between two identifies unless told otherwise.
  const atOnce = { waitForIdentify: async () => {} };
  const client = await loginBot(discord, { ws: { buildIdentifyThrottler: () => atOnce } });
  const first = (await discord.connections())[0]?.sessionId;
  const heard = collect(client, 1);
  const ready = once(client, Events.ShardReady);
  await discord.invalidateSessions();
  await discord.dropGateway(4000);
  await discord.post('signals', 'provider', 'lost');
  await ready;
  await discord.post('signals', 'provider', 'heard');
  expect(await heard).toEqual(['heard']);
  expect((await discord.connections())[0]?.sessionId).not.toBe(first);
});

test('a bot whose heartbeats are not answered gives the connection up and resumes', async () => {
  const discord = await startForTest({ heartbeatIntervalMs: 150 });
  const client = await loginBot(discord);
  const resumed = once(client, Events.ShardResume);
  const dropped = discord.waitForEvent(
    (event) => event.type === 'connection' && event.change === 'closed',
  );
  await discord.acknowledgeHeartbeats(false);
  await dropped;
  await discord.acknowledgeHeartbeats(true);
  await resumed;
});

test('a connection that went silent is replaced, with a replay of what it did not say', async () => {
  const discord = await startForTest({ heartbeatIntervalMs: 150 });
  const client = await loginBot(discord);
  const heard = collect(client, 1);
  await discord.muteGateway(true);
  await discord.post('signals', 'provider', 'into the silence');
  expect(await heard).toEqual(['into the silence']);
});

test('connections are refused for as long as asked', async () => {
  const discord = await startForTest();
  await discord.refuseGateway(true);
  const refused = new WebSocket(discord.url.replace('http', 'ws'));
  const [error] = await once(refused, 'error');
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNRESET');
  await discord.refuseGateway(false);
  const { receive } = await rawConnection(discord.url);
  expect(await receive()).toMatchObject({ op: 10 });
});

test('edits, deletes and bulk deletes reach the bot, though it never saw the messages', async () => {
  const discord = await startForTest();
  const posts: { id: string }[] = [];
  for (const content of ['a', 'b', 'c', 'd']) {
    posts.push(await discord.post('signals', 'provider', content));
  }
  const [a, b, c, d] = posts as [{ id: string }, { id: string }, { id: string }, { id: string }];
  const client = await loginBot(discord, { partials: [Partials.Message] });

  const edited = once(client, Events.MessageUpdate) as Promise<[Message, Message]>;
  await discord.edit(a, 'a2');
  const [, after] = await edited;
  expect(after.content).toBe('a2');
  expect(after.editedTimestamp).not.toBeNull();

  const deleted = next(client, Events.MessageDelete);
  await discord.delete(b);
  expect((await deleted).id).toBe(b.id);

  const bulk = next(client, Events.MessageBulkDelete);
  await discord.delete(c, d);
  expect([...(await bulk).keys()].toSorted()).toEqual([c.id, d.id]);
  expect((await discord.messages('signals')).map(({ content }) => content)).toEqual(['a2']);
});

test('a link preview is an update without an edit', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const updated = once(client, Events.MessageUpdate) as Promise<[Message, Message]>;
  const message = await discord.post('signals', 'provider', 'see https://example.com');
  await discord.linkPreview(message);
  const [, after] = await updated;
  expect(after.embeds[0]?.url).toBe('https://example.com/');
  expect(after.editedTimestamp).toBeNull();
});

test('webhook posts, replies, forwards and followed announcements look as Discord makes them', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const heard = (count: number) =>
    new Promise<Message[]>((resolve) => {
      const messages: Message[] = [];
      client.on(Events.MessageCreate, (message) => {
        messages.push(message);
        if (messages.length === count) resolve(messages);
      });
    });
  const all = heard(5);
  const hook = await discord.post('signals', 'provider', {
    content: 'hook',
    webhook: 'TradingView',
  });
  await discord.post('signals', 'provider', { content: 'TP1 hit', replyTo: hook });
  const elsewhere = await discord.post('calls', 'provider', {
    content: 'BUY ETH',
    embeds: [{ title: 'ETH long' }],
  });
  await discord.post('signals', 'owner', { forwardOf: elsewhere });
  const news = await discord.post('announcements', 'provider', 'BUY SOL');
  await discord.post('following', 'provider', { crosspostOf: news });

  const [byHook, reply, forward, , crosspost] = await all;
  expect(byHook?.webhookId).toBeTruthy();
  expect(byHook?.author.username).toBe('TradingView');
  expect(reply?.reference?.messageId).toBe(hook.id);
  expect((await reply?.fetchReference())?.content).toBe('hook');
  expect(forward?.content).toBe('');
  expect(forward?.messageSnapshots.first()?.content).toBe('BUY ETH');
  expect(forward?.messageSnapshots.first()?.embeds[0]?.title).toBe('ETH long');
  expect(crosspost?.flags.has('IsCrosspost')).toBe(true);
  expect(crosspost?.reference?.channelId).toBe(sandboxIds.announcements);
  expect(crosspost?.content).toBe('BUY SOL');
});

test('threads and forum posts open before the eyes of the bot, and their messages reach it', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const opened = next(client, Events.ThreadCreate);
  const heard = collect(client, 3);
  const origin = await discord.post('signals', 'provider', 'BTC plan');
  const threadId = await discord.startThread('signals', 'provider', 'btc', {
    from: origin,
    first: 'BUY BTC',
  });
  expect(threadId).toBe(origin.id);
  expect((await opened).parentId).toBe(sandboxIds.signals);

  const post = await discord.startThread('ideas', 'provider', 'eth', { first: 'BUY ETH' });
  expect(await heard).toEqual(['BTC plan', 'BUY BTC', 'BUY ETH']);
  // A forum post's first message has its thread's id.
  expect((await discord.messages(post)).map(({ id }) => id)).toEqual([post]);
});

test('the bot learns that it may no longer see a channel', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const changed = once(client, Events.ChannelUpdate);
  await discord.setPermissions('signals', 'pilotfish', { deny: ['viewChannel'] });
  await changed;
  const channel = client.guilds.cache.first()?.channels.cache.get(sandboxIds.signals);
  expect(channel?.permissionsFor(client.user)?.has('ViewChannel')).toBe(false);
});

test('the presence that a bot sets is recorded', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const changed = discord.waitForEvent((event) => event.type === 'presence');
  client.user.setPresence({ status: 'idle', activities: [{ name: 'paper trading' }] });
  await changed;
  const presence = await discord.presence();
  expect(presence?.status).toBe('idle');
  expect(presence?.activities[0]?.name).toBe('paper trading');
});

test('a wrong token is refused by the gateway and by the API', async () => {
  const discord = await startForTest();
  const { socket, receive, send, closed } = await rawConnection(discord.url);
  expect(await receive()).toMatchObject({ op: 10, d: { heartbeat_interval: 41_250 } });
  send(2, { token: 'wrong', intents: 1, properties });
  expect(await closed).toBe(4004);
  expect(socket.readyState).toBe(WebSocket.CLOSED);
  await expect(loginBot({ api: discord.api, token: 'wrong.token.here' })).rejects.toThrow(/token/i);
});

test('privileged intents that are switched off in the portal are disallowed', async () => {
  const world = sandboxWorld();
  world.application.messageContent = false;
  const discord = await startForTest({ world });
  await expect(loginBot(discord)).rejects.toThrow('disallowed intents');
});

test('frames that make no sense close the connection with the documented code', async () => {
  const discord = await startForTest();
  const code = async (frame: string) => {
    const { socket, receive, closed } = await rawConnection(discord.url);
    await receive();
    socket.send(frame);
    return closed;
  };
  expect(await code('nonsense')).toBe(4002);
  expect(await code('{"op":3,"d":{}}')).toBe(4003);
  expect(await code(JSON.stringify({ op: 2, d: { token: sandboxToken, intents: -1 } }))).toBe(4013);
  const resume = { token: sandboxToken, session_id: 'gone', seq: 1 };
  const { receive, send } = await rawConnection(discord.url);
  await receive();
  send(6, resume);
  expect(await receive()).toMatchObject({ op: 9, d: false });
});

test('malformed frames are sent as asked for', async () => {
  const discord = await startForTest();
  const { socket, receive } = await rawConnection(discord.url);
  await receive();
  const raw = once(socket, 'message');
  await discord.sendMalformed('unknown op');
  expect(String((await raw)[0])).toContain('"op":99');
});

test('stock discord.js lives through an unknown op and an unknown event', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const heard = collect(client, 1);
  await discord.sendMalformed('unknown op');
  await discord.sendMalformed('unknown event');
  await discord.post('signals', 'provider', 'still here');
  expect(await heard).toEqual(['still here']);
  expect(client.ws.status).toBe(Status.Ready);
});
