import { sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/trading/store/server/connections.ts';
import { migrate } from '../../../src/trading/store/server/database.ts';
import { emptyDatabase } from '../../support/database/database.ts';

async function empty() {
  const { url, drop } = await emptyDatabase();
  const db = connect(url, pino({ level: 'silent' }));
  onTestFinished(async () => {
    await db.destroy();
    await drop();
  });
  return { db, url };
}

test('two that migrate at once both find the tables', async () => {
  const { db, url } = await empty();
  const other = connect(url, pino({ level: 'silent' }));
  onTestFinished(() => other.destroy());
  await Promise.all([migrate(db), migrate(other)]);
  expect(await other.selectFrom('watches').selectAll().execute()).toEqual([]);
});

test('a database newer than the code is refused by name and left as it is', async () => {
  const { db } = await empty();
  await migrate(db);
  await sql`insert into kysely_migration (name, timestamp) values ('0999_tomorrow', '2030-01-01')`.execute(
    db,
  );
  await expect(migrate(db)).rejects.toThrow(/newer than this version.*0999_tomorrow/);
});
