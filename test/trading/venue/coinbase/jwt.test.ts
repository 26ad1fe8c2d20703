import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../../../src/trading/venue/coinbase/connection/jwt.ts';
import { VenueError } from '../../../../src/trading/venue/venue.ts';

/** RFC 7515, appendix A.3: an ES256 key, and a signature made with it by others. */
const RFC7515 = {
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
  },
  signed:
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  signature:
    'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
};

/** RFC 8032, section 7.1, test 1: an Ed25519 secret key and the public key it must give. */
const RFC8032 = {
  secret: Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'),
  public: Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'),
};

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const keyName = 'organizations/org/apiKeys/key';
const es256 = createPrivateKey({ key: RFC7515.key, format: 'jwk' });
const sec1 = es256.export({ type: 'sec1', format: 'pem' }).toString();
const signer = (privateKey: string) => createSigner({ keyName, privateKey, clock: () => NOW });

describe('the token that Coinbase takes', () => {
  it('is signed ES256 with the key of RFC 7515 so that its published public key verifies it', async () => {
    // That the key is read right is shown by the RFC's own signature.
    const publicKey = createPublicKey(es256);
    const theirs = Buffer.from(RFC7515.signature, 'base64url');
    const data = Buffer.from(RFC7515.signed);
    expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, theirs)).toBe(
      true,
    );

    const token = await signer(sec1).request('GET', 'api.coinbase.com', '/api/v3/brokerage/orders');

    const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
      currentDate: new Date(NOW),
      issuer: 'cdp',
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: keyName, typ: 'JWT' });
    expect(protectedHeader.nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(payload).toEqual({
      iss: 'cdp',
      sub: keyName,
      nbf: NOW / 1000,
      exp: NOW / 1000 + 120,
      uri: 'GET api.coinbase.com/api/v3/brokerage/orders',
    });
  });

  it.each([0, 1, 499, 999])('is in whole seconds, %d ms past one', async (ms) => {
    const at = createSigner({ keyName, privateKey: sec1, clock: () => NOW + ms });
    const { nbf, exp } = decodeJwt(await at.subscription());
    expect([nbf, exp]).toEqual([NOW / 1000, NOW / 1000 + 120]);
  });

  it('is new each time, and names no request on a WebSocket', async () => {
    const one = await signer(sec1).subscription();
    const other = await signer(sec1).subscription();
    expect(decodeProtectedHeader(one).nonce).not.toBe(decodeProtectedHeader(other).nonce);
    expect(decodeJwt(one)).not.toHaveProperty('uri');
  });

  it.each([
    ['PKCS8', es256.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['SEC1 on one line, as in a .env file', sec1.replaceAll('\n', '\\n')],
    ['SEC1 with space around it', `\n  ${sec1}  \n`],
  ])('takes the key as %s', async (_form, privateKey) => {
    const token = await signer(privateKey).subscription();
    const options = { currentDate: new Date(NOW) };
    await expect(jwtVerify(token, createPublicKey(es256), options)).resolves.toBeDefined();
  });

  it.each([
    ['seed and public key', [RFC8032.secret, RFC8032.public]],
    ['the seed alone', [RFC8032.secret]],
  ])('takes an Ed25519 key as base64 of %s', async (_form, parts) => {
    const token = await signer(Buffer.concat(parts).toString('base64')).subscription();

    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: RFC8032.public.toString('base64url') },
      format: 'jwk',
    });
    const { protectedHeader } = await jwtVerify(token, publicKey, { currentDate: new Date(NOW) });
    expect(protectedHeader.alg).toBe('EdDSA');
  });

  it.each([
    ['nothing', ''],
    ['half a PEM', sec1.slice(0, 90)],
    ['other text', 'correct horse battery staple'],
    [
      'a key on another curve',
      generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
        .privateKey.export({ type: 'sec1', format: 'pem' })
        .toString(),
    ],
  ])('refuses %s with a sentence that does not repeat it', (_name, privateKey) => {
    let thrown: unknown;
    try {
      signer(privateKey);
    } catch (error) {
      thrown = error;
    }
    // The kind of error that ends the start with its sentence alone.
    expect(thrown).toBeInstanceOf(VenueError);
    const { message } = thrown as VenueError;
    expect(message).toMatch(/^The Coinbase private key is /);
    for (const line of privateKey.split('\n').filter((text) => text.length > 20)) {
      if (!line.startsWith('-----')) expect(message).not.toContain(line);
    }
  });
});
