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

/** Whether a request carries this start's token, which only the address printed at the start has. */
export function refuseWithoutToken(headers: IncomingHttpHeaders, token: string): Refusal | null {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return null;
  return {
    status: 401,
    message:
      'This page belongs to an earlier start of the sandbox. Open the address that the last start printed.',
  };
}
