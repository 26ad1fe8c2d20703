import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Watched } from './app.ts';
import { type Config, ConfigError, isOpenToOthers, type Runs, readConfig } from './config.ts';
import { dieOfUncaught, forgetSecrets } from './crash.ts';
import { loadEnvironmentFile } from './environmentFile.ts';
import type { Owed } from './halves/openTrader.ts';
import { startListener } from './halves/startListener.ts';
import { startTrader } from './halves/startTrader.ts';
import { type HealthServer, startHealth } from './health/healthServer.ts';
import { createLog } from './log.ts';
import { startPilotfish } from './pilotfish.ts';
import { StartError } from './startError.ts';
import { AnotherInstance } from './trading/store/openStore.ts';
import { DatabaseError } from './trading/store/server/database.ts';
import { DatabaseLost } from './trading/store/server/databaseTrouble.ts';
import { DataFolderError } from './trading/store/server/dataFolder.ts';
import { EmbeddedPostgresError } from './trading/store/server/embeddedPostgresError.ts';
import { VenueError } from './trading/venue/venue.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

const RUNS: readonly Runs[] = ['both', 'trader', 'listener'];

type Running = { app: Watched; lost: Promise<void>; stop(): Promise<void> };
type Start = (options: { signal: AbortSignal; owed: Owed }) => Promise<Running>;

function starting(runs: Runs, config: Config, log: Logger): Start {
  switch (runs) {
    case 'both':
      return (options) => startPilotfish(config, log, options);
    case 'trader':
      return (options) => startTrader(config, log, options);
    case 'listener':
      return (options) => startListener(config, log, options);
  }
}

/** Runs Pilotfish, or the half of it that is wanted, until it is told to stop; sets the exit code. */
export async function main(wanted = 'both'): Promise<void> {
  try {
    const runs = RUNS.find((one) => one === wanted);
    if (runs === undefined) throw new StartError(`There is no “${wanted}”: trader or listener.`);
    // Both halves may be started in one folder, each with secrets of its own.
    const files = runs === 'both' ? ['.env'] : [`.env.${runs}`, '.env'];
    for (const file of files) loadEnvironmentFile(file, process.env);
    const config = readConfig(process.env, runs);
    if (runs === 'both' && !config.discord) {
      const { runSandbox } = await import('../sandbox/main.ts');
      await runSandbox(config);
      return;
    }
    const log = createLog(config.logLevel);
    forgetSecrets(process.env);
    for (const file of files.filter(isOpenToOthers)) {
      log.warn(`Others on this machine may read ${file}, and secrets are in there: chmod 600 it.`);
    }
    dieOfUncaught(log);
    const stopping = stopOnSignals(log);
    const health = config.health && (await startHealth(config.health, log));
    if (health) log.info(`health and metrics are told at ${health.address}`);
    await runUntilStopped(starting(runs, config, log), log, stopping, health);
    await health?.close();
    // A connection that is just being made, to a Discord out of reach, would hold the process.
    process.exit();
  } catch (error) {
    if (!isExpected(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

type Stopping = { signal: AbortSignal; asked: Promise<void> };

function stopOnSignals(log: Logger): Stopping {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.on(name, () => {
        if (controller.signal.aborted) return;
        log.info(`${name}: stopping`);
        controller.abort();
        resolve();
      });
    }
    // Started by the sandbox: without the parent there is nobody to stop us later.
    if (process.send) {
      process.on('disconnect', () => {
        controller.abort();
        resolve();
      });
      // Listening for it would keep a process alive that has stopped.
      process.channel?.unref();
    }
  });
  return { signal: controller.signal, asked };
}

/** Where another instance has taken over, everything is closed, and this one stands by, or ends. */
async function runUntilStopped(
  start: Start,
  log: Logger,
  stopping: Stopping,
  health: HealthServer | null,
): Promise<void> {
  let started = false;
  const owed: Owed = { panic: null };
  for (let attempt = 0; !stopping.signal.aborted; attempt++) {
    try {
      const running = await start({ signal: stopping.signal, owed });
      started = true;
      attempt = 0;
      health?.follow(running.app);
      const why = await Promise.race([
        stopping.asked.then(() => 'asked' as const),
        running.lost.then(() => 'lost' as const),
      ]);
      health?.follow(null);
      if (why === 'lost') log.error('another instance acts now: closing everything here');
      await running.stop();
    } catch (error) {
      if (stopping.signal.aborted) break;
      if (error instanceof AnotherInstance) throw error;
      if (error instanceof DatabaseLost) {
        started = true;
        log.error('the database was lost in the middle of a start; starting again');
      } else {
        // What is wrong at the first start is the owner's to mend; later it may mend itself.
        if (!started) throw error;
        log.error({ error }, 'could not start again; trying on');
      }
    }
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  log.info('stopped');
}

function isExpected(error: unknown): error is Error {
  return [
    ConfigError,
    DatabaseError,
    DataFolderError,
    EmbeddedPostgresError,
    StartError,
    VenueError,
  ].some((kind) => error instanceof kind);
}
