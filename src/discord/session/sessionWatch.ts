import { Events, RESTEvents, Status } from 'discord.js';
import type { Bot } from '../bot.ts';

/** Why a session can't go on by itself. */
export type SessionEnd = {
  /** A sentence without its full stop. */
  message: string;
  /** Whether Discord still answers what it is asked. */
  answers: boolean;
};

/** A connection that is made anew again and again for so many times the silence is given up. */
const LONG = 20;

/**
 * Watches over a session for what discord.js waits out for ever: a connection that was closed for
 * good, a token that is not known any more, and a gateway that takes the connection and then says
 * nothing more.
 */
export function watchSession({ client, timing }: Bot): {
  ended: Promise<SessionEnd>;
  stop(): Promise<void>;
} {
  let end: (end: SessionEnd) => void = () => undefined;
  const ended = new Promise<SessionEnd>((resolve) => {
    end = resolve;
  });
  let isBegun = false;
  let silentSince: number | null = null;
  let downSince: number | null = null;

  const onReady = () => {
    isBegun = true;
  };
  const onDisconnect = ({ code }: { code: number }) => {
    if (isBegun)
      end({ message: `Discord has closed the connection for good (code ${code})`, answers: false });
  };
  const onResponse = ({ route }: { route: string }, { status }: { status: number }) => {
    // An interaction has a token of its own, which ends.
    if (!isBegun || status !== 401 || /^\/(webhooks|interactions)/.test(route)) return;
    end({ message: 'Discord does not know the token any more', answers: false });
  };
  client.on(Events.ShardReady, onReady);
  client.on(Events.ShardDisconnect, onDisconnect);
  client.rest.on(RESTEvents.Response, onResponse);

  const timer = setInterval(() => {
    if (!isBegun) return;
    const now = performance.now();
    const states = client.ws.shards.map(({ status }) => status);
    const isDown = states.some((status) => status !== Status.Ready);
    const isSilent = states.some((status) => status === Status.Resuming);
    downSince = isDown ? (downSince ?? now) : null;
    silentSince = isSilent ? (silentSince ?? now) : null;
    if (silentSince !== null && now - silentSince >= timing.silenceMs)
      end({ message: 'Discord has taken the connection and then said nothing', answers: true });
    else if (downSince !== null && now - downSince >= timing.silenceMs * LONG)
      end({ message: 'The connection to Discord could not be made again', answers: true });
  }, timing.silenceMs / 6);
  timer.unref();

  return {
    ended,
    async stop() {
      clearInterval(timer);
      client.off(Events.ShardReady, onReady);
      client.off(Events.ShardDisconnect, onDisconnect);
      client.rest.off(RESTEvents.Response, onResponse);
    },
  };
}
