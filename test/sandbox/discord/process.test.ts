import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtempSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ChatInputCommandInteraction, Events, Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { connectDiscordControl } from '../../../sandbox/discord/control/controlHttp.ts';
import { startDiscord } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { loginBot, restOf, startForTest } from './bot.ts';

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'discord-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

/** The server as a process of its own, and what it printed. */
async function startProcess(dataDir: string) {
  const main = join(import.meta.dirname, '../../../sandbox/discord/main.ts');
  const child = fork(main, ['--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (!child.stdout) throw new Error('its output is piped');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ready: JSON.parse(line) as { url: string; api: string; token: string } };
}

/** Resolves when a file of this name is put into a folder. */
async function renamed(dataDir: string, name: string): Promise<void> {
  const watcher = watch(dataDir);
  for await (const [, filename] of on(watcher, 'change')) if (filename === name) break;
  watcher.close();
}

async function control(url: string) {
  const connected = await connectDiscordControl(url);
  onTestFinished(() => connected.close());
  return connected;
}

test('a process of its own is steered over HTTP as one in process is, and stops when told', async () => {
  const { child, ready } = await startProcess(folder());
  const discord = await control(ready.url);
  const client = await loginBot(ready);
  await client.application.commands.set([{ name: 'status', description: 'How things are' }]);
  client.on(Events.InteractionCreate, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    await command.deferReply();
    await command.editReply('fine');
  });
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.username === 'provider') await message.reply(`read: ${message.content}`);
  });

  const signal = await discord.post('signals', 'provider', 'BUY BTC');
  const reply = await discord.waitForMessage('signals', ({ content }) => content.includes('read'), {
    after: signal,
  });
  expect(reply.referenced_message?.id).toBe(signal.id);
  const answer = await discord.command('owner', 'general', 'status');
  expect(answer.message?.content).toBe('fine');
  await discord.waitForAnswer(answer.id, ({ outcome }) => outcome === 'replied');
  await expect(discord.post('nowhere', 'owner', 'hello')).rejects.toThrow(
    'There is no channel "nowhere"',
  );
  expect(await discord.violations()).toEqual([]);
  await client.destroy();

  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('a process that is killed has kept what was posted before', async () => {
  const dataDir = folder();
  const { child, ready } = await startProcess(dataDir);
  const discord = await control(ready.url);
  const written = renamed(dataDir, 'discord.json');
  await discord.post('signals', 'provider', 'BUY BTC');
  await written;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const second = await startForTest({ dataDir });
  expect((await second.messages('signals')).map(({ content }) => content)).toEqual(['BUY BTC']);
});

test('a process ends with whoever forked it', async () => {
  const { child } = await startProcess(folder());
  const ended = once(child, 'exit');
  child.disconnect();
  expect(await ended).toEqual([0, null]);
});

test('a wait whose condition throws fails alone', async () => {
  const discord = await startForTest();
  const wait = discord.waitForMessage('signals', ({ embeds }) => {
    if (embeds.length === 0) throw new Error('no embed here');
    return true;
  });
  await discord.post('signals', 'provider', 'no embed');
  await expect(wait).rejects.toThrow('no embed here');
});

test('events come in order, to a loop as to a listener', async () => {
  const discord = await startForTest();
  const remote = await control(discord.url);
  const events = remote.events();
  for (const content of ['one', 'two']) await discord.post('signals', 'provider', content);
  const seen: string[] = [];
  for await (const event of events) {
    if (event.type === 'message') seen.push(event.message.content);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual(['one', 'two']);
});

test('a wait that is in vain says for what', async () => {
  const discord = await startForTest();
  const wait = discord.waitForMessage('signals', () => true, { timeoutMs: 10 });
  await expect(wait).rejects.toThrow('Waited 10 ms in vain for a message in signals.');
});

test('the world outlives the server: messages, commands, channels, files', async () => {
  const dataDir = folder();
  const first = await startDiscord({ dataDir });
  const rest = restOf(first);
  const commands = Routes.applicationCommands(sandboxIds.application);
  await rest.put(commands, { body: [{ name: 'status', description: 'How' }] });
  await rest.post(Routes.channelMessages(sandboxIds.signals), {
    body: { content: 'kept' },
    files: [{ name: 'kept.txt', data: Buffer.from('kept too') }],
  });
  const { id } = await first.post('dm:owner', 'owner', 'hello');
  await first.close();

  const second = await startForTest({ dataDir });
  const [kept] = await second.messages('signals');
  expect(kept?.content).toBe('kept');
  const file = await fetch(kept?.attachments[0]?.url ?? '');
  expect(await file.text()).toBe('kept too');
  expect((await second.commands()).map(({ name }) => name)).toEqual(['status']);
  expect((await second.messages('dm:owner')).map((message) => message.id)).toEqual([id]);
  const later = await second.post('signals', 'provider', 'new');
  expect(BigInt(later.id)).toBeGreaterThan(BigInt(id));
});

test('the control interface answers this machine only, and only JSON', async () => {
  const discord = await startForTest();
  const call = (headers: Record<string, string>) =>
    fetch(`${discord.url}/sandbox/violations`, { method: 'POST', headers, body: '[]' });
  expect((await call({ 'content-type': 'application/json' })).status).toBe(200);
  expect((await call({ 'content-type': 'text/plain' })).status).toBe(415);
  expect((await fetch(`${discord.url}/sandbox/nothing`)).status).toBe(404);
});
