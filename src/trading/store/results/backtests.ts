import { type Kysely, type Selectable, sql } from 'kysely';
import { jsonb } from '../jsonb.ts';
import type { BacktestRequest } from '../tables/results.ts';
import type { Database } from '../tables.ts';

export type BacktestRow = Selectable<Database['backtests']>;

/** Keeps that a history was asked for; it is worked as soon as those before it are. */
export function addBacktest(
  db: Kysely<Database>,
  asked: {
    followedId: string;
    request: BacktestRequest;
    by: string;
    at: number;
    channelId: string;
    messageId: string;
  },
): Promise<BacktestRow> {
  return db
    .insertInto('backtests')
    .values({
      followed_id: asked.followedId,
      request: jsonb(asked.request),
      stage: 'fetching',
      result: null,
      why: null,
      asked_by: asked.by,
      asked_at: new Date(asked.at),
      ended_at: null,
      channel_id: asked.channelId,
      message_id: asked.messageId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findBacktest(db: Kysely<Database>, id: number): Promise<BacktestRow | null> {
  const row = await db.selectFrom('backtests').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The oldest that is not at its end, or that has a variant still to be tried; null when there is none. */
export async function nextBacktest(db: Kysely<Database>): Promise<BacktestRow | null> {
  const row = await db
    .selectFrom('backtests')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('stage', 'in', ['fetching', 'playing']),
        eb.and([
          eb('stage', '=', 'done'),
          eb(eb.cast<string>('variants', 'text'), 'like', '%"thirds": null%'),
        ]),
      ]),
    )
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Of each channel the newest history that is done and was played with the settings as they were. */
export async function newestBacktests(db: Kysely<Database>): Promise<BacktestRow[]> {
  const rows = await db
    .selectFrom('backtests')
    .distinctOn('followed_id')
    .selectAll()
    .where('stage', '=', 'done')
    .where((eb) => eb(eb.ref('request', '->>').key('changed'), 'is', null))
    // Several together say nothing of each.
    .where((eb) => eb(eb.ref('request', '->>').key('others'), 'is', null))
    .orderBy('followed_id')
    .orderBy('id', 'desc')
    .execute();
  return rows.sort((a, b) => a.id - b.id);
}

type Change = {
  stage?: BacktestRow['stage'];
  progress?: number;
  result?: object;
  variants?: readonly object[];
  why?: string;
  endedAt?: number;
};

/** Moves one on that is still at work; false when it was stopped meanwhile. */
export async function advanceBacktest(
  db: Kysely<Database>,
  id: number,
  change: Change,
): Promise<boolean> {
  const changed = await db
    .updateTable('backtests')
    .set(rowOf(change))
    .where('id', '=', id)
    .where('stage', 'in', ['fetching', 'playing'])
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}

/** Keeps what was tried, or is to be. */
export async function keepVariants(
  db: Kysely<Database>,
  id: number,
  variants: readonly object[],
): Promise<void> {
  await db.updateTable('backtests').set(rowOf({ variants })).where('id', '=', id).execute();
}

/** Keeps what a part of it came to, so that it is not played again after a restart. */
export async function keepPlayed(
  db: Kysely<Database>,
  id: number,
  name: string,
  figures: object,
): Promise<void> {
  await db
    .updateTable('backtests')
    .set({ played: sql`played || ${jsonb({ [name]: figures })}::jsonb` })
    .where('id', '=', id)
    .execute();
}

function rowOf({ stage, progress, result, variants, why, endedAt }: Change) {
  return {
    ...(stage !== undefined && { stage }),
    ...(progress !== undefined && { progress }),
    ...(result !== undefined && { result: jsonb(result) }),
    ...(variants !== undefined && { variants: JSON.stringify(variants) }),
    ...(why !== undefined && { why }),
    ...(endedAt !== undefined && { ended_at: new Date(endedAt) }),
  };
}
