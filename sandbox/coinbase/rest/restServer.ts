import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '../control/faults.ts';
import type { ApiKey } from '../market/keys.ts';
import type { Market } from '../market/market.ts';
import { BadRequest } from './orderRequest.ts';
import { createRateLimit } from './rateLimit.ts';
import { type Answer, failure, type Route } from './route.ts';
import { createRoutes } from './routes.ts';

const PRIVATE_PER_SECOND = 30;
const PUBLIC_PER_SECOND = 10;
const LARGEST_BODY = 1_000_000;

/** The name a token's uri claim may carry besides the look-alike's own host and port. */
const PRODUCTION_HOST = 'api.coinbase.com';

export type RestServer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers every path of the REST API, with the faults that are waiting. */
export function createRestServer(market: Market, faults: Faults): RestServer {
  const routes = createRoutes(market, faults).map((route) => ({
    route,
    segments: route.path.split('/').slice(1),
  }));
  const limit = createRateLimit();

  function find(method: string, path: string) {
    const given = path.replace(/\/$/, '').split('/').slice(1).map(decodeURIComponent);
    for (const { route, segments } of routes) {
      if (route.method !== method || segments.length !== given.length) continue;
      const params: Record<string, string> = {};
      const fits = segments.every((segment, index) => {
        if (!segment.startsWith(':')) return segment === given[index];
        params[segment.slice(1)] = given[index] ?? '';
        return true;
      });
      if (fits) return { route, params };
    }
    return null;
  }

  async function authenticate(
    request: IncomingMessage,
    route: Route,
    path: string,
  ): Promise<{ key: ApiKey } | { denied: Answer }> {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const uris = [request.headers.host ?? '', PRODUCTION_HOST].map(
      (host) => `${request.method} ${host}${path}`,
    );
    const verified =
      scheme === 'Bearer' && token
        ? await market.keys.verify(token, uris, market.now())
        : { problem: 'no bearer token' };
    if ('problem' in verified) {
      return { denied: { status: 401, body: `Unauthorized (${verified.problem})` } };
    }
    const { canView, canTrade } = verified.key.permissions;
    const allowed = route.access === 'trade' ? canTrade : canView;
    return allowed
      ? verified
      : { denied: failure(403, 'PERMISSION_DENIED', 'Missing required scopes') };
  }

  async function answer(
    request: IncomingMessage,
    route: Route,
    params: Record<string, string>,
    url: URL,
    body: string,
  ): Promise<Answer> {
    const now = market.now();
    let key: ApiKey | undefined;
    if (route.access !== 'public') {
      const result = await authenticate(request, route, url.pathname);
      if ('denied' in result) return result.denied;
      key = result.key;
    }
    if (market.behaviour.rateLimits) {
      const caller = key?.portfolioId ?? request.socket.remoteAddress ?? '';
      const perSecond = key ? PRIVATE_PER_SECOND : PUBLIC_PER_SECOND;
      if (!limit.allows(caller, perSecond, now)) return httpError(429);
    }
    try {
      // Public routes never look at the key.
      const call = { params, query: url.searchParams, body: parseBody(body), key: key as ApiKey };
      return route.handle(call);
    } catch (error) {
      if (error instanceof BadRequest) return failure(400, 'INVALID_ARGUMENT', error.message);
      throw error;
    }
  }

  return async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const method = request.method ?? 'GET';
    const found = find(method, url.pathname);
    const body = await readBody(request);
    if (!found || body === null) {
      send(
        response,
        found
          ? failure(413, 'INVALID_ARGUMENT', 'too large')
          : failure(404, 'NOT_FOUND', 'Not Found'),
      );
      return;
    }
    const { route, params } = found;
    const report = (status: number | 'lost') => {
      const path = url.pathname + url.search;
      market.log.append({ type: 'request', route: route.name, method, path, status }, market.now());
    };
    const lose = () => {
      report('lost');
      request.socket.destroy();
    };

    if (faults.take('lose_request', route.name)) return lose();
    const late = faults.take('delay', route.name);
    if (late?.before) await delay(late.ms);
    const broken = faults.take('status', route.name);
    let result = broken && !broken.processed ? httpError(broken.status) : null;
    if (!result) {
      result = await answer(request, route, params, url, body);
      market.save();
      if (broken) result = httpError(broken.status);
    }
    const listing = result.body;
    const odd = faults.take(
      'odd_entry',
      route.name,
      ({ match }) => entriesWith(listing, match).length > 0,
    );
    if (odd) {
      const copy = structuredClone(listing);
      for (const entry of entriesWith(copy, odd.match)) entry[odd.field] = odd.value;
      result = { ...result, body: copy };
    }
    if (late && !late.before) await delay(late.ms);
    if (faults.take('lose_answer', route.name)) return lose();
    report(result.status);
    if (faults.take('malformed', route.name)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"success": tru');
    } else send(response, result);
  };
}

/** The entries of an answer's lists that have this text in them. */
function entriesWith(body: unknown, match: string): Record<string, unknown>[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body)
    .flatMap((list: unknown) => (Array.isArray(list) ? list : []))
    .filter((entry) => typeof entry === 'object' && JSON.stringify(entry).includes(match));
}

/** The shapes Coinbase's gateway answers with, before the API itself sees a request. */
function httpError(status: number): Answer {
  if (status === 429) {
    const error = { id: 'rate_limit_exceeded', message: 'Too many requests' };
    return { status, body: { errors: [error] } };
  }
  if (status === 502 || status === 503 || status === 504) {
    return { status, body: `<html><body><h1>${status}</h1></body></html>` };
  }
  return failure(status, status === 500 ? 'INTERNAL' : 'UNKNOWN', 'internal server error');
}

export function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response
    .writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' })
    .end(isText ? body : JSON.stringify(body));
}

export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks).toString() : null;
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('the body is not JSON');
  }
}
