import { toast } from './dom.js';

/**
 * The way to the page's server. The token of this start comes with the address that was printed,
 * behind its #, and is kept for this tab only.
 *
 * @typedef {import('../../discord/control/control.ts').ControlCalls} DiscordCalls
 * @typedef {import('../../coinbase/control/control.ts').CoinbaseControl} CoinbaseCalls
 * @typedef {import('../../coinbase/control/control.ts').SandboxEvent} CoinbaseEvent
 * @typedef {{ from: 'coinbase', event: CoinbaseEvent }
 *   | { from: 'transcript', event: { line: string } }
 *   | { from: 'page', event: { type: 'listening' } }} PageEvent
 */

const fromAddress = /^#([\w-]{20,})$/.exec(location.hash)?.[1];
if (fromAddress) {
  sessionStorage.setItem('token', fromAddress);
  history.replaceState(null, '', location.pathname);
}
const token = sessionStorage.getItem('token') ?? '';

/** Whether there is a token at all; without one nothing can be asked. */
export const hasToken = token !== '';

/** What every request carries, beside what it asks. */
export const pageHeaders = { 'x-page-token': token };

/** What a WebSocket carries in its place. */
export const socketProtocol = `page-token.${token}`;

/**
 * @param {string} path below /api/
 * @param {{ body?: unknown, signal?: AbortSignal }} [more] with a body it is a POST
 */
async function request(path, { body, signal } = {}) {
  const response = await fetch(`/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...pageHeaders,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return response;
  const { error } = await response
    .json()
    .catch(() => ({ error: `The sandbox answered ${response.status}.` }));
  throw new Error(error);
}

/**
 * Public market data, and whatever else is only looked at.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export const look = async (path) => (await request(path)).json();

/**
 * @param {string} area
 * @returns {any}
 */
const callsOf = (area) =>
  new Proxy(
    {},
    {
      get:
        (_, name) =>
        /** @param {unknown[]} given */
        async (...given) =>
          (await request(`${area}/${String(name)}`, { body: given })).json(),
    },
  );

/** What has no place in Discord itself. @type {DiscordCalls} */
export const discordControl = callsOf('discord');
/** @type {CoinbaseCalls} */
export const coinbase = callsOf('coinbase');

export const playStory = () => request('story', { body: [] });

/**
 * Has the sandbox's process read a text; one object a message, as each is read.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<import('../readPasted.ts').ReadLine>}
 */
export async function* readMessages(text, signal) {
  yield* linesOf(await request('read', { body: { text }, signal }));
}

/**
 * @param {Response} response
 * @returns {AsyncGenerator<any>}
 */
async function* linesOf(response) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unfinished = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (unfinished + value).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

/**
 * Hears what happens beside Discord, for as long as the tab is open. After a break it listens again,
 * and `onListening` says so: what was shown may be old then.
 *
 * @param {(event: PageEvent) => void} onEvent
 * @param {() => void} onListening
 */
export async function listen(onEvent, onListening) {
  let said = false;
  for (;;) {
    try {
      for await (const event of linesOf(await request('events'))) {
        if (event.from === 'page') {
          document.body.classList.remove('offline');
          said = false;
          onListening();
        } else onEvent(event);
      }
      throw new Error('The sandbox has ended. Start it again with npm start.');
    } catch (error) {
      document.body.classList.add('offline');
      const isGone = error instanceof TypeError;
      const why =
        isGone || !(error instanceof Error) ? 'The sandbox does not answer.' : error.message;
      if (!said) toast(why, 'bad');
      said = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
}

/**
 * Where this page finds a file of the Discord look-alike; null for one from elsewhere, which is
 * not loaded: nothing is asked of any other machine.
 *
 * @param {string | undefined | null} url
 */
export function localFile(url) {
  if (!url) return null;
  try {
    const { hostname, pathname } = new URL(url);
    return hostname === '127.0.0.1' && pathname.startsWith('/attachments/') ? pathname : null;
  } catch {
    return null;
  }
}
