/**
 * Whether signals wait for pictures: `npm run bench:signal-pictures`. A signal's way from its post to its
 * order at the exchange, in turn with nothing else to do, and while ten pictures wait to be read.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { botWorld } from './botWorld.ts';
import { machine, ms, quantile, report } from './figures.ts';
import { CORPUS } from './pictures/corpus.ts';
import { draw } from './pictures/draw.ts';

const ROUNDS = Number(process.argv[2] ?? 4);
const SIGNALS = 10;
const PICTURES = 10;
/** Of each kind: what runs for the first time is not measured. */
const WARM = 5;

const samples = CORPUS.get('phone') ?? [];
const files = await Promise.all(samples.map(draw));
const world = await botWorld();
try {
  await world.start();
  // Its commands are there a moment later.
  await delay(5_000);
  await world.follow();
  for (let n = 0; n < WARM; n += 1) await world.signal();
  const [free, busy]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < SIGNALS; n += 1) free.push(await world.signal());
    for (let n = 0; n < PICTURES; n += 1) await world.picture(files[n % files.length] as Buffer);
    for (let n = 0; n < SIGNALS; n += 1) busy.push(await world.signal());
    await world.picturesRead((round + 1) * PICTURES);
    await delay(1_000);
  }
  const both = (values: readonly number[]) =>
    `${ms(quantile(values, 0.5))} / ${ms(quantile(values, 0.99))}`;
  process.stdout.write(`${machine()}; ${ROUNDS * SIGNALS} signals each way\n\n`);
  report([
    { what: 'a signal until its order, p50 / p99', figure: both(free), aim: '' },
    { what: `the same while ${PICTURES} pictures wait`, figure: both(busy), aim: 'the same' },
  ]);
} finally {
  await world.close();
}
