import { type Kysely, sql } from 'kysely';

/**
 * Raises the revision inside a commit that is sent as a whole: one that does not begin at the revision
 * it was made for is refused by the database, before anything else of it is written. Which commit
 * raised it last is kept, so that one whose answer was lost is found out about.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `alter table store_marks add column last_commit text`,
    `create or replace function rise_revision(begins_at bigint, by_commit text) returns void
      language plpgsql as $$
        begin
          update store_marks set revision = begins_at + 1, last_commit = by_commit
            where revision = begins_at;
          if not found then
            raise exception 'the revision is not % any more', begins_at using errcode = 'PF002';
          end if;
        end
      $$`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
