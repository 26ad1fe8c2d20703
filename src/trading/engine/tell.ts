import { createHash } from 'node:crypto';
import type { Compilable, Kysely } from 'kysely';
import { addingNotices } from '../store/notices/notices.ts';
import type { Database } from '../store/tables.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { State } from '../strategy/model/state.ts';

/**
 * Tells the owner something that comes of no decision. `key` says what it is about: the same key is
 * told once, also after a restart. Resolves once it is committed; delivery is woken by the commit.
 */
export type Tell = {
  (key: string, notice: Notice): Promise<void>;
  /** The same as a statement of a larger commit. */
  along(key: string, notice: Notice): Compilable;
};

/** The one way to tell; every such notice is written under the lease, so who lost that tells nothing. */
export function createTell(parts: {
  db: Kysely<Database>;
  /** The core's engine; where there is none, what knows the database's mark and writes as one. */
  engine: {
    state(): Pick<State, 'install'>;
    submitAll(events: readonly [], also: () => readonly Compilable[]): Promise<unknown>;
  };
  now: () => number;
}): Tell {
  const { db, engine, now } = parts;
  const along: Tell['along'] = (key, notice) => {
    const { install } = engine.state();
    const nonce = `${install}~${createHash('sha256').update(key).digest('base64url')}`.slice(0, 25);
    return addingNotices(db, [{ nonce, notice, at: now() }]);
  };
  const tell = async (key: string, notice: Notice) => {
    await engine.submitAll([], () => [along(key, notice)]);
  };
  return Object.assign(tell, { along });
}
