import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

/** Lines of JSON on standard output. What looks like a secret by its name is never written. */
export function createLog(level: Config['logLevel'] | 'silent'): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describe, err: describe },
    redact: {
      paths: ['token', 'privateKey', 'password', 'authorization'].flatMap((name) => [
        name,
        `*.${name}`,
        `*.*.${name}`,
      ]),
      censor: '[secret]',
    },
  });
}

/**
 * An error as its name, message and stack alone: the libraries for HTTP and WebSocket hang whole
 * requests on their errors, headers and all.
 */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return {
    name,
    message: withoutTokens(message),
    stack: withoutTokens(stack ?? ''),
    ...(cause === undefined ? {} : { cause: describe(cause) }),
  };
}

/** A signed token opens the account for two minutes; a URL may hold a password. */
function withoutTokens(text: string): string {
  return text
    .replaceAll(/eyJ[\w.-]{20,}/g, '[token]')
    .replaceAll(/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, '$1:[secret]@');
}
