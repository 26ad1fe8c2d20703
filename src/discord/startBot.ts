import { type Client, DiscordAPIError, Events } from 'discord.js';
import type { Logger } from 'pino';
import type { App, Connections } from '../app.ts';
import { commandData } from '../commands/index.ts';
import { events } from '../events/index.ts';
import { createPictures } from '../notices/charts/createPictures.ts';
import { deliverNotices, type NoticeDelivery } from '../notices/deliverNotices.ts';
import { type Application, fetchApplication } from './application.ts';
import type { Bot } from './bot.ts';
import { createBotSettings } from './botSettings.ts';
import { createClient } from './client.ts';
import { serverInvite } from './inviteLinks.ts';
import { createLanes, pauseFor } from './lanes.ts';
import { createPrivateChannel } from './privateChannel.ts';
import { registerCommands } from './registerCommands.ts';
import { createWatchedChannels } from './watchedChannels.ts';

export type BotOptions = {
  token: string;
  /** Discord's REST API ("http://127.0.0.1:1234/api"), when it is not the real one. */
  api?: string;
  app: App;
  /** Where notices go; without it where the owner chose in Discord, or to the owner directly. */
  privateChannelId?: string;
  /** The mode in a few words ("paper trading"); shown under the bot's name. */
  presence: string;
  /** Gives up trying to reach Discord. */
  signal?: AbortSignal;
};

export type RunningBot = {
  client: Client;
  connection(): Connections['discord'];
  /** When the newest message of a watched channel was taken in, UTC milliseconds. */
  lastMessageAt(): number | null;
  notices: NoticeDelivery;
  /** Resolves when all that the gateway has told so far is in the inbox and the commands are registered. */
  settled(): Promise<void>;
  /** Takes nothing more in, lets what is under way finish, and leaves Discord. */
  stop(): Promise<void>;
};

/** Discord will not have the bot as it is; `message` says why and what to do. */
export class DiscordRefusal extends Error {
  override name = 'DiscordRefusal';
}

/**
 * Connects to Discord and does everything there: takes watched messages in, answers commands, posts
 * notices. Resolves once it is connected; a Discord that is out of reach is waited for. Rejects with
 * DiscordRefusal when waiting can't help.
 */
export async function startBot(options: BotOptions): Promise<RunningBot> {
  const { app, token } = options;
  const client = createClient({
    presence: options.presence,
    ...(options.api !== undefined && { api: options.api }),
  });
  client.rest.setToken(token);
  const application = await reachApplication(client, app.log, options.signal);
  const settings = createBotSettings(app.db);
  await settings.reload();
  const privateChannel = createPrivateChannel({
    configured: options.privateChannelId,
    settings,
    ownerId: application.ownerId,
    rest: client.rest,
  });
  const bot: Bot = {
    app,
    client,
    application,
    lanes: createLanes(app.log, { held: true }),
    watched: createWatchedChannels(app.db),
    settings,
    privateChannel,
    notices: deliverNotices({
      db: app.db,
      rest: client.rest,
      channelId: privateChannel.id,
      log: app.log,
      now: app.now,
    }),
    pictures: createPictures(app.log),
    connection: { up: false, since: null },
    lastMessageAt: null,
  };
  await bot.watched.reload();
  for (const event of events) event.listen(bot);
  bot.lanes.run('commands', async () => {
    await registerCommands(client.rest, application.id, commandData, app.log);
  });
  await logIn(client, token);
  app.log.info({ invite: serverInvite(application.id) }, 'connected to Discord');
  await privateChannel.id().catch((error: unknown) => {
    app.log.warn({ err: error }, 'the private channel is not known yet');
  });

  return {
    client,
    connection: () => ({
      ...bot.connection,
      pingMs: client.ws.ping >= 0 ? Math.round(client.ws.ping) : null,
    }),
    lastMessageAt: () => bot.lastMessageAt,
    notices: bot.notices,
    settled: () => bot.lanes.settled(),
    async stop() {
      // Leaving is no lost connection.
      client.removeAllListeners(Events.ShardReconnecting);
      await bot.lanes.stop();
      await bot.notices.stop();
      await bot.pictures.stop();
      await client.destroy();
    },
  };
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

async function reachApplication(
  client: Client,
  log: Logger,
  signal: AbortSignal = new AbortController().signal,
): Promise<Application> {
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    try {
      const application = await fetchApplication(client.rest);
      if (!application.messageContent) throw new DiscordRefusal(NO_MESSAGE_CONTENT);
      return application;
    } catch (error) {
      if (error instanceof DiscordRefusal) throw error;
      if (error instanceof DiscordAPIError && error.status === 401)
        throw new DiscordRefusal(
          'Discord does not know the token in DISCORD_TOKEN. Copy it anew from https://discord.com/developers/applications (your application, Bot, Reset Token).',
        );
      if (signal.aborted) throw error;
      log.warn({ err: error, retryInMs: pause }, 'Discord is out of reach, trying again');
      await pauseFor(pause, signal);
    }
  }
}

const NO_MESSAGE_CONTENT =
  'The bot may not read messages: switch on "Message Content Intent" at https://discord.com/developers/applications (your application, Bot, Privileged Gateway Intents), then start again.';

async function logIn(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  try {
    await client.login(token);
  } catch (error) {
    if (error instanceof Error && /disallowed intents/i.test(error.message))
      throw new DiscordRefusal(NO_MESSAGE_CONTENT);
    throw error;
  }
  await ready;
}
