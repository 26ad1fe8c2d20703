import { ActivityType, Client, GatewayIntentBits, Partials, type PresenceData } from 'discord.js';

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
    presence: presenceOf(options.presence),
    rest: { timeout: 10_000, ...(options.api !== undefined && { api: options.api }) },
  });
}

/** Says the mode under the bot's name, now and after every reconnect. */
export function showMode(client: Client, presence: string): void {
  client.options.presence = presenceOf(presence);
  client.user?.setPresence(presenceOf(presence));
}

function presenceOf(state: string): PresenceData {
  return {
    status: 'online',
    activities: [{ type: ActivityType.Custom, name: 'mode', state }],
  };
}
