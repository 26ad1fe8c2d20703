import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../engine/tell.ts';
import { endingRestored, type Restored, readRestored } from '../store/core/marks.ts';
import type { Database } from '../store/tables.ts';

const WHAT: Record<Restored['why'], string> = {
  backup: 'A backup was put back',
  copied: 'The database lies in another place than the last time: it is a copy, or was put back',
  behind: 'The database is an older one: it knows less than was done with it',
};

/**
 * After an older state of the database was put back: opens nothing new until the owner says so, and
 * tells. What was traded since is at the venue and not in here.
 */
export async function haltAfterRestore(parts: {
  db: Kysely<Database>;
  engine: Engine;
  tell: Tell;
  log: Logger;
  now: () => number;
}): Promise<void> {
  const { db, engine, log, now } = parts;
  const restored = await readRestored(db);
  if (restored === null) return;
  const asOf = restored.asOf === null ? '' : ` It is as of ${isoMinute(restored.asOf)}.`;
  const what = `${WHAT[restored.why]}.${asOf}`;
  log.warn({ restored }, what);
  const { halt } = engine.state();
  const isHalted = halt?.kind === 'panic' || halt?.kind === 'pause';
  await engine.submitAll(
    isHalted
      ? []
      : [
          {
            type: 'owner',
            at: now(),
            by: 'Pilotfish',
            act: { act: 'pause', reason: 'an older state of the database was put back' },
          },
        ],
    () => {
      const notice = {
        kind: 'error',
        what: `${what} Nothing new is opened until you say so.`,
        lost: 'Whatever was read, ordered or changed after that is not known here: positions and orders of that time may be open at the venue and are not managed.',
        todo: 'Compare your open orders and holdings at the venue with /position, close there what is not listed, then /resume.',
      } as const;
      return [parts.tell.along(`restored ${restored.at}`, notice), endingRestored(db)];
    },
  );
}

const isoMinute = (at: number) =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
