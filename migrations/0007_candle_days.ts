import { type Kysely, sql } from 'kysely';

/** Recorded minutes of what a history has looked at; they never change, and are packed already. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table candle_days (
      product_id text not null,
      day integer not null,
      candles bytea not null,
      primary key (product_id, day)
    )`)
    .execute(db);
  await sql.raw('alter table candle_days alter column candles set storage external').execute(db);
  await sql
    .raw(`create trigger of_this_epoch before insert or update or delete on candle_days
      for each statement execute function check_epoch()`)
    .execute(db);
}
