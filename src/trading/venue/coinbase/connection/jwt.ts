import { createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { VenueRefusal } from '../../venue.ts';

/**
 * Makes the tokens that Coinbase takes instead of a password: a JWT signed with a CDP secret key,
 * good for two minutes and, over REST, for one method and path alone.
 *
 * https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication
 */
export type Signer = {
  /** A token for one REST request; `path` without its query ("/api/v3/brokerage/orders"). */
  request(method: string, host: string, path: string): string;
  /** A token for one WebSocket subscribe message. Each message needs its own. */
  subscription(): string;
};

const LIFETIME_SECONDS = 120;

/**
 * `privateKey` is what Coinbase shows when the key is made: a PEM (SEC1 or PKCS8, its line breaks
 * real or written as \n) for ES256 or Ed25519, or the base64 of an Ed25519 key.
 * Throws a VenueRefusal that says what is wrong with it, never what is in it.
 */
export function createSigner(options: {
  keyName: string;
  privateKey: string;
  clock: () => number;
}): Signer {
  const key = readPrivateKey(options.privateKey);
  const isEd25519 = key.asymmetricKeyType === 'ed25519';
  const algorithm = isEd25519 ? 'EdDSA' : 'ES256';

  // At once: a library that signs in a thread of its own has every order wait for that thread's turn.
  function token(claims: { uri?: string }): string {
    const now = Math.floor(options.clock() / 1000);
    const header = {
      alg: algorithm,
      typ: 'JWT',
      kid: options.keyName,
      nonce: randomBytes(16).toString('hex'),
    };
    const payload = {
      ...claims,
      iss: 'cdp',
      sub: options.keyName,
      nbf: now,
      exp: now + LIFETIME_SECONDS,
    };
    const signed = `${base64url(header)}.${base64url(payload)}`;
    const signature = isEd25519
      ? sign(null, Buffer.from(signed), key)
      : sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  return {
    request: (method, host, path) => token({ uri: `${method} ${host}${path}` }),
    subscription: () => token({}),
  };
}

const base64url = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

const WHAT_TO_DO =
  'Copy the private key again from the key file that Coinbase made, with its BEGIN and END lines.';

function readPrivateKey(text: string): KeyObject {
  const trimmed = text.trim().replaceAll('\\n', '\n');
  const key = trimmed.startsWith('-----BEGIN') ? fromPem(trimmed) : fromBase64(trimmed);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ed25519') return key;
  if (key.asymmetricKeyType === 'ec' && curve === 'prime256v1') return key;
  throw new VenueRefusal(
    `The Coinbase private key is of a kind that Coinbase does not take (${curve ?? key.asymmetricKeyType}). Make a key with the signature algorithm ECDSA.`,
  );
}

function fromPem(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new VenueRefusal(`The Coinbase private key is not a readable PEM. ${WHAT_TO_DO}`);
  }
}

/** The DER of a PKCS8 Ed25519 key up to its 32 bytes of seed (RFC 8410, section 7). */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 key as Coinbase prints it: seed and public key, or the seed alone, in base64. */
function fromBase64(text: string): KeyObject {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 64 && bytes.length !== 32) {
    throw new VenueRefusal(`The Coinbase private key is neither a PEM nor base64. ${WHAT_TO_DO}`);
  }
  const der = Buffer.concat([ED25519_PKCS8_PREFIX, bytes.subarray(0, 32)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
