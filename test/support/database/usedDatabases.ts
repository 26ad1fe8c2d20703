import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** What a new database is like, and what makes a used one so again. */
export type AtFirst = { structure: string; statements: string };

/** Databases that a test is done with, made as they were at first. */
const free: string[] = [];

const ENDING_OTHERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

/** The address of a database as it was at first; null where none is there. */
export function takeUsed(): string | null {
  return free.pop() ?? null;
}

/**
 * Empties a database for the next test: a few milliseconds, where a new one costs a hundred. Under a
 * new name, so that whoever is left of the test before does not find it. False where somebody is
 * still connected, or its structure or settings are not those of a new one: it is to be dropped.
 */
export async function keepUsed(
  url: string,
  server: string,
  { structure, statements }: AtFirst,
): Promise<boolean> {
  const isAsAtFirst = await connected(url, async (client) => {
    if ((await structureOf(client)) !== structure) return false;
    await client.query(ENDING_OTHERS);
    await client.query(statements);
    return true;
  }).catch(() => false);
  if (!isAsAtFirst) return false;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const renaming = `alter database ${nameIn(url)} rename to ${name}`;
  const isFree = await connected(server, (client) => client.query(renaming)).then(
    () => true,
    () => false,
  );
  if (isFree) free.push(server.replace(/\/postgres$/, `/${name}`));
  return isFree;
}

export async function connected<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const nameIn = (url: string): string => new URL(url).pathname.slice(1);

/** What a database that nobody has used is like. */
export async function learnAtFirst(client: pg.Client): Promise<AtFirst> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  const deleting = tables.map(({ name }) => `delete from "${name}"`);
  const filling: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(
      `select quote_literal(one::text) as row from "${name}" as one`,
    );
    for (const { row } of rows) {
      filling.push(`insert into "${name}" overriding system value select (${row}::"${name}").*`);
    }
  }
  const restarting = `select setval(seqrelid::regclass, seqstart, false) from pg_sequence`;
  return {
    structure: await structureOf(client),
    // As a replica: no trigger and no foreign key has a say in it.
    statements: [
      'begin',
      'set local session_replication_role = replica',
      ...deleting,
      ...filling,
      restarting,
      'commit',
    ].join(';'),
  };
}

/** Everything of a database that its rows are not, in one text. */
async function structureOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ structure: string }>(
    `select md5(string_agg(part, ' ' order by part)) as structure from (
        select concat('relation ', relname, relkind, relowner, reltablespace, relhasrules) from pg_class
          where relnamespace = 'public'::regnamespace
        union all select concat('column ', attrelid::regclass, attname, atttypid, attnotnull, atthasdef)
          from pg_attribute join pg_class on pg_class.oid = attrelid
          where relnamespace = 'public'::regnamespace and attnum > 0
        union all select concat('trigger ', tgrelid::regclass, tgname, tgenabled) from pg_trigger
          where not tgisinternal
        union all select concat('constraint ', conrelid::regclass, conname, contype) from pg_constraint
          where connamespace = 'public'::regnamespace
        union all select concat('function ', proname, prosrc) from pg_proc
          where pronamespace = 'public'::regnamespace
        union all select concat('schema ', nspname) from pg_namespace where nspname !~ '^pg_'
        union all select concat('database ', datdba, datconnlimit, datallowconn, dattablespace)
          from pg_database where datname = current_database()
        union all select concat('setting ', setconfig) from pg_db_role_setting
          join pg_database on pg_database.oid = setdatabase where datname = current_database()
      ) as parts (part)`,
  );
  return rows[0]?.structure ?? '';
}
