import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ConfigError, isOpenToOthers, readConfig } from './config.ts';
import { dieOfUncaught, forgetSecrets } from './crash.ts';
import { loadEnvironmentFile } from './environmentFile.ts';
import { type HealthServer, startHealth } from './health/healthServer.ts';
import { createLog } from './log.ts';
import { type Owed, startPilotfish } from './pilotfish.ts';
import { StartError } from './startError.ts';
import { AnotherInstance } from './trading/store/openStore.ts';
import { DatabaseError } from './trading/store/server/database.ts';
import { DatabaseLost } from './trading/store/server/databaseTrouble.ts';
import { DataFolderError } from './trading/store/server/dataFolder.ts';
import { EmbeddedPostgresError } from './trading/store/server/embeddedPostgresError.ts';
import { VenueError } from './trading/venue/venue.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** Runs Pilotfish until it is told to stop; sets the exit code. */
export async function main(): Promise<void> {
  try {
    loadEnvironmentFile('.env', process.env);
    const config = readConfig(process.env);
    if (!config.discord) {
      const { runSandbox } = await import('../sandbox/main.ts');
      await runSandbox(config);
      return;
    }
    const log = createLog(config.logLevel);
    forgetSecrets(process.env);
    if (isOpenToOthers('.env')) {
      log.warn('Others on this machine may read .env, and secrets are in there: chmod 600 it.');
    }
    dieOfUncaught(log);
    const stopping = stopOnSignals(log);
    const health = config.health && (await startHealth(config.health, log));
    if (health) log.info(`health and metrics are told at ${health.address}`);
    await runUntilStopped(config, log, stopping, health);
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
  config: Parameters<typeof startPilotfish>[0],
  log: Logger,
  stopping: Stopping,
  health: HealthServer | null,
): Promise<void> {
  let started = false;
  const owed: Owed = { panic: null };
  for (let attempt = 0; !stopping.signal.aborted; attempt++) {
    try {
      const pilotfish = await startPilotfish(config, log, { signal: stopping.signal, owed });
      started = true;
      attempt = 0;
      health?.follow(pilotfish.app);
      const why = await Promise.race([
        stopping.asked.then(() => 'asked' as const),
        pilotfish.lost.then(() => 'lost' as const),
      ]);
      health?.follow(null);
      if (why === 'lost') log.error('another instance acts now: closing everything here');
      await pilotfish.stop();
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
