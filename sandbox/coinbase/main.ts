import { parseArgs } from 'node:util';
import { startCoinbase } from './server.ts';

/**
 * The look-alike as a process of its own: prints one line of JSON with its urls and API key once
 * it answers, and stops cleanly on SIGTERM and SIGINT.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** `path` or `manual`. */
    prices: { type: 'string', default: 'path' },
    tick: { type: 'string', default: '1000' },
  },
});

try {
  const server = await startCoinbase({
    port: Number(values.port),
    seed: Number(values.seed),
    prices: values.prices === 'manual' ? 'manual' : 'path',
    tickMs: Number(values.tick),
    ...(values.data === undefined ? {} : { dataDir: values.data }),
  });
  process.stdout.write(`${JSON.stringify({ urls: server.urls, key: server.key })}\n`);

  const stop = () => void server.stop().then(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  // Forked by another process: without it there is nobody left to serve.
  process.once('disconnect', stop);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The local Coinbase could not start: ${reason}\n`);
  // What it has opened by then would hold the process.
  process.exit(1);
}
