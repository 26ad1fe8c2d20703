import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CoinbaseControl } from '../coinbase/control/control.ts';
import type { DiscordControl } from '../discord/control/control.ts';
import { createPageApi, PageError } from './api.ts';
import { readAsset } from './assets.ts';
import { createDiscordProxy, GATEWAY_PATH } from './discordProxy.ts';
import {
  refuseSocketWithoutToken,
  refuseStranger,
  refuseWithoutToken,
  socketProtocol,
} from './guard.ts';
import { createRecentBars } from './recentBars.ts';

export type PageOptions = {
  discord: DiscordControl;
  /** Where the Discord look-alike answers: its gateway, its REST, and the files uploaded to it. */
  discordUrl: string;
  coinbase: CoinbaseControl;
  /** The exchange look-alike's REST API, up to its version. */
  coinbaseRest: string;
  /** Tells the story once more; rejects with a sentence while it is being told. */
  playStory(): Promise<void>;
  /** Tried first, so that a bookmark goes on working; another one is taken when it is in use. */
  port?: number;
};

/** The page of the sandbox, being served. */
export type Page = {
  /** What a person opens; its fragment holds the token of this start. */
  address: string;
  /** Shows a line of the sandbox's transcript. */
  tell(line: string): void;
  close(): Promise<void>;
};

/** Of Discord's look: nothing but what is here is ever loaded, and nobody can frame it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/**
 * Serves the sandbox's page on 127.0.0.1: its files, the look-alike Discord's gateway and REST for
 * whoever the page is logged in as, and what has no place in Discord: the control calls, and a
 * stream of what happens at the exchange. It knows nothing of the bot between them.
 */
export async function startPage(options: PageOptions): Promise<Page> {
  const token = randomBytes(24).toString('base64url');
  const listeners = new Set<(line: string) => void>();
  const tellAll = (event: object) => {
    const line = `${JSON.stringify(event)}\n`;
    for (const listener of listeners) listener(line);
  };
  const bars = createRecentBars();
  const unfollow = options.coinbase.follow((event) => {
    bars.hear(event);
    tellAll({ from: 'coinbase', event });
  }, 0);
  const api = createPageApi(options, bars);
  const proxy = createDiscordProxy(options.discordUrl);
  const sockets = new Set<Duplex>();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof PageError) return reply(response, error.status, error.message);
      reply(response, 500, error instanceof Error ? error.message : String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const refused = refuseStranger(request.headers, port);
    if (refused) return reply(response, refused.status, refused.message);
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (url.pathname.startsWith('/attachments/')) return api.sendFile(url.pathname, response);
    const rest = proxy.rest(url);
    if (rest === null && !url.pathname.startsWith('/api/')) {
      return sendAsset(request, response, url.pathname);
    }
    const locked = refuseWithoutToken(request.headers, token);
    if (locked) return reply(response, locked.status, locked.message);
    if (rest !== null) return proxy.pass(request, response, rest);
    if (url.pathname === '/api/events') return stream(response);
    await api.call(request, response, url);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { headers } = request;
    const { pathname } = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const isKnown = pathname === GATEWAY_PATH && headers.origin !== undefined;
    const refused = isKnown
      ? (refuseStranger(headers, port) ?? refuseSocketWithoutToken(headers, token))
      : { status: 403 };
    if (refused) {
      socket.on('error', () => undefined);
      socket.end(`HTTP/1.1 ${refused.status} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    proxy.join(request, socket, head, socketProtocol(token));
  });

  function stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const listener = (line: string) => void response.write(line);
    listeners.add(listener);
    response.on('close', () => listeners.delete(listener));
    // So that the page knows that from here on it misses nothing.
    listener(`${JSON.stringify({ from: 'page', event: { type: 'listening' } })}\n`);
  }

  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/#${token}`,
    tell: (line) => tellAll({ from: 'transcript', event: { line } }),
    async close() {
      unfollow();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const asset = request.method === 'GET' ? await readAsset(pathname) : null;
  if (!asset) return reply(response, 404, 'There is no such page.');
  response.writeHead(200, { 'content-type': asset.contentType });
  response.end(asset.bytes);
}

function reply(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: message }));
}

/** Listens on the port, or on any free one when somebody else has it. */
async function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  const tryOne = (one: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(one, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await tryOne(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await tryOne(0);
  }
}
