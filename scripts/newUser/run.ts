/**
 * A new user's path, as docs/ describe it, on a Debian with nothing but Node, npm and git: install,
 * doctor, sandbox, paper against the look-alikes, backup, update, restore. Prints a table of what was
 * typed and how long it took, for docs/new-user.md. Ends with an error at the first step that goes
 * otherwise than the pages say.
 *
 *   npm run test:new-user              as root, on Linux, with debootstrap
 *
 * SUITE (bookworm), MIRROR; ROOT: a folder to make the machine in, or one that has it; BEFORE: the
 * commit that is updated from, the one before the newest migration where it is left out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectCoinbaseControl } from '../../sandbox/coinbase/control/controlClient.ts';
import { connectDiscordControl } from '../../sandbox/discord/control/controlHttp.ts';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { createCommandLine } from '../../sandbox/terminal/commandLine.ts';
import { notice } from '../../test/support/notices.ts';
import { bareMachine, type Running } from './bareMachine.ts';

const { SUITE = 'bookworm', MIRROR = 'http://deb.debian.org/debian' } = process.env;
const repository = path.resolve(import.meta.dirname, '../..');
const git = (...args: string[]) =>
  execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' }).trim();
const newest = git('rev-parse', 'HEAD');
const before =
  process.env.BEFORE ?? `${git('log', '-1', '--format=%H', 'HEAD', '--', 'migrations')}^`;

const root = process.env.ROOT ?? mkdtempSync(path.join(tmpdir(), 'bare-machine-'));
const machine = bareMachine(root, SUITE, MIRROR);
const open: Running[] = [];
const say = (line: string) => process.stdout.write(`${line}\n`);

/** One step of the path: what is typed, and what is waited for. */
async function step<Found>(
  typed: string,
  seen: string,
  work: () => Promise<Found>,
): Promise<Found> {
  const since = performance.now();
  const found = await work();
  say(`| ${typed} | ${seen} | ${((performance.now() - since) / 1000).toFixed(1)} |`);
  return found;
}

function must(text: string, wanted: RegExp): string {
  if (!wanted.test(text)) throw new Error(`It does not say ${String(wanted)}:\n${text}`);
  return text;
}

