import { EventEmitter, on } from 'node:events';
import { onTestFinished } from 'vitest';
import { type Child, startChild } from '../../../sandbox/terminal/child.ts';
import type { TestNetwork } from '../pilotfish.ts';
import { botEnvironment } from './botEnvironment.ts';

export type OwnProcess = {
  child: Child;
  /** The next line of its log, from now on, with this text. */
  said(text: string): Promise<void>;
};

/** The bot of a network as its owner starts it, a process of its own; it ends with the test. */
export function startOwnProcess(
  { config, discord, exchange }: Pick<TestNetwork, 'config' | 'discord' | 'exchange'>,
  env: Readonly<Record<string, string>> = {},
  onLine: (line: string) => void = () => undefined,
): OwnProcess {
  const lines = new EventEmitter();
  const child = startChild('src/start.js', {
    env: {
      ...botEnvironment({ discord, exchange }),
      DATABASE_URL: config.databaseUrl ?? '',
      DATA_DIR: config.dataDir,
      ...env,
    },
    onLine: (line) => {
      onLine(line);
      lines.emit('line', line);
    },
  });
  onTestFinished(() => child.stop());
  return {
    child,
    async said(text) {
      for await (const [line] of on(lines, 'line', { signal: AbortSignal.timeout(60_000) })) {
        if ((line as string).includes(text)) return;
      }
    },
  };
}
