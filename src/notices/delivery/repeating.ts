/**
 * One pass at a time of something that looks for work by itself: whoever asks while one is under way
 * waits for one that begins after the asking, and all who wait share it. Rejects as the pass does.
 */
export function repeating(pass: () => Promise<void>): {
  run(): Promise<void>;
  /** Resolves when none is under way; never rejects. */
  idle(): Promise<void>;
} {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const run = (): Promise<void> => {
    if (current === null) {
      current = pass().finally(() => {
        current = null;
      });
      return current;
    }
    const begin = () => {
      next = null;
      return run();
    };
    next ??= current.then(begin, begin);
    return next;
  };
  return {
    run,
    async idle() {
      while (current !== null) await current.catch(() => undefined);
    },
  };
}
