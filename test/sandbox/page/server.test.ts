import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type CoinbaseServer, startCoinbase } from '../../../sandbox/coinbase/server.ts';
import { type DiscordServer, startDiscord } from '../../../sandbox/discord/server.ts';
import type { SentFile } from '../../../sandbox/discord/world/files.ts';
import { type Page, startPage } from '../../../sandbox/page/server.ts';

let discord: DiscordServer;
let coinbase: CoinbaseServer;
let page: Page;
let base: string;
let token: string;
let stories = 0;

beforeAll(async () => {
  discord = await startDiscord();
  coinbase = await startCoinbase({ prices: 'manual' });
  page = await startPage({
    discord,
    discordUrl: discord.url,
    coinbase: coinbase.control,
    coinbaseRest: coinbase.urls.rest,
    playStory: async () => {
      stories += 1;
    },
  });
  [base = '', token = ''] = page.address.split('/#');
});

afterAll(async () => {
  await page.close();
  await coinbase.stop();
  await discord.close();
});

/** A request with any headers, as a hostile page or a program could send it. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${base}${path}`,
      { method: body === undefined ? 'GET' : 'POST', headers },
      async (response) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: await text(response),
        }),
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const json = { 'content-type': 'application/json' };
const own = () => ({ ...json, 'x-page-token': token });
/** A request to Discord as one of its people, from the page. */
const as = async (user: string) => ({ ...own(), authorization: await tokenOf(user) });
const tokenOf = async (user: string) =>
  (await discord.people()).find((one) => one.user.username === user)?.token ?? '';
const REST = '/discord/api/v10';

test('the page and its parts are served, and nothing else of the disk', async () => {
  const index = await ask('/');
  expect(index.status).toBe(200);
  expect(index.text).toContain('<title>Pilotfish sandbox</title>');
  expect(index.headers['content-security-policy']).toContain("default-src 'none'");
  // All that the page names is there.
  for (const [, name] of index.text.matchAll(/(?:href|src)="([\w-]+\.\w+)"/g)) {
    expect((await ask(`/${name}`)).status).toBe(200);
  }
  expect((await ask('/lightweight-charts.mjs')).text).toContain(
    'Licensed under Apache License 2.0',
  );
  for (const path of [
    '/../server.ts',
    '/..%2fserver.ts',
    '/%2e%2e/server.ts',
    '/tsconfig.json',
    '/nothing.js',
    '/sub/app.js',
  ]) {
    expect((await ask(path)).status).toBe(404);
  }
});

test('whoever has not the address of this start can do nothing', async () => {
  expect((await ask('/api/discord/people', json, [])).status).toBe(401);
  const wrong = await ask('/api/coinbase/balances', { ...json, 'x-page-token': 'x' }, []);
  expect(wrong.status).toBe(401);
  expect(wrong.text).toContain('Open the address that the last start printed');
  expect((await ask('/api/events')).status).toBe(401);
  const people = await ask('/api/discord/people', own(), []);
  expect(JSON.parse(people.text)[0]).toMatchObject({ user: { username: 'owner' } });
  // Nor with a Discord token alone.
  const { 'x-page-token': _, ...locked } = await as('owner');
  expect((await ask(`${REST}/users/@me`, locked)).status).toBe(401);
  const self = await ask(`${REST}/users/@me`, await as('owner'));
  expect([self.status, JSON.parse(self.text).username]).toEqual([200, 'owner']);
});

test("another web page in the same browser can't drive it, not even knowing the token", async () => {
  const { host } = new URL(base);
  const strangers: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    // Another program's page on this machine.
    { origin: 'http://127.0.0.1:1' },
    // A name of the stranger's own that it let point to 127.0.0.1.
    { host: `evil.example:${host.split(':')[1]}` },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  ];
  for (const headers of strangers) {
    const answer = await ask('/api/coinbase/setPrice', { ...own(), ...headers }, ['SOL-USD', '1']);
    expect([answer.status, headers]).toEqual([403, headers]);
  }
  expect(await coinbase.control.quote('SOL-USD')).not.toMatchObject({ last: '1' });
  // A form of a web page sends no JSON.
  const form = await ask(
    '/api/coinbase/setPrice',
    { ...own(), 'content-type': 'text/plain', origin: base },
    ['SOL-USD', '1'],
  );
  expect(form.status).toBe(415);
  expect(
    (await ask('/api/coinbase/setPrice', { ...own(), origin: base }, ['SOL-USD', '7'])).status,
  ).toBe(200);
  expect(await coinbase.control.quote('SOL-USD')).toMatchObject({ last: '7' });
});

