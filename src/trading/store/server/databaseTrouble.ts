/** What keeps the database from being written to; each may end by itself. */
export type TroubleKind =
  /** It does not answer: neither a connection nor a statement comes back in time. */
  | 'hanging'
  /** It ends or refuses connections: it is down, starting, or takes our name no more. */
  | 'refusing'
  /** It takes no more connections. */
  | 'no_connections'
  /** Its disk is full. */
  | 'full'
  | 'read_only'
  /** Something else holds a lock on what has to be written. */
  | 'locked';

export type DatabaseTrouble = {
  kind: TroubleKind;
  /** When what failed first was begun, UTC milliseconds. */
  since: number;
  /** What is wrong, in words for the owner; holds no secret. */
  message: string;
};

const WORDS: Record<TroubleKind, string> = {
  hanging: 'The database does not answer',
  refusing: 'The database can not be reached',
  no_connections: 'The database takes no more connections',
  full: 'The disk of the database is full',
  read_only: 'The database is read-only',
  locked: 'Something else holds a lock in the database',
};

/** A connection that was given up because no answer came in time. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** The database went away, or another instance has taken over: nothing more is decided until everything is started again. */
export class DatabaseLost extends Error {
  override name = 'DatabaseLost';
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, and Node's codes; the first that fits. */
const CODES: readonly (readonly [RegExp, TroubleKind])[] = [
  [/^53100$/, 'full'],
  [/^53300$/, 'no_connections'],
  [/^25006$/, 'read_only'],
  [/^(55P03|40P01|40001)$/, 'locked'],
  // Canceled by a deadline, idle for too long: too slow, one of us two.
  [/^(57014|25P03|25P04|ETIMEDOUT)$/, 'hanging'],
  // Also a password that was changed (28), a database that is gone (3D000), rights taken away (42501).
  [/^(08|28|53|57P|58|3D000|42501|ECONN|EPIPE|EHOST|ENET|ENOTFOUND|EAI_)/, 'refusing'],
];
/** pg's own errors carry no code. */
const MESSAGES: readonly (readonly [RegExp, TroubleKind])[] = [
  [/timeout exceeded when trying to connect|due to connection timeout|timeout expired/i, 'hanging'],
  [/connection terminated|connection error|not queryable|use a pool after/i, 'refusing'],
];

/** What of the database's an error tells; null when it is about the statement, which is not to be repeated. */
export function troubleKind(error: unknown): TroubleKind | null {
  if (error instanceof NoAnswer) return 'hanging';
  if (!(error instanceof Error)) return null;
  const { code, message } = error as { code?: unknown; message: string };
  const [table, text] = typeof code === 'string' ? [CODES, code] : [MESSAGES, message];
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** The error with which the database refuses a write of an epoch that is over (migration 0004). */
export function isOfOldEpoch(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'PF001';
}

/** Who notices it: the lease, asked for every few seconds, and the commits of the core. */
type Noticed = 'lease' | 'commits';

export type DatabaseHealth = {
  /** null: all is well. */
  trouble(): DatabaseTrouble | null;
  /** What was begun at `since` (UTC milliseconds) failed with an error that tells of a trouble. */
  failed(by: Noticed, error: unknown, since: number): void;
  worked(by: Noticed): void;
  /** Called with each change of kind; null: all is well again. */
  onChange(listener: (trouble: DatabaseTrouble | null) => void): void;
};

export function createDatabaseHealth(): DatabaseHealth {
  const found = new Map<Noticed, DatabaseTrouble>();
  const listeners: ((trouble: DatabaseTrouble | null) => void)[] = [];

  /** Of two the one that was there first; it is the same trouble, most likely. */
  const trouble = () =>
    [...found.values()].reduce<DatabaseTrouble | null>(
      (first, one) => (first !== null && first.since <= one.since ? first : one),
      null,
    );
  const changing = (change: () => void) => {
    const before = trouble()?.kind;
    change();
    const after = trouble();
    if (after?.kind === before) return;
    for (const listener of listeners) listener(after);
  };

  return {
    trouble,
    failed(by, error, since) {
      const kind = troubleKind(error) ?? 'refusing';
      const { message } = error as Error;
      const one = {
        kind,
        since: found.get(by)?.since ?? since,
        message: `${WORDS[kind]} (${message}).`,
      };
      changing(() => found.set(by, one));
    },
    worked: (by) => changing(() => found.delete(by)),
    onChange: (listener) => listeners.push(listener),
  };
}
