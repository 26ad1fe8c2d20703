import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between one bot and the exchange, and notes what that bot asks of it. */
export type RestProxy = {
  /** The exchange's REST address by way of here. */
  url: string;
  asked: { method: string; path: string /** UTC milliseconds. */; at: number }[];
  close(): Promise<void>;
};

export async function restProxy(restUrl: string): Promise<RestProxy> {
  const target = new URL(restUrl);
  const asked: RestProxy['asked'] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path, at: Date.now() });
    // The host stays: tokens are made out to it.
    const onward = ask(
      { host: target.hostname, port: target.port, method, path, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = new URL(restUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
