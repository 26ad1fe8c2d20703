import { DiscordAPIError, HTTPError } from 'discord.js';
import type { Connections } from '../app.ts';
import { createClockWatch } from '../discord/session/clockWatch.ts';
import { pauseFor } from '../discord/session/lanes.ts';
import { createLogInSpacing } from '../discord/session/logInSpacing.ts';
import { DISCORD_TIMING } from '../discord/session/timing.ts';
import type { NoticeDelivery } from '../notices/delivery/deliverNotices.ts';
import { type BotOptions, connect, DiscordRefusal, type Session } from './connect.ts';

export type RunningBot = {
  connection(): NonNullable<Connections['discord']>;
  /** When the newest message of a watched channel was taken in, UTC milliseconds. */
  lastMessageAt(): number | null;
  notices: Pick<NoticeDelivery, 'wake' | 'drain' | 'trouble'>;
  /** Resolves when all that the gateway has told so far is in the inbox and the commands are registered. */
  settled(): Promise<void>;
  /** Takes nothing more in, lets what is under way finish, and leaves Discord. */
  stop(): Promise<void>;
};

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const LONGEST_REFUSED_MS = 10 * 60_000;
/** What was told before a session ended may take so long to be taken in. */
const LAST_WORDS_MS = 5_000;

/**
 * Connects to Discord and does everything there: takes watched messages in, answers commands, posts
 * notices. Resolves once it is connected; a Discord that is out of reach, or that takes no log-in
 * for now, is waited for until `signal` is aborted, which rejects. A session that can't go on is
 * replaced by a new log-in, each later than the one before, while everything else goes on. Rejects
 * with DiscordRefusal when Discord will not have the bot as it is from the start, unless `insist`.
 */
export async function startBot(options: BotOptions): Promise<RunningBot> {
  const { app } = options;
  const timing = { ...DISCORD_TIMING, ...options.timing };
  const shared = {
    clock: createClockWatch(app.now),
    spacing: createLogInSpacing({ firstMs: timing.logInSpacingMs }),
  };
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, ...(options.signal ? [options.signal] : [])]);
  let session: Session | null = await connectAtLast(options.insist ?? false, () => undefined);
  let lastMessageAt: number | null = null;
  let away: { since: number; message: string } | null = null;

  async function supervise(): Promise<void> {
    while (session !== null) {
      const end = await Promise.race([session.ended, aborted(stopping.signal)]);
      if (end === 'aborted') return;
      const { message, answers } = end;
      away = { since: app.now(), message };
      app.log.error(`${message}. What is open is traded on; Discord is logged in to anew.`);
      if (answers) {
        session.bot.lanes.release();
        await Promise.race([session.bot.lanes.settled(), pauseFor(LAST_WORDS_MS, signal)]);
      }
      const over = session;
      session = null;
      lastMessageAt = over.bot.lastMessageAt ?? lastMessageAt;
      await over.stop();
      session = await connectAtLast(true, (sentence) => {
        away = { since: away?.since ?? app.now(), message: sentence };
      });
      tellOutage(session, away);
      away = null;
    }
  }

  /** Tries until there is a session; `said`: why there is none yet. */
  async function connectAtLast(insist: boolean, said: (why: string) => void): Promise<Session> {
    let pause = FIRST_RETRY_MS;
    let refusedPause = timing.refusedMs;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await connect(options, shared, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DiscordRefusal) {
          if (!insist) throw error;
          said(error.message);
          app.log.error(
            { retryInMs: refusedPause },
            `${error.message} It is tried again, and what is open is traded on.`,
          );
          await pauseFor(refusedPause, signal);
          refusedPause = Math.min(refusedPause * 2, LONGEST_REFUSED_MS);
          continue;
        }
        const why = whyNot(error);
        said(why);
        app.log.warn({ err: error, retryInMs: pause }, `${why} It is tried again.`);
        await pauseFor(pause, signal);
        pause = Math.min(pause * 2, LONGEST_RETRY_MS);
      }
    }
  }

  function tellOutage({ bot }: Session, outage: { since: number; message: string } | null): void {
    if (outage === null) return;
    const { since, message } = outage;
    const notice = {
      kind: 'error',
      over: true,
      what: 'Discord was logged in to anew',
      lost: `${message}, ${Math.round((app.now() - since) / 1_000)} s ago. Messages from meanwhile are read now; commands were not answered.`,
      todo: '',
    } as const;
    bot.lanes.run('notices', () => app.tell(`session ${since}`, notice));
  }

  const supervising = supervise().catch((error: unknown) => {
    if (!signal.aborted) app.log.error({ err: error }, 'Discord is no longer connected to');
  });

  return {
    connection: () =>
      session === null
        ? { up: false, pingMs: null, since: away?.since ?? null, message: away?.message ?? '' }
        : { ...session.bot.connection, pingMs: pingOf(session) },
    lastMessageAt: () => session?.bot.lastMessageAt ?? lastMessageAt,
    notices: {
      wake: () => session?.bot.notices.wake(),
      drain: async () => session?.bot.notices.drain(),
      trouble: () => session?.bot.notices.trouble() ?? null,
    },
    settled: async () => session?.bot.lanes.settled(),
    async stop() {
      stopping.abort(new Error('stopped'));
      await session?.stop();
      await supervising;
    },
  };
}

function pingOf({ bot }: Session): number | null {
  const { ping } = bot.client.ws;
  return ping >= 0 ? Math.round(ping) : null;
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}

/** Why a try to connect failed, in a sentence for the owner. */
function whyNot(error: unknown): string {
  const message = messageOf(error);
  const used = /^Not enough sessions remaining.*resets at (\S+)$/.exec(message);
  if (used) return `Discord takes no more log-ins of this bot until ${used[1]}.`;
  if (/^Sharding is required/i.test(message))
    return 'Discord asks for more than one connection, as the bot is in so many servers.';
  if (error instanceof HTTPError || error instanceof DiscordAPIError)
    return `Discord is out of order (status ${error.status}).`;
  return `Discord can't be reached (${message}).`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
