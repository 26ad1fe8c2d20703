import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const token = 'MTEwMDAwMDAwMDAwMDAwMDAx.GxYzAb.abcdefghijklmnopqrstuvwxyz0123';
const privateKey = `-----BEGIN EC PRIVATE KEY-----\\n${'A'.repeat(60)}\\n-----END EC PRIVATE KEY-----`;

function messageOf(env: Record<string, string>): string {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

function file(content: string, mode: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pilotfish-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const name = path.join(folder, 'key.json');
  writeFileSync(name, content);
  chmodSync(name, mode);
  return name;
}

test('with nothing set there is no token, no key and the embedded database', () => {
  const config = readConfig({});
  expect(config.discord).toBeNull();
  expect(config.coinbase.key).toBeNull();
  expect(config.databaseUrl).toBeNull();
  expect(config.dataDir).toBe('data');
});

test('an empty value in .env is the same as none', () => {
  expect(readConfig({ DISCORD_TOKEN: '', LOG_LEVEL: '', DATA_DIR: '' })).toEqual(readConfig({}));
});

test('every problem is named in one message, and no value is echoed', () => {
  const message = messageOf({
    DISCORD_TOKEN: 'my-secret-token',
    DISCORD_CHANNEL_ID: '#pilotfish',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    LOG_LEVEL: 'loud',
    SECOND_INSTANCE: 'fight',
    PAPER_CASH: '-5',
    COINBASE_PRIVATE_KEY: 'short-secret',
  });
  for (const name of [
    'DISCORD_TOKEN',
    'DISCORD_CHANNEL_ID',
    'DATABASE_URL',
    'LOG_LEVEL',
    'SECOND_INSTANCE',
    'PAPER_CASH',
    'COINBASE_PRIVATE_KEY',
  ]) {
    expect(message).toContain(`- ${name} `);
  }
  expect(message).not.toMatch(/my-secret|hunter2|short-secret/);
});

test('half a Coinbase key, or a key with nobody to listen to, is refused', () => {
  expect(
    messageOf({ DISCORD_TOKEN: token, COINBASE_KEY_NAME: 'organizations/a/apiKeys/b' }),
  ).toContain('COINBASE_PRIVATE_KEY is missing');
  const key = { COINBASE_KEY_NAME: 'organizations/a/apiKeys/b', COINBASE_PRIVATE_KEY: privateKey };
  expect(messageOf(key)).toContain('DISCORD_TOKEN is missing');
  expect(readConfig({ ...key, DISCORD_TOKEN: token }).coinbase.key?.privateKey).toContain('\n');
});

test("Coinbase's key file is read when nobody else may read it", () => {
  const content = JSON.stringify({ name: 'organizations/a/apiKeys/b', privateKey });
  const env = (name: string) => ({ DISCORD_TOKEN: token, COINBASE_KEY_FILE: name });
  expect(readConfig(env(file(content, 0o600))).coinbase.key?.name).toBe(
    'organizations/a/apiKeys/b',
  );
  const newer = JSON.stringify({
    id: 'organizations/a/apiKeys/c',
    privateKey,
    algorithm: 'ed25519',
  });
  expect(readConfig(env(file(newer, 0o600))).coinbase.key?.name).toBe('organizations/a/apiKeys/c');
  expect(messageOf(env(file(JSON.stringify({ privateKey }), 0o600)))).toContain('"name" or "id"');
  expect(messageOf(env(file(content, 0o644)))).toContain('chmod 600');
  expect(messageOf(env(file('{"name": 1}', 0o600)))).toContain('COINBASE_KEY_FILE is not the JSON');
  expect(messageOf(env('no/such/file'))).toContain('ENOENT');
});

test('addresses of another Coinbase come together or not at all', () => {
  expect(messageOf({ COINBASE_REST_URL: 'http://127.0.0.1:1' })).toContain('set together');
});

test.each([
  ['', null],
  ['9464', { host: '127.0.0.1', port: 9464 }],
  ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
  ['[::1]:9464', { host: '::1', port: 9464 }],
])('health is told at %s', (HEALTH_LISTEN, health) => {
  expect(readConfig({ HEALTH_LISTEN }).health).toEqual(health);
});

test.each(['99999', '9464/metrics', 'http://127.0.0.1:9464', 'everywhere:9464'])(
  'health can not be told at %s',
  (HEALTH_LISTEN) => {
    expect(messageOf({ HEALTH_LISTEN })).toMatch(/HEALTH_LISTEN must be a port/);
  },
);

test('each half takes its own secret, not the other’s, and a server to meet in', () => {
  const of = (half: 'trader' | 'listener', env: Record<string, string>) => {
    try {
      readConfig(env, half);
      return 'right';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const DATABASE_URL = 'postgres://pilotfish:secret@db/pilotfish';
  const key = { COINBASE_KEY_NAME: 'organizations/1/apiKeys/2', COINBASE_PRIVATE_KEY: privateKey };
  expect(of('trader', { DATABASE_URL, ...key })).toBe('right');
  expect(of('trader', { DATABASE_URL })).toBe('right');
  expect(of('listener', { DATABASE_URL, DISCORD_TOKEN: token })).toBe('right');
  expect(of('trader', { DATABASE_URL, DISCORD_TOKEN: token })).toContain(
    '- DISCORD_TOKEN is set, and only the listener may have it',
  );
  expect(of('listener', { DATABASE_URL, DISCORD_TOKEN: token, ...key })).toMatch(
    /- COINBASE_KEY_NAME is set, and only the trader[^-]*- COINBASE_PRIVATE_KEY is set/,
  );
  expect(of('listener', { DATABASE_URL })).toContain('- DISCORD_TOKEN is missing');
  expect(of('trader', {})).toContain('- DATABASE_URL is missing: the trader and the listener');
});
