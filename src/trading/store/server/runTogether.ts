import { type Compilable, CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import type { Database } from '../tables.ts';

/** Postgres': what follows on an error in the same transaction. */
const ABORTED = '25P02';

/**
 * Runs statements as one transaction, sent in one go and answered in one: however many they are, the
 * database is a single round trip away. All of it happened when this resolves, to their results in
 * order. When it rejects, with the error of the statement that failed, nothing did; with an error of
 * the connection nobody knows.
 */
export function runTogether(
  db: Kysely<Database>,
  statements: readonly Compilable[],
): Promise<QueryResult<unknown>[]> {
  const queries = statements.map((statement) => statement.compile());
  const all = [CompiledQuery.raw('begin'), ...queries, CompiledQuery.raw('commit')];
  return db.getExecutor().provideConnection(async (connection) => {
    // Asked without waiting: pg writes each at once (`pipeline` in connections.ts).
    const answers = await Promise.allSettled(all.map((query) => connection.executeQuery(query)));
    const failed = answers.filter((answer) => answer.status === 'rejected');
    const first = failed.find(({ reason }) => reason.code !== ABORTED) ?? failed[0];
    if (first) throw first.reason;
    return answers
      .flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
      .slice(1, -1);
  });
}
