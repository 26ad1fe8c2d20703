import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between the bot and its database, to take it away. */
export type DatabaseProxy = {
  /** The database's address by way of here. */
  url: string;
  /** Connections stay open and carry nothing; new ones are taken and carry nothing either. */
  hang(): void;
  /** What is sent to the database arrives; its answers do not come back. */
  loseAnswers(): void;
  /** Connections are cut, and new ones refused. */
  refuse(): void;
  /** All is well again: what hung goes on where it was. */
  release(): void;
  close(): Promise<void>;
};

export async function databaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<readonly [Socket, Socket]>();
  let hangs = false;
  let refuses = false;

  const server = createServer((near) => {
    if (refuses) return void near.destroy();
    const far = connect({ port: Number(target.port), host: target.hostname });
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', end);
    }
    near.pipe(far);
    far.pipe(near);
    if (hangs) for (const socket of pair) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));

  const sockets = () => [...pairs].flat();
  const refuse = () => {
    refuses = true;
    for (const socket of sockets()) socket.destroy();
  };
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    hang() {
      hangs = true;
      for (const socket of sockets()) socket.pause();
    },
    loseAnswers() {
      for (const [, far] of pairs) far.pause();
    },
    refuse,
    release() {
      hangs = false;
      refuses = false;
      for (const socket of sockets()) socket.resume();
    },
    async close() {
      refuse();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
