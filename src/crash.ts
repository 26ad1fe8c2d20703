import type { Logger } from 'pino';

/** Environment variables that hold a secret. */
const SECRETS = ['DISCORD_TOKEN', 'COINBASE_PRIVATE_KEY', 'DATABASE_URL'] as const;

/**
 * Takes the secrets out of the environment once they are read: what is started from here (the
 * database server) would inherit them, and a crash report would hold them.
 */
export function forgetSecrets(env: Record<string, string | undefined>): void {
  for (const name of SECRETS) delete env[name];
}

/**
 * Ends the process on an error that nobody caught, with the error as the log writes it. Node by
 * itself would print everything that hangs on it: libraries hang whole requests on their errors.
 */
export function dieOfUncaught(log: Logger): void {
  const die = (error: unknown) => {
    log.fatal({ error }, 'an error that nobody caught: Pilotfish ends');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
