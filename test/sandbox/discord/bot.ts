import { once } from 'node:events';
import { Client, type ClientOptions, Events, GatewayIntentBits, Partials } from 'discord.js';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';

const { Guilds, GuildMessages, MessageContent, DirectMessages } = GatewayIntentBits;

/** Stock discord.js logged in to a server; resolves when it is ready. */
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
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
  return client as Client<true>;
}
