import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../src/trading/engine/engine.ts';
import {
  listPositions,
  loadPositions,
  savingPositions,
} from '../../../src/trading/store/core/positions.ts';
import { loadState } from '../../../src/trading/store/openStore.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { toJson } from '../../../src/trading/strategy/book/stateJson.ts';
import { testDatabase } from '../../support/database/database.ts';
import { openPosition } from '../../support/openPosition.ts';

test('of positions of the same moment the one with the higher number is the newer', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const log = pino({ enabled: false });
  const position = await openPosition(createEngine({ db, initial: emptyState('test'), log }));
  for (const id of ['10', '9', '100'])
    for (const statement of savingPositions(db, [
      { position: { ...position, id, orders: [] }, result: null },
    ]))
      await db.executeQuery(statement);

  const newest = await listPositions(db, { limit: 10 });
  const oldest = await loadPositions(db, new Date(0));

  expect(newest.map(({ id }) => id)).toEqual(['100', '10', '9', '1']);
  expect(oldest.map(({ id }) => id)).toEqual(['1', '9', '10', '100']);
});

test('what was committed is the state after a restart, with all that it remembers', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const log = pino({ enabled: false });
  const engine = createEngine({ db, initial: await loadState(db, 0), log });
  await openPosition(engine);

  const { memory } = engine.state();
  const loaded = await loadState(db, 0);

  expect(memory.readings.size).toBeGreaterThan(0);
  expect(toJson(loaded)).toEqual(toJson(engine.state()));
  expect(loaded.positions.toJS()).toEqual(engine.state().positions.toJS());
});

test('more positions than one statement takes are written down, each with its orders', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const log = pino({ enabled: false });
  const position = await openPosition(createEngine({ db, initial: emptyState('test'), log }));
  const { orders } = position;
  const many = Array.from({ length: 120 }, (_, n) => {
    const id = String(n + 1);
    const own = orders.map((order) => ({
      ...order,
      id: order.id.replace(/-1-/, `-${id}-`),
      venueOrderId: null,
    }));
    return { ...position, id, orders: own };
  });

  for (const statement of savingPositions(
    db,
    many.map((one) => ({ position: one, result: null })),
  ))
    await db.executeQuery(statement);

  expect(await loadPositions(db, new Date(0))).toEqual(many);
  const rows = await db.selectFrom('orders').select('position_id').execute();
  expect(rows.length).toBe(120 * orders.length);
});
