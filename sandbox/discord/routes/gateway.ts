import { GatewayBotResponseSchema, GatewayResponseSchema } from 'discord-api-spec/zod';
import { ok, type Route } from './rest.ts';

const address = (url: string) => url.replace('http', 'ws');

export const gatewayRoutes: Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    open: true,
    response: GatewayResponseSchema,
    handle: ({ discord }) => ok({ url: address(discord.url) }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    only: 'bot',
    response: GatewayBotResponseSchema,
    handle: ({ discord }) =>
      ok({
        url: address(discord.url),
        shards: 1,
        session_start_limit: {
          total: 1_000,
          remaining: discord.gateway.logInsLeft(),
          reset_after: 14_400_000,
          max_concurrency: 1,
        },
      }),
  },
];
