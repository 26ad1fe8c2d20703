import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type SlowNetwork = {
  port: number;
  /** From now on whatever goes through takes so long there and back, in milliseconds. */
  setRoundTrip(ms: number): void;
  close(): Promise<void>;
};

/** A way to a port of this machine that is as far as it is set to be. */
export async function startSlowNetwork(to: number): Promise<SlowNetwork> {
  const open = new Set<Socket>();
  let oneWayMs = 0;
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      // Timers of one length ring in the order they were set.
      const later = (act: () => void) => (oneWayMs === 0 ? act() : setTimeout(act, oneWayMs));
      from.on('data', (data) => later(() => into.write(data)));
      from.on('end', () => later(() => into.end()));
      from.on('error', () => into.destroy());
      from.on('close', () => open.delete(from));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    setRoundTrip(ms) {
      oneWayMs = ms / 2;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
