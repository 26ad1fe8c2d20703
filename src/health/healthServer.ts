import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Watched } from '../app.ts';
import { StartError } from '../startError.ts';
import { conditionOf } from './condition.ts';
import { createMetrics } from './metrics.ts';

export type HealthServer = {
  /** "http://127.0.0.1:9464" */
  address: string;
  /** Tells of this app from now on; null: none runs, as while another instance acts. */
  follow(app: Watched | null): void;
  close(): Promise<void>;
};

/**
 * Answers `GET /healthz` (200: the process is alive), `GET /readyz` (200: it acts and nothing keeps it
 * from acting; 503 with what does) and `GET /metrics` (Prometheus). Nothing in them is secret, names a
 * channel, or repeats what a provider wrote. Rejects with StartError where it can't listen.
 */
export async function startHealth(
  { host, port }: { host: string; port: number },
  log: Logger,
): Promise<HealthServer> {
  const metrics = createMetrics();
  let app: Watched | null = null;
  const server = createServer((request, response) => {
    answer(request.method ?? '', new URL(request.url ?? '/', 'http://x').pathname, response).catch(
      (error: unknown) => {
        log.warn({ error }, 'a question about health could not be answered');
        response.destroy();
      },
    );
  });
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `HEALTH_LISTEN: nothing can listen on ${host}:${port} (${error.code ?? error.message}). Choose another port, or leave it out.`,
    );
  });
  const { address, port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${address.includes(':') ? `[${address}]` : address}:${taken}`,
    follow(next) {
      app = next;
      metrics.follow(next);
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };

  async function answer(method: string, path: string, response: ServerResponse): Promise<void> {
    if (method !== 'GET' && method !== 'HEAD') return json(response, 405, { error: 'GET only' });
    switch (path) {
      case '/healthz':
        return json(response, 200, { alive: true });
      case '/readyz':
        return ready(response);
      case '/metrics': {
        const { body, type } = await metrics.text();
        response.writeHead(200, { 'content-type': type }).end(body);
        return;
      }
      default:
        return json(response, 404, { error: '/healthz, /readyz or /metrics' });
    }
  }

  function ready(response: ServerResponse): void {
    if (app === null) {
      json(response, 503, { ready: false, troubles: ['it stands by'] });
      return;
    }
    const { ready, parts, troubles, halted, reconcileAgeSeconds } = conditionOf(app);
    const up = Object.fromEntries(parts.map((one) => [one.part, one.up]));
    const about = { version: app.version, mode: app.account };
    const body = { ready, ...about, halted, up, reconcileAgeSeconds, troubles };
    json(response, ready ? 200 : 503, body);
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
