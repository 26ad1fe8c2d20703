import { onTestFinished } from 'vitest';
import { type CoinbaseServer, startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { type DiscordServer, startDiscord } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { startChild } from '../../../sandbox/terminal/child.ts';
import { emptyDatabase } from '../database/database.ts';
import { closeWithoutViolations } from '../violations.ts';
import { botEnvironment } from './botEnvironment.ts';
import { untilNone } from './botProcess.ts';

export type HalfProcess = {
  /** Every line that it logged. */
  lines: readonly string[];
  /** Resolves once it has logged a line with this text. */
  untilLogged(text: string): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
};

export type Halves = {
  discord: DiscordServer;
  exchange: CoinbaseServer;
  /** Starts one as its owner does, with the secrets of its own half alone. */
  start(half: 'trader' | 'listener'): HalfProcess;
};

const SECRETS = {
  trader: { DISCORD_TOKEN: '' },
  listener: { COINBASE_KEY_NAME: '', COINBASE_PRIVATE_KEY: '' },
};

/** The two halves as processes of their own over one new Postgres database; the look-alikes outlive them. */
export async function halves(): Promise<Halves> {
  const [discord, exchange, database] = await Promise.all([
    startDiscord(),
    startCoinbase({ prices: 'manual', balances: { USD: '1000000' } }),
    emptyDatabase(),
  ]);
  const started: HalfProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(started.map((one) => one.kill()));
    await exchange.stop();
    await database.drop();
    await closeWithoutViolations(discord);
  });
  return {
    discord,
    exchange,
    start(half) {
      const lines: string[] = [];
      const child = startChild('src/start.js', {
        args: [half],
        env: {
          ...botEnvironment({ discord, exchange }),
          ...SECRETS[half],
          DATABASE_URL: database.url,
          SECOND_INSTANCE: 'wait',
        },
        onLine: (line) => lines.push(line),
      });
      const one: HalfProcess = {
        lines,
        untilLogged: async (text) => {
          await untilNone(
            async () =>
              lines.some((line) => line.includes(text))
                ? []
                : [`it has not said “${text}”: ${lines.slice(-3).join(' ')}`],
            60_000,
          );
        },
        async kill() {
          child.process.kill('SIGKILL');
          await child.ended;
        },
      };
      started.push(one);
      return one;
    },
  };
}

/** Both, with #signals followed and BTC at 60,000. */
export async function runningHalves() {
  const network = await halves();
  const { discord, exchange, start } = network;
  await exchange.control.setPrice('BTC-USD', '60000');
  const trader = start('trader');
  const listener = start('listener');
  await listener.untilLogged('connected to Discord');
  // Until its commands are registered there are none to use.
  await untilNone(async () => {
    try {
      const done = await discord.command('owner', 'pilotfish', 'watch add', {
        channel: sandboxIds.signals,
        follow: 'automatic',
      });
      return done === null ? ['no answer'] : [];
    } catch (error) {
      return [String(error)];
    }
  }, 60_000);
  return { ...network, trader, listener };
}
