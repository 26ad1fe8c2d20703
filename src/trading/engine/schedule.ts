import type { Kysely } from 'kysely';
import cron, { type ScheduledTask } from 'node-cron';
import type { Database } from '../store/tables.ts';
import { lastRun, recordRun } from '../store/upkeep/jobs.ts';
import type { Tasks } from '../tasks.ts';

export type Job = {
  name: string;
  /** Five-field cron expression, UTC. */
  when: string;
  /**
   * A run missed by no more than this while the bot was down is made up for at the start. Without
   * it a missed run is skipped: the next one does as well.
   */
  makeUpWithinMs?: number;
  /** `due` is when this run was to start, UTC milliseconds. */
  run(due: number): Promise<void>;
};

/** Runs jobs by the clock until the bot stops. node-cron forgets; what ran last is kept in Postgres. */
export async function startSchedule(
  db: Kysely<Database>,
  jobs: readonly Job[],
  tasks: Tasks,
  now: () => number,
): Promise<void> {
  for (const job of jobs) {
    const run = (due: number) =>
      tasks.start(`the job "${job.name}" failed; it runs again at its next time`, async () => {
        await job.run(due);
        await recordRun(db, job.name, due);
      });

    const task = cron.schedule(job.when, ({ date }) => run(date.getTime()), {
      name: job.name,
      timezone: 'Etc/UTC',
      noOverlap: true,
    });
    tasks.stopping.addEventListener('abort', () => void task.destroy());

    if (job.makeUpWithinMs !== undefined) {
      const last = await lastRun(db, job.name);
      if (last === null) {
        await recordRun(db, job.name, now());
      } else {
        const missed = lastDue(task, now(), job.makeUpWithinMs);
        if (missed !== null && missed > last) run(missed);
      }
    }
  }
}

/** The latest time up to `now` at which the task was due, looked for minute by minute. */
function lastDue(task: ScheduledTask, now: number, within: number): number | null {
  const minute = 60_000;
  for (let at = Math.floor(now / minute) * minute; at >= now - within; at -= minute) {
    if (task.match(new Date(at))) return at;
  }
  return null;
}
