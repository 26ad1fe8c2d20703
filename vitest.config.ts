import { defineConfig } from 'vitest/config';

// As src/start.js has it.
process.env.TZ = 'UTC';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/deep/**', 'test/browser/**'],
    globalSetup: ['test/support/databaseServer.ts'],
    testTimeout: 20_000,
    // Most tests wait for servers, databases and timers more than they compute.
    maxWorkers: 3,
    hookTimeout: 30_000,
  },
});
