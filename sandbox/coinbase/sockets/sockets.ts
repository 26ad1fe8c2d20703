import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Faults } from '../control/faults.ts';
import type { Market } from '../market/market.ts';
import { isoTime } from '../wire/amounts.ts';

/** One connected client of an endpoint. */
export type Connection = {
  /** Channel → product ids; an empty set is every product. */
  subscriptions: Map<string, Set<string>>;
  /** Whose orders the user channel shows. */
  accountId: string | null;
  /** Sends one message of a channel, with the connection's next sequence number. */
  send(channel: string, events: unknown[]): void;
  socket: WebSocket;
  skipSequence(): void;
};

export type Endpoint = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): Connection[];
  close(): void;
};

/** What a channel says to a connection that has just subscribed to it. */
export type Channel = {
  needsKey: boolean;
  /** What goes wrong with subscriptions to it. */
  faults?: Faults;
  /** Sends the first state of the products (all of them when empty). */
  snapshot(connection: Connection, productIds: readonly string[]): void;
};

const request = z.object({
  type: z.enum(['subscribe', 'unsubscribe']),
  channel: z.string(),
  product_ids: z.array(z.string()).nullish(),
  jwt: z.string().nullish(),
});

const HEARTBEAT_MS = 1000;

type Heard = Connection & {
  sentAt: number;
  /** Its next subscription that needs a key is refused. */
  refusal: boolean;
};

/**
 * One WebSocket endpoint: subscriptions with their acknowledgements, sequence numbers, heartbeats,
 * and the two timers that close a connection, without a first subscription and without traffic.
 */
