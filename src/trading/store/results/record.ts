import { type Kysely, sql } from 'kysely';
import { dec, ZERO } from '../../money.ts';
import type { ProviderRecord } from '../../strategy/model/event.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { Database } from '../tables.ts';
import { resultsOf, rowVersion } from './results.ts';

/** Older ones say less of how somebody trades now. */
const NEWEST = 500;

type Ended = { net: DecimalString; risk: DecimalString };

/**
 * What a provider's trades of one channel came to: live, on paper (the sandbox's too), and in the
 * channel's newest history, of which only what ended before anything was traded counts: the same
 * signal never counts twice.
 */
export async function providerRecord(
  db: Kysely<Database>,
  { channelId, providerId }: { channelId: string; providerId: string },
): Promise<ProviderRecord> {
  const traded = await db
    .selectFrom('positions')
    .select(['id', rowVersion, 'opened_at'])
    .where('provider_id', '=', providerId)
    .where('status', '=', 'closed')
    .where('opened_at', 'is not', null)
    .where((eb) =>
      eb(
        'watch_id',
        'in',
        eb
          .selectFrom('watches')
          .select((watch) => watch.cast<string>('id', 'text').as('id'))
          .where('channel_id', '=', channelId),
      ),
    )
    .orderBy('closed_at', 'desc')
    .limit(NEWEST)
    .execute();
  const first = traded.reduce(
    (at, { opened_at }) => Math.min(at, opened_at?.getTime() ?? at),
    Number.POSITIVE_INFINITY,
  );
  const results = await resultsOf(db, traded);
  return recordOf({
    live: results.filter(({ account }) => account === 'live'),
    paper: results.filter(({ account }) => account !== 'live'),
    history: await pastTrades(db, channelId, providerId, first),
  });
}

async function pastTrades(
  db: Kysely<Database>,
  channelId: string,
  providerId: string,
  before: number,
): Promise<readonly Ended[]> {
  const { rows } = await sql<{ net: string; risk: string }>`
    select trade->>'net' as net, trade->>'risk' as risk
    from (
      select result from backtests
      where followed_id = ${channelId} and stage = 'done' and request->>'changed' is null and request->>'others' is null
      order by id desc limit 1
    ) as newest, jsonb_array_elements(newest.result->'trades') as trade
    where trade->>'providerId' = ${providerId}
      and not (trade->>'isOpen')::boolean
      and (trade->>'closedAt')::numeric < ${Number.isFinite(before) ? before : Number.MAX_SAFE_INTEGER}
    order by (trade->>'closedAt')::numeric desc limit ${NEWEST}`.execute(db);
  return rows;
}

/** A record of trades by where they were made; what has none is left out. */
export function recordOf(
  ended: Readonly<Partial<Record<keyof ProviderRecord, readonly Ended[]>>>,
): ProviderRecord {
  return Object.fromEntries(
    Object.entries(ended).flatMap(([where, all]) => {
      const multiples = all
        .filter(({ risk }) => dec(risk).gt(0))
        .map(({ net, risk }) => dec(net).div(risk));
      if (multiples.length === 0) return [];
      const mean = multiples.reduce((sum, one) => sum.add(one), ZERO).div(multiples.length);
      const r = mean.toDecimalPlaces(4).toFixed();
      return [[where, { trades: multiples.length, r }]];
    }),
  );
}
