import { parseArgs } from 'node:util';
import { withCallers } from '../callers.ts';
import { startDiscord } from './server.ts';
import { sandboxWorld } from './world/sandboxWorld.ts';

/**
 * The Discord look-alike as a process of its own. Prints one JSON line when it is ready:
 * {"url", "api", "token"}. SIGTERM and SIGINT stop it, and so does the end of the process that
 * forked it.
 *
 * - `--port` (SANDBOX_DISCORD_PORT): 0 takes a free one.
 * - `--data-dir` (SANDBOX_DISCORD_DATA_DIR): where the world is kept; only in memory without.
 * - `--callers`: a channel #callers with a past of 120 days, by the prices of the Coinbase
 *   look-alike's first seed; a saved world stays as it is.
 * - `--token` (SANDBOX_DISCORD_TOKEN): what the bot logs in with.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.SANDBOX_DISCORD_PORT ?? '0' },
    'data-dir': { type: 'string', default: process.env.SANDBOX_DISCORD_DATA_DIR ?? '' },
    callers: { type: 'boolean', default: false },
    token: { type: 'string', default: process.env.SANDBOX_DISCORD_TOKEN ?? '' },
  },
});

try {
  const server = await startDiscord({
    port: Number(values.port),
    ...(values.callers ? { world: withCallers(sandboxWorld(), { now: Date.now() }) } : {}),
    ...(values['data-dir'] ? { dataDir: values['data-dir'] } : {}),
    ...(values.token ? { token: values.token } : {}),
  });
  const { url, api, token } = server;
  process.stdout.write(`${JSON.stringify({ url, api, token })}\n`);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The local Discord could not start: ${reason}\n`);
  // What it has opened by then would hold the process.
  process.exit(1);
}
