/**
 * Writes everything that the bot has kept into one file, while it runs.
 *
 *   npm run backup                   into backups/ in the data folder
 *   npm run backup -- FILE           into that file
 *
 * Of the database that DATA_DIR and DATABASE_URL name, in the environment or in .env.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { writeBackup } from '../src/trading/store/backup/backup.ts';
import { embeddedServer, serverAt } from '../src/trading/store/openStore.ts';
import { DatabaseError } from '../src/trading/store/server/database.ts';
import { backupName, runOnDatabase } from './onDatabase.ts';

await runOnDatabase(async ({ dataDir, databaseUrl }, [given]) => {
  const file = path.resolve(given ?? path.join(dataDir, 'backups', backupName(new Date())));
  if (databaseUrl === null) {
    await access(path.join(dataDir, 'postgres', 'PG_VERSION')).catch(() => {
      throw new DatabaseError(
        `There is no database in ${path.resolve(dataDir)}. Set DATA_DIR or DATABASE_URL as the bot has it.`,
      );
    });
  }
  const log = pino({ level: 'silent' });
  const server = databaseUrl === null ? await embeddedServer(dataDir, log) : serverAt(databaseUrl);
  try {
    const { rows, takenAt } = await writeBackup(server.url, file);
    return `${file}: ${rows} rows, as of ${takenAt}.`;
  } finally {
    await server.leave();
  }
});
