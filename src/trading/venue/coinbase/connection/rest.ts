import { setTimeout as sleep } from 'node:timers/promises';
import { RESTClient } from 'coinbase-advanced-node';
import type { Logger } from 'pino';
import { z } from 'zod';
import { VenueError, VenueRefusal } from '../../venue.ts';
import { readRefusal } from '../refusals/refusal.ts';
import { quoted } from '../wire/quoted.ts';
import type { Signer } from './jwt.ts';
import { askingLeave } from './lastMoment.ts';
import type { Priority, RateLimiter } from './rateLimiter.ts';

/**
 * REST over coinbase-advanced-node's client. Its typed methods drop cursors and statuses, so all
 * requests go through its `coinbaseRequest`, and these faults of it are repaired here: it signs
 * with keys that Coinbase no longer takes, retries for ever (orders too), writes lists in a query
 * in a form that Coinbase does not read, and turns what it can't parse into a string.
 */
export type Rest = {
  /** Asks, and says how it went; never rejects. */
  send<T>(schema: z.ZodType<T>, request: RestRequest): Promise<Answer<T>>;
  /** Asks for something to read. Rejects with a VenueError when there is no good answer, a RefusedError when it is a no. */
  read<T>(schema: z.ZodType<T>, request: RestRequest): Promise<T>;
};

export type RestRequest = {
  /** For the sentences said of it: "place the order". */
  what: string;
  method: 'GET' | 'POST';
  /** Below /api/v3: "/brokerage/orders". */
  path: string;
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  body?: unknown;
  priority?: Priority;
};

/** `refused` and `rate_limited` are proven: nothing was done. `unclear`: it may have been. */
export type Answer<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'refused'; status: number; code: string; words: string; message: string }
  | { kind: 'rate_limited'; message: string }
  | { kind: 'unclear'; message: string };

/** Coinbase understood what was asked, and said no. */
export class RefusedError extends VenueRefusal {}

class NotSent extends Error {}

/** Statuses with which a server says that it did not do what it was asked. */
const REFUSALS = new Set([400, 401, 403, 404, 405, 406, 411, 413, 414, 415, 422]);

