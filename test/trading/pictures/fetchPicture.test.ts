import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchPicture } from '../../../src/trading/pictures/fetchPicture.ts';

/** Only Discord's own hosts are asked, and nothing they send costs more than it may. */
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.url} ${request.headers.authorization ?? 'without a key'}`);
  if (request.url === '/away') {
    response.writeHead(302, { location: '/a.png' }).end();
  } else if (request.url === '/gone') {
    response.writeHead(404).end('This content is no longer available.');
  } else if (request.url === '/silent') {
    response.writeHead(200).write('a');
  } else if (request.url === '/endless') {
    const more = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  } else response.end('bytes');
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('what is kept at Discord is fetched, without anything of ours', async () => {
  const file = await fetchPicture(`${origin}/a.png`, origin);
  expect(Buffer.from(file as Uint8Array).toString()).toBe('bytes');
  expect(asked).toEqual(['/a.png without a key']);
});

test.each([
  'http://cdn.discordapp.com/attachments/1/2/a.png',
  'https://cdn.discordapp.com.example.org/a.png',
  'https://cdn.discordapp.com:8443/a.png',
  'https://example.org/cdn.discordapp.com/a.png',
  'https://cdn.discordapp.com@example.org/a.png',
  'file:///etc/passwd',
  'http://127.0.0.1/a.png',
  'http://[::1]/a.png',
  'not an address',
])('%s is not', async (url) => {
  expect(await fetchPicture(url, null)).toEqual({ fault: 'it is not kept at Discord' });
  expect(await fetchPicture(url, origin)).toEqual({ fault: 'it is not kept at Discord' });
});

test('redirects, errors, silence and endless bytes are faults in a sentence', async () => {
  const faultOf = async (path: string) =>
    (await fetchPicture(`${origin}${path}`, origin, { deadlineMs: 1_000 })) as { fault: string };
  expect((await faultOf('/away')).fault).toContain("it can't be fetched");
  expect(asked.filter((line) => line.startsWith('/a.png'))).toHaveLength(1);
  expect((await faultOf('/gone')).fault).toContain('404');
  expect((await faultOf('/silent')).fault).toContain('within 1 s');
  expect((await fetchPicture(`${origin}/endless`, origin)) as object).toEqual({
    fault: 'it has more than 8 MB',
  });
});
