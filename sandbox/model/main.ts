import { parseArgs } from 'node:util';
import { type Behaviour, startModel } from './server.ts';

/**
 * The look-alike as a process of its own: prints one line of JSON with its url and key once it answers,
 * and stops on SIGTERM and SIGINT. `--behave` says how it is: right, invent, swap, omit, obey, slow,
 * malformed, down or old.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    behave: { type: 'string', default: 'right' },
  },
});
const server = await startModel({
  port: Number(values.port),
  behave: values.behave as Behaviour,
});
process.stdout.write(`${JSON.stringify({ url: server.url, key: server.key })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
