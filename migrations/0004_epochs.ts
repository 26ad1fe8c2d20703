import { type Kysely, sql } from 'kysely';

const TABLES = [
  'watches',
  'inbox',
  'ignored_messages',
  'readings',
  'journal',
  'core_state',
  'positions',
  'orders',
  'intents',
  'fills',
  'notices',
  'position_cards',
  'settings_changes',
  'audit',
  'jobs',
  'products',
  'capabilities',
  'equity',
  'simulated_exchange',
  'store_marks',
];

/**
 * Who may write: the lease with its epoch, and a check of it in every statement that writes, so in
 * every transaction. And what tells one state of a database from an older one of itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    // Stays when a backup is put back: it belongs to the server, not to the books.
    `create table if not exists lease (
      id integer primary key check (id = 1),
      epoch bigint not null,
      beat bigint not null,
      holder text,
      taken_at timestamptz,
      renewed_at timestamptz
    )`,
    `insert into lease (id, epoch, beat) values (1, 0, 0) on conflict do nothing`,

    `create table store_marks (
      id integer primary key check (id = 1),
      revision bigint not null,
      folder text,
      restored_at timestamptz,
      restored_why text,
      restored_as_of timestamptz
    )`,
    `insert into store_marks (id, revision) values (1, 0)`,

    // The key share lock holds until the transaction ends, and whoever takes over locks for update:
    // what was begun in an epoch is either committed before the next one, or not at all.
    `create or replace function check_epoch() returns trigger language plpgsql as $$
      declare
        mine text := current_setting('pilotfish.epoch', true);
      begin
        if mine is null or mine = '' then
          return null;
        end if;
        perform 1 from lease where id = 1 and epoch = mine::bigint for key share;
        if not found then
          raise exception 'epoch % is over: another instance has taken over', mine
            using errcode = 'PF001';
        end if;
        return null;
      end
    $$`,
    ...TABLES.map(
      (table) =>
        `create trigger of_this_epoch before insert or update or delete on ${table}
          for each statement execute function check_epoch()`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
