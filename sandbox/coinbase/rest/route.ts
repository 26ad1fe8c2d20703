import type { RouteName } from '../control/control.ts';
import type { ApiKey } from '../market/keys.ts';

export type Call = {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** The caller's key; on public routes there is none. */
  key: ApiKey;
};

export type Answer = { status: number; body: unknown };

export type Route = {
  name: RouteName;
  method: 'GET' | 'POST';
  /** The whole path; `:name` takes one segment. */
  path: string;
  /** `view` and `trade` are permissions of the caller's key. */
  access: 'public' | 'view' | 'trade';
  handle(call: Call): Answer;
};

export const ok = (body: unknown): Answer => ({ status: 200, body });

export function failure(status: number, error: string, message: string): Answer {
  return { status, body: { error, error_details: message, message } };
}

export const notFound = (message: string) => failure(404, 'NOT_FOUND', message);

const route =
  (method: Route['method'], usual: Route['access']) =>
  (path: string, name: RouteName, handle: Route['handle'], access = usual): Route => ({
    name,
    method,
    path: path.startsWith('/v2/') ? path : `/api/v3/brokerage${path}`,
    access,
    handle,
  });

/** A reading route; its path is under /api/v3/brokerage unless it starts with /v2/. */
export const get = route('GET', 'view');
export const post = route('POST', 'trade');
