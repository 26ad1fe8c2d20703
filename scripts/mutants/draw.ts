/**
 * Writes docs/mutants.md from the reports in out/mutants; with `--survivors` it lists what was not
 * noticed instead.
 *
 *   npm run docs:mutants
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { areas, explained } from './areas.ts';
import { percentOf, type Report, type Score, scoreOf, takenOf } from './score.ts';

type Named = Report & { folder: string; seconds: number };

const OUT = 'out/mutants';
const PAGE = 'docs/mutants.md';

const files = existsSync(OUT) ? readdirSync(OUT) : [];
const reports = files
  .filter((name) => name.endsWith('.json') && !name.endsWith('.known.json'))
  .map((name): Named => JSON.parse(readFileSync(`${OUT}/${name}`, 'utf8')))
  .filter(({ folder }) => folder !== undefined)
  .sort((a, b) => a.folder.localeCompare(b.folder));

if (process.argv.includes('--survivors')) {
  for (const report of reports) {
    for (const { file, line, code, mutator, to } of scoreOf(report).survivors) {
      process.stdout.write(`${file}:${line} ${mutator}: ${code}  ->  ${to}\n`);
    }
  }
} else {
  writeFileSync(PAGE, page());
}

function page(): string {
  const rows = reports.map((report) => rowOf(report, scoreOf(report)));
  const kept = areas.flatMap(({ folder, notMutated }) =>
    notMutated.map(({ file, why }) => `- \`${folder}/${file}\`: ${why}.`),
  );
  const alive = explained.map(({ file, code, why }) => `- \`${file}\`, \`${code}\`: ${why}.`);
  return [
    '# What the tests notice',
    '',
    'The code is changed in one small way at a time (StrykerJS), and the tests are asked whether they notice. `npm run test:mutants -- trading/strategy/open` does so for a folder or a file of `src`, `npm run docs:mutants` makes this page, and with `-- --survivors` it lists what was not noticed. With `--sample 10` a tenth of the mutants is taken by chance.',
    '',
    '| folder | taken | noticed | of | score | explained | s |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
    '## Not changed',
    '',
    ...kept,
    '',
    '## Nobody could notice',
    '',
    ...alive,
    '',
  ].join('\n');
}

function rowOf({ folder, seconds }: Named, score: Score): string {
  const all = score.noticed + score.survivors.length;
  return `| \`${folder}\` | ${takenOf(score)} | ${score.noticed} | ${all} | ${percentOf(score)} % | ${score.explained} | ${seconds} |`;
}
