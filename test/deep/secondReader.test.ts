import { expect, test } from 'vitest';
import { runAdversary } from '../trading/secondReader/adversaryRun.ts';

/** 500 messages, 20 answers of a model that lies to each: `SEED` plays one run again. */
test('of 10,000 answers nothing passes but what the message says', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const { asked, passed, refused, right, wrong } = runAdversary(seed, 500, 20);
  const reasons = Object.entries(refused)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${reason}`);
  process.stdout.write(
    `seed ${seed}: ${asked} answers, ${passed} passed, all of them right; refused: ${reasons.join(', ')}. Of ${right.asked} honest answers ${right.passed} passed.\n`,
  );
  expect(wrong).toEqual([]);
});
