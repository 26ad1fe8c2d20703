import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** What the environment says, checked. Secrets are in here: never log it. */
export type Config = {
  dataDir: string;
  /** A Postgres server; null for the embedded one in `dataDir`. */
  databaseUrl: string | null;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  /** What a second instance on the same database does. */
  secondInstance: 'stop' | 'wait';
  /** null: no token, so the sandbox. */
  discord: {
    token: string;
    /** REST base of another Discord; null for the real one. */
    apiUrl: string | null;
    /** The private channel for notices; null: set up from Discord. */
    channelId: string | null;
  } | null;
  coinbase: {
    key: { name: string; privateKey: string } | null;
    /** Other addresses than Coinbase's own; null for those. */
    urls: { rest: string; marketSocket: string; userSocket: string } | null;
  };
  /** US dollars that a new paper account starts with. */
  paperCash: string;
  /** So long the database may be away before what is open is looked after without it, in milliseconds. */
  databasePatienceMs: number;
  /** How long chatter, what was told and the journal are kept, in days. */
  keepDays: number;
  /** A language model that may be asked about what could not be read; null: off. */
  secondReader: {
    url: string;
    model: string;
    key: string | null;
    daily: { calls: number; cost: string };
    /** Of a million tokens, in the money of `daily.cost`. */
    priceIn: string;
    priceOut: string;
  } | null;
  /** Where health and metrics are told, to whoever asks there; null: nowhere. Port 0 takes any that is free. */
  health: { host: string; port: number } | null;
  /** Set by the sandbox for the bot it starts: the key is one of its own exchange. */
  sandbox: boolean;
};

/** Says every problem in one message, by name, and never a value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const snowflake = z
  .string()
  .regex(/^\d{17,20}$/, 'must be an id of 17 to 20 digits (in Discord: right-click, Copy ID)');

const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be an address such as ${example}` });

const price = z.string().regex(/^\d{1,6}(\.\d{1,9})?$/, 'must be an amount such as 0.15');

/** What is sent without encryption stays on this machine or in its network. */
function isKeptPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:') return true;
  return (
    /^(127|10)\.\d+\.\d+\.\d+$|^192\.168\.\d+\.\d+$|^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(
      hostname,
    ) ||
    hostname === '[::1]' ||
    /\.(local|internal|lan)$/.test(hostname) ||
    /^[a-z][a-z0-9-]*$/i.test(hostname)
  );
}

const environment = z.object({
  DATA_DIR: optional(z.string()).default('data'),
  DATABASE_URL: optional(url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/pilotfish')),
  LOG_LEVEL: optional(
    z.enum(['trace', 'debug', 'info', 'warn', 'error'], {
      error: 'must be one of trace, debug, info, warn, error',
    }),
  ).default('info'),
  SECOND_INSTANCE: optional(z.enum(['stop', 'wait'], { error: 'must be stop or wait' })).default(
    'stop',
  ),
  DISCORD_TOKEN: optional(
    z
      .string()
      .regex(
        /^[\w-]{5,}\.[\w-]{4,}\.[\w-]{10,}$/,
        'does not look like a bot token (three parts with dots between; on the Bot page of your application, Reset Token shows it)',
      ),
  ),
  DISCORD_API_URL: optional(url(/^https?$/, 'http://127.0.0.1:8080/api')),
  DISCORD_CHANNEL_ID: optional(snowflake),
  COINBASE_KEY_NAME: optional(
    z.string().min(8, 'must be the name of a CDP key, such as organizations/…/apiKeys/…'),
  ),
  COINBASE_PRIVATE_KEY: optional(
    z.string().min(40, 'must be the private key that came with the name'),
  ),
  COINBASE_KEY_FILE: optional(z.string()),
  COINBASE_REST_URL: optional(url(/^https?$/, 'https://api.coinbase.com/api/v3')),
  COINBASE_MARKET_SOCKET_URL: optional(url(/^wss?$/, 'wss://advanced-trade-ws.coinbase.com')),
  COINBASE_USER_SOCKET_URL: optional(url(/^wss?$/, 'wss://advanced-trade-ws-user.coinbase.com')),
  PAPER_CASH: optional(
    z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'must be an amount of dollars such as 10000'),
  ).default('10000'),
  DATABASE_PATIENCE_SECONDS: optional(
    z
      .string()
      .regex(/^([1-9]|[1-5]\d|60)$/, 'must be a number of seconds from 1 to 60')
      .transform(Number),
  ).default(5),
  KEEP_DAYS: optional(
    z
      .string()
      .regex(/^([7-9]|[1-9]\d{1,3})$/, 'must be a number of days from 7 to 9999')
      .transform(Number),
  ).default(30),
  SECOND_READER_URL: optional(
    url(/^https?$/, 'http://127.0.0.1:11434/v1').refine(
      isKeptPrivate,
      'must be https unless it is on this machine or in a private network',
    ),
  ),
  SECOND_READER_MODEL: optional(z.string().max(200)),
  SECOND_READER_KEY: optional(z.string().regex(/^[\x21-\x7e]+$/, 'must be a key without spaces')),
  SECOND_READER_DAILY_CALLS: optional(
    z
      .string()
      .regex(/^\d{1,6}$/, 'must be a number of calls such as 200')
      .transform(Number),
  ).default(200),
  SECOND_READER_DAILY_COST: optional(price).default('1'),
  SECOND_READER_PRICE_IN: optional(price).default('0'),
  SECOND_READER_PRICE_OUT: optional(price).default('0'),
  HEALTH_LISTEN: optional(
    z
      .string()
      .regex(
        /^((\d{1,3}\.){3}\d{1,3}:|\[[\da-f:]+\]:|localhost:)?\d{1,5}$/i,
        'must be a port such as 9464, or an address of this machine and a port such as 127.0.0.1:9464',
      )
      .transform((text) => {
        const colon = text.lastIndexOf(':');
        const host = colon === -1 ? '127.0.0.1' : text.slice(0, colon).replace(/^\[|\]$/g, '');
        return { host, port: Number(text.slice(colon + 1)) };
      })
      .refine(({ port }) => port < 65_536, 'must be a port up to 65535'),
  ),
  PILOTFISH_SANDBOX: optional(z.literal('1', { error: 'is set by the sandbox alone' })),
});

