import { ActivityType, Client, GatewayIntentBits, Partials } from 'discord.js';

export type ClientOptions = {
  /** Discord's REST API, when it is not the real one. */
  api?: string;
  /** Shown under the bot's name: "paper trading". */
  presence: string;
};

/** Stock discord.js, asking for no more than is needed to read channels and answer. */
export function createClient(options: ClientOptions): Client {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
      GatewayIntentBits.DirectMessages,
    ],
    // Edits and deletions of messages from before the start carry little more than an id.
    partials: [Partials.Message, Partials.Channel],
    allowedMentions: { parse: [] },
    presence: {
      status: 'online',
      activities: [{ type: ActivityType.Custom, name: 'mode', state: options.presence }],
    },
    rest: { timeout: 10_000, ...(options.api !== undefined && { api: options.api }) },
  });
}
