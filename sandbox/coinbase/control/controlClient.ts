import { waitForEvent } from '../market/eventLog.ts';
import type { CoinbaseControl, SandboxEvent } from './control.ts';
import { REMOTE_METHODS } from './controlServer.ts';

/**
 * The control of a look-alike that runs in another process.
 *
 * @param url where it listens, such as "http://127.0.0.1:4100"
 */
export function connectCoinbaseControl(url: string): CoinbaseControl {
  async function call(method: string, args: unknown[]): Promise<unknown> {
    const response = await fetch(`${url}/sandbox/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer = (await response.json()) as { result?: unknown; message?: string };
    if (!response.ok) throw new Error(answer.message);
    return answer.result;
  }

  function follow(listener: (event: SandboxEvent) => void, after: number): () => void {
    const abort = new AbortController();
    void (async () => {
      try {
        const response = await fetch(`${url}/sandbox/events?after=${after}`, {
          signal: abort.signal,
        });
        if (!response.body) return;
        let unfinished = '';
        for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
          const lines = (unfinished + text).split('\n');
          unfinished = lines.pop() ?? '';
          for (const line of lines) {
            if (abort.signal.aborted) return;
            listener(JSON.parse(line) as SandboxEvent);
          }
        }
      } catch (error) {
        // The stream ends with the look-alike or with `stop`; those who wait have their own timeout.
        if (!abort.signal.aborted && !isConnectionLoss(error)) throw error;
      }
    })();
    return () => abort.abort();
  }

  const remote = Object.fromEntries(
    REMOTE_METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)]),
  ) as unknown as Pick<CoinbaseControl, (typeof REMOTE_METHODS)[number]>;
  return {
    ...remote,
    waitFor: (predicate, options) => waitForEvent(follow, predicate, options),
    follow: (listener, after) => {
      if (after !== undefined) return follow(listener, after);
      let stop = () => {};
      let stopped = false;
      void remote.lastEvent().then((last) => {
        if (!stopped) stop = follow(listener, last);
      });
      return () => {
        stopped = true;
        stop();
      };
    },
  };
}

function isConnectionLoss(error: unknown): boolean {
  return error instanceof TypeError || (error as Error).name === 'AbortError';
}
