import { defineConfig } from 'vitest/config';

// The sandbox's page in a real browser, which has to be on the machine; `npm test` needs none.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
