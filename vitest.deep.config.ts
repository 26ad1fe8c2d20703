import { defineConfig } from 'vitest/config';

// As src/start.js has it.
process.env.TZ = 'UTC';

/** The long runs of properties: `npm run test:deep`, minutes instead of seconds. */
export default defineConfig({
  test: {
    include: ['test/deep/**/*.test.ts'],
    globalSetup: ['test/support/database/databaseServer.ts'],
    // They wait, for timeouts and for a connection, much more than they work.
    maxConcurrency: 7,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
