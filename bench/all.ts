/** Everything that is measured of the running bot and of its core, as one table: `npm run bench`. */
import { startChild } from '../sandbox/terminal/child.ts';
import { type Figure, machine, tableOf } from './figures.ts';

const figures: Figure[] = [];
for (const name of ['signal', 'decide', 'restart', 'growth']) {
  process.stderr.write(`bench:${name} …\n`);
  const child = startChild(`bench/${name}.ts`, {
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  child.process.on('message', (some) => figures.push(...(some as Figure[])));
  if ((await child.ended) !== 0) process.exitCode = 1;
}
process.stdout.write(`\n${machine()}\n\n${tableOf(figures)}`);
