import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createInterface } from 'node:readline';
import { type ControlCalls, callNames, type DiscordControl } from './control.ts';
import type { DiscordEvent, EventStream } from './events.ts';
import { withWaits } from './waiting.ts';

/** The control interface of a server in another process, and the end of the connection to it. */
export type RemoteDiscordControl = DiscordControl & { close(): void };

/** Answers requests under /sandbox, from this machine only. */
export function createControlHandler(calls: ControlCalls, events: EventStream) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    // A web page in a browser on this machine can reach the port, but not with this Host and type.
    const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
    if (!local) return reply(response, 403, { error: 'The control interface is local.' });
    const name = url.pathname.slice('/sandbox/'.length);
    if (request.method === 'GET' && name === 'events') return streamEvents(response, events);
    const known = callNames.find((one) => one === name);
    const call = known && (calls[known] as (...given: unknown[]) => Promise<unknown>);
    if (request.method !== 'POST' || call === undefined) {
      return reply(response, 404, { error: `There is no call "${name}".` });
    }
    if (request.headers['content-type'] !== 'application/json') {
      return reply(response, 415, { error: 'Send JSON.' });
    }
    try {
      const given = JSON.parse(await textOf(request)) as unknown;
      if (!Array.isArray(given)) throw new Error('Send a list of arguments.');
      reply(response, 200, { result: (await call(...given)) ?? null });
    } catch (error) {
      reply(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** One JSON event a line, for as long as the client listens. */
function streamEvents(response: ServerResponse, events: EventStream): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  const end = events.subscribe((event) => response.write(`${JSON.stringify(event)}\n`));
  response.on('close', end);
}

/**
 * Connects to a server started as a process of its own.
 *
 * @param url what the process printed, as "http://127.0.0.1:port"
 */
export async function connectDiscordControl(url: string): Promise<RemoteDiscordControl> {
  const agent = new Agent({ keepAlive: true });
  const listeners = new Set<(event: DiscordEvent) => void>();

  const send = (method: string, path: string, body?: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = httpRequest(`${url}/sandbox/${path}`, { method, agent, headers }, resolve);
      sent.on('error', reject);
      sent.end(body);
    });

  const stream = await send('GET', 'events');
  const lines = createInterface({ input: stream });
  lines.on('line', (line) => {
    const event = JSON.parse(line) as DiscordEvent;
    for (const listener of [...listeners]) listener(event);
  });
  // The server's end is seen by whoever calls next.
  for (const ending of [stream, lines]) ending.on('error', () => {});

  const call = async (name: string, given: unknown[]): Promise<unknown> => {
    // A trailing undefined would arrive as null.
    while (given.length > 0 && given.at(-1) === undefined) given.pop();
    const response = await send('POST', name, JSON.stringify(given));
    const answer = JSON.parse(await textOf(response)) as { result?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  };
  const calls = Object.fromEntries(
    callNames.map((name) => [name, (...given: unknown[]) => call(name, given)]),
  ) as unknown as ControlCalls;

  const control = withWaits(calls, (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  return {
    ...control,
    close: () => {
      stream.destroy();
      agent.destroy();
    },
  };
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
