import type pg from 'pg';
import type { Logger } from 'pino';
import { connectOne, type Deadlines, destroy } from './connections.ts';

const LOOK_MS = 1_000;
const DEADLINES: Deadlines = {
  statement: 1_400,
  lock: 1_000,
  idleInTransaction: 1_000,
  answer: 1_500,
};

export type Listening = { stop(): Promise<void> };

/**
 * Listens on a channel of Postgres. `heard` is called with what was said there; and with null, once a
 * second, while the connection is away and when it is back: something may have been said meanwhile.
 */
export async function listen(
  url: string,
  channel: string,
  heard: (said: string | null) => void,
  log: Logger,
): Promise<Listening> {
  let client: pg.Client | null = null;
  let stopped = false;
  let looking: Promise<void> | null = null;

  async function connectAgain(): Promise<void> {
    const connected = await connectOne(url, { name: `pilotfish ${channel}`, deadlines: DEADLINES });
    connected.on('notification', ({ payload }) => heard(payload ?? ''));
    const gone = () => {
      if (client !== connected) return;
      client = null;
      if (!stopped) log.warn({ channel }, 'what the other half says is looked for each second');
    };
    connected.once('error', gone);
    connected.once('end', gone);
    try {
      await connected.query(`listen ${channel}`);
      client = connected;
    } catch (error) {
      destroy(connected);
      throw error;
    }
  }

  /** A connection whose other end is silent is found out by asking. */
  async function look(): Promise<void> {
    const connected = client;
    if (connected !== null) {
      await connected.query('select 1').catch(() => {
        destroy(connected);
        if (client === connected) client = null;
      });
      if (client !== null) return;
    }
    await connectAgain().catch(() => undefined);
    heard(null);
  }

  await connectAgain();
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null;
    });
  }, LOOK_MS);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
      if (client !== null) destroy(client);
    },
  };
}
