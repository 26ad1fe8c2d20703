import { EventEmitter, on } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../../sandbox/terminal/child.ts';

export type StartedSandbox = {
  /** The address that it printed for a browser. */
  address: string;
  /** Resolves once a line matches, those already printed too. */
  says(pattern: RegExp): Promise<void>;
  text(): string;
  stop(): Promise<void>;
};

/** `npm start` with nothing set, in a folder of its own. */
export async function startSandbox(): Promise<StartedSandbox> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pilotfish-page-'));
  const lines: string[] = [];
  const heard = new EventEmitter();
  const child = startChild('src/start.js', {
    env: { DISCORD_TOKEN: '', DATA_DIR: dataDir, NO_COLOR: '1' },
    onLine: (line) => {
      lines.push(line);
      heard.emit('line', line);
    },
  });
  const says = async (pattern: RegExp) => {
    const coming = on(heard, 'line', { signal: AbortSignal.timeout(120_000) });
    if (lines.some((line) => pattern.test(line))) return;
    for await (const [line] of coming) if (pattern.test(line as string)) return;
  };
  await says(/http:\/\/127\.0\.0\.1:\d+\/#/);
  const address = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(lines.join('\n'))?.[0] ?? '';
  return {
    address,
    says,
    text: () => lines.join('\n'),
    async stop() {
      await child.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
