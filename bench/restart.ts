/**
 * How long a start takes with much open and a long past, and what memory it needs: `npm run bench:restart`.
 *
 * A thousand positions are opened, each with its stop at the exchange; then the database is filled with
 * a million rows of history. Measured is from the start of the process until everything is compared
 * with the exchange and the bot is on Discord.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { botWorld, PRODUCTS } from './botWorld.ts';
import { machine, quantile, report } from './figures.ts';

const POSITIONS = 1_000;
const AT_ONCE = 20;
const ROWS = 1_000_000;
const STARTS = 3;
/** Past the moment in which it starts. */
const IDLE_MS = 20_000;

const world = await botWorld();
try {
  await world.start();
  await world.follow();
  await delay(IDLE_MS);
  const idle = world.megabytes();
  await world.post('good morning, have a nice day');
  await world.signal();
  await world.control.setPrice('BTC-USD', String(PRODUCTS.BTC * 1.2));
  await world.control.setPrice('BTC-USD', String(PRODUCTS.BTC));
  await world.stop();
  await world.start('bench/unlimitedBot.ts');
  for (let open = 0; open < POSITIONS; open += AT_ONCE) await world.several(AT_ONCE);
  await delay(IDLE_MS);
  await world.stop();
  await world.withPast(async (past) => {
    // A message of chatter is two rows.
    await past.add({
      positions: 0,
      messages: ROWS / 2,
      from: new Date(Date.now() - 3e9),
      days: 30,
    });
    await past.vacuum();
  });
  const starts: number[] = [];
  const held: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    starts.push(await world.start());
    await delay(IDLE_MS);
    held.push(world.megabytes());
    await world.stop();
  }
  process.stdout.write(`${machine()}\n\n`);
  report([
    {
      what: `a start until it is reconciled: ${POSITIONS} positions, ${ROWS} rows; the slowest of ${STARTS}`,
      figure: `${(Math.max(...starts) / 1_000).toFixed(1)} s`,
      aim: '< 5 s',
    },
    { what: 'memory, idle', figure: `${idle.toFixed(0)} MB`, aim: '< 200 MB' },
    {
      what: `memory with ${POSITIONS} positions`,
      figure: `${quantile(held, 0.5).toFixed(0)} MB`,
      aim: '< 300 MB',
    },
  ]);
} finally {
  await world.close();
}
