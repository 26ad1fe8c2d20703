import { createHash } from 'node:crypto';
import type { Compilable, Kysely } from 'kysely';
import { addingNotices } from '../store/notices/notices.ts';
import type { Database } from '../store/tables.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Engine } from './engine.ts';

/**
 * Tells the owner something that comes of no decision. `key` says what it is about: the same key is
 * told once, also after a restart. Resolves once it is committed; delivery is woken by the commit.
 */
export type Tell = {
  (key: string, notice: Notice): Promise<void>;
  /** The same as a statement of a larger commit. */
  along(key: string, notice: Notice): Compilable;
};

/** The one way to tell; every such notice is a commit of the engine's, so who lost the lease tells nothing. */
export function createTell(parts: {
  db: Kysely<Database>;
  engine: Pick<Engine, 'state' | 'submitAll'>;
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
