import {
  ActivityType,
  Client,
  Events,
  GatewayIntentBits,
  Partials,
  type PresenceData,
  SimpleShardingStrategy,
} from 'discord.js';

import type { LogInSpacing } from './logInSpacing.ts';

export type ClientOptions = {
  /** Discord's REST API, when it is not the real one. */
  api?: string;
  /** Shown under the bot's name: "paper trading". */
  presence: string;
  spacing: LogInSpacing;
};

export type Connection = {
  client: Client;
  /** Leaves Discord for good, from whatever state the connection is in. */
  leave(): Promise<void>;
};

/** Stock discord.js, asking for no more than is needed to read channels and answer. */
export function createClient(options: ClientOptions): Connection {
  let hasLeft = false;
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
      GatewayIntentBits.DirectMessages,
    ],
    // Edits and deletions of messages from before the start carry little more than an id.
    partials: [Partials.Message, Partials.Channel],
    allowedMentions: { parse: [] },
    // As many connections as Discord asks for: one, for any bot in fewer than 2,500 servers.
    shards: 'auto',
    presence: presenceOf(options.presence),
    rest: { timeout: 10_000, ...(options.api !== undefined && { api: options.api }) },
    ws: {
      buildIdentifyThrottler: () => options.spacing,
      // A client that is destroyed while the gateway is out of reach goes on connecting, and answers
      // what it hears beside its successor (discord.js 14.28). What every try begins with is the
      // question for the session before: after leaving it is not answered any more.
      buildStrategy(manager) {
        const { retrieveSessionInfo } = manager.options;
        manager.options.retrieveSessionInfo = (shard) =>
          hasLeft ? new Promise(() => undefined) : retrieveSessionInfo(shard);
        return new SimpleShardingStrategy(manager);
      },
    },
  });
  return {
    client,
    async leave() {
      hasLeft = true;
      client.removeAllListeners();
      // Without anybody to hear it an error would end the process.
      client.on(Events.Error, () => undefined);
      await client.destroy();
    },
  };
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
