import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CoinbaseUrls } from '../../../../src/trading/venue/coinbase/connection/urls.ts';

/** A request as it came over the wire. */
export type Received = {
  method: string;
  /** Below /api/v3/brokerage. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown> | undefined;
  headers: IncomingMessage['headers'];
};

export type Reply =
  | { status?: number; json: unknown; headers?: Record<string, string> }
  | { status?: number; text: string }
  /** The connection is cut: before anything was said, or never answered at all. */
  | 'reset'
  | 'silence';

/**
 * A server that says to each request and each subscription exactly what a test wants Coinbase to
 * have said, also what no exchange would: for the answers that a well-behaved look-alike can't give.
 */
export type ScriptedCoinbase = {
  urls: CoinbaseUrls;
  received: Received[];
  /** The last answer given for a path ("GET /orders/historical/fills") counts. */
  on(route: string, reply: Reply | ((request: Received) => Reply)): void;
  /** Each connection made to a WebSocket, with what it was sent. */
  sockets: ScriptedSocket[];
  /** Resolves with the next connection that has sent a message which `fits`. */
  socket(fits: (message: Record<string, unknown>) => boolean): Promise<ScriptedSocket>;
  close(): Promise<void>;
};

export type ScriptedSocket = {
  messages: Record<string, unknown>[];
  /** Resolves once it was sent a message which `fits`. */
  sent(fits: (message: Record<string, unknown>) => boolean): Promise<void>;
  send(frame: unknown): void;
  drop(): void;
  closed: Promise<void>;
};

export async function startScriptedCoinbase(): Promise<ScriptedCoinbase> {
  const routes = new Map<string, Reply | ((request: Received) => Reply)>();
  const received: Received[] = [];
  const sockets: ScriptedSocket[] = [];
  const waiting = new Set<() => void>();

  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', 'http://localhost');
    const body = Buffer.concat(chunks).toString();
    const one: Received = {
      method: request.method ?? '',
      path: url.pathname.replace('/api/v3/brokerage', ''),
      query: url.searchParams,
      body: body ? JSON.parse(body) : undefined,
      headers: request.headers,
    };
    received.push(one);
    const scripted = routes.get(`${one.method} ${one.path}`);
    const reply = typeof scripted === 'function' ? scripted(one) : scripted;
    answer(response, reply ?? { status: 404, json: { error: 'NOT_FOUND' } });
  });
  const ws = new WebSocketServer({ server: http });
  ws.on('connection', (connection) => {
    const socket = scriptedSocket(connection);
    sockets.push(socket);
    connection.on('message', () => {
      for (const check of waiting) check();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const seen = new WeakSet<ScriptedSocket>();

  return {
    urls: {
      rest: `http://127.0.0.1:${port}/api/v3`,
      marketSocket: `ws://127.0.0.1:${port}/market`,
      userSocket: `ws://127.0.0.1:${port}/user`,
    },
    received,
    on: (route, reply) => void routes.set(route, reply),
    sockets,
    socket: (fits) =>
      new Promise((resolve) => {
        const check = () => {
          const found = sockets.find((socket) => !seen.has(socket) && socket.messages.some(fits));
          if (!found) return;
          seen.add(found);
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    async close() {
      for (const client of ws.clients) client.terminate();
      ws.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return;
  if (reply === 'reset') {
    response.destroy();
    return;
  }
  const headers = 'headers' in reply ? reply.headers : undefined;
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...headers });
  response.end('text' in reply ? reply.text : JSON.stringify(reply.json));
}

function scriptedSocket(connection: WebSocket): ScriptedSocket {
  const messages: Record<string, unknown>[] = [];
  connection.on('message', (data) => messages.push(JSON.parse(String(data))));
  return {
    messages,
    sent: (fits) =>
      new Promise((resolve) => {
        const check = () => messages.some(fits) && resolve();
        connection.on('message', check);
        check();
      }),
    send: (frame) => connection.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    drop: () => connection.terminate(),
    closed: once(connection, 'close').then(() => undefined),
  };
}
