import { randomInt } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import pg from 'pg';

/**
 * A pooler such as PgBouncer: who connects here gets one of a few sessions of the server, for as long
 * as a transaction lasts or as it is connected. It takes anybody, and numbers connections by itself.
 */
export async function databasePooler(
  databaseUrl: string,
  mode: 'transaction' | 'session',
  sessions: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const idle: Socket[] = [];
  const clients: pg.Client[] = [];
  const waiting: (() => void)[] = [];
  const open = new Set<Socket>();
  for (let n = 0; n < sessions; n += 1) {
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.removeAllListeners('data');
    idle.push(stream);
  }

  const server = createServer((near) => {
    open.add(near);
    near.on('error', () => undefined);
    let pending = Buffer.alloc(0);
    let isStarted = false;
    let far: Socket | null = null;
    const giveBack = () => {
      if (far === null) return;
      far.removeAllListeners('data');
      // The last that was used is the first to be lent again.
      idle.push(far);
      far = null;
      waiting.shift()?.();
    };
    const flush = () => {
      if (pending.length === 0) return;
      if (far === null) {
        const lent = idle.pop();
        if (lent === undefined) return void waiting.push(flush);
        far = lent;
        lent.on('data', (data: Buffer) => {
          near.write(data);
          // "Z" with "I": ready, and in no transaction.
          if (mode === 'session') return;
          if (data.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]))) giveBack();
        });
      }
      far.write(pending);
      pending = Buffer.alloc(0);
    };
    near.on('data', (data: Buffer) => {
      if (!isStarted) {
        isStarted = true;
        near.write(welcome());
        return;
      }
      // "X": the client goes; its session stays.
      if (data[0] === 0x58) return void near.end();
      pending = Buffer.concat([pending, data]);
      flush();
    });
    near.on('close', () => {
      open.delete(near);
      far?.write(query('rollback'));
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    async close() {
      for (const socket of open) socket.destroy();
      for (const client of clients) {
        (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** AuthenticationOk, BackendKeyData, ReadyForQuery. */
function welcome(): Buffer {
  const key = Buffer.alloc(13);
  key.write('K');
  key.writeInt32BE(12, 1);
  key.writeInt32BE(randomInt(1, 2 ** 30), 5);
  key.writeInt32BE(randomInt(1, 2 ** 30), 9);
  return Buffer.concat([
    Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
    key,
    Buffer.from([0x5a, 0, 0, 0, 5, 0x49]),
  ]);
}

function query(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
