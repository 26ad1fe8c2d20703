/**
 * What a year leaves, and whether it makes anything slower: `npm run bench:growth`.
 *
 * A bot trades one signal to its end. Then its database is filled with a year of 20 such positions and
 * 2,000 messages of chatter a day, month by month, and each month what is old is forgotten as each
 * night does it. Measured before and after: a signal until its order, /position, /signals,
 * /performance, a start; and what the database takes on the disk.
 */
import pino from 'pino';
import { connect } from '../src/trading/store/server/connections.ts';
import { forgetOld } from '../src/trading/store/upkeep/forgetOld.ts';
import { botWorld, PRODUCTS } from './botWorld.ts';
import { machine, ms, quantile, report } from './figures.ts';

const MONTHS = 12;
const MONTH_DAYS = 365 / MONTHS;
const POSITIONS_A_DAY = 20;
const MESSAGES_A_DAY = 2_000;
const KEEP_DAYS = 30;
const DAY_MS = 86_400_000;
const REPEATS = 15;
const COMMANDS = ['position', 'signals', 'performance'] as const;
const MEGABYTE = 1_048_576;

const world = await botWorld();
try {
  await world.start();
  await world.follow();
  await world.post('good morning, have a nice day');
  // One life: it is bought, its stop rests, and its target is met.
  await world.signal();
  await world.control.setPrice('BTC-USD', String(PRODUCTS.BTC * 1.2));
  await world.control.setPrice('BTC-USD', String(PRODUCTS.BTC));
  const before = await measure();
  await world.stop();

  const sizes: number[] = [];
  let forgetting = 0;
  let large = '';
  await world.withPast(async (past, url) => {
    const db = connect(url, pino({ level: 'silent' }));
    for (let month = 0; month < MONTHS; month += 1) {
      const from = new Date(Date.now() - (MONTHS - month) * MONTH_DAYS * DAY_MS);
      await past.add({
        positions: Math.round(POSITIONS_A_DAY * MONTH_DAYS),
        messages: Math.round(MESSAGES_A_DAY * MONTH_DAYS),
        from,
        days: MONTH_DAYS,
      });
      await past.vacuum();
      const begun = performance.now();
      await forgetOld(db, from.getTime() + (MONTH_DAYS - KEEP_DAYS) * DAY_MS);
      forgetting = Math.max(forgetting, performance.now() - begun);
      await past.vacuum();
      sizes.push(await past.bytes());
      process.stderr.write(
        `month ${month + 1}: ${((sizes.at(-1) ?? 0) / MEGABYTE).toFixed(0)} MB\n`,
      );
    }
    for (const { name, bytes } of await past.tables()) {
      large += `${name} ${(bytes / MEGABYTE).toFixed(0)} MB, `;
    }
    await db.destroy();
  });
  await world.start();
  const after = await measure();

  process.stdout.write(`${machine()}; ${large.replace(/, $/, '')}\n\n`);
  report([
    {
      what: `a year of ${POSITIONS_A_DAY} positions and ${MESSAGES_A_DAY} messages a day on the disk`,
      figure: `${((sizes.at(-1) ?? 0) / MEGABYTE).toFixed(0)} MB`,
      aim: '< 300 MB',
    },
    { what: 'forgetting a month at once', figure: ms(forgetting), aim: '' },
    ...before.map(({ what, took }, i) => {
      const now = after[i]?.took ?? Number.NaN;
      return {
        what: `after that year: ${what}; p50 before, after`,
        figure: `${ms(took)}, ${ms(now)} (${(now / took).toFixed(2)}×)`,
        aim: '≤ 1.2×',
      };
    }),
  ]);
} finally {
  await world.close();
}

/** Each by its median, in milliseconds, on a bot that has just started. */
async function measure() {
  const starts: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    await world.stop();
    starts.push(await world.start());
  }
  for (let n = 0; n < 6; n += 1) await world.signal();
  const several = async (act: () => Promise<number>) => {
    const times: number[] = [];
    for (let n = 0; n < REPEATS; n += 1) times.push(await act());
    return quantile(times, 0.5);
  };
  const measured = [
    { what: 'a start until it is reconciled', took: quantile(starts, 0.5) },
    { what: 'a signal until its order', took: await several(world.signal) },
  ];
  for (const name of COMMANDS) {
    measured.push({ what: `/${name}`, took: await several(() => world.command(name)) });
  }
  return measured;
}
