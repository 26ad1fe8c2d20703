import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { startDiscord } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { type Child, startChild } from '../../../sandbox/terminal/child.ts';
import { dec } from '../../../src/trading/money.ts';
import { connect } from '../../../src/trading/store/server/connections.ts';
import type { Database } from '../../../src/trading/store/tables.ts';
import { botEnvironment } from '../bot/botEnvironment.ts';
import { untilNone } from '../bot/botProcess.ts';
import { emptyDatabase } from '../database/database.ts';
import { type DatabaseProxy, databaseProxy } from '../database/databaseProxy.ts';
import { closeWithoutViolations } from '../violations.ts';
import { disagreements } from './agreement.ts';
import { restlessStory } from './restlessStory.ts';
import { type RestProxy, restProxy } from './restProxy.ts';
import { seededRandom } from './seededRandom.ts';

/** What happens to the one that acts. */
export const HARMS = ['stop', 'half-open', 'kill', 'short stop'] as const;
export type Harm = (typeof HARMS)[number];

export type InstancesRun = {
  rounds: number;
  harms: Record<string, number>;
  takeovers: number;
  /** From the harm until the other one asked the exchange for something as the one that acts. */
  slowestTakeoverMs: number;
  /** Takeovers that took longer than they may. */
  late: number;
  /** Requests that change something at the exchange, by whoever did not hold the lease as they arrived. */
  strays: readonly string[];
  requests: number;
  messages: number;
  orders: number;
  fills: number;
  positions: number;
  slowestAgreementMs: number;
};

const WITHIN_MS = 10_000;
/** However slow the machine is: it is no matter of speed. */
const AGREED_WITHIN_MS = 180_000;

type Instance = {
  name: string;
  database: DatabaseProxy;
  rest: RestProxy;
  child: Child;
  lines: string[];
};

/**
 * Two bots, each a process of its own, over one database, one acting and one standing by; the story
 * plays while the one that acts is stopped, cut off from the database or killed, and comes back when
 * the other has taken over. After each round all that happened must have happened once.
 */
