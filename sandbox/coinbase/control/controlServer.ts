import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, send } from '../rest/restServer.ts';
import type { CoinbaseControl } from './control.ts';

/** The methods that go over HTTP as they are: POST /sandbox/{method} with a JSON list of arguments. */
export const REMOTE_METHODS = [
  'setPrice',
  'trade',
  'walk',
  'story',
  'quote',
  'setDepth',
  'setProduct',
  'fault',
  'clearFaults',
  'faults',
  'behave',
  'dropSockets',
  'skipSequence',
  'replayUserEvents',
  'reorderUserEvents',
  'sendRaw',
  'orders',
  'fills',
  'balances',
  'positions',
  'fillOrder',
  'placeOrder',
  'cancelOrder',
  'moveOrder',
  'closePosition',
  'transfer',
  'addKey',
  'lastEvent',
] as const satisfies readonly (keyof CoinbaseControl)[];

/**
 * Serves the control under /sandbox: each method as a POST, and GET /sandbox/events?after=N as a
 * stream of one JSON event a line that never ends by itself. A method's refusal is HTTP 400 with
 * { message }.
 */
export function createControlServer(control: CoinbaseControl) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A web page in a browser on this machine can reach the port, but not with this Host and type.
    if (!isLocal(request.headers.host)) {
      send(response, { status: 403, body: { message: 'The control is local.' } });
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = url.pathname.slice('/sandbox/'.length);
    if (request.method === 'GET' && name === 'events') {
      streamEvents(control, Number(url.searchParams.get('after') ?? 0), response);
      return;
    }
    const method = REMOTE_METHODS.find((each) => each === name);
    if (request.method !== 'POST' || !method) {
      send(response, { status: 404, body: { message: `no ${name} here` } });
      return;
    }
    if (request.headers['content-type'] !== 'application/json') {
      send(response, { status: 415, body: { message: 'Send JSON.' } });
      return;
    }
    try {
      const text = await readBody(request);
      const given: unknown = text ? JSON.parse(text) : [];
      const args = Array.isArray(given) ? given.map((each) => each ?? undefined) : [given];
      const act = control[method] as (...args: unknown[]) => Promise<unknown>;
      send(response, { status: 200, body: { result: (await act(...args)) ?? null } });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      send(response, { status: 400, body: { message } });
    }
  };
}

function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
}

function streamEvents(control: CoinbaseControl, after: number, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  const stop = control.follow((event) => response.write(`${JSON.stringify(event)}\n`), after);
  response.on('close', stop);
}
