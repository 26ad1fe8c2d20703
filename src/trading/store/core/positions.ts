import { type Compilable, type Kysely, sql } from 'kysely';
import { readOrder, readPosition } from '../../strategy/book/storedPosition.ts';
import type { Order, Position } from '../../strategy/model/state.ts';
import { jsonb } from '../jsonb.ts';
import type { Database } from '../tables.ts';

const ENDED = ['closed', 'cancelled', 'failed'] as const;

/** What an ended position came to, in quote; computed by the core. */
export type Result = { net: string; fees: string } | null;

/** So many rows are one statement at the most: Postgres takes 65,535 values in one. */
const ROWS_TOGETHER = 50;

/** Writes positions and their orders as they are now, each position once. */
export function savingPositions(
  db: Kysely<Database>,
  changed: readonly { position: Position; result: Result }[],
): Compilable[] {
  const orders = changed.flatMap(({ position }) =>
    position.orders.map((order) => ({ position, order })),
  );
  return [
    ...inParts(changed).map((part) => savingRows(db, part)),
    ...inParts(orders).map((part) => savingOrders(db, part)),
  ];
}

function inParts<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / ROWS_TOGETHER);
  return Array.from({ length: count }, (_, i) =>
    all.slice(i * ROWS_TOGETHER, (i + 1) * ROWS_TOGETHER),
  );
}

function savingRows(
  db: Kysely<Database>,
  changed: readonly { position: Position; result: Result }[],
): Compilable {
  const timestamp = (ms: number | null) => (ms === null ? null : new Date(ms));
  return db
    .insertInto('positions')
    .values(
      changed.map(({ position, result }) => ({
        id: position.id,
        account: position.account,
        product_id: position.product.id,
        side: position.side,
        watch_id: position.source.watchId,
        provider_id: position.source.providerId,
        message_id: position.source.messageId,
        created_at: new Date(position.createdAt),
        status: position.status,
        body: jsonb(position),
        opened_at: timestamp(position.openedAt),
        closed_at: timestamp(position.closedAt),
        net: result?.net ?? null,
        fees: result?.fees ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        body: eb.ref('excluded.body'),
        opened_at: eb.ref('excluded.opened_at'),
        closed_at: eb.ref('excluded.closed_at'),
        net: eb.ref('excluded.net'),
        fees: eb.ref('excluded.fees'),
      })),
    );
}

function savingOrders(
  db: Kysely<Database>,
  orders: readonly { position: Position; order: Order }[],
): Compilable {
  return db
    .insertInto('orders')
    .values(
      orders.map(({ position, order }) => ({
        id: order.id,
        position_id: position.id,
        account: position.account,
        product_id: position.product.id,
        venue_order_id: order.venueOrderId,
        purpose: order.purpose,
        status: order.status,
        filled_size: order.filledSize,
        filled_value: order.filledValue,
        fees: order.fees,
        body: jsonb(order),
        created_at: new Date(order.createdAt),
        updated_at: new Date(order.updatedAt),
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        venue_order_id: eb.ref('excluded.venue_order_id'),
        status: eb.ref('excluded.status'),
        filled_size: eb.ref('excluded.filled_size'),
        filled_value: eb.ref('excluded.filled_value'),
        fees: eb.ref('excluded.fees'),
        body: eb.ref('excluded.body'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    );
}

/** Positions as last committed, newest first. */
export async function listPositions(
  db: Kysely<Database>,
  filter: { open?: boolean; limit: number; offset?: number; before?: Date },
): Promise<Position[]> {
  let query = db
    .selectFrom('positions')
    .select('body')
    .orderBy('created_at', 'desc')
    // Ids are numbers kept as text: of the same moment the higher is the newer.
    .orderBy(sql`length(id)`, 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
  if (filter.open === true) query = query.where('status', 'not in', ENDED);
  if (filter.open === false) query = query.where('status', 'in', ENDED);
  if (filter.before) query = query.where('created_at', '<', filter.before);
  return (await query.execute()).map((row) => readPosition(row.body));
}

export async function findPosition(db: Kysely<Database>, id: string): Promise<Position | null> {
  const row = await db
    .selectFrom('positions')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? readPosition(row.body) : null;
}

/** What the core has to have in memory: everything open, and what ended since `endedSince`. */
export async function loadPositions(db: Kysely<Database>, endedSince: Date): Promise<Position[]> {
  const rows = await db
    .selectFrom('positions')
    .select('body')
    .where((eb) =>
      eb.or([
        eb('status', 'not in', ENDED),
        eb('closed_at', '>=', endedSince),
        eb.and([eb('closed_at', 'is', null), eb('created_at', '>=', endedSince)]),
      ]),
    )
    .orderBy('created_at')
    .orderBy(sql`length(id)`)
    .orderBy('id')
    .execute();
  return rows.map((row) => readPosition(row.body));
}

/** Whose order this is, by our id or by the venue's. */
export async function findOrder(
  db: Kysely<Database>,
  by: { id: string } | { account: Position['account']; venueOrderId: string },
): Promise<{ order: Order; positionId: string } | null> {
  const query = db.selectFrom('orders').select(['body', 'position_id']);
  const row = await ('id' in by
    ? query.where('id', '=', by.id)
    : query.where('account', '=', by.account).where('venue_order_id', '=', by.venueOrderId)
  ).executeTakeFirst();
  return row ? { order: readOrder(row.body), positionId: row.position_id } : null;
}
