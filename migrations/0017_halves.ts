import { type Kysely, sql } from 'kysely';

/**
 * The bot as two processes over one database: a lease for each half, what the one asks of the other,
 * and what the trader says of itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    // 1: who trades, 2: who listens. The table stays when a backup is put back.
    `alter table lease drop constraint if exists lease_id_check`,
    `alter table lease add constraint lease_id_check check (id in (1, 2))`,
    `insert into lease (id, epoch, beat) values (2, 0, 0) on conflict do nothing`,
    `create or replace function check_epoch() returns trigger language plpgsql as $$
      declare
        mine text := current_setting('pilotfish.epoch', true);
        half integer := coalesce(nullif(current_setting('pilotfish.lease', true), ''), '1')::integer;
      begin
        if mine is null or mine = '' then
          return null;
        end if;
        perform 1 from lease where id = half and epoch = mine::bigint for key share;
        if not found then
          raise exception 'epoch % is over: another instance has taken over', mine
            using errcode = 'PF001';
        end if;
        return null;
      end
    $$`,
    // Without a deadline it is done whenever that can be.
    `create table calls (
      id text primary key,
      method text not null,
      args jsonb not null,
      asked_at timestamptz not null default clock_timestamp(),
      deadline timestamptz,
      answer jsonb
    )`,
    `create index calls_open on calls (asked_at) where answer is null`,
    `create table trader_about (
      id integer primary key check (id = 1),
      about jsonb not null
    )`,
    ...['calls', 'trader_about'].map(
      (table) =>
        `create trigger of_this_epoch before insert or update or delete on ${table}
          for each statement execute function check_epoch()`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
