import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ErrorSchema, RatelimitedResponseSchema } from 'discord-api-spec/zod';
import type { RequestFault } from '../control/faults.ts';
import type { Discord } from '../discord.ts';
import { apiErrors, DiscordApiError } from '../wire/errors.ts';
import {
  answerProblems,
  checkRequest,
  isFormError,
  problemsOf,
  type Schema,
} from '../wire/validate.ts';
import type { UploadedFile } from '../world/files.ts';
import type { createRateLimiter } from './rateLimit.ts';

/** One request as a route gets it: validated, with the parts of its path by name. */
export interface Call {
  discord: Discord;
  /** Who asks: the bot, or a person. */
  userId: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** The JSON body; of a multipart request its payload_json. */
  body: unknown;
  files: UploadedFile[];
}

/** What a route answers; without a body the answer has neither body nor content type. */
export interface Answer {
  status: number;
  body?: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As "/channels/:channel/messages". */
  path: string;
  /** Interactions and webhooks are opened by the token in their path instead of the bot's. */
  open?: true;
  /** Whose routes these are; everybody's when absent. */
  only?: 'bot' | 'people';
  /** The body's schema, by the body where several are possible. */
  request?: Schema | ((body: unknown) => Schema);
  /** The schema of a successful answer's body. */
  response?: Schema;
  handle(call: Call): Answer;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

const maxBody = 25 * 1024 * 1024;
const maxFile = 10 * 1024 * 1024;

/** Answers requests under /api and /api/v10 by the routes. */
export function createRest(
  discord: Discord,
  routes: Route[],
  limit: ReturnType<typeof createRateLimiter>,
) {
  const table = routes.map((route) => ({ route, parts: route.path.split('/') }));

  const find = (method: string, path: string) => {
    const parts = path.split('/');
    let pathKnown = false;
    for (const { route, parts: wanted } of table) {
      if (wanted.length !== parts.length) continue;
      const fits = wanted.every((part, at) => part.startsWith(':') || part === parts[at]);
      if (!fits) continue;
      pathKnown = true;
      if (route.method !== method) continue;
      const params: Record<string, string> = {};
      for (const [at, part] of wanted.entries()) {
        if (part.startsWith(':')) params[part.slice(1)] = parts[at] ?? '';
      }
      return { route, params };
    }
    return pathKnown ? 'method' : 'path';
  };

  /** Whose client asks; undefined for the bot, and for who is nobody. */
  const personOf = ({ headers }: IncomingMessage) =>
    discord.userTokens.userOf(headers.authorization);

  /** Does what a request asks for. Throws DiscordApiError for every no. */
  const answer = (
    request: IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
    headers: Record<string, string>,
    payload: { body: unknown; files: UploadedFile[] } | null,
  ): { answer: Answer; schema: Schema | undefined } => {
    const found = find(method, path);
    if (typeof found === 'string') {
      const problem = `there is no ${method} ${path} here`;
      discord.violations.record({ side: 'client', method, path, problems: [problem] });
      throw found === 'path' ? apiErrors.notFound() : apiErrors.methodNotAllowed();
    }
    const { route, params } = found;
    const person = personOf(request);
    if (!route.open && person === undefined) {
      if (request.headers.authorization !== `Bot ${discord.token}`) throw apiErrors.unauthorized();
    }
    if (route.only === (person === undefined ? 'people' : 'bot')) throw apiErrors.missingAccess();
    const userId = person ?? discord.world.application.botId;
    const major = params.channel ?? params.guild ?? params.token ?? '';
    const allowance = limit(
      `${method} ${route.path}`,
      person === undefined ? major : `${person} ${major}`,
      !route.open && person === undefined,
    );
    Object.assign(headers, allowance.headers);
    if (allowance.refused) throw new RateLimited(allowance.refused);
    if (payload === null) throw apiErrors.invalidJson();
    const { body, files } = payload;
    if (files.some(({ bytes }) => bytes.length > maxFile)) throw apiErrors.requestTooLarge();
    if (route.request) {
      checkRequest(typeof route.request === 'function' ? route.request(body) : route.request, body);
    }
    const call: Call = { discord, userId, params, query, body, files };
    return { answer: route.handle(call), schema: route.response };
  };

  /** Records what is wrong with the form of a request that is not carried out. */
  const judge = async (
    request: IncomingMessage,
    method: string,
    path: string,
    bytes: Buffer,
  ): Promise<void> => {
    const found = find(method, path);
    if (typeof found === 'string' || found.route.request === undefined) return;
    const payload = await parseBody(request.headers['content-type'], bytes);
    const { request: schema } = found.route;
    try {
      const body = payload?.body;
      checkRequest(typeof schema === 'function' ? schema(body) : schema, body);
    } catch (error) {
      if (!isFormError(error)) throw error;
      recordForm(method, path, error);
    }
  };
  const recordForm = (method: string, path: string, error: DiscordApiError) => {
    const problems = error.errors ? problemsOf(error.errors) : [error.message];
    discord.violations.record({ side: 'client', method, path, problems });
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = request.method ?? 'GET';
    const path = pathOf(url);
    const headers: Record<string, string> = {};
    const { events, violations, faults } = discord;
    const finish = (status: number, body?: unknown, schema?: Schema) => {
      write(response, status, headers, body);
      events.emit({ type: 'request', method, path, status });
      if (schema === undefined || body === undefined) return;
      const problems = answerProblems(schema, body);
      if (problems.length > 0) violations.record({ side: 'server', method, path, problems });
    };

    let bytes: Buffer;
    try {
      bytes = await readBody(request);
    } catch {
      response.destroy();
      return;
    }
    const fault = personOf(request) === undefined ? faults.take(method, path) : undefined;
    if (fault?.kind === 'delay') await delay(fault.delayMs ?? 0);
    if (fault?.kind === 'status') {
      // It may be sent once only, so it is judged all the same.
      await judge(request, method, path, bytes);
      return answerFault(fault, headers, finish);
    }
    if (fault?.kind === 'malformed') {
      await judge(request, method, path, bytes);
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.body ?? '{}');
      events.emit({ type: 'request', method, path, status: 200 });
      return;
    }
    try {
      if (bytes.length > maxBody) throw apiErrors.requestTooLarge();
      const payload = await parseBody(request.headers['content-type'], bytes);
      const done = answer(request, method, path, url.searchParams, headers, payload);
      if (fault?.kind === 'lose') {
        response.destroy();
        events.emit({ type: 'request', method, path, status: 'lost' });
        return;
      }
      finish(done.answer.status, done.answer.body, done.schema);
    } catch (error) {
      if (error instanceof RateLimited) return answerRateLimited(error.refused, headers, finish);
      if (!(error instanceof DiscordApiError)) {
        // A fault of this server: said aloud where tests look, and as Discord would fail.
        const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
        violations.record({ side: 'server', method, path, problems: [problem] });
        return finish(500, { message: '500: Internal Server Error', code: 0 });
      }
      // What a person fills in wrongly is no fault of a program.
      if (isFormError(error) && personOf(request) === undefined) recordForm(method, path, error);
      const { code, message, errors } = error;
      finish(error.status, { message, code, ...(errors ? { errors } : {}) }, ErrorSchema);
    }
  };
}

