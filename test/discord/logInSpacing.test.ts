import { expect, test } from 'vitest';
import { createLogInSpacing } from '../../src/discord/session/logInSpacing.ts';

const DAY_MS = 24 * 60 * 60_000;

/** When log-ins of one day are made, each session ending after `sessionMs`. */
async function logIns(sessionMs: number, shards = 1): Promise<number[]> {
  let clock = 0;
  const spacing = createLogInSpacing({
    firstMs: 5_000,
    now: () => clock,
    wait: async (milliseconds) => {
      clock += milliseconds;
    },
  });
  const made: number[] = [];
  const { signal } = new AbortController();
  while (clock < DAY_MS) {
    for (let shard = 0; shard < shards; shard += 1) {
      await spacing.waitForIdentify(shard, signal);
      made.push(clock);
    }
    clock += sessionMs;
  }
  return made;
}

test('a gateway that ends every session at once does not use up the log-ins of a day', async () => {
  const made = await logIns(0);
  expect(made.length).toBeLessThan(500);
  expect(made.slice(0, 5)).toEqual([0, 5_000, 15_000, 35_000, 75_000]);
});

test('a session that lasted is followed by a log-in at once', async () => {
  const made = await logIns(60 * 60_000);
  expect(made).toHaveLength(24);
});

test('several shards log in one after another', async () => {
  const made = await logIns(60 * 60_000, 3);
  expect(made.slice(0, 3)).toEqual([0, 5_000, 10_000]);
});

test('who gives up waiting makes no log-in', async () => {
  const spacing = createLogInSpacing({ firstMs: 60_000 });
  const giveUp = new AbortController();
  await spacing.waitForIdentify(0, giveUp.signal);
  const second = spacing.waitForIdentify(0, giveUp.signal);
  giveUp.abort();
  await expect(second).rejects.toThrow();
});
