import pino from 'pino';
import { expect, test } from 'vitest';
import { createLanes } from '../../src/discord/session/lanes.ts';

const log = pino({ level: 'silent' });

test('jobs of a lane run in order, and one that fails is repeated before the next begins', async () => {
  const lanes = createLanes(log, { held: false });
  const done: string[] = [];
  let failures = 1;
  lanes.run('a', async () => {
    if (failures > 0) {
      failures -= 1;
      throw new Error('the database is away');
    }
    done.push('first');
  });
  lanes.run('a', async () => void done.push('second'));
  await lanes.settled();
  expect(done).toEqual(['first', 'second']);
});

test('a lane that is stuck does not keep another from working', async () => {
  const lanes = createLanes(log, { held: false });
  const other = Promise.withResolvers<void>();
  lanes.run('stuck', async () => {
    throw new Error('never works');
  });
  lanes.run('free', async () => other.resolve());
  await other.promise;
  await lanes.stop();
});

test('what is put ahead while held runs before what came meanwhile', async () => {
  const lanes = createLanes(log, { held: true });
  const done: string[] = [];
  lanes.run('a', async () => void done.push('told by the gateway'));
  lanes.runFirst('a', async () => void done.push('caught up'));
  expect(done).toEqual([]);
  lanes.release();
  await lanes.settled();
  expect(done).toEqual(['caught up', 'told by the gateway']);
});

test('stopping lets what runs finish and drops what waits', async () => {
  const lanes = createLanes(log, { held: false });
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  lanes.run('a', async () => {
    await gate.promise;
    done.push('running');
  });
  lanes.run('a', async () => void done.push('waiting'));
  const stopped = lanes.stop();
  gate.resolve();
  await stopped;
  await lanes.settled();
  expect(done).toEqual(['running']);
});

test('a job that moves on lets the next begin beside it, and is still waited for', async () => {
  const lanes = createLanes(log, { held: false });
  const slow = Promise.withResolvers<void>();
  const next = Promise.withResolvers<void>();
  const done: string[] = [];
  lanes.run('a', async (moveOn) => {
    moveOn();
    await slow.promise;
    done.push('first');
  });
  lanes.run('a', async () => {
    done.push('second');
    next.resolve();
  });
  await next.promise;
  let isSettled = false;
  const settled = lanes.settled().then(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isSettled).toBe(false);
  slow.resolve();
  await settled;
  expect(done).toEqual(['second', 'first']);
});
