import { parseArgs } from 'node:util';
import { startDiscord } from './server.ts';

/**
 * The Discord look-alike as a process of its own. Prints one JSON line when it is ready:
 * {"url", "api", "token"}. SIGTERM and SIGINT stop it.
 *
 * Options: --port (SANDBOX_DISCORD_PORT), --data-dir (SANDBOX_DISCORD_DATA_DIR), --token
 * (SANDBOX_DISCORD_TOKEN).
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.SANDBOX_DISCORD_PORT ?? '0' },
    'data-dir': { type: 'string', default: process.env.SANDBOX_DISCORD_DATA_DIR ?? '' },
    token: { type: 'string', default: process.env.SANDBOX_DISCORD_TOKEN ?? '' },
  },
});

const server = await startDiscord({
  port: Number(values.port),
  ...(values['data-dir'] ? { dataDir: values['data-dir'] } : {}),
  ...(values.token ? { token: values.token } : {}),
});
const { url, api, token } = server;
process.stdout.write(`${JSON.stringify({ url, api, token })}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
