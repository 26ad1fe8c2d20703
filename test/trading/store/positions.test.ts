import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import {
  listPositions,
  loadPositions,
  savingPosition,
} from '../../../src/trading/store/core/positions.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { testDatabase } from '../../support/database/database.ts';
import { openPosition } from '../../support/openPosition.ts';

test('of positions of the same moment the one with the higher number is the newer', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const log = pino({ enabled: false });
  const position = await openPosition(createEngine({ db, initial: emptyState('test'), log }));
  for (const id of ['10', '9', '100'])
    for (const statement of savingPosition(db, { ...position, id, orders: [] }, null))
      await db.executeQuery(statement);

  const newest = await listPositions(db, { limit: 10 });
  const oldest = await loadPositions(db, new Date(0));

  expect(newest.map(({ id }) => id)).toEqual(['100', '10', '9', '1']);
  expect(oldest.map(({ id }) => id)).toEqual(['1', '9', '10', '100']);
});
