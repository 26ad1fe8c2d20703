import type { Kysely } from 'kysely';
import type { Database } from '../../trading/store/tables.ts';
import { listUnread, type Unread } from '../../trading/store/watches/unread.ts';

/** What can't be read of the watched channels, in memory: it is shown also while the database is away. */
export type UnreadList = {
  reload(): Promise<void>;
  all(): readonly Unread[];
};

export function createUnreadList(db: Kysely<Database>): UnreadList {
  let unread: readonly Unread[] = [];
  return {
    async reload() {
      unread = await listUnread(db);
    },
    all: () => unread,
  };
}
