import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not answered. */
export type Refusal = { status: 401 | 403; message: string };

/**
 * Whether a request may come from the page itself. A web page of a stranger in the same browser
 * reaches the port too: it is told by its Origin, or by a Host of its own that it let point here.
 *
 * @param port where the page is served
 */
export function refuseStranger(headers: IncomingHttpHeaders, port: number): Refusal | null {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  if (!own.includes(host)) return { status: 403, message: 'This page is local.' };
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, message: 'Only the page itself may ask this.' };
  }
  const site = headers['sec-fetch-site'];
  const isVisit = headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit) {
    return { status: 403, message: 'Only the page itself may ask this.' };
  }
  return null;
}

/** Where a request carries the token of this start: Authorization is for Discord's. */
export const TOKEN_HEADER = 'x-page-token';

/**
 * What a WebSocket of the page asks for as its subprotocol, a browser's only way to send the token
 * with one.
 */
export const socketProtocol = (token: string) => `page-token.${token}`;

/** Whether a request carries this start's token, which only the address printed at the start has. */
export function refuseWithoutToken(headers: IncomingHttpHeaders, token: string): Refusal | null {
  return refuseOther(headers[TOKEN_HEADER], token);
}

/** The same for a WebSocket. */
export function refuseSocketWithoutToken(
  headers: IncomingHttpHeaders,
  token: string,
): Refusal | null {
  return refuseOther(headers['sec-websocket-protocol'], socketProtocol(token));
}

function refuseOther(carried: string | string[] | undefined, right: string): Refusal | null {
  const given = Buffer.from(String(carried ?? ''));
  const wanted = Buffer.from(right);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return null;
  return {
    status: 401,
    message:
      'This page belongs to an earlier start of the sandbox. Open the address that the last start printed.',
  };
}
