/**
 * Changes the code in one small way at a time and asks the tests whether they notice.
 *
 *   npm run test:mutants -- trading/strategy/open
 *   npm run test:mutants -- trading/strategy/hold/stop/moveStop.ts
 *   npm run test:mutants -- trading/strategy/hold --sample 10 --seed 3
 *
 * `--sample` takes so many percent of the mutants by chance, the same again with the same seed.
 * The folder is under src. What was found out before and has not changed is not run again; the
 * reports stay in out/mutants, of which `npm run docs:mutants` makes the page of scores.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { areas } from './areas.ts';
import { scoreLine, scoreOf } from './score.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const [folder] = positionals;
const percent = Number(values.sample ?? '100');
if (!(percent > 0 && percent <= 100)) {
  process.stderr.write('--sample is so many percent of the mutants: more than 0, at most 100\n');
  process.exit(2);
}
const area = areas.find((one) => folder === one.folder || folder?.startsWith(`${one.folder}/`));
if (folder === undefined || area === undefined) {
  const known = areas.map((one) => one.folder).join(', ');
  process.stderr.write(`Say which folder, in one of these: ${known}\n`);
  process.exit(2);
}

const out = 'out/mutants';
const name = folder.replaceAll('/', '.');
mkdirSync(out, { recursive: true });
const began = Date.now();
const run = spawnSync('npx', ['stryker', 'run', 'stryker.config.js'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    MUTANTS_FILES: JSON.stringify([
      folder.endsWith('.ts') ? `src/${folder}` : `src/${folder}/**/*.ts`,
      ...area.notMutated.map(({ file }) => `!src/${area.folder}/${file}`),
    ]),
    MUTANTS_TESTS: JSON.stringify(area.tests),
    MUTANTS_WITHOUT: JSON.stringify(area.without),
    MUTANTS_REPORT: `${out}/${name}.json`,
    MUTANTS_KNOWN: `${out}/${name}.known.json`,
    ...(percent < 100 && { MUTANTS_SAMPLE: String(percent / 100), MUTANTS_SEED: values.seed }),
  },
});
if (run.status !== 0) process.exit(run.status ?? 1);

const report = JSON.parse(readFileSync(`${out}/${name}.json`, 'utf8'));
const seconds = Math.round((Date.now() - began) / 1000);
writeFileSync(`${out}/${name}.json`, JSON.stringify({ ...report, folder, seconds }));
process.stdout.write(`${scoreLine(folder, scoreOf(report))}, in ${seconds} s\n`);
