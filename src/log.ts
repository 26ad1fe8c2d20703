import pino, { type Logger, type LoggerOptions } from 'pino';
import type { Config } from './config.ts';

/** Lines of JSON on standard output; in a terminal, lines that a person reads. What looks like a secret by its name is never written. */
export function createLog(
  level: Config['logLevel'] | 'silent',
  isTerminal = process.stdout.isTTY === true,
  write: (text: string) => unknown = (text) => process.stdout.write(text),
): Logger {
  const options: LoggerOptions = {
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
  };
  return isTerminal
    ? pino(options, { write: (line: string) => write(readable(line)) })
    : pino(options);
}

const LONGEST_FIELD = 120;

/** "12:30:05 warn  the price could not be learned (productId BTC-USD)"; an address stands by itself. */
function readable(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 19);
  const said = level === 'info' ? '     ' : String(level).padEnd(5);
  const addresses = Object.values(fields).filter(isAddress);
  const others = Object.entries(fields)
    .filter(([, value]) => !isAddress(value))
    .map(([name, value]) => `${name} ${inWords(value)}`);
  const more = others.length === 0 ? '' : ` (${others.join(', ')})`;
  return [
    `${clock} ${said} ${String(msg ?? '')}${more}`,
    ...addresses.map((one) => `  ${one}`),
    '',
  ].join('\n');
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//.test(value);
}

function inWords(value: unknown): string {
  const error = value as { name?: unknown; message?: unknown } | null;
  const text =
    typeof error === 'object' && error !== null && typeof error.message === 'string'
      ? error.message
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  const line = String(text).replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_FIELD ? `${line.slice(0, LONGEST_FIELD)}…` : line;
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
