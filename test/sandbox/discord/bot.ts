import { once } from 'node:events';
import {
  Client,
  type ClientEvents,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  Partials,
  REST,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import {
  type DiscordOptions,
  type DiscordServer,
  startDiscord,
} from '../../../sandbox/discord/server.ts';

const { Guilds, GuildMessages, MessageContent, DirectMessages } = GatewayIntentBits;

/** A server that ends with the test. */
export async function startForTest(options?: DiscordOptions): Promise<DiscordServer> {
  const discord = await startDiscord(options);
  onTestFinished(() => discord.close());
  return discord;
}

/** Stock discord.js, logged in and ready, that ends with the test. */
export async function loginBot(
  discord: Pick<DiscordServer, 'api' | 'token'>,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [Guilds, GuildMessages, MessageContent, DirectMessages],
    partials: [Partials.Channel, Partials.Message],
    ...options,
    rest: { api: discord.api, ...options.rest },
  });
  onTestFinished(() => client.destroy());
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
  return client as Client<true>;
}

/** The next event of a client, by its first argument. */
export async function next<E extends keyof ClientEvents>(
  client: Client,
  event: E,
): Promise<ClientEvents[E][0]> {
  const [first] = await once(client, event);
  return first;
}

/** @discordjs/rest without a gateway. */
export function restOf(discord: Pick<DiscordServer, 'api' | 'token'>): REST {
  return new REST({ api: discord.api, retries: 0 }).setToken(discord.token);
}
