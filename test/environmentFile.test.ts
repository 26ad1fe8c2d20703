import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadEnvironmentFile } from '../src/environmentFile.ts';

/** The environment that a .env of these bytes makes. */
function loaded(bytes: Buffer | string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), 'pilotfish-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, '.env');
  writeFileSync(file, bytes);
  loadEnvironmentFile(file, env);
  return env;
}

const LINE = 'LOG_LEVEL=warn\n';

test.each([
  ['as it is', Buffer.from(LINE)],
  ['with a mark in front', Buffer.from(`\uFEFF${LINE}`)],
  ['of two bytes a letter', Buffer.from(`\uFEFF${LINE}`, 'utf16le')],
  ['of two bytes a letter, the other way', Buffer.from(`\uFEFF${LINE}`, 'utf16le').swap16()],
])('a file %s is read', (_, bytes) => {
  expect(loaded(bytes).LOG_LEVEL).toBe('warn');
});

test('what is in the environment stays, and no file is no problem', () => {
  expect(loaded(LINE, { LOG_LEVEL: 'error' }).LOG_LEVEL).toBe('error');
  expect(() => loadEnvironmentFile('/nowhere/.env', {})).not.toThrow();
});

test.each([
  ['DISCORD_TOKN=secret', /"DISCORD_TOKN" is no setting; is DISCORD_TOKEN meant\?/],
  ['discord-token=secret', /is DISCORD_TOKEN meant\?/],
  ['Coinbase_Key_File=secret', /is COINBASE_KEY_FILE meant\?/],
  ['ＬＯＧ＿ＬＥＶＥＬ=secret', /LOG_LEVEL is written in full-width letters/],
  ['DISCORD_CHANNEL_ID=#secret', /DISCORD_CHANNEL_ID is empty: .*comment\. An id is a number/],
  ['LOG_LEVEL=#secret', /LOG_LEVEL is empty: what stands behind a # is a comment/],
  ['LOG_LEVEL=ｗａｒｎ', /the value of LOG_LEVEL has full-width letters in it/],
])('%s is answered with what is meant, without its value', (line, why) => {
  expect(() => loaded(line)).toThrow(why);
  expect(() => loaded(line)).not.toThrow(/secret|ｗａｒｎ/);
});

test('what is something else’s is left alone, and a comment of one', () => {
  expect(loaded('LOG_LEVEL=warn # loud\nPAPER_CASH= # as it is\n#DISCORD_TOKEN=#x').LOG_LEVEL).toBe(
    'warn',
  );
  expect(loaded('COMPOSE_PROJECT_NAME=mine\nTZ=Europe/Berlin').COMPOSE_PROJECT_NAME).toBe('mine');
});
