import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CoinbaseControl } from './control/control.ts';
import { createControl } from './control/controlActs.ts';
import { createControlServer } from './control/controlServer.ts';
import { createFaults } from './control/faults.ts';
import type { ApiKey } from './market/keys.ts';
import { createMarket, type MarketOptions } from './market/market.ts';
import { createRestServer, send } from './rest/restServer.ts';
import { createSockets } from './sockets/userChannel.ts';

export type CoinbaseOptions = MarketOptions & {
  /** 0, the default, takes any free port. */
  port?: number;
};

export type CoinbaseUrls = {
  /** The server itself, "http://127.0.0.1:4100": where the control listens. */
  base: string;
  /** The REST API up to its version, "…/api/v3". */
  rest: string;
  marketSocket: string;
  userSocket: string;
};

export type CoinbaseServer = {
  urls: CoinbaseUrls;
  port: number;
  /** The first API key: the sandbox's own account. */
  key: ApiKey;
  control: CoinbaseControl;
  /** Writes the state down and closes every connection. */
  stop(): Promise<void>;
};

/** Starts a look-alike of Coinbase Advanced Trade on 127.0.0.1. */
export async function startCoinbase(options: CoinbaseOptions = {}): Promise<CoinbaseServer> {
  const market = createMarket(options);
  const faults = createFaults();
  const userSocket = createSockets(market, faults);
  const { marketSocket } = userSocket;
  const control = createControl(market, faults, marketSocket, userSocket);
  const rest = createRestServer(market, faults);
  const controlServer = createControlServer(control);

  const server = createServer((request, response) => {
    const handle = request.url?.startsWith('/sandbox/') ? controlServer : rest;
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent)
        send(response, { status: 500, body: { error: 'INTERNAL', message } });
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/ws') marketSocket.upgrade(request, socket, head);
    else if (request.url === '/ws-user') userSocket.endpoint.upgrade(request, socket, head);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  const { port } = server.address() as AddressInfo;
  const [key] = market.keys.keys();
  if (!key) throw new RangeError('the look-alike needs at least one key');
  return {
    urls: {
      base: `http://127.0.0.1:${port}`,
      rest: `http://127.0.0.1:${port}/api/v3`,
      marketSocket: `ws://127.0.0.1:${port}/ws`,
      userSocket: `ws://127.0.0.1:${port}/ws-user`,
    },
    port,
    key,
    control,
    async stop() {
      market.stop();
      marketSocket.close();
      userSocket.endpoint.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