type Finish = (status: number, body?: unknown, schema?: Schema) => void;

class RateLimited extends Error {
  readonly refused: { retryAfterSeconds: number; global: boolean };
  constructor(refused: { retryAfterSeconds: number; global: boolean }) {
    super('rate limited');
    this.refused = refused;
  }
}

function answerRateLimited(
  { retryAfterSeconds, global }: { retryAfterSeconds: number; global: boolean },
  headers: Record<string, string>,
  finish: Finish,
): void {
  headers['retry-after'] = String(Math.ceil(retryAfterSeconds * 1_000) / 1_000);
  headers['x-ratelimit-scope'] = global ? 'global' : 'user';
  if (global) headers['x-ratelimit-global'] = 'true';
  const message = global
    ? 'You are being blocked from accessing our API temporarily'
    : 'You are being rate limited.';
  finish(
    429,
    { message, code: 0, retry_after: retryAfterSeconds, global },
    RatelimitedResponseSchema,
  );
}

function answerFault(fault: RequestFault, headers: Record<string, string>, finish: Finish): void {
  const status = fault.status ?? 500;
  if (status === 429) {
    const retryAfterSeconds = fault.retryAfterSeconds ?? 0.1;
    answerRateLimited({ retryAfterSeconds, global: fault.global ?? false }, headers, finish);
  } else finish(status, { message: `${status}: Something went wrong`, code: 0 });
}

/** The path of a request below /api or /api/v10, decoded: clients send "%40original". */
function pathOf(url: URL): string {
  const path = url.pathname.replace(/^\/api(\/v[0-9]+)?(?=\/)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    // What is too much is read to its end, so that the client gets the answer, but not kept.
    if (size <= maxBody + 1) parts.push(part);
  }
  return size > maxBody ? Buffer.alloc(maxBody + 1) : Buffer.concat(parts);
}

/** Body and files of a request; null when it isn't the JSON it should be. */
async function parseBody(
  contentType: string | undefined,
  bytes: Buffer,
): Promise<{ body: unknown; files: UploadedFile[] } | null> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (!contentType?.startsWith('multipart/form-data')) {
    return parseJson(bytes.toString('utf8'), []);
  }
  let form: FormData;
  try {
    const headers = { 'content-type': contentType };
    form = await new Response(new Uint8Array(bytes), { headers }).formData();
  } catch {
    return null;
  }
  const files: UploadedFile[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') continue;
    files.push({
      index: /^files\[([0-9]+)\]$/.exec(name)?.[1] ?? String(files.length),
      filename: value.name,
      contentType: value.type || 'application/octet-stream',
      bytes: Buffer.from(await value.arrayBuffer()),
    });
  }
  const payload = form.get('payload_json');
  if (typeof payload === 'string') return parseJson(payload, files);
  const content = form.get('content');
  return { body: typeof content === 'string' ? { content } : {}, files };
}

function parseJson(text: string, files: UploadedFile[]) {
  try {
    return { body: JSON.parse(text) as unknown, files };
  } catch {
    return null;
  }
}

function write(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: unknown,
): void {
  if (body === undefined) {
    response.writeHead(status, headers);
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
