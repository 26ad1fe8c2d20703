import { expect, test } from 'vitest';
import type { Fault } from '../../sandbox/coinbase/control/control.ts';
import { killRun, printRun } from '../support/runs/killRun.ts';

/**
 * KILLS: how many moments, 50 by default. SEED: plays an earlier run again; printed with the counts.
 */
const kills = Number(process.env.KILLS ?? 50);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** What goes wrong at the exchange meanwhile, one after the other at random moments. */
const faults: Fault[] = [
  { kind: 'lose_request', on: 'create' },
  { kind: 'lose_request', on: 'any' },
  { kind: 'lose_answer', on: 'create' },
  { kind: 'lose_answer', on: 'edit' },
  { kind: 'lose_answer', on: 'cancel' },
  { kind: 'malformed', on: 'create' },
  { kind: 'malformed', on: 'fills' },
  { kind: 'status', on: 'create', status: 500, processed: true },
  { kind: 'status', on: 'any', status: 503 },
  { kind: 'status', on: 'any', status: 429, times: 2 },
  { kind: 'delay', on: 'any', ms: 800 },
  { kind: 'fill_after_cancel' },
];

test(`kill -9 of the bot at ${kills} random moments: nothing lost, nothing doubled`, async () => {
  const run = await killRun({ what: 'bot', kills, seed, faults });
  printRun('kill -9 of the bot', seed, run);
  expect(run.late).toBe(0);
});

/**
 * One process lives through so many: each costs about a hundred requests, and within these minutes more
 * would use up what Coinbase takes in an hour, after which only what closes goes at once.
 */
const MOST_A_PROCESS = 20;

test(`kill -9 of the database at ${kills} random moments: nothing lost, nothing doubled`, async () => {
  let late = 0;
  for (let done = 0; done < kills; done += MOST_A_PROCESS) {
    const some = Math.min(MOST_A_PROCESS, kills - done);
    const run = await killRun({ what: 'database', kills: some, seed: seed + done, faults });
    printRun('kill -9 of the database', seed + done, run);
    late += run.late;
  }
  expect(late).toBe(0);
});
