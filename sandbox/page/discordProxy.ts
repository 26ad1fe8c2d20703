import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What of a request and of an answer goes through; the page's own token does not. */
const PASSED = ['authorization', 'content-type', 'content-length'] as const;
const PASSED_BACK = ['content-type', 'content-length', 'retry-after'] as const;

/** The look-alike's gateway and REST at the page's own address, which is the only one it may ask. */
export type DiscordProxy = {
  /** Where a path of the page leads to in the look-alike's REST; null when nowhere. */
  rest(url: URL): string | null;
  pass(request: IncomingMessage, response: ServerResponse, path: string): void;
  /**
   * Joins a WebSocket to the gateway, cut as the other end is cut.
   *
   * @param protocol what the page asked for and must be told again
   */
  join(request: IncomingMessage, socket: Duplex, head: Buffer, protocol: string): void;
};

export const GATEWAY_PATH = '/discord/gateway';
const REST = /^\/discord(\/api\/v10\/.*)$/;

export function createDiscordProxy(discordUrl: string): DiscordProxy {
  return {
    rest: (url) => {
      const path = REST.exec(url.pathname)?.[1];
      return path === undefined ? null : path + url.search;
    },

    pass(request, response, path) {
      const headers = Object.fromEntries(
        PASSED.flatMap((name) => {
          const value = request.headers[name];
          return value === undefined ? [] : [[name, value]];
        }),
      );
      const sent = httpRequest(new URL(path, discordUrl), { method: request.method, headers });
      sent.on('response', (answer) => {
        for (const name of PASSED_BACK) {
          const value = answer.headers[name];
          if (value !== undefined) response.setHeader(name, value);
        }
        response.writeHead(answer.statusCode ?? 502);
        answer.pipe(response);
      });
      sent.on('error', () => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502, { 'content-type': 'application/json' }).end(AWAY);
      });
      response.on('close', () => sent.destroy());
      request.pipe(sent);
    },

    join(request, socket, head, protocol) {
      const { host: _, cookie: __, 'sec-websocket-protocol': ___, ...headers } = request.headers;
      const sent = httpRequest(new URL('/?v=10&encoding=json', discordUrl), { headers });
      sent.on('upgrade', (answer, upstream, first) => {
        const lines = [
          'HTTP/1.1 101 Switching Protocols',
          'Upgrade: websocket',
          'Connection: Upgrade',
          `Sec-WebSocket-Accept: ${answer.headers['sec-websocket-accept']}`,
          `Sec-WebSocket-Protocol: ${protocol}`,
        ];
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
        socket.write(first);
        upstream.write(head);
        upstream.pipe(socket);
        socket.pipe(upstream);
        for (const [one, other] of [
          [socket, upstream],
          [upstream, socket],
        ] as const) {
          one.on('error', () => other.destroy());
          one.on('close', () => other.destroy());
        }
      });
      const refuse = () => socket.destroy();
      sent.on('response', refuse);
      sent.on('error', refuse);
      socket.on('error', () => sent.destroy());
      sent.end();
    },
  };
}

const AWAY = JSON.stringify({ message: 'Discord does not answer.', code: 0 });
