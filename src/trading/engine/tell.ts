import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { addNotices } from '../store/notices.ts';
import type { Database } from '../store/tables.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Engine } from './engine.ts';

/**
 * Tells the owner something that comes of no decision. `key` says what it is about: the same key is
 * told once, also after a restart. Resolves once it is committed; delivery is woken by the commit.
 * With `trx` it is part of that transaction instead.
 */
export type Tell = (key: string, notice: Notice, trx?: Transaction<Database>) => Promise<void>;

/** The one way to tell; every such notice is a commit of the engine's, so who lost the lease tells nothing. */
export function createTell(engine: Pick<Engine, 'state' | 'submitAll'>, now: () => number): Tell {
  return async (key, notice, trx) => {
    const { install } = engine.state();
    const nonce = `${install}~${createHash('sha256').update(key).digest('base64url')}`.slice(0, 25);
    if (trx) return addNotices(trx, [{ nonce, notice }], now());
    await engine.submitAll([], (own) => addNotices(own, [{ nonce, notice }], now()));
  };
}
