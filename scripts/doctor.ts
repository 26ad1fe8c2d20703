/**
 * Says of everything that a start needs whether it is well, and where it is not, what to do.
 *
 *   npm run doctor
 *
 * Reads the environment and .env as the bot does. Changes and posts nothing.
 */
import { ConfigError } from '../src/config.ts';
import { examine } from '../src/doctor/doctor.ts';
import { loadEnvironmentFile } from '../src/environmentFile.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  loadEnvironmentFile('.env', process.env);
  if (!(await examine(process.env, say))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  say(error.message.replace(/^Pilotfish can't start/, '✗ settings'));
  process.exitCode = 1;
}
