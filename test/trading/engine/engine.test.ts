import { sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import { createTell } from '../../../src/trading/engine/tell.ts';
import { readJournal } from '../../../src/trading/store/core/commit.ts';
import { readRevision } from '../../../src/trading/store/core/marks.ts';
import { loadState } from '../../../src/trading/store/openStore.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import type { OwnerEvent } from '../../../src/trading/strategy/model/event.ts';
import { testDatabase } from '../../support/database/database.ts';

const owner = (at: number, act: OwnerEvent['act']): OwnerEvent => ({
  type: 'owner',
  at,
  by: 'o',
  act,
});
const pause = (at: number) => owner(at, { act: 'pause', reason: 'a test' });
const resume = (at: number) => owner(at, { act: 'resume' });

async function engineOn() {
  const database = await testDatabase();
  onTestFinished(() => database.close());
  const { db } = database;
  const engine = createEngine({
    db,
    initial: emptyState('test'),
    log: pino({ level: 'silent' }),
  });
  return { db, engine };
}

test('what is submitted in the same moment is one commit, in the order of its submission', async () => {
  const { db, engine } = await engineOn();
  const before = await readRevision(db);
  await Promise.all([engine.submit(pause(1)), engine.submit(resume(2)), engine.submit(pause(3))]);
  expect((await readJournal(db)).map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(engine.state().halt).not.toBeNull();
  expect(await readRevision(db)).toBe(before + 1);
});

test('one that the database refuses costs the others of its moment nothing', async () => {
  const { db, engine } = await engineOn();
  const refused = engine.submitAll([resume(2)], () => [
    db.selectNoFrom(sql`1 / (select count(*) from watches)`.as('nothing')),
  ]);
  const results = await Promise.allSettled([
    engine.submit(pause(1)),
    refused,
    engine.submit(pause(3)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await readJournal(db)).map(({ at }) => at)).toEqual([1, 3]);
  expect(engine.state().halt).not.toBeNull();
  expect(engine.ahead()).toBe(engine.state());
});

test('what comes of no decision is told once for each key, and is committed when it is told', async () => {
  const { db, engine } = await engineOn();
  let at = 0;
  const tell = createTell({ db, engine, now: () => (at += 1_000) });
  const said = (what: string) => ({ kind: 'error', what, lost: '', todo: '' }) as const;
  const told = async () =>
    (await db.selectFrom('notices').selectAll().orderBy('id').execute()).map(
      ({ notice }) => 'what' in notice && notice.what,
    );
  await tell('a clock', said('first'));
  expect(await told()).toEqual(['first']);
  await tell('a clock', said('again'));
  await tell('a clock that is another', said('second'));
  await engine.submitAll([], () => [tell.along('a clock', said('along'))]);
  expect(await told()).toEqual(['first', 'second']);
});

test('what is halted is halted after a restart, and what goes on goes on', async () => {
  const { db, engine } = await engineOn();
  await engine.submit(pause(1));
  expect((await loadState(db, 2)).halt).toMatchObject({ kind: 'pause', reason: 'a test' });
  await engine.submit(resume(3));
  expect((await loadState(db, 4)).halt).toBeNull();
});
