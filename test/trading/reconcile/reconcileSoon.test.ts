import pino from 'pino';
import { expect, test } from 'vitest';
import { reconcileSoon } from '../../../src/trading/reconcile/reconcileSoon.ts';
import { createTasks } from '../../../src/trading/tasks.ts';

test('a venue that does not answer is asked again without the schedule, and no more once it has answered', async () => {
  const tasks = createTasks(pino({ level: 'silent' }));
  const answers = ['lost', 'lost', 'given'];
  let asked = 0;
  const lookSoon = reconcileSoon({
    async reconcile() {
      asked++;
      if (answers.shift() === 'lost') throw new Error('Coinbase gave no answer');
    },
    tasks,
  });
  lookSoon('live');
  await tasks.idle();
  expect(asked).toBe(3);
  expect(answers).toEqual([]);
});

test('what connects while it is asked is looked at once more, and other accounts on their own', async () => {
  const tasks = createTasks(pino({ level: 'silent' }));
  const asked: string[] = [];
  const lookSoon = reconcileSoon({
    async reconcile(account) {
      asked.push(account);
      if (asked.length === 1) {
        lookSoon('live');
        lookSoon('live');
        lookSoon('paper');
      }
    },
    tasks,
  });
  lookSoon('live');
  await tasks.idle();
  expect(asked).toEqual(['live', 'paper', 'live']);
});
