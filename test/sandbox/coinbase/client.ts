import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import type { ApiKey } from '../../../sandbox/coinbase/market/keys.ts';
import type { CoinbaseServer } from '../../../sandbox/coinbase/server.ts';

type Claims = {
  iss?: string;
  sub?: string;
  kid?: string;
  uri?: string | null;
  nonce?: string;
  /** Seconds from now. */
  nbf?: number;
  exp?: number;
  now?: number;
};

function signingKey(key: ApiKey) {
  if (key.algorithm === 'ES256') return createPrivateKey(key.privateKey);
  const bytes = Buffer.from(key.privateKey, 'base64');
  const [d, x] = [bytes.subarray(0, 32), bytes.subarray(32)].map((each) =>
    each.toString('base64url'),
  );
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
}

/** A token as Coinbase documents it, or with some claim otherwise. */
export function token(key: ApiKey, uri: string | null, claims: Claims = {}): Promise<string> {
  const now = claims.now ?? Math.floor(Date.now() / 1000);
  const payload = claims.uri === undefined ? uri : claims.uri;
  return new SignJWT(payload === null ? {} : { uri: payload })
    .setProtectedHeader({
      alg: key.algorithm,
      kid: claims.kid ?? key.name,
      nonce: claims.nonce ?? randomUUID(),
      typ: 'JWT',
    })
    .setIssuer(claims.iss ?? 'cdp')
    .setSubject(claims.sub ?? key.name)
    .setNotBefore(now + (claims.nbf ?? 0))
    .setExpirationTime(now + (claims.exp ?? 120))
    .sign(signingKey(key));
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests look at
export type Answer = { status: number; body: any };

/** A plain HTTP caller with one key. */
export function createCaller(server: CoinbaseServer, key: ApiKey = server.key) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    claims?: Claims,
  ): Promise<Answer> {
    const url = new URL(`${server.urls.rest}/brokerage${path}`);
    const uri = `${method} ${url.host}${url.pathname}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${await token(key, uri, claims)}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: readJson(await response.text()) };
  }
  return {
    call,
    get: (path: string, claims?: Claims) => call('GET', path, undefined, claims),
    post: (path: string, body: unknown, claims?: Claims) => call('POST', path, body, claims),
    async getPublic(path: string): Promise<Answer> {
      const response = await fetch(`${server.urls.rest}/brokerage${path}`);
      return { status: response.status, body: readJson(await response.text()) };
    },
    /** Creates an order and gives the answer's body. */
    async create(
      side: 'BUY' | 'SELL',
      configuration: Record<string, Record<string, unknown>>,
      more: Record<string, unknown> = {},
    ) {
      const body = {
        client_order_id: randomUUID(),
        product_id: 'BTC-USD',
        side,
        order_configuration: configuration,
        ...more,
      };
      return (await call('POST', '/orders', body)).body;
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of a message is what the tests look at
export type Message = any;

/** A plain WebSocket client that remembers every message. */
export async function openSocket(url: string) {
  const socket = new WebSocket(url);
  const messages: Message[] = [];
  let wake = () => {};
  socket.on('message', (data) => {
    messages.push(JSON.parse(data.toString()));
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  let read = 0;
  return {
    socket,
    messages,
    closed,
    send: (message: unknown) => socket.send(JSON.stringify(message)),
    close: () => socket.close(),
    /** The next message, after those already taken, that the predicate takes. */
    async next(predicate: (message: Message) => boolean = () => true): Promise<Message> {
      for (;;) {
        while (read < messages.length) {
          const message = messages[read];
          read += 1;
          if (predicate(message)) return message;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

export const market = (quoteSize: string) => ({ market_market_ioc: { quote_size: quoteSize } });
export const limit = (size: string, price: string, more = {}) => ({
  limit_limit_gtc: { base_size: size, limit_price: price, ...more },
});
export const bracket = (size: string, target: string, stop: string) => ({
  trigger_bracket_gtc: { base_size: size, limit_price: target, stop_trigger_price: stop },
});
