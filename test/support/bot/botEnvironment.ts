import type { CoinbaseServer } from '../../../sandbox/coinbase/server.ts';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';

/** What the bot's environment says of the look-alikes it is to run on, as a process of its own. */
export function botEnvironment(servers: {
  discord: DiscordServer;
  exchange: CoinbaseServer;
}): Record<string, string> {
  const { discord, exchange } = servers;
  return {
    PILOTFISH_SANDBOX: '1',
    DATABASE_URL: '',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.api,
    DISCORD_CHANNEL_ID: sandboxIds.pilotfish,
    COINBASE_REST_URL: exchange.urls.rest,
    COINBASE_MARKET_SOCKET_URL: exchange.urls.marketSocket,
    COINBASE_USER_SOCKET_URL: exchange.urls.userSocket,
    COINBASE_KEY_NAME: exchange.key.name,
    COINBASE_PRIVATE_KEY: exchange.key.privateKey,
    LOG_LEVEL: 'info',
  };
}
