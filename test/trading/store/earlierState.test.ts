import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { writingDecisions } from '../../../src/trading/store/core/commit.ts';
import {
  findOrder,
  findPosition,
  listPositions,
} from '../../../src/trading/store/core/positions.ts';
import { loadState } from '../../../src/trading/store/openStore.ts';
import { readPosition } from '../../../src/trading/strategy/book/storedPosition.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import { testDatabase } from '../../support/database/database.ts';

/** Rows as they were written when an order's request and a position's way out stood in fields of their own. */
const stories: {
  name: string;
  core: { install: string };
  positions: (Record<string, unknown> & { id: string; orders: Record<string, unknown>[] })[];
  then: { event: Parameters<typeof decide>[1]; commands: unknown[] }[];
  end: { id: string }[];
}[] = readFileSync(new URL('../strategy/book/stored/beforeWayOut.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

test('a bot starts on a database of before, and goes on as the one before would have', async () => {
  for (const { name, core, positions, then, end } of stories.slice(0, 4)) {
    const { db, close } = await testDatabase();
    onTestFinished(close);
    await sql`insert into core_state (id, install, body)
      values (1, ${core.install}, ${JSON.stringify(core)})`.execute(db);
    for (const body of positions) {
      const { id, account, status, product, side, source, createdAt, orders } = body;
      await sql`
        insert into positions (id, account, product_id, side, status, watch_id, provider_id, message_id, body, created_at)
        values (${id}, ${account}, ${(product as { id: string }).id}, ${side}, ${status}, ${(source as { watchId: string }).watchId},
          ${(source as { providerId: string }).providerId}, ${(source as { messageId: string }).messageId}, ${JSON.stringify(body)}, ${new Date(createdAt as number)})`.execute(
        db,
      );
      for (const order of orders) {
        await sql`
          insert into orders (id, position_id, account, product_id, purpose, status, filled_size, filled_value, fees, body, created_at, updated_at)
          values (${order.id}, ${id}, ${account}, ${(product as { id: string }).id}, ${order.purpose}, ${order.status}, ${order.filledSize},
            ${order.filledValue}, ${order.fees}, ${JSON.stringify(order)}, ${new Date(order.createdAt as number)}, ${new Date(order.updatedAt as number)})`.execute(
          db,
        );
      }
    }

    let state = await loadState(db, then[0]?.event.at ?? 0);
    for (const { event, commands } of then) {
      const decision = decide(state, event);
      expect(JSON.parse(JSON.stringify(decision.commands)), name).toEqual(commands);
      const change = { before: state, after: decision.state };
      const { statements } = writingDecisions(db, [{ event, decision }], change);
      for (const statement of statements) await db.executeQuery(statement);
      state = decision.state;
    }

    const stored = await listPositions(db, { limit: 10 });
    expect(stored, name).toEqual(end.map(readPosition));
    expect(await findPosition(db, '1'), name).toEqual(stored[0]);
    for (const order of stored[0]?.orders ?? []) {
      expect(await findOrder(db, { id: order.id }), name).toEqual({ order, positionId: '1' });
    }
  }
});
