import { EventEmitter, on } from 'node:events';
import { onTestFinished } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/sandbox-world.ts';
import { type Child, startChild } from '../../sandbox/terminal/child.ts';
import type { TestNetwork } from './pilotfish.ts';

export type OwnProcess = {
  child: Child;
  /** The next line of its log, from now on, with this text. */
  said(text: string): Promise<void>;
};

/** The bot of a network as its owner starts it, a process of its own; it ends with the test. */
export function startOwnProcess({
  config,
  discord,
  exchange,
}: Pick<TestNetwork, 'config' | 'discord' | 'exchange'>): OwnProcess {
  const lines = new EventEmitter();
  const child = startChild('src/start.js', {
    env: {
      PILOTFISH_SANDBOX: '1',
      DATABASE_URL: config.databaseUrl ?? '',
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.api,
      DISCORD_CHANNEL_ID: sandboxIds.pilotfish,
      COINBASE_REST_URL: exchange.urls.rest,
      COINBASE_MARKET_SOCKET_URL: exchange.urls.marketSocket,
      COINBASE_USER_SOCKET_URL: exchange.urls.userSocket,
      COINBASE_KEY_NAME: exchange.key.name,
      COINBASE_PRIVATE_KEY: exchange.key.privateKey,
      LOG_LEVEL: 'info',
    },
    onLine: (line) => lines.emit('line', line),
  });
  onTestFinished(() => child.stop());
  return {
    child,
    async said(text) {
      for await (const [line] of on(lines, 'line', { signal: AbortSignal.timeout(60_000) })) {
        if ((line as string).includes(text)) return;
      }
    },
  };
}
