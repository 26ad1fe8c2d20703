import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import { createTell } from '../../../src/trading/engine/tell.ts';
import { haltAfterRestore } from '../../../src/trading/reconcile/afterRestore.ts';
import {
  markRestored,
  type Restored,
  readRestored,
} from '../../../src/trading/store/core/marks.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import type { Halt } from '../../../src/trading/strategy/model/state.ts';
import { type TestDatabase, testDatabase } from '../../support/database/database.ts';
import { NOON } from '../strategy/given.ts';

const log = pino({ level: 'silent' });
let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

const halted = (kind: Halt['kind'], until: number | null = null): Halt => ({
  kind,
  since: NOON - 1,
  by: '7',
  reason: 'before',
  until,
  positionIds: [],
});

/** A start on a database of which that is known. */
async function started(restored: Partial<Restored> | null, halt: Halt | null = null) {
  const { db } = database;
  if (restored !== null) {
    const marks: Restored = { why: 'backup', at: NOON, asOf: null, ...restored };
    await markRestored(db, marks, { revision: 0, nextPosition: 1 });
  }
  const engine = createEngine({ db, initial: { ...emptyState('t'), halt }, log });
  const tell = createTell({ db, engine, now: () => NOON });
  const once = () => haltAfterRestore({ db, engine, tell, log, now: () => NOON });
  await once();
  await once();
  const rows = await db.selectFrom('notices').selectAll().orderBy('id').execute();
  return {
    halt: engine.state().halt,
    told: rows.map(({ notice }) => ('what' in notice ? notice.what : notice.kind)),
    left: await readRestored(db),
  };
}

test('a database that is as it was left halts nothing', async () => {
  expect(await started(null)).toEqual({ halt: null, told: [], left: null });
});

describe('an older state of the database halts trading until its owner says so, and is told once', () => {
  test.each([
    ['nothing was halted', null, 'pause', 'Pilotfish'],
    [
      'a protection had halted it for a while',
      halted('protection', NOON + 1),
      'pause',
      'Pilotfish',
    ],
    ['its owner had paused it', halted('pause'), 'pause', '7'],
    ['a panic had ended it', halted('panic'), 'panic', '7'],
  ] as const)('%s', async (_, before, kind, by) => {
    const { halt, told, left } = await started({}, before);
    expect(halt).toMatchObject({ kind, by, until: null });
    expect(told.filter((what) => what.startsWith('A backup was put back.'))).toHaveLength(1);
    expect(left).toBeNull();
  });

  test.each([
    [
      { why: 'backup', asOf: NOON - 3_600_000 },
      'A backup was put back. It is as of 2026-01-05 11:00 UTC.',
    ],
    [{ why: 'copied' }, 'The database lies in another place'],
    [{ why: 'behind' }, 'The database is an older one'],
  ] as const)('and says why it is one: %o', async (restored, said) => {
    const { told } = await started(restored);
    expect(told.some((what) => what.startsWith(said))).toBe(true);
  });
});
