import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The folder for the bot's data can't be used; `message` says why and what to do. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

/** Postgres' own limit for its files (MAXPGPATH, 1,024) less what it puts below the folder. */
const LONGEST_PATH = 900;

/** Makes the folder where there is none, and sees to it that it can be written to. */
export async function makeDataFolder(folder: string): Promise<void> {
  const whole = path.resolve(folder);
  if (Buffer.byteLength(whole) > LONGEST_PATH)
    throw unusable(`${whole.slice(0, 60)}…`, 'its path is too long');
  try {
    await makeStepByStep(whole);
    if (!(await stat(whole)).isDirectory()) throw unusable(whole, 'it is a file');
    // Permissions alone do not say it: root has them all, also where nothing can be written.
    await rmdir(await mkdtemp(path.join(whole, '.try-')));
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    throw unusable(whole, WORDS[code] ?? code);
  }
}

/** node's own `recursive` never comes back from a place where nothing can be made, such as /proc. */
async function makeStepByStep(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeStepByStep(parent);
    await mkdir(folder);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'the bot may not write there',
  EPERM: 'the bot may not write there',
  EROFS: 'the bot may not write there',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'its path is too long',
  ENOSPC: 'the disk is full',
};

function unusable(folder: string, why: string): DataFolderError {
  return new DataFolderError(
    `The data folder ${folder} can't be used: ${why}. It must be a folder that the bot may write to. Mend that, or set DATA_DIR to another one.`,
  );
}