/** A line of JSON that a look-alike prints when it is ready. */
async function ready<Ready>(program: string): Promise<Ready> {
  const running = machine.start(`node_modules/.bin/node ${program}`, HOUSE);
  open.push(running);
  return JSON.parse(await running.until(/^\{/)) as Ready;
}

const HOUSE = '/home/owner/pilotfish';
const EARLIER = '/home/owner/earlier';
const start = (house: string) => {
  const running = machine.start('exec npm start', house);
  open.push(running);
  return running;
};

try {
  for (const name of [HOUSE, EARLIER, '/srv/pilotfish.git'])
    rmSync(path.join(root, name), { recursive: true, force: true });
  const published = path.join(root, 'srv/pilotfish.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', published]);
  git('push', '-q', published, `${newest}:refs/heads/main`);
  execFileSync('chown', ['-R', '1000:1000', published]);

  say('| typed | until | seconds |\n|---|---|---|');
  await step('`git clone … && cd pilotfish`', 'it is there', () =>
    machine.run('git clone -q /srv/pilotfish.git pilotfish'),
  );
  await step('`npm ci`', 'it is done', () => machine.run('npm ci', HOUSE));
  await step('`npm run doctor`', 'all that can be seen is well', async () =>
    must(await machine.run('npm run -s doctor', HOUSE), /All that can be seen from here is well/),
  );

  // The sandbox.
  const sandbox = await step('`npm start`', 'the address of the sandbox is printed', async () => {
    const running = start(HOUSE);
    await running.until(/Open http:\/\/127\.0\.0\.1/);
    return running;
  });
  await step('nothing', 'the story was told', () => sandbox.until(/now it is yours/));
  await step('`signals> LONG BTC, entry market, SL 2%`', 'a card asks whether it is right', () => {
    sandbox.type('signals> LONG BTC, entry market, SL 2%');
    return sandbox.until(/Is this right\? long BTC/);
  });
  await step('`click Right: trade, and remember`', 'bought, and its stop rests', async () => {
    sandbox.type('click Right: trade, and remember');
    return sandbox.until(/Order placed: sell BTC-USD, stop/);
  });
  await step('Ctrl-C', 'it has ended', () => sandbox.interrupt());

  // Paper, of an earlier version, with look-alikes in the places of Discord and Coinbase.
  await machine.run(
    `git clone -q /srv/pilotfish.git ${EARLIER} && cd ${EARLIER} && git reset -q --hard ${before}`,
  );
  await step('`npm ci` of an earlier version', 'it is done', () =>
    machine.run(`npm ci && npm rebuild node-linux-${process.arch}`, EARLIER),
  );
  const discordReady = await ready<{ url: string; api: string; token: string }>(
    'sandbox/discord/main.ts',
  );
  const coinbaseReady = await ready<{
    urls: { base: string; rest: string; marketSocket: string; userSocket: string };
  }>('sandbox/coinbase/main.ts');
  const discord = await connectDiscordControl(discordReady.url);
  const coinbase = connectCoinbaseControl(coinbaseReady.urls.base);
  const type = createCommandLine({ discord, coinbase });
  writeFileSync(
    path.join(root, EARLIER, '.env'),
    [
      `DISCORD_TOKEN=${discordReady.token}`,
      `DISCORD_API_URL=${discordReady.api}`,
      `DISCORD_CHANNEL_ID=${sandboxIds.pilotfish}`,
      `COINBASE_REST_URL=${coinbaseReady.urls.rest}`,
      `COINBASE_MARKET_SOCKET_URL=${coinbaseReady.urls.marketSocket}`,
      `COINBASE_USER_SOCKET_URL=${coinbaseReady.urls.userSocket}`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  execFileSync('chown', ['1000:1000', path.join(root, EARLIER, '.env')]);
  const told = (line: RegExp) => notice(discord, line, { timeoutMs: 120_000 });
  const paper = await step('`npm start`', 'it says in Discord that it runs', async () => {
    const running = start(EARLIER);
    await told(/^Pilotfish is running: paper/);
    if ((await discord.commands('Sandbox')).length === 0)
      await discord.waitForEvent(
        (event) => event.type === 'commands' && event.guildId !== null,
        60_000,
      );
    return running;
  });
  await step('`/watch add`, and a signal is posted', 'it is asked about', async () => {
    await type('/watch add channel:#signals');
    await type('signals> LONG BTC, entry market, SL 2%');
    await told(/^Is this right\? long BTC/);
  });
  await step('**Right: trade, and remember**', 'bought on paper', async () => {
    await type('click Right: trade, and remember');
    await told(/^Open: long .* BTC/);
  });

  const backup = await step('`npm run backup`', 'a file', async () => {
    const printed = await machine.run('npm run -s backup', EARLIER);
    return must(printed, /\.backup: \d+ rows/).replace(/: \d+ rows[\s\S]*/, '');
  });
  await step('Ctrl-C', 'it has ended', () => paper.interrupt());

  await step('`git pull`', 'the newer version', () => machine.run('git pull -q', EARLIER));
  await step('`npm ci`', 'it is done', () => machine.run('npm ci', EARLIER));
  await step(
    '`npm run doctor`',
    'all is well, and what the start will bring up to date is said',
    async () =>
      must(
        await machine.run('npm run -s doctor', EARLIER),
        /brings them up to date[\s\S]*All that can be seen from here is well/,
      ),
  );
  const updated = await step('`npm start`', 'it runs, with the position', async () => {
    const running = start(EARLIER);
    await told(/^• Open\\?: 1 position/);
    return running;
  });
  await step('a signal is posted', 'bought: its format is remembered', async () => {
    await type('signals> LONG ETH, entry market, SL 2%');
    await told(/^Open: long .* ETH/);
  });
  await step('Ctrl-C', 'it has ended', () => updated.interrupt());

  await step('`npm run restore -- FILE --replace`', 'it is put back', () =>
    machine.run(`npm run -s restore -- ${backup} --replace`, EARLIER),
  );
  const restored = await step('`npm start`', 'it opens nothing new, and says so', async () => {
    const running = start(EARLIER);
    await told(/Nothing new is opened until you say so/);
    return running;
  });
  await step('`/resume`, and a signal is posted', 'bought', async () => {
    await type('/resume');
    await type('signals> LONG SOL, entry market, SL 2%');
    await told(/^Open: long .* SOL/);
  });
  await step('Ctrl-C', 'it has ended', () => restored.interrupt());
  discord.close();
  const version = (await machine.run('node --version && npm --version')).trim().split('\n');
  say(`\nDebian ${SUITE}, its own Node ${version[0]} and npm ${version[1]}.`);
} finally {
  for (const running of open) await running.interrupt();
  machine.leave();
  if (process.env.ROOT === undefined && existsSync(root)) rmSync(root, { recursive: true });
}