test('a call that the page has no use for is none, and a refusal is its sentence', async () => {
  expect((await ask('/api/coinbase/addKey', own(), [])).status).toBe(404);
  expect((await ask('/api/discord/constructor', own(), [])).status).toBe(404);
  // What Discord's own interfaces are for is on no other.
  expect((await ask('/api/discord/post', own(), ['general', 'owner', 'hello'])).status).toBe(404);
  for (const path of ['/discord/sandbox/people', `${REST}/../../sandbox/people`]) {
    expect((await ask(path, own(), [])).status).toBe(404);
  }
  const refused = await ask('/api/discord/dropGateway', own(), [null, 'nobody']);
  expect([refused.status, JSON.parse(refused.text)]).toEqual([
    400,
    { error: 'There is no user "nobody" in this world.' },
  ]);
});

test('a file that somebody uploaded is shown when it is a picture, and else only saved', async () => {
  const files: SentFile[] = [
    { filename: 'a.html', content: '<script>alert(1)</script>', contentType: 'text/html' },
    { filename: 'b.png', content: 'iVBORw0KGgo=', encoding: 'base64', contentType: 'image/png' },
  ];
  const { attachments } = await discord.post('general', 'stranger', { files: [...files] });
  const [page = '', picture = ''] = attachments.map(({ url }) => new URL(url).pathname);
  expect((await ask(page)).headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  });
  expect((await ask(picture)).headers).toMatchObject({ 'content-type': 'image/png' });
  const stored = await fetch(attachments[1]?.url ?? '');
  expect(Buffer.from(await stored.arrayBuffer()).toString('hex')).toBe('89504e470d0a1a0a');
});

/** The gateway at the page's own address, as a web page of an origin joins it. */
function join(origin: string, protocol: string, path = '/discord/gateway') {
  const socket = new WebSocket(`${base.replace('http', 'ws')}${path}`, protocol, { origin });
  return new Promise<WebSocket | number>((resolve) => {
    socket.on('message', () => resolve(socket));
    socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
    socket.on('error', () => resolve(0));
  });
}

test('only the page itself joins the gateway at its address', async () => {
  const right = `page-token.${token}`;
  expect(await join(base, 'page-token.x')).toBe(401);
  expect(await join('https://evil.example', right)).toBe(403);
  expect(await join('http://127.0.0.1:1', right)).toBe(403);
  expect(await join(base, right, '/discord/api/v10/gateway')).toBe(403);
  const joined = await join(base, right);
  expect(joined).toBeInstanceOf(WebSocket);
  if (joined instanceof WebSocket) joined.close();
});

test('what happens at the exchange is told as it happens, a line of the transcript too', async () => {
  const response = await fetch(`${base}/api/events`, { headers: own() });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const hears = async (part: string) => {
    while (!heard.includes(part)) heard += (await reader?.read())?.value ?? '';
  };
  await hears('"listening"');
  await coinbase.control.setPrice('SOL-USD', '123');
  await hears('"last":"123"');
  page.tell('a line of the transcript');
  await hears('a line of the transcript');
  await reader?.cancel();
});

test('the story is told when it is asked for', async () => {
  expect((await ask('/api/story', own(), [])).status).toBe(200);
  expect(stories).toBe(1);
});

test("the exchange's control is out of a web page's reach too", async () => {
  const url = `${coinbase.urls.base}/sandbox/setPrice`;
  const send = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(['BTC-USD', '1']));
    });
  // What a form, or a fetch without asking first, of any web page can send.
  expect(await send({ 'content-type': 'text/plain' })).toBe(415);
  expect(await send({ ...json, host: 'evil.example:80' })).toBe(403);
  expect(await coinbase.control.quote('BTC-USD')).not.toMatchObject({ last: '1' });
});