/** Every setting there is, as it is called in the environment. */
export const SETTING_NAMES: readonly string[] = Object.keys(environment.shape);

/** Coinbase has called the key's name `name`, and calls it `id` in newer files. */
const keyFile = z
  .object({
    name: z.string().min(8).optional(),
    id: z.string().min(8).optional(),
    privateKey: z.string().min(40),
  })
  .transform(({ name, id, privateKey }, context) => {
    const called = name ?? id;
    if (called !== undefined) return { name: called, privateKey };
    context.addIssue({ code: 'custom', message: 'expected a name or an id' });
    return z.NEVER;
  });

/** What runs in this process: both halves, or one of them alone. */
export type Runs = 'both' | 'trader' | 'listener';

/** Of one half alone: what it needs, and what is the other's alone. */
function problemsOfHalf(runs: Runs, values: Partial<z.infer<typeof environment>>): string[] {
  if (runs === 'both') return [];
  const problems: string[] = [];
  if (!values.DATABASE_URL) {
    problems.push(
      'DATABASE_URL is missing: the trader and the listener meet in a Postgres server. For both in one process and the embedded database: npm start.',
    );
  }
  if (runs === 'trader' && values.DISCORD_TOKEN) {
    problems.push(
      'DISCORD_TOKEN is set, and only the listener may have it: take it out of what the trader is started with.',
    );
  }
  if (runs === 'listener' && !values.DISCORD_TOKEN) {
    problems.push('DISCORD_TOKEN is missing: the listener logs in with it.');
  }
  const keys = ['COINBASE_KEY_NAME', 'COINBASE_PRIVATE_KEY', 'COINBASE_KEY_FILE'] as const;
  for (const name of runs === 'listener' ? keys : []) {
    if (values[name]) {
      problems.push(
        `${name} is set, and only the trader may have it: take it out of what the listener is started with.`,
      );
    }
  }
  return problems;
}

