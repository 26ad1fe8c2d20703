/** One answer that does not come must not hold up all that is asked after it. */
const AT_ONCE = 3;

/**
 * Asks for many things with one request: those wanted in the same moment go together, and those
 * wanted while enough requests are under way wait for the next. `ask` is given at most `most` ids,
 * each once, and answers with what it found; what it did not find resolves to null. When it
 * rejects, everything it was asked for rejects with the same error.
 */
export function inBatches<T>(
  most: number,
  ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | null> {
  type Waiting = { resolve: (found: T | null) => void; reject: (error: unknown) => void };
  const waiting = new Map<string, Waiting[]>();
  let underWay = 0;
  let gathering = false;

  async function askNext(): Promise<void> {
    const batch = [...waiting].slice(0, most);
    for (const [id] of batch) waiting.delete(id);
    underWay += 1;
    try {
      const found = await ask(batch.map(([id]) => id));
      for (const [id, waiters] of batch) {
        for (const { resolve } of waiters) resolve(found.get(id) ?? null);
      }
    } catch (error) {
      for (const [, waiters] of batch) for (const { reject } of waiters) reject(error);
    } finally {
      underWay -= 1;
      gather();
    }
  }

  function gather(): void {
    if (gathering || waiting.size === 0 || underWay >= AT_ONCE) return;
    gathering = true;
    setImmediate(() => {
      gathering = false;
      while (waiting.size > 0 && underWay < AT_ONCE) void askNext();
    });
  }

  return (id) =>
    new Promise((resolve, reject) => {
      const waiters = waiting.get(id) ?? [];
      waiters.push({ resolve, reject });
      waiting.set(id, waiters);
      gather();
    });
}
