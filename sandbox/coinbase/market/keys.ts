import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';

export type Permissions = { canView: boolean; canTrade: boolean; canTransfer: boolean };

/** An API key as Coinbase hands it out, and what it may do. */
export type ApiKey = {
  /** organizations/{org}/apiKeys/{key} */
  name: string;
  algorithm: 'ES256' | 'EdDSA';
  /** SEC1 PEM for ES256; base64 of seed and public key for EdDSA. */
  privateKey: string;
  /** The portfolio it belongs to; also the account's id. */
  portfolioId: string;
  permissions: Permissions;
};

export type NewKey = Partial<Omit<ApiKey, 'permissions'>> & { permissions?: Partial<Permissions> };

export function createKey(given: NewKey = {}): ApiKey {
  const algorithm = given.algorithm ?? 'ES256';
  return {
    name: given.name ?? `organizations/${randomUUID()}/apiKeys/${randomUUID()}`,
    algorithm,
    privateKey: given.privateKey ?? generatePrivateKey(algorithm),
    portfolioId: given.portfolioId ?? randomUUID(),
    permissions: { canView: true, canTrade: true, canTransfer: false, ...given.permissions },
  };
}

function generatePrivateKey(algorithm: ApiKey['algorithm']): string {
  if (algorithm === 'ES256') {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  }
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const bytes = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  return Buffer.concat(bytes).toString('base64');
}

function publicKeyOf({ algorithm, privateKey }: ApiKey) {
  if (algorithm === 'ES256') return createPublicKey(createPrivateKey(privateKey));
  const x = Buffer.from(privateKey, 'base64').subarray(32).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** The longest a token may live, in seconds. */
const LONGEST_LIFE = 120;
/** How far the caller's clock may be off, in seconds. */
const CLOCK_TOLERANCE = 5;
/** `cdp` is today's issuer; the older one is still taken. */
const ISSUERS = ['cdp', 'coinbase-cloud'];

export type Verified = { key: ApiKey } | { problem: string };

/** Checks tokens against the keys it holds; remembers nonces for as long as a token may live. */
export type KeyRing = {
  keys(): ApiKey[];
  add(key: ApiKey): void;
  /**
   * @param uris what the token's `uri` claim must be one of; null where it must have none
   * @param now UTC milliseconds
   */
  verify(token: string, uris: readonly string[] | null, now: number): Promise<Verified>;
};

export function createKeyRing(initial: readonly ApiKey[]): KeyRing {
  const keys = new Map(initial.map((key) => [key.name, key]));
  const publicKeys = new Map(initial.map((key) => [key.name, publicKeyOf(key)]));
  const nonces = new Map<string, number>();

  function useNonce(nonce: string, now: number): boolean {
    for (const [old, until] of nonces) {
      if (until > now) break;
      nonces.delete(old);
    }
    if (nonces.has(nonce)) return false;
    nonces.set(nonce, now + (LONGEST_LIFE + 2 * CLOCK_TOLERANCE) * 1000);
    return true;
  }

  return {
    keys: () => [...keys.values()],
    add(key) {
      keys.set(key.name, key);
      publicKeys.set(key.name, publicKeyOf(key));
    },
    async verify(token, uris, now) {
      try {
        const header = decodeProtectedHeader(token);
        const key = keys.get(header.kid ?? '');
        const publicKey = publicKeys.get(header.kid ?? '');
        if (!key || !publicKey) return { problem: 'no such key' };
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: [key.algorithm],
          issuer: ISSUERS,
          subject: key.name,
          currentDate: new Date(now),
          clockTolerance: CLOCK_TOLERANCE,
          requiredClaims: ['iss', 'sub', 'nbf', 'exp'],
        });
        if ((payload.exp ?? 0) - (payload.nbf ?? 0) > LONGEST_LIFE) {
          return { problem: 'it lives for more than 120 s' };
        }
        // Newer clients send a list of uris.
        const [uri, ...more] = [payload.uri, payload.uris]
          .flat()
          .filter((each) => each !== undefined);
        if (more.length > 0 || (uris ? !uris.includes(String(uri)) : uri !== undefined)) {
          return { problem: `its uri is ${JSON.stringify(uri)}` };
        }
        if (typeof header.nonce !== 'string' || header.nonce === '') return { problem: 'no nonce' };
        if (!useNonce(header.nonce, now)) return { problem: 'its nonce was used before' };
        return { key };
      } catch (error) {
        return { problem: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