/** Reads the environment. Throws ConfigError with one line for each thing that is wrong or missing. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  runs: Runs = 'both',
): Config {
  const parsed = environment.safeParse(env);
  const problems: string[] = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
  const values = parsed.data ?? environment.partial().parse({});

  if (parsed.success) {
    const sockets = [
      values.COINBASE_REST_URL,
      values.COINBASE_MARKET_SOCKET_URL,
      values.COINBASE_USER_SOCKET_URL,
    ].filter(Boolean).length;
    if (sockets !== 0 && sockets !== 3) {
      problems.push(
        'COINBASE_REST_URL, COINBASE_MARKET_SOCKET_URL and COINBASE_USER_SOCKET_URL must be set together, or none of them.',
      );
    }
    if (values.COINBASE_KEY_FILE && (values.COINBASE_KEY_NAME || values.COINBASE_PRIVATE_KEY)) {
      problems.push(
        'COINBASE_KEY_FILE is set beside COINBASE_KEY_NAME or COINBASE_PRIVATE_KEY: use the file or the two, not both.',
      );
    } else if (Boolean(values.COINBASE_KEY_NAME) !== Boolean(values.COINBASE_PRIVATE_KEY)) {
      const missing = values.COINBASE_KEY_NAME ? 'COINBASE_PRIVATE_KEY' : 'COINBASE_KEY_NAME';
      problems.push(`${missing} is missing: a Coinbase key is a name and a private key.`);
    }
    problems.push(...problemsOfHalf(runs, values));
    if (
      runs === 'both' &&
      !values.DISCORD_TOKEN &&
      (values.COINBASE_KEY_NAME || values.COINBASE_KEY_FILE)
    ) {
      problems.push(
        'DISCORD_TOKEN is missing: with a Coinbase key set this is no sandbox, and without the token there is nobody to listen to.',
      );
    }
  }

  if (parsed.success && Boolean(values.SECOND_READER_URL) !== Boolean(values.SECOND_READER_MODEL)) {
    const missing = values.SECOND_READER_URL ? 'SECOND_READER_MODEL' : 'SECOND_READER_URL';
    problems.push(`${missing} is missing: a second reader is an address and a model.`);
  }
  if (parsed.success && values.SECOND_READER_KEY && !values.SECOND_READER_URL) {
    problems.push('SECOND_READER_URL is missing: SECOND_READER_KEY alone asks nobody.');
  }

  let key: { name: string; privateKey: string } | null = null;
  if (values.COINBASE_KEY_NAME && values.COINBASE_PRIVATE_KEY) {
    key = { name: values.COINBASE_KEY_NAME, privateKey: unescaped(values.COINBASE_PRIVATE_KEY) };
  } else if (values.COINBASE_KEY_FILE) {
    key = readKeyFile(values.COINBASE_KEY_FILE, problems);
  }

  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError(
      `Pilotfish can't start: ${problems.length === 1 ? 'one setting is' : `${problems.length} settings are`} wrong.\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nSettings come from the environment or the file .env; .env.example explains each.`,
    );
  }

  return {
    dataDir: parsed.data.DATA_DIR,
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    logLevel: parsed.data.LOG_LEVEL,
    secondInstance: parsed.data.SECOND_INSTANCE,
    discord: parsed.data.DISCORD_TOKEN
      ? {
          token: parsed.data.DISCORD_TOKEN,
          apiUrl: parsed.data.DISCORD_API_URL ?? null,
          channelId: parsed.data.DISCORD_CHANNEL_ID ?? null,
        }
      : null,
    coinbase: {
      key,
      urls:
        parsed.data.COINBASE_REST_URL &&
        parsed.data.COINBASE_MARKET_SOCKET_URL &&
        parsed.data.COINBASE_USER_SOCKET_URL
          ? {
              rest: parsed.data.COINBASE_REST_URL,
              marketSocket: parsed.data.COINBASE_MARKET_SOCKET_URL,
              userSocket: parsed.data.COINBASE_USER_SOCKET_URL,
            }
          : null,
    },
    paperCash: parsed.data.PAPER_CASH,
    databasePatienceMs: parsed.data.DATABASE_PATIENCE_SECONDS * 1_000,
    keepDays: parsed.data.KEEP_DAYS,
    secondReader:
      parsed.data.SECOND_READER_URL && parsed.data.SECOND_READER_MODEL
        ? {
            url: parsed.data.SECOND_READER_URL,
            model: parsed.data.SECOND_READER_MODEL,
            key: parsed.data.SECOND_READER_KEY ?? null,
            daily: {
              calls: parsed.data.SECOND_READER_DAILY_CALLS,
              cost: parsed.data.SECOND_READER_DAILY_COST,
            },
            priceIn: parsed.data.SECOND_READER_PRICE_IN,
            priceOut: parsed.data.SECOND_READER_PRICE_OUT,
          }
        : null,
    health: parsed.data.HEALTH_LISTEN ?? null,
    sandbox: parsed.data.PILOTFISH_SANDBOX === '1',
  };
}

/** In a .env file a key's line breaks are written \n. */
const unescaped = (text: string) => text.replaceAll('\\n', '\n');

/** Whether other users of this machine may read or write a file; false where there is none. */
export function isOpenToOthers(file: string): boolean {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  return process.platform !== 'win32' && (mode & 0o077) !== 0;
}

/** The JSON file that Coinbase offers for download when a key is made. */
function readKeyFile(
  file: string,
  problems: string[],
): { name: string; privateKey: string } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    if (isOpenToOthers(file)) {
      problems.push(
        'COINBASE_KEY_FILE names a file that others on this machine may read: chmod 600 it.',
      );
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    problems.push(`COINBASE_KEY_FILE names a file that can't be read (${code}).`);
    return null;
  }
  try {
    const { name, privateKey } = keyFile.parse(JSON.parse(text));
    return { name, privateKey: unescaped(privateKey) };
  } catch {
    problems.push(
      'COINBASE_KEY_FILE is not the JSON file that Coinbase gives with a key (with "name" or "id", and "privateKey").',
    );
    return null;
  }
}
