import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { forgetOld } from '../../../src/trading/store/upkeep/forgetOld.ts';
import { testDatabase } from '../../support/database/database.ts';

const LONG_AGO = '2026-01-01T00:00:00Z';
const LATELY = '2026-03-01T00:00:00Z';
const BEFORE = Date.UTC(2026, 1, 1);

test('what is old and of no use is forgotten; signals, positions, orders, fills and what is still open stay', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  const run = (text: string) => sql.raw(text).execute(db);
  const left = async (table: string, column: string) =>
    (
      await sql<{
        it: string;
      }>`select ${sql.ref(column)} as it from ${sql.table(table)} order by 1`.execute(db)
    ).rows.map(({ it }) => it);

  await run(`insert into watches (id, channel_id, name, settings, added_by, added_at)
    values (1, '1', 'signals', '{}', 'owner', '${LONG_AGO}')`);
  await run(`insert into inbox (seq, message_id, kind, revision, watch_id, channel_id, author_id, author_name, body, posted_at, received_at, handled_at)
    select n, name, 'posted', 0, 1, '1', 'p', 'Percy', '{}', at::timestamptz, at::timestamptz, handled::timestamptz
    from (values (1, 'old chatter', '${LONG_AGO}', '${LONG_AGO}'), (2, 'old signal', '${LONG_AGO}', '${LONG_AGO}'),
      (3, 'old and not handled', '${LONG_AGO}', null), (4, 'new chatter', '${LATELY}', '${LATELY}')) as m (n, name, at, handled)`);
  await run(`insert into readings (inbox_seq, message_id, revision, reading_index, watch_id, kind, reading, outcome, at)
    select n, name, 0, 0, 1, kind, '{}', outcome, at::timestamptz
    from (values (1, 'old chatter', 'none', 'none', '${LONG_AGO}'), (2, 'old signal', 'signal', 'denied', '${LONG_AGO}'),
      (4, 'new chatter', 'none', 'none', '${LATELY}')) as r (n, name, kind, outcome, at)`);
  await run(`insert into positions (id, account, product_id, side, status, watch_id, provider_id, message_id, body, created_at, closed_at)
    select id, 'paper', 'BTC-USD', 'long', status, '1', 'p', id, '{}', '${LONG_AGO}', closed::timestamptz
    from (values ('closed', 'closed', '${LONG_AGO}'), ('open', 'open', null)) as p (id, status, closed)`);
  await run(`insert into orders (id, position_id, account, product_id, purpose, status, filled_size, filled_value, fees, body, created_at, updated_at)
    values ('order', 'closed', 'paper', 'BTC-USD', 'entry', 'filled', 1, 1, 0, '{}', '${LONG_AGO}', '${LONG_AGO}')`);
  await run(`insert into intents (kind, account, order_id, position_id, created_at, answered_at)
    values ('place', 'paper', 'order', 'closed', '${LONG_AGO}', '${LONG_AGO}'),
      ('cancel', 'paper', 'order', 'closed', '${LONG_AGO}', null)`);
  await run(`insert into fills (account, trade_id, order_id, position_id, product_id, side, price, size, fee, liquidity, at)
    values ('paper', 'fill', 'order', 'closed', 'BTC-USD', 'buy', 1, 1, 0, 'taker', '${LONG_AGO}')`);
  await run(`insert into notices (nonce, kind, notice, position_id, created_at, sent_at)
    select nonce, 'note', '{}', position, '${LONG_AGO}', sent::timestamptz
    from (values ('of nothing', null, '${LONG_AGO}'), ('of the closed', 'closed', '${LONG_AGO}'),
      ('of the open', 'open', '${LONG_AGO}'), ('not told', null, null)) as n (nonce, position, sent)`);
  await run(
    `insert into journal (seq, at, event) values (1, '${LONG_AGO}', '{}'), (2, '${LONG_AGO}', '{}')`,
  );

  await forgetOld(db, BEFORE);

  expect(await left('inbox', 'message_id')).toEqual([
    'new chatter',
    'old and not handled',
    'old signal',
  ]);
  expect(await left('readings', 'message_id')).toEqual(['new chatter', 'old signal']);
  expect(await left('notices', 'nonce')).toEqual(['not told', 'of the open']);
  expect(await left('intents', 'kind')).toEqual(['cancel']);
  expect(await left('journal', 'seq')).toEqual([2]);
  for (const [table, column, rows] of [
    ['positions', 'id', ['closed', 'open']],
    ['orders', 'id', ['order']],
    ['fills', 'trade_id', ['fill']],
  ] as const)
    expect(await left(table, column)).toEqual(rows);
});

test('more rows than are deleted at once are all forgotten', async () => {
  const { db, close } = await testDatabase();
  onTestFinished(close);
  await sql`insert into journal (at, event)
    select '2026-01-01'::timestamptz, '{}' from generate_series(1, 4500)`.execute(db);
  await forgetOld(db, BEFORE);
  const { rows } = await sql<{ left: number }>`select count(*) as left from journal`.execute(db);
  expect(rows).toEqual([{ left: 1 }]);
});
