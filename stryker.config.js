const given = (name) => JSON.parse(process.env[name] ?? '[]');
const isSampled = process.env.MUTANTS_SAMPLE !== undefined;

/** Run by scripts/mutants/run.ts, which says what is mutated and which tests are asked. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './scripts/mutants/sample.ts'],
  vitest: { configFile: 'vitest.mutants.config.ts', related: false },
  mutate: given('MUTANTS_FILES'),
  checkers: isSampled ? ['sample'] : [],
  coverageAnalysis: 'perTest',
  // A mutant that is there before any test begins would need all of them.
  ignoreStatic: true,
  // StrykerJS reads tsconfig.json with what TypeScript 7 no longer has; it needs nothing of it.
  tsconfigFile: 'there-is-none.json',
  // What was left out of a sample is not known.
  incremental: !isSampled,
  incrementalFile: process.env.MUTANTS_KNOWN,
  jsonReporter: { fileName: process.env.MUTANTS_REPORT },
  reporters: ['json', 'progress-append-only'],
  ignorePatterns: ['docs/pictures', 'docs/reading', 'data', 'out', 'bench'],
  tempDirName: 'out/mutants/tmp',
  concurrency: 2,
  timeoutMS: 20_000,
};
