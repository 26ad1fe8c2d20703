import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Child = {
  process: ChildProcess;
  /** Resolves with the exit code once it has ended, however that came. */
  ended: Promise<number | null>;
  /** Asks it to end, and ends it by force when it has not within 15 seconds. */
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 15_000;

/**
 * As `npm start` has it. New objects get 8 MB before what of them is still in use is sought, not 32:
 * the bot makes few, each search is shorter, and 34 MB less are held.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=8'];

/**
 * Starts a program of this project as a process of its own, out of reach of the terminal's Ctrl-C:
 * who started it decides when it ends. It ends by itself when this process is gone, because the
 * channel between them closes. Each line it prints goes to `onLine`.
 */
export function startChild(
  program: string,
  options: {
    args?: readonly string[];
    env?: Readonly<Record<string, string>>;
    onLine: (line: string) => void;
  },
): Child {
  const child = fork(fileURLToPath(new URL(`../../${program}`, import.meta.url)), options.args, {
    env: { ...process.env, ...options.env },
    execArgv: [...process.execArgv, ...NODE_FLAGS],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLine);
  }
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    process: child,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Starts a server that prints one line of JSON when it is ready; rejects when it ends before. */
export async function startServer<Ready>(
  program: string,
  options: { args?: readonly string[]; onLine: (line: string) => void },
): Promise<Child & { ready: Ready }> {
  let announce: (ready: Ready) => void = () => undefined;
  let isReady = false;
  const said: string[] = [];
  const ready = new Promise<Ready>((resolve) => {
    announce = resolve;
  });
  const child = startChild(program, {
    ...options,
    onLine: (line) => {
      if (isReady) {
        options.onLine(line);
      } else if (line.startsWith('{')) {
        isReady = true;
        announce(JSON.parse(line) as Ready);
      } else {
        said.push(line);
      }
    },
  });
  const failed = child.ended.then((code) => {
    throw new Error(`${program} ended with code ${code}: ${said.slice(-3).join(' ')}`);
  });
  failed.catch(() => undefined);
  return { ...child, ready: await Promise.race([ready, failed]) };
}
