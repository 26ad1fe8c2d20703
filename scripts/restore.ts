/**
 * Puts a backup back, into the database that DATA_DIR and DATABASE_URL name, in the environment or in
 * .env. The bot must not run.
 *
 *   npm run restore -- FILE              into a database that nothing was kept in yet
 *   npm run restore -- FILE --replace    in place of what is there, which is backed up first
 */
import path from 'node:path';
import pino from 'pino';
import { writeBackup } from '../src/trading/store/backup/backup.ts';
import { restoreBackup } from '../src/trading/store/backup/restore.ts';
import { DatabaseError } from '../src/trading/store/server/database.ts';
import { backupName, runOnDatabase } from './onDatabase.ts';

await runOnDatabase(async ({ dataDir, databaseUrl }, args) => {
  const isReplacing = args.includes('--replace');
  const [file] = args.filter((arg) => !arg.startsWith('--'));
  if (file === undefined) throw new DatabaseError('Say which file: npm run restore -- FILE');
  const before = path.resolve(dataDir, 'backups', `before-restore-${backupName(new Date())}`);
  let isBackedUp = false;
  const { takenAt } = await restoreBackup({
    dataDir,
    databaseUrl,
    file,
    log: pino({ level: 'silent' }),
    replace: isReplacing
      ? async (url) => {
          await writeBackup(url, before);
          isBackedUp = true;
        }
      : null,
  });
  return [
    `${file} was put back: all is as of ${takenAt}.`,
    ...(isBackedUp ? [`What was there before is in ${before}.`] : []),
    'Whatever was traded after that is at the venue and not known here: the next start opens nothing new and says so. Compare with the venue, then /resume.',
  ].join('\n');
});