export function createRest(options: {
  /** "https://api.coinbase.com/api/v3" */
  url: string;
  /** None for public data. */
  signer?: Signer;
  limiter: RateLimiter;
  log: Logger;
  /** How long to wait for an answer. */
  answerMs: { GET: number; POST: number };
  /** How long to go on asking while the answer is 429. */
  patienceMs: number;
  /** Asked right before the first byte of a POST leaves; false: it does not. */
  maySend?: () => boolean;
}): Rest {
  const { signer, limiter, log } = options;
  const { host } = new URL(options.url);
  const client = new RESTClient(
    { REST_ADV_TRADE: options.url, REST_SIWC: options.url, WebSocket: '' },
    async ({ httpMethod, requestPath }) => {
      return {
        key: signer ? signer.request(httpMethod, host, requestPath) : '',
        // Its name for "send the key as a bearer token".
        oauth: signer !== undefined,
        signature: '',
        timestamp: Math.floor(Date.now() / 1000),
      };
    },
  );
  const settings = {
    'axios-retry': { retries: 0 },
    // The deadline is the signal below, which also covers an answer that trickles.
    timeout: 0,
    maxRedirects: 0,
    maxContentLength: 50_000_000,
    paramsSerializer: { indexes: null },
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    // Every status is an answer here: an axios error carries the request's headers with it.
    validateStatus: () => true,
  } as const;

  const { maySend } = options;
  const atLastMoment = maySend && askingLeave(options.url, maySend, () => new NotSent());

  type Attempt =
    | { answered: true; status: number; text: string; retryAfterMs: number }
    | { answered: false; message: string };

  async function attempt(request: RestRequest): Promise<Attempt> {
    const waitMs = options.answerMs[request.method];
    const startedAt = performance.now();
    try {
      const response = await client.coinbaseRequest({
        ...settings,
        method: request.method,
        url: request.path,
        params: request.query,
        data: request.body,
        ...(atLastMoment && request.method === 'POST' ? { transport: atLastMoment } : {}),
        signal: AbortSignal.timeout(waitMs),
      });
      const ms = Math.round(performance.now() - startedAt);
      log.debug(
        { method: request.method, path: request.path, status: response.status, ms },
        'rest',
      );
      const retryAfter = Number(response.headers['retry-after']);
      return {
        answered: true,
        status: response.status,
        text: String(response.data ?? ''),
        retryAfterMs: Number.isFinite(retryAfter) ? Math.max(0, retryAfter * 1000) : 0,
      };
    } catch (error) {
      if (error instanceof Error && error.cause instanceof NotSent) {
        const message = `It was not asked of Coinbase to ${request.what}: for the moment another instance may be acting.`;
        log.warn({ path: request.path }, message);
        return { answered: false, message };
      }
      // Only the code of the error is kept: the rest of it holds the token.
      const code = z.object({ code: z.string() }).safeParse(error).data?.code ?? 'no code';
      const message =
        code === 'ERR_CANCELED'
          ? `Coinbase gave no answer within ${waitMs / 1000} s when asked to ${request.what}.`
          : `The connection to Coinbase failed when asked to ${request.what} (${code}).`;
      log.warn({ method: request.method, path: request.path, code }, message);
      return { answered: false, message };
    }
  }

  async function send<T>(schema: z.ZodType<T>, request: RestRequest): Promise<Answer<T>> {
    const giveUpAt = performance.now() + options.patienceMs;
    for (let tries = 1; ; tries += 1) {
      await limiter.take(request.priority ?? 'normal');
      const raw = await attempt(request);
      if (!raw.answered) return { kind: 'unclear', message: raw.message };
      if (raw.status !== 429) return understand(schema, request, raw.status, raw.text);

      const backoffMs = Math.max(raw.retryAfterMs, 250 * 2 ** (tries - 1) * (0.5 + Math.random()));
      if (performance.now() + backoffMs > giveUpAt) {
        const message = `Coinbase is getting too many requests from this account and did not ${request.what}, asked ${tries} times.`;
        log.warn({ path: request.path, tries }, message);
        return { kind: 'rate_limited', message };
      }
      limiter.pause(backoffMs);
      await sleep(backoffMs);
    }
  }

  return {
    send,
    async read(schema, request) {
      const answer = await send(schema, request);
      if (answer.kind === 'ok') return answer.value;
      if (answer.kind === 'refused') throw new RefusedError(answer.message);
      throw new VenueError(answer.message);
    },
  };
}

function understand<T>(
  schema: z.ZodType<T>,
  request: RestRequest,
  status: number,
  text: string,
): Answer<T> {
  const body = parseJson(text);
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(body);
    if (parsed.success) return { kind: 'ok', value: parsed.data };
    const issue = parsed.error.issues[0];
    const where =
      body === undefined ? 'it is not JSON' : `${issue?.path.join('.')}: ${issue?.message}`;
    return {
      kind: 'unclear',
      message: `Coinbase's answer could not be read when asked to ${request.what} (${where}).`,
    };
  }
  const { code, words } = readRefusal(body);
  const detail = quoted([code, words].filter(Boolean).join(': '));
  if (REFUSALS.has(status)) {
    const message = `Coinbase refused to ${request.what} (${status}${detail && `, ${detail}`}).${hint(status)}`;
    return { kind: 'refused', status, code, words, message };
  }
  return {
    kind: 'unclear',
    message: `Coinbase failed when asked to ${request.what} (${status}${detail && `, ${detail}`}).`,
  };
}

function hint(status: number): string {
  if (status === 401) return " Check the API key, and that this computer's clock is right.";
  if (status === 403) return ' The API key does not allow it.';
  return '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
