import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createControlCalls } from './control/calls.ts';
import type { DiscordControl } from './control/control.ts';
import { createControlHandler } from './control/controlHttp.ts';
import { createEventStream, type DiscordEvent } from './control/events.ts';
import { createFaults } from './control/faults.ts';
import { withWaits } from './control/waiting.ts';
import type { Discord, StoredFile } from './discord.ts';
import { createGateway } from './gateway/gateway.ts';
import { createInteractions } from './interactions/interactions.ts';
import { applicationRoutes } from './routes/applications.ts';
import { channelRoutes } from './routes/channels.ts';
import { gatewayRoutes } from './routes/gateway.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { messageRoutes } from './routes/messages.ts';
import { createRateLimiter, defaultRateLimits, type RateLimits } from './routes/rateLimit.ts';
import { createRest } from './routes/rest.ts';
import { useRoutes } from './routes/use.ts';
import { userRoutes } from './routes/users.ts';
import { createViolations } from './wire/validate.ts';
import { sandboxToken, sandboxWorld } from './world/sandboxWorld.ts';
import { createSnowflakes } from './world/snowflake.ts';
import { createStore, loadWorld } from './world/store.ts';
import { createUserTokens } from './world/userTokens.ts';
import { lastId, type WorldSnapshot, worldFromSnapshot } from './world/world.ts';

export interface DiscordOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** Where the world is kept; only in memory when absent. */
  dataDir?: string;
  /** What there is at first; `sandboxWorld()` when absent. A saved world goes before it. */
  world?: WorldSnapshot;
  /** What the bot logs in with; `sandboxToken` when absent. */
  token?: string;
  /** UTC milliseconds; the real clock when absent. */
  now?: () => number;
  /** 41,250 when absent, as Discord's. */
  heartbeatIntervalMs?: number;
  /** 3,000 when absent. */
  acknowledgeWithinMs?: number;
  /** 15 minutes when absent. */
  tokenLifetimeMs?: number;
  rateLimits?: RateLimits;
}

/** A running server, with the control interface. */
export interface DiscordServer extends DiscordControl {
  /** As "http://127.0.0.1:port"; the gateway's address is told by the API. */
  url: string;
  /** For discord.js: `new Client({ rest: { api } })`. */
  api: string;
  token: string;
  close(): Promise<void>;
}

/** Starts a Discord on 127.0.0.1: REST, gateway, files and the control interface on one port. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordServer> {
  const { now = Date.now, token = sandboxToken, dataDir } = options;
  const server = createServer();
  // Longer than clients keep idle connections, so that none is cut under a request.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const saved = dataDir === undefined ? null : loadWorld(dataDir, url);
  const world = saved?.world ?? worldFromSnapshot(structuredClone(options.world ?? sandboxWorld()));
  const files = saved?.files ?? new Map<string, StoredFile>();
  const store = dataDir === undefined ? null : createStore(dataDir, url, world, files);

  const events = createEventStream();
  const gateway = createGateway(() => discord, {
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
  });
  const interactions = createInteractions(() => discord, {
    acknowledgeWithinMs: options.acknowledgeWithinMs ?? 3_000,
    tokenLifetimeMs: options.tokenLifetimeMs ?? 15 * 60_000,
  });
  const discord: Discord = {
    world,
    token,
    userTokens: createUserTokens(),
    url,
    events,
    gateway,
    interactions,
    faults: createFaults(),
    violations: createViolations((violation) => events.emit({ type: 'violation', violation })),
    files,
    now,
    nextId: createSnowflakes(now, lastId(world)),
    changed: () => store?.changed(),
  };

  const rest = createRest(
    discord,
    [
      ...messageRoutes,
      ...interactionRoutes,
      ...useRoutes,
      ...channelRoutes,
      ...applicationRoutes,
      ...userRoutes,
      ...gatewayRoutes,
    ],
    createRateLimiter(options.rateLimits ?? defaultRateLimits),
  );
  const calls = createControlCalls(discord);
  const control = createControlHandler(calls, events);

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const asked = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    if (asked.pathname.startsWith('/sandbox/')) void control(request, response, asked);
    else if (asked.pathname.startsWith('/attachments/')) sendFile(files, response, asked);
    else void rest(request, response, asked);
  });
  server.on('upgrade', gateway.upgrade);

  return {
    ...withWaits(calls, (listener) =>
      // A copy, as one over HTTP would be.
      events.subscribe((event) => listener(structuredClone(event) as DiscordEvent)),
    ),
    url,
    api: `${url}/api`,
    token,
    close: async () => {
      gateway.close();
      interactions.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      store?.close();
    },
  };
}

/** An uploaded file by its address: /attachments/channel/id/name. */
function sendFile(files: Map<string, StoredFile>, response: ServerResponse, asked: URL): void {
  const file = files.get(asked.pathname.split('/')[3] ?? '');
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': file.contentType,
    'content-length': file.bytes.length,
  });
  response.end(file.bytes);
}
