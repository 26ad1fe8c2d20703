import { defineConfig } from 'vitest/config';

// As src/start.js has it.
process.env.TZ = 'UTC';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/deep/**', 'test/browser/**'],
    globalSetup: ['test/support/database/databaseServer.ts'],
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 60_000,
    // Most tests wait for servers, databases and timers more than they compute.
    maxWorkers: 4,
    // Every test has a bot, look-alikes and a database of its own, so files share a process: what is
    // loaded and compiled once is half of the whole time. No file may leave anything in a module.
    isolate: false,
    hookTimeout: 60_000,
  },
});
