import { once } from 'node:events';
import {
  type ChatInputCommandInteraction,
  Events,
  type Message,
  SlashCommandBuilder,
} from 'discord.js';
import { afterEach, expect, test } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/sandbox-world.ts';
import { startDiscord } from '../../../sandbox/discord/server.ts';
import { loginBot } from './bot.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

test('a bot logs in, hears a message, posts one and answers a slash command', async () => {
  const discord = await startDiscord();
  cleanups.push(() => discord.close());
  const client = await loginBot(discord);
  cleanups.push(() => client.destroy());

  expect(client.guilds.cache.map((guild) => guild.name)).toEqual(['Sandbox']);
  const heard = once(client, Events.MessageCreate) as Promise<[Message]>;
  await discord.post('signals', 'provider', 'BUY BTC');
  const [message] = await heard;
  expect(message.content).toBe('BUY BTC');
  expect(message.author.username).toBe('provider');

  const posted = discord.waitForMessage('pilotfish', (one) => one.content === 'taken');
  const channel = await client.channels.fetch(sandboxIds.pilotfish);
  if (!channel?.isSendable()) throw new Error('not sendable');
  await channel.send('taken');
  expect((await posted).author.id).toBe(sandboxIds.bot);

  const ping = new SlashCommandBuilder().setName('ping').setDescription('Answers');
  await client.application.commands.set([ping]);
  client.on(Events.InteractionCreate, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    await command.deferReply();
    await command.editReply('pong');
  });
  const answer = await discord.command('owner', 'general', 'ping');
  expect(answer.message?.content).toBe('pong');
  expect(await discord.violations()).toEqual([]);
});
