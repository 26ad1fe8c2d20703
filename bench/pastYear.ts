import pg from 'pg';

/**
 * Fills a database with what many positions and much chatter leave behind: copies of what one
 * position, and one message of chatter, have left in it.
 */
export type PastYear = {
  /** So many ended positions and messages of chatter, spread over the days from `from` on. */
  add(some: { positions: number; messages: number; from: Date; days: number }): Promise<void>;
  vacuum(): Promise<void>;
  bytes(): Promise<number>;
  /** What each of the largest tables takes, in bytes, the largest first. */
  tables(): Promise<{ name: string; bytes: number }[]>;
  close(): Promise<void>;
};

/** Numbers of what is copied begin here. */
const FIRST = 10_000;

export async function openPastYear(url: string): Promise<PastYear> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  const one = async <T>(text: string) => (await db.query<{ it: T }>(text)).rows[0]?.it as T;
  const install = await one<string>('select install as it from core_state');
  const original = await one<string>("select message_id as it from positions where id = '1'");
  let copied = 0;

  /** Copies the rows of a table that `which` takes, as those of position number `n`, at `t`. */
  const copying = (table: string, which: string, own: string) => `
    insert into ${table}
    select (jsonb_populate_record(null::${table}, replace(replace(replace(to_jsonb(o)::text,
      '${install}-1-', '${install}-' || n || '-'),
      '"positionId": "1"', '"positionId": "' || n || '"'),
      '${original}', '1' || lpad(n::text, 18, '0'))::jsonb || jsonb_build_object(${own}))).*
    from ${table} o, generate_series($1::bigint, $2::bigint) n,
      lateral (select $3::timestamptz + $4::interval * (n - $1) / ($2 - $1 + 1) as t) at
    where ${which}`;
  const ms = `(extract(epoch from t) * 1000)::bigint`;
  const ofMessage = `o.message_id = '${original}'`;
  const positionTables = [
    copying('inbox', ofMessage, `'seq', n, 'posted_at', t, 'received_at', t, 'handled_at', t`),
    copying(
      'readings',
      ofMessage,
      `'id', nextval('readings_id_seq'), 'inbox_seq', n, 'position_id', n::text, 'at', t`,
    ),
    copying(
      'positions',
      `o.id = '1'`,
      `'id', n::text, 'created_at', t, 'opened_at', t, 'closed_at', t, 'body', o.body ||
        jsonb_build_object('id', n::text, 'createdAt', ${ms}, 'openedAt', ${ms}, 'closedAt', ${ms})`,
    ),
    copying(
      'orders',
      `o.position_id = '1'`,
      `'position_id', n::text, 'venue_order_id', o.venue_order_id || n, 'created_at', t, 'updated_at', t`,
    ),
    copying(
      'intents',
      `o.position_id = '1'`,
      `'id', nextval('intents_id_seq'), 'position_id', n::text, 'created_at', t, 'answered_at', t`,
    ),
    copying(
      'fills',
      `o.position_id = '1'`,
      `'trade_id', o.trade_id || n, 'position_id', n::text, 'at', t`,
    ),
    copying(
      'journal',
      `o.event::text like '%${install}-1-%' or o.event::text like '%${original}%'`,
      `'seq', nextval('journal_seq_seq'), 'at', t`,
    ),
    copying(
      'notices',
      `o.position_id = '1'`,
      `'id', nextval('notices_id_seq'), 'position_id', n::text, 'nonce', o.id || '.' || n,
        'created_at', t, 'sent_at', t`,
    ),
    copying('position_cards', `o.position_id = '1'`, `'position_id', n::text`),
  ];
  const chatter = await one<string>(
    "select message_id as it from readings where kind = 'none' order by id limit 1",
  );
  // There is so much of it that going through JSON takes minutes.
  const each = `generate_series($1::bigint, $2::bigint) n,
    lateral (select $3::timestamptz + $4::interval * (n - $1) / ($2 - $1 + 1) as t) at`;
  const chatTables = [
    `insert into inbox (seq, message_id, kind, revision, watch_id, channel_id, author_id, author_name,
        body, posted_at, received_at, handled_at)
      select n, '2' || lpad(n::text, 18, '0'), kind, revision, watch_id, channel_id, author_id,
        author_name, body, t, t, t
      from inbox, ${each} where message_id = '${chatter}'`,
    `insert into readings (inbox_seq, message_id, revision, reading_index, watch_id, kind, reading,
        outcome, why, at)
      select n, '2' || lpad(n::text, 18, '0'), revision, reading_index, watch_id, kind, reading,
        outcome, why, t
      from readings, ${each} where message_id = '${chatter}'`,
  ];

  async function copies(statements: readonly string[], count: number, from: Date, days: number) {
    if (count === 0) return;
    const first = FIRST + copied;
    copied += count;
    const values = [first, first + count - 1, from, `${days} days`];
    await db.query('begin');
    for (const text of statements) {
      await db.query(text, values);
      // Else each row's reference to the inbox is looked for in the whole of it.
      if (text === statements[0]) await db.query('analyze inbox');
    }
    await db.query('commit');
  }

  return {
    async add({ positions, messages, from, days }) {
      await copies(positionTables, positions, from, days);
      await copies(chatTables, messages, from, days);
      const next = FIRST + copied;
      await db.query("select setval('inbox_seq_seq', $1)", [next]);
      await db.query(
        `update core_state set body = jsonb_set(body, '{nextPosition}', to_jsonb($1::bigint))`,
        [next],
      );
    },
    async vacuum() {
      await db.query('vacuum analyze');
      await db.query('checkpoint');
    },
    bytes: () => one<string>(`select pg_database_size(current_database()) as it`).then(Number),
    async tables() {
      const { rows } = await db.query<{ name: string; bytes: string }>(
        `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 8`,
      );
      return rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
    },
    close: () => db.end(),
  };
}
