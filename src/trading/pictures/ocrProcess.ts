import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { READ_MS } from './limits.ts';
import type { OcrFault, OcrReply, OcrRequest, OcrText } from './ocr/messages.ts';
import type { Box } from './pictureText.ts';

/** Reads pictures in a process of their own, one after another. Nothing rejects. */
export type Ocr = {
  read(file: Uint8Array): Promise<OcrText | { fault: OcrFault; message: string }>;
  /** The picture with these marked, as a JPEG; null where that can't be had. */
  mark(file: Uint8Array, marks: readonly Box[]): Promise<Uint8Array | null>;
  /** Somebody else wants the processor: what is under way stands still for a moment. Returns at once. */
  giveWay(): void;
  stop(): Promise<void>;
};

/** Without work for so long the process ends, and gives its memory back. */
const IDLE_MS = 60_000;
/** It stands still for so long, and then goes on for at least as long, whatever else comes. */
const STILL_MS = 500;
/** What the models need stays below; pixels are held outside of it. */
const HEAP_MB = 512;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** All that it may read, and it may write nothing. */
const READABLE = ['./', '../../../node_modules/', '../../../package.json']
  .map(here)
  .filter((path) => existsSync(path))
  // A folder may be a link to where it really is.
  .flatMap((path) => [path, realpathSync(path)]);

export function createOcr(log: Logger, { deadlineMs = READ_MS, idleMs = IDLE_MS } = {}): Ocr {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function start(): ChildProcess {
    const started = fork(here('./ocr/main.ts'), {
      // It is given nothing of the environment: there are secrets in it.
      env: process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot },
      execArgv: [
        '--permission',
        '--allow-addons',
        '--allow-worker',
        ...READABLE.map((path) => `--allow-fs-read=${path}`),
        '--disable-warning=SecurityWarning',
        `--max-old-space-size=${HEAP_MB}`,
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.unref();
    started.channel?.unref();
    started.on('error', (error) =>
      log.warn({ err: error }, 'the process that reads pictures failed'),
    );
    started.once('exit', () => {
      if (child === started) child = null;
    });
    child = started;
    return started;
  }

  /** While it stands still, and as long again. */
  let still: NodeJS.Timeout | undefined;
  let isBusy = false;

  function giveWay(): void {
    // Windows can't halt a process; there it has its low priority alone.
    if (!isBusy || child === null || still !== undefined || process.platform === 'win32') return;
    const halted = child;
    halted.kill('SIGSTOP');
    still = setTimeout(() => {
      halted.kill('SIGCONT');
      still = setTimeout(() => {
        still = undefined;
      }, STILL_MS).unref();
    }, STILL_MS);
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.ref();
    ending.kill('SIGKILL');
    await ended;
  }

  async function askNow(request: OcrRequest): Promise<OcrReply> {
    clearTimeout(idle);
    const asked = child ?? start();
    const late = AbortSignal.timeout(deadlineMs);
    const done = new AbortController();
    const signal = AbortSignal.any([late, done.signal]);
    isBusy = true;
    try {
      asked.ref();
      const reply = await Promise.race([
        once(asked, 'message', { signal }).then(([message]) => message as OcrReply),
        once(asked, 'exit', { signal }).then(
          ([, killed]): OcrReply =>
            killed === 'SIGKILL'
              ? { fault: 'memory', message: 'it took too much memory' }
              : { fault: 'failed', message: 'the process that read it ended' },
        ),
        send(asked, request),
      ]);
      idle = setTimeout(() => void end(), idleMs).unref();
      return reply;
    } catch (error) {
      await end();
      return late.aborted
        ? { fault: 'slow', message: `it took more than ${deadlineMs / 1000} s` }
        : { fault: 'failed', message: String(error) };
    } finally {
      isBusy = false;
      done.abort();
      asked.unref();
    }
  }

  /** In its turn. */
  function ask(request: OcrRequest): Promise<OcrReply> {
    const asked = last.then(() => askNow(request));
    last = asked;
    return asked;
  }

  return {
    async read(file) {
      const reply = await ask({ kind: 'read', file });
      if ('text' in reply) return reply.text;
      return 'fault' in reply ? reply : { fault: 'failed', message: 'no text came' };
    },
    async mark(file, marks) {
      const reply = await ask({ kind: 'mark', file, marks });
      return 'marked' in reply ? reply.marked : null;
    },
    giveWay,
    stop: end,
  };
}

/** Never resolves; rejects where it can't be sent. */
function send(child: ChildProcess, request: OcrRequest): Promise<never> {
  return new Promise((_, reject) => {
    child.send(request, (error) => {
      if (error) reject(error);
    });
  });
}
