import {
  type Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
} from 'discord.js';
import type { Logger } from 'pino';
import type { App } from '../app.ts';
import { commandData } from '../commands/index.ts';
import type { Bot } from '../discord/bot.ts';
import { goRound } from '../discord/intake/rounds.ts';
import { createUnreadList } from '../discord/intake/unread.ts';
import { createWatchedChannels } from '../discord/intake/watchedChannels.ts';
import { createBacktests } from '../discord/past/backtests.ts';
import { createPrivateChannel } from '../discord/privateChannel.ts';
import {
  type Application,
  fetchApplication,
  NO_MESSAGE_CONTENT,
} from '../discord/session/application.ts';
import { createClient } from '../discord/session/client.ts';
import type { ClockWatch } from '../discord/session/clockWatch.ts';
import { watchDatabase } from '../discord/session/databaseWatch.ts';
import { serverInvite } from '../discord/session/inviteLinks.ts';
import { createLanes } from '../discord/session/lanes.ts';
import type { LogInSpacing } from '../discord/session/logInSpacing.ts';
import { createCommandOffers } from '../discord/session/offerCommands.ts';
import { type SessionEnd, watchSession } from '../discord/session/sessionWatch.ts';
import { DISCORD_TIMING, type DiscordTiming } from '../discord/session/timing.ts';
import { events } from '../events/index.ts';
import { createPictures } from '../notices/charts/createPictures.ts';
import { createBotSettings } from '../notices/delivery/botSettings.ts';
import { deliverNotices } from '../notices/delivery/deliverNotices.ts';

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
  /** Goes on trying also when Discord will not have the bot as it is. */
  insist?: boolean;
  /** Where the defaults do not fit. */
  timing?: Partial<DiscordTiming>;
};

/** What outlives a session. */
export type SharedBySessions = { clock: ClockWatch; spacing: LogInSpacing };

/** One log-in, and everything that goes by it. */
export type Session = {
  bot: Bot;
  /** Resolves when it can't go on by itself. */
  ended: Promise<SessionEnd>;
  /** Takes nothing more in, lets what is under way finish, and leaves Discord. */
  stop(): Promise<void>;
};

/** Discord will not have the bot as it is; `message` says why and what to do. */
export class DiscordRefusal extends Error {
  override name = 'DiscordRefusal';
}

/**
 * One try to connect, with a client of its own: discord.js can't use one again whose log-in has
 * failed. Rejects with DiscordRefusal when Discord will not have the bot as it is.
 */
export async function connect(
  options: BotOptions,
  shared: SharedBySessions,
  signal: AbortSignal,
): Promise<Session> {
  const { app, token } = options;
  const { client, leave } = createClient({
    presence: options.presence,
    spacing: shared.spacing,
    ...(options.api !== undefined && { api: options.api }),
  });
  /** Latest first: the order in which everything is closed. */
  const closers: (() => Promise<unknown>)[] = [leave];
  const stop = async () => {
    // Leaving is no lost connection.
    client.removeAllListeners(Events.ShardReconnecting);
    for (const close of closers) await close();
  };
  try {
    return { ...(await begin()), stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function begin(): Promise<Omit<Session, 'stop'>> {
    client.rest.setToken(token);
    const application = await askForApplication(client);
    const settings = createBotSettings(app.db);
    await settings.reload();
    const privateChannel = createPrivateChannel({
      configured: options.privateChannelId,
      settings,
      ownerId: application.ownerId,
      rest: client.rest,
    });
    const parts: Omit<Bot, 'backtests' | 'offers'> = {
      app,
      client,
      application,
      lanes: createLanes(app.log, { held: true }),
      timing: { ...DISCORD_TIMING, ...options.timing },
      clock: shared.clock,
      unread: createUnreadList(app.db),
      readability: new Map(),
      watched: createWatchedChannels(app.db),
      settings,
      privateChannel,
      notices: deliverNotices({
        db: app.db,
        rest: client.rest,
        channelId: privateChannel.id,
        modes: () => settings.current().notices,
        log: app.log,
        now: app.now,
      }),
      pictures: createPictures(app.log),
      connection: { up: false, since: null },
      lastMessageAt: null,
    };
    const bot: Bot = {
      ...parts,
      backtests: createBacktests(parts),
      offers: createCommandOffers(parts, commandData),
    };
    closers.unshift(bot.lanes.stop, bot.notices.stop, bot.backtests.end, bot.pictures.stop);
    await bot.watched.reload();
    await bot.unread.reload();
    for (const event of events) event.listen(bot);
    const watch = watchSession(bot);
    closers.push(watch.stop);
    bot.offers.everywhere();
    await logIn(client, token, app.log, signal);
    const rounds = goRound(bot);
    const database = watchDatabase(bot);
    closers.splice(1, 0, rounds.stop, database.stop);
    bot.backtests.wake();
    app.log.info({ invite: serverInvite(application.id) }, 'connected to Discord');
    await privateChannel.id().catch((error: unknown) => {
      app.log.warn({ err: error }, 'the private channel is not known yet');
    });

    return { bot, ended: watch.ended };
  }
}

/** So long a log-in may take before the log says that it does. */
const SLOW_LOG_IN_MS = 10_000;

const UNKNOWN_TOKEN =
  'Discord does not know the token in DISCORD_TOKEN. Copy it anew from https://discord.com/developers/applications (your application, Bot, Reset Token).';
const NO_INTENT = `${NO_MESSAGE_CONTENT}, then start again.`;

async function askForApplication(client: Client): Promise<Application> {
  try {
    const application = await fetchApplication(client.rest);
    if (!application.messageContent) throw new DiscordRefusal(NO_INTENT);
    return application;
  } catch (error) {
    throw isUnauthorized(error) ? new DiscordRefusal(UNKNOWN_TOKEN) : error;
  }
}

/** Resolves once the session is ready; rejects when Discord takes none, or with the signal's reason. */
async function logIn(
  client: Client,
  token: string,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // discord.js itself tries a gateway that is out of reach again and again, and says nothing.
  const slow = setInterval(
    () => log.warn('Discord’s gateway is out of reach. It is tried again.'),
    SLOW_LOG_IN_MS,
  );
  try {
    await Promise.race([client.login(token).then(() => ready), givenUp]);
  } catch (error) {
    if (isUnauthorized(error) || messageOf(error) === 'Authentication failed')
      throw new DiscordRefusal(UNKNOWN_TOKEN);
    if (/disallowed intents/i.test(messageOf(error))) throw new DiscordRefusal(NO_INTENT);
    throw error;
  } finally {
    clearInterval(slow);
  }
}

function isUnauthorized(error: unknown): boolean {
  return (
    (error instanceof DiscordAPIError && error.status === 401) ||
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
