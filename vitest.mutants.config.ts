import { defineConfig } from 'vitest/config';

const given = (name: string): string[] => JSON.parse(process.env[name] ?? '[]');

/** The tests of one area, for `npm run test:mutants`. */
export default defineConfig({
  test: {
    include: given('MUTANTS_TESTS'),
    exclude: given('MUTANTS_WITHOUT'),
    testTimeout: 20_000,
    // Else each mutant would load everything again for each file of tests.
    isolate: false,
  },
});