export function createEndpoint(
  name: 'market' | 'user',
  market: Market,
  channels: Record<string, Channel>,
): Endpoint {
  const server = new WebSocketServer({ noServer: true });
  const connections = new Map<WebSocket, Heard>();
  const { behaviour, log } = market;
  let beats = 0;

  const pulse = setInterval(() => {
    beats += 1;
    const quietSince = Date.now() - behaviour.idleCloseMs;
    for (const connection of connections.values()) {
      if (connection.subscriptions.has('heartbeats')) {
        const beat = { current_time: isoTime(market.now()), heartbeat_counter: beats };
        connection.send('heartbeats', [beat]);
      }
      if (connection.sentAt < quietSince) connection.socket.close(1000, 'idle');
    }
  }, HEARTBEAT_MS);

  /** The status with which the next connection is refused, if any; another is for its subscription. */
  function refusedUpgrade(): { http: number } | { refusal: boolean } {
    const fault = Object.values(channels)
      .find((channel) => channel.faults)
      ?.faults?.take('status', 'subscribe');
    if (!fault) return { refusal: false };
    return fault.status === 429 || fault.status >= 500 ? { http: fault.status } : { refusal: true };
  }

  server.on('connection', (socket: WebSocket, refusal: boolean) => {
    const clientId = randomUUID();
    let sequence = 0;
    const connection: Heard = {
      subscriptions: new Map(),
      accountId: null,
      refusal,
      socket,
      sentAt: Date.now(),
      skipSequence() {
        sequence += 1;
      },
      send(channel, events) {
        if (behaviour.silent || socket.readyState !== socket.OPEN) return;
        connection.sentAt = Date.now();
        const timestamp = isoTime(market.now());
        const message = { channel, client_id: clientId, timestamp, sequence_num: sequence, events };
        sequence += 1;
        socket.send(JSON.stringify(message));
      },
    };
    connections.set(socket, connection);
    log.append({ type: 'socket', endpoint: name, what: 'opened' }, market.now());

    const deadline = setTimeout(() => {
      if (connection.subscriptions.size === 0) socket.close(1008, 'no subscription in time');
    }, behaviour.firstSubscribeMs);
    socket.on('close', () => {
      clearTimeout(deadline);
      connections.delete(socket);
      log.append({ type: 'socket', endpoint: name, what: 'closed' }, market.now());
    });
    // A client that breaks off is no fault of ours; 'close' follows.
    socket.on('error', () => {});
    // One after the other: a second subscription must not overtake the check of the first.
    let work = Promise.resolve();
    socket.on('message', (data) => {
      work = work.then(() => hear(connection, data.toString()));
    });
  });

  function complain(connection: Connection, message: string): void {
    if (!behaviour.silent) connection.socket.send(JSON.stringify({ type: 'error', message }));
  }

  async function hear(connection: Heard, text: string): Promise<void> {
    const read = request.safeParse(parseJson(text));
    if (!read.success) return complain(connection, 'invalid message');
    const { type, channel: channelName, jwt } = read.data;
    const productIds = read.data.product_ids ?? [];
    const channel = channels[channelName];
    if (!channel) return complain(connection, `channel ${channelName} is not available here`);
    const unknown = productIds.find((id) => !market.exchange.product(id));
    if (unknown !== undefined) return complain(connection, `${unknown} is not a valid product`);
    if (channel.needsKey || jwt) {
      const verified = jwt
        ? await market.keys.verify(jwt, null, market.now())
        : { problem: 'no jwt' };
      if ('problem' in verified || !verified.key.permissions.canView) {
        return complain(connection, 'authentication failure');
      }
      connection.accountId = verified.key.portfolioId;
    }
    if (type === 'unsubscribe') {
      unsubscribe(connection, channelName, productIds);
      return acknowledge(connection);
    }
    const { faults } = channel;
    if (faults && connection.refusal) {
      connection.refusal = false;
      return complain(connection, 'authentication failure');
    }
    if (faults?.take('lose_request', 'subscribe')) return connection.socket.terminate();
    const late = faults?.take('delay', 'subscribe');
    if (late?.before) await delay(late.ms);
    subscribe(connection, channelName, productIds);
    if (late && !late.before) await delay(late.ms);
    if (faults?.take('lose_answer', 'subscribe')) return connection.socket.terminate();
    if (faults?.take('malformed', 'subscribe')) {
      return connection.socket.send('{"channel":"subscriptions","eve');
    }
    acknowledge(connection);
    channel.snapshot(connection, productIds);
  }

  function subscribe(connection: Connection, channel: string, productIds: string[]): void {
    const known = connection.subscriptions.get(channel);
    const all = productIds.length === 0 || known?.size === 0;
    connection.subscriptions.set(channel, new Set(all ? [] : [...(known ?? []), ...productIds]));
    log.append({ type: 'subscribed', endpoint: name, channel, productIds }, market.now());
  }

  function unsubscribe(connection: Connection, channel: string, productIds: string[]): void {
    const known = connection.subscriptions.get(channel);
    for (const id of productIds) known?.delete(id);
    if (productIds.length === 0 || known?.size === 0) connection.subscriptions.delete(channel);
  }

  function acknowledge(connection: Connection): void {
    const subscriptions = Object.fromEntries(
      [...connection.subscriptions].map(([channel, ids]) => [
        channel,
        ids.size ? [...ids] : [connection.accountId ?? channel],
      ]),
    );
    connection.send('subscriptions', [{ subscriptions }]);
  }

  return {
    upgrade(incoming, socket, head) {
      const answer = refusedUpgrade();
      if ('http' in answer) {
        socket.end(`HTTP/1.1 ${answer.http} ${STATUS_CODES[answer.http]}\r\n\r\n`);
        return;
      }
      server.handleUpgrade(incoming, socket, head, (client) =>
        server.emit('connection', client, answer.refusal),
      );
    },
    connections: () => [...connections.values()],
    close() {
      clearInterval(pulse);
      for (const { socket } of connections.values()) socket.terminate();
      server.close();
    },
  };
}

/** Whether the connection has subscribed to the product on that channel. */
export function hears(connection: Connection, channel: string, productId: string): boolean {
  const ids = connection.subscriptions.get(channel);
  return ids !== undefined && (ids.size === 0 || ids.has(productId));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
