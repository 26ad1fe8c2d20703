import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CoinbaseControl } from '../coinbase/control/control.ts';
import type { ControlCalls } from '../discord/control/control.ts';
import { readPasted } from './readPasted.ts';
import { BAR_SECONDS, type RecentBars } from './recentBars.ts';
import type { PageOptions } from './server.ts';

/** A no with its HTTP status; the message is shown to whoever uses the page. */
export class PageError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export type PageApi = {
  /** Answers a call under /api. Throws PageError. */
  call(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  /** Sends a file that was uploaded to the Discord look-alike. */
  sendFile(pathname: string, response: ServerResponse): Promise<void>;
};

/** What has no place in Discord: being somebody else, and what goes wrong. */
const DISCORD_CALLS = [
  'people',
  'dropGateway',
  'refuseGateway',
  'muteGateway',
  'failRequests',
  'clearFaults',
] as const satisfies readonly (keyof ControlCalls)[];

/** What it may do with the exchange. */
const COINBASE_CALLS = [
  'setPrice',
  'walk',
  'quote',
  'setProduct',
  'fault',
  'clearFaults',
  'faults',
  'behave',
  'dropSockets',
  'orders',
  'fills',
  'balances',
  'positions',
  'fillOrder',
  'cancelOrder',
] as const satisfies readonly (keyof CoinbaseControl)[];

/** Pictures are shown in the page; anything else is only ever saved. */
const SHOWN_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const LARGEST_BODY = 50 * 1024 * 1024;

export function createPageApi(options: PageOptions, bars: RecentBars): PageApi {
  const { discord, coinbase } = options;

  return {
    async call(request, response, url) {
      const [area = '', name = '', ...rest] = url.pathname.slice('/api/'.length).split('/');
      if (request.method === 'GET' && area === 'market') {
        return sendJson(response, await market(options.coinbaseRest, [name, ...rest], url.search));
      }
      if (request.method === 'GET' && area === 'bars') {
        return sendJson(response, { seconds: BAR_SECONDS, bars: bars.of(name) });
      }
      if (request.method !== 'POST') throw new PageError(405, 'Only POST is taken here.');
      if (request.headers['content-type'] !== 'application/json') {
        throw new PageError(415, 'Send JSON.');
      }
      const body = parse(await textOf(request));
      if (area === 'read') return sendLines(response, readPasted(body));
      if (area === 'story') return sendJson(response, (await options.playStory()) ?? null);
      const given = Array.isArray(body) ? body.map((each) => each ?? undefined) : [];
      const call = callOf(area, name);
      try {
        sendJson(response, (await call(...given)) ?? null);
      } catch (error) {
        throw new PageError(400, error instanceof Error ? error.message : String(error));
      }
    },

    async sendFile(pathname, response) {
      const found = await fetch(new URL(pathname, options.discordUrl));
      if (!found.ok) throw new PageError(404, 'There is no such file.');
      const type = found.headers.get('content-type') ?? '';
      response.writeHead(200, {
        'content-type': SHOWN_TYPES.includes(type) ? type : 'application/octet-stream',
        ...(SHOWN_TYPES.includes(type) ? {} : { 'content-disposition': 'attachment' }),
      });
      response.end(Buffer.from(await found.arrayBuffer()));
    },
  };

  function callOf(area: string, name: string): (...given: unknown[]) => Promise<unknown> {
    const known =
      area === 'discord' && DISCORD_CALLS.some((each) => each === name)
        ? discord[name as (typeof DISCORD_CALLS)[number]]
        : area === 'coinbase' && COINBASE_CALLS.some((each) => each === name)
          ? coinbase[name as (typeof COINBASE_CALLS)[number]]
          : undefined;
    if (!known) throw new PageError(404, `There is no call "${area}/${name}".`);
    return known as (...given: unknown[]) => Promise<unknown>;
  }
}

/** Public market data of the exchange, as it gives them. */
async function market(rest: string, parts: readonly string[], search: string): Promise<unknown> {
  const path = parts.map(encodeURIComponent).join('/');
  const answer = await fetch(`${rest}/brokerage/market/${path}${search}`);
  if (!answer.ok) throw new PageError(502, `The exchange answered ${answer.status}.`);
  return answer.json();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PageError(400, 'Send JSON.');
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) throw new PageError(413, 'That is more than 50 MB.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** One JSON value a line, each as soon as it is there. */
async function sendLines(response: ServerResponse, values: AsyncIterable<unknown>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  for await (const value of values) {
    if (response.destroyed) return;
    response.write(`${JSON.stringify(value)}\n`);
  }
  response.end();
}
