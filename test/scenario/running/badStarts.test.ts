import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

vi.setConfig({ testTimeout: 60_000 });

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'pilotfish-bad-start-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** What `npm start` prints in a folder until it ends, where nothing is set but what is in its .env. */
async function start(program: string, cwd: string): Promise<{ code: number; said: string }> {
  const bare = Object.entries(process.env).filter(([name]) => !/^(DISCORD|COINBASE)_/.test(name));
  const child = spawn(process.execPath, [program], {
    cwd,
    env: Object.fromEntries(bare),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill());
  const ended = once(child, 'exit');
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code: code as number, said: out + errors };
}

const source = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

test('without npm ci a start says so in one line', async () => {
  const there = await folder();
  for (const name of ['src', 'sandbox', 'package.json'])
    await cp(source(name), path.join(there, name), { recursive: true });
  expect(await start(path.join(there, 'src/start.js'), there)).toEqual({
    code: 1,
    said: 'What Pilotfish is made of is not installed here. Run "npm ci" in this folder once, then "npm start".\n',
  });
});

test.each([
  [
    'with a mark in front',
    '\uFEFFDISCORD_TOKEN=secret\n',
    /DISCORD_TOKEN does not look like a bot/,
  ],
  [
    'with a name in full-width letters',
    'ＤＩＳＣＯＲＤ＿ＴＯＫＥＮ=secret\n',
    /DISCORD_TOKEN is written in full-width letters: type it with plain ones/,
  ],
  [
    'with a misspelt name',
    'DISCORD_TOKN=secret\n',
    /"DISCORD_TOKN" is no setting; is DISCORD_TOKEN/,
  ],
  [
    'with a channel’s name as Discord shows it',
    'DISCORD_CHANNEL_ID=#my-channel\n',
    /DISCORD_CHANNEL_ID is empty: what stands behind a # is a comment/,
  ],
  [
    'with a channel’s name for its id',
    'DISCORD_CHANNEL_ID=my-channel\n',
    /DISCORD_CHANNEL_ID must be an id of 17 to 20 digits \(in Discord: right-click, Copy ID\)/,
  ],
])(
  'a .env %s: the start ends with a sentence, without the value and without a stack',
  async (_, env, why) => {
    const there = await folder();
    await writeFile(path.join(there, '.env'), env);
    const { code, said } = await start(source('src/start.js'), there);
    expect(code).toBe(1);
    expect(said).toMatch(why);
    expect(said).not.toMatch(/secret|my-channel|^\s+at /m);
  },
);

test('a channel id that is none of the bot’s channels: it runs, and says in the log and in /status what to mend', async () => {
  const network = await testNetwork({ start: false });
  if (network.config.discord) network.config.discord.channelId = '123456789012345678';
  const why =
    /There is no such private channel, or the bot is not in its server\..*DISCORD_CHANNEL_ID/;
  // It tells what it has to as soon as it can.
  await network.start().catch((error: unknown) => error);
  await network.untilLogged('notices can not be posted');
  expect(network.logged.find((line) => line.includes('notices can not be posted'))).toMatch(why);
  const status = await network.discord.command('owner', 'general', 'status');
  expect(textOf(status)).toMatch(why);
});

test('a key that Coinbase does not know is said for what it is, and nobody is sent to look at the connection', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = {
    name: 'organizations/a/apiKeys/b',
    privateKey: String(privateKey.export({ type: 'sec1', format: 'pem' })),
  };
  const failed = await testNetwork({ key }).catch((error: Error) => error.message);
  expect(failed).toMatch(/Coinbase.* Check the API key.* Mend that and start again\.$/);
  expect(failed).not.toMatch(/internet|connection/);
});
