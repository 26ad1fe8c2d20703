import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Config, isOpenToOthers } from '../config.ts';
import { type Finding, note, ok, reasonOf, wrong } from './finding.ts';

/** A year takes less than 300 MB; Postgres itself wants some. */
const LEAST_FREE_MB = 1_000;

/** This machine: Node, the file with the secrets, the data folder and its disk, the port. */
export async function examineMachine(config: Config): Promise<Finding[]> {
  return [
    ok('Node', process.versions.node),
    secretsFile(),
    ...(await dataFolder(config.dataDir)),
    ...(config.health === null ? [] : [await healthPort(config.health)]),
  ];
}

function secretsFile(): Finding {
  return isOpenToOthers('.env')
    ? wrong(
        '.env',
        'others on this machine may read it, and secrets are in there',
        'chmod 600 .env',
      )
    : ok('.env', 'nobody else on this machine may read it');
}

async function dataFolder(dataDir: string): Promise<Finding[]> {
  const folder = path.resolve(dataDir);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const says = `${folder} can't be written to (${reasonOf(error)})`;
    return [wrong('data folder', says, 'Set DATA_DIR to a folder of the user that runs the bot.')];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1_000_000);
  return [
    ok('data folder', folder),
    free < LEAST_FREE_MB
      ? wrong('disk', `${free} MB are free there`, `Make room: ${LEAST_FREE_MB} MB at the least.`)
      : ok('disk', `${free} MB are free there`),
  ];
}

async function healthPort({ host, port }: { host: string; port: number }): Promise<Finding> {
  const server = createServer();
  const failed = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => resolve(null));
  });
  server.close();
  const where = `${host}:${port}`;
  if (failed === null) return ok('health port', `${where} is free`);
  return failed.code === 'EADDRINUSE'
    ? note('health port', `${where} is taken; by the bot, if it runs`)
    : wrong('health port', `${where} can't be used (${reasonOf(failed)})`, 'Change HEALTH_LISTEN.');
}