export async function instancesRun(options: {
  seed: number;
  harms: readonly Harm[];
  /** Called after each round, with what has come of all so far. */
  onRound?: (run: InstancesRun) => void;
}): Promise<InstancesRun> {
  const random = seededRandom(options.seed);
  const [discord, exchange, database, folder] = await Promise.all([
    startDiscord(),
    startCoinbase({ prices: 'manual', balances: { USD: '1000000' } }),
    emptyDatabase(),
    mkdtemp(path.join(tmpdir(), 'pilotfish-instances-')),
  ]);
  const coinbase = exchange.control;
  const db = connect(database.url, pino({ level: 'silent' }));
  const instances: Instance[] = [];
  onTestFinished(async () => {
    for (const one of instances) {
      one.child.process.kill('SIGCONT');
      one.child.process.kill('SIGKILL');
      await one.child.ended;
      await one.database.close();
      await one.rest.close();
    }
    await db.destroy();
    await exchange.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
    await closeWithoutViolations(discord);
  });

  const begin = (one: Omit<Instance, 'child'>): Child =>
    startChild('src/start.js', {
      env: {
        ...botEnvironment({ discord, exchange }),
        DATABASE_URL: one.database.url,
        COINBASE_REST_URL: one.rest.url,
        SECOND_INSTANCE: 'wait',
        DATA_DIR: folder,
      },
      onLine: (line) => one.lines.push(line),
    });
  for (const name of ['first', 'second']) {
    const one = {
      name,
      database: await databaseProxy(database.url),
      rest: await restProxy(exchange.urls.rest),
      lines: [],
    };
    instances.push({ ...one, child: begin(one) });
  }

  const before = new Map(
    (await coinbase.balances()).map(({ asset, total }) => [asset, dec(total)]),
  );
  const story = await restlessStory({ discord, coinbase, random });
  const run: InstancesRun = {
    rounds: 0,
    harms: {},
    takeovers: 0,
    slowestTakeoverMs: 0,
    late: 0,
    strays: [],
    requests: 0,
    messages: 0,
    orders: 0,
    fills: 0,
    positions: 0,
    slowestAgreementMs: 0,
  };
  /** Who acted from when on, oldest first. */
  const epochs: { epoch: number; by: Instance; from: number }[] = [];

  const instanceOf = (mark: string | null) => {
    const pid = Number(mark?.split(' ')[1]);
    return instances.find(({ child }) => child.process.pid === pid) ?? null;
  };

  /** Who holds the lease, by what is written in it. */
  async function holder(): Promise<Instance | null> {
    try {
      const { rows } = await sql<{ epoch: number; holder: string | null; at: Date }>`
        select epoch, holder, at from lease_taken where epoch > ${epochs.at(-1)?.epoch ?? 0}
        order by epoch
      `.execute(db);
      for (const { epoch, holder: mark, at } of rows) {
        const by = instanceOf(mark);
        if (by) epochs.push({ epoch, by, from: at.getTime() });
      }
      const row = await db
        .selectFrom('lease')
        .select('holder')
        .where('id', '=', 1)
        .executeTakeFirst();
      return instanceOf(row?.holder ?? null);
    } catch {
      return null;
    }
  }
  const untilHeldBy = async (
    is: (by: Instance) => boolean,
    withinMs: number,
  ): Promise<Instance> => {
    const startedAt = performance.now();
    for (;;) {
      const by = await holder();
      if (by && is(by)) return by;
      if (performance.now() - startedAt > withinMs) throw new Error('nobody has taken over');
      await delay(20);
    }
  };
  const agreed = async () => {
    const { ms } = await untilNone(
      () => disagreements({ db, discord, coinbase, before }, story.said),
      AGREED_WITHIN_MS,
    );
    run.slowestAgreementMs = Math.max(run.slowestAgreementMs, ms);
  };

  try {
    const registered = discord.waitForEvent(
      (event) => event.type === 'commands' && event.guildId !== null,
      60_000,
    );
    await registered;
    await writeDownTakeovers(db);
    await discord.command('owner', 'pilotfish', 'watch add', {
      channel: sandboxIds.signals,
      follow: 'automatic',
    });
    for (const harm of options.harms) {
      await oneRound(harm);
      run.rounds += 1;
      run.harms[harm] = (run.harms[harm] ?? 0) + 1;
      options.onRound?.(run);
    }
    await count();
    return run;
  } catch (error) {
    const said = instances.flatMap(({ name, lines }) => [`${name}:`, ...lines.slice(-30)]);
    throw new Error(
      [
        `seed ${options.seed}, after ${run.rounds} rounds: ${(error as Error).message}`,
        `epochs: ${epochs.slice(-6).map(({ epoch, by, from }) => `${epoch} ${by.name} ${new Date(from).toISOString()}`)}`,
        ...said,
      ].join('\n'),
      { cause: error },
    );
  }

  async function oneRound(harm: Harm): Promise<void> {
    const acting = await untilHeldBy(() => true, WITHIN_MS);
    const other = instances.find((one) => one !== acting);
    if (!other) throw new Error('there is no other');
    await story.play(random.between(300, 1_200));

    const harmedAt = performance.now();
    const harmedTime = Date.now();
    const undo = await doHarm(harm, acting);
    if (harm === 'short stop') {
      await delay(random.between(200, 3_500));
      await undo();
    } else {
      const watching = untilHeldBy((by) => by === other, 30_000);
      await story.play(random.between(0, 800));
      await watching;
      run.takeovers += 1;
      const { from = 0 } = epochs.at(-1) ?? {};
      await untilNone(
        async () => (other.rest.asked.some(({ at }) => at >= from) ? [] : ['it does nothing']),
        30_000,
      );
      const first = other.rest.asked.find(({ at }) => at >= from);
      const tookMs = (first?.at ?? 0) - harmedTime;
      run.slowestTakeoverMs = Math.max(run.slowestTakeoverMs, tookMs);
      if (tookMs > WITHIN_MS) run.late += 1;
      await story.play(random.between(0, 800));
      await undo();
    }
    await story.play(random.between(0, 500));
    await agreed();
    await holder();
    lookForStrays(harm, Math.round(performance.now() - harmedAt));
  }

  async function doHarm(harm: Harm, to: Instance): Promise<() => Promise<void>> {
    if (harm === 'half-open') {
      to.database.hang();
      return async () => to.database.release();
    }
    if (harm === 'kill') {
      to.child.process.kill('SIGKILL');
      await to.child.ended;
      return async () => {
        to.child = begin(to);
      };
    }
    to.child.process.kill('SIGSTOP');
    return async () => void to.child.process.kill('SIGCONT');
  }

  function lookForStrays(harm: Harm, ms: number): void {
    for (const one of instances) {
      for (const { method, path, at } of one.rest.asked.splice(0)) {
        run.requests += 1;
        if (method === 'GET') continue;
        const then = epochs.findLast(({ from }) => from <= at);
        if (then?.by === one) continue;
        run.strays = [
          ...run.strays,
          `${harm}: ${one.name} asked ${method} ${path} ${at - (then?.from ?? 0)} ms after epoch ${then?.epoch} of the other began (a round of ${ms} ms)`,
        ];
      }
    }
  }

  async function count(): Promise<void> {
    run.messages = story.said.posted.length;
    run.orders = (await coinbase.orders()).length;
    run.fills = (await coinbase.fills()).length;
    run.positions = (await db.selectFrom('positions').select('id').execute()).length;
  }
}

/** Every epoch is written down as it begins, also one that ends again before anybody looks. */
async function writeDownTakeovers(db: Kysely<Database>): Promise<void> {
  await sql`create table lease_taken as select epoch, holder, taken_at as at from lease where id = 1`.execute(
    db,
  );
  await sql`
    create function write_down_takeover() returns trigger language plpgsql as $$
    begin
      insert into lease_taken values (new.epoch, new.holder, new.taken_at);
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger taken after update on lease for each row
    when (new.epoch <> old.epoch) execute function write_down_takeover()
  `.execute(db);
}

export function printInstances(seed: number, run: InstancesRun): void {
  const { harms, strays, ...numbers } = run;
  const all = { ...numbers, strays: strays.length, ...harms };
  process.stdout.write(
    `two instances, seed ${seed}: ${Object.entries(all)
      .map(([what, number]) => `${what} ${number}`)
      .join(', ')}\n${strays.map((line) => `${line}\n`).join('')}`,
  );
}
