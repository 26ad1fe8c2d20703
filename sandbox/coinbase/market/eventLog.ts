import type { SandboxEvent, SandboxEventBody } from '../control/control.ts';

/** The last events, and those who listen. */
export type EventLog = {
  append(body: SandboxEventBody, at: number): void;
  lastId(): number;
  /** Calls `listener` with every remembered event after `after`, then with each new one. */
  follow(listener: (event: SandboxEvent) => void, after: number): () => void;
};

const REMEMBERED = 20_000;

export function createEventLog(): EventLog {
  const events: SandboxEvent[] = [];
  const listeners = new Set<(event: SandboxEvent) => void>();
  let lastId = 0;
  return {
    append(body, at) {
      lastId += 1;
      const event = { id: lastId, at, ...body } as SandboxEvent;
      events.push(event);
      // In slabs, so that forgetting costs next to nothing.
      if (events.length > 2 * REMEMBERED) events.splice(0, REMEMBERED);
      for (const listener of [...listeners]) listener(event);
    },
    lastId: () => lastId,
    follow(listener, after) {
      for (const event of events.filter(({ id }) => id > after)) listener(event);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The first event that the predicate takes, out of what `follow` brings. */
export function waitForEvent(
  follow: (listener: (event: SandboxEvent) => void, after: number) => () => void,
  predicate: (event: SandboxEvent) => boolean,
  { after = 0, timeoutMs = 30_000 }: { after?: number; timeoutMs?: number } = {},
): Promise<SandboxEvent> {
  return new Promise((resolve, reject) => {
    let found = false;
    let stop = () => {};
    const finish = (end: () => void) => {
      if (found) return;
      found = true;
      clearTimeout(timer);
      stop();
      end();
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`no such event within ${timeoutMs} ms`))),
      timeoutMs,
    );
    stop = follow((event) => {
      if (found) return;
      try {
        if (predicate(event)) finish(() => resolve(event));
      } catch (error) {
        finish(() => reject(error));
      }
    }, after);
    // It may have been among the events of the past, before there was anything to stop.
    if (found) stop();
  });
}
