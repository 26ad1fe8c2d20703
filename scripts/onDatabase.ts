import { z } from 'zod';
import { ConfigError } from '../src/config.ts';
import { DatabaseError } from '../src/trading/store/server/database.ts';
import { DataFolderError } from '../src/trading/store/server/dataFolder.ts';
import { EmbeddedPostgresError } from '../src/trading/store/server/embeddedPostgresError.ts';

export type WhichDatabase = {
  dataDir: string;
  /** null: the embedded one in `dataDir`. */
  databaseUrl: string | null;
};

const environment = z.object({
  DATA_DIR: z.string().default(''),
  DATABASE_URL: z.string().default(''),
});

/**
 * Runs `work` on the database that the environment or .env names, with the arguments of this program;
 * prints the sentence it gives, or the one of what is wrong, and sets the exit code.
 */
export async function runOnDatabase(
  work: (which: WhichDatabase, args: readonly string[]) => Promise<string>,
): Promise<void> {
  process.env.TZ = 'UTC';
  try {
    process.loadEnvFile('.env');
  } catch {
    // No .env: the environment alone.
  }
  const { DATA_DIR, DATABASE_URL } = environment.parse(process.env);
  const which = { dataDir: DATA_DIR || 'data', databaseUrl: DATABASE_URL || null };
  try {
    process.stdout.write(`${await work(which, process.argv.slice(2))}\n`);
  } catch (error) {
    const isExpected = [ConfigError, DatabaseError, DataFolderError, EmbeddedPostgresError].some(
      (kind) => error instanceof kind,
    );
    const { message } = error as Error;
    process.stderr.write(`${isExpected ? message : `That did not work: ${message}`}\n`);
    process.exitCode = 1;
  }
}

/** "pilotfish-2026-03-04T05-06-07Z.backup", which sorts by time. */
export function backupName(at: Date): string {
  return `pilotfish-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z.backup`;
}
