import type { Logger } from 'pino';
import type { WholeApp } from './app.ts';
import { type RunningBot, startBot } from './bot/startBot.ts';
import type { Config } from './config.ts';
import type { DiscordTiming } from './discord/session/timing.ts';
import { openTrader, startFailure, type TraderOptions } from './halves/openTrader.ts';
import { StartError } from './startError.ts';
import { activePositions } from './trading/strategy/book/positions.ts';

export type StartOptions = TraderOptions & {
  /** How long Discord is waited for, where the defaults do not fit. */
  discordTiming?: Partial<DiscordTiming>;
};

export type Pilotfish = {
  app: WholeApp;
  /** Resolves when another instance has taken over: nothing is acted on from then on. */
  lost: Promise<void>;
  /** Resolves when everything taken in so far is read, decided, acted on and told. */
  processAll(): Promise<void>;
  /** Takes nothing more in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
};

/**
 * Puts the parts together and starts them, both halves in this process: store → venue → engine → bot.
 * What is open is traded from when the venue is there, also while Discord is waited for. Rejects with
 * StartError, DatabaseError or EmbeddedPostgresError when the owner has to mend something first, with
 * DatabaseLost when the database went away meanwhile, and with the signal's reason.
 */
export async function startPilotfish(
  config: Config,
  log: Logger,
  options: StartOptions = {},
): Promise<Pilotfish> {
  const { signal } = options;
  if (!config.discord) throw new StartError('DISCORD_TOKEN is missing.');
  let bot: RunningBot | null = null;
  const trader = await openTrader(config, log, options, {
    onNotice: () => bot?.notices.wake(),
    discord: () => bot?.connection() ?? { up: false, pingMs: null, since: null },
    lastMessageAt: () => bot?.lastMessageAt() ?? null,
  });
  const { app, trading, store, closers, stop } = trader;
  try {
    const running = await startBot({
      token: config.discord.token,
      app,
      presence: `${app.account} trading`,
      // What is open must be managed on, whatever Discord says to the token.
      insist: activePositions(trading.engine.state()).length > 0,
      ...(options.discordTiming ? { timing: options.discordTiming } : {}),
      ...(config.discord.apiUrl ? { api: config.discord.apiUrl } : {}),
      ...(config.discord.channelId ? { privateChannelId: config.discord.channelId } : {}),
      signal: AbortSignal.any([trader.lost, ...(signal ? [signal] : [])]),
    });
    bot = running;
    closers.unshift(() => running.stop());
    store.health.onChange((trouble) => {
      if (trouble === null) running.notices.wake();
    });
    await trader.tellStarted();
    trading.wake();
    return {
      app,
      lost: trading.engine.lost,
      stop,
      async processAll() {
        await running.settled();
        await trading.processAll();
        await running.notices.drain();
      },
    };
  } catch (error) {
    await stop();
    throw startFailure(error);
  }
}
