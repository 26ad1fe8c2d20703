import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Config } from '../src/config.ts';
import { StartError } from '../src/startError.ts';
import { makeDataFolder } from '../src/trading/store/server/dataFolder.ts';
import { connectCoinbaseControl } from './coinbase/control/controlClient.ts';
import type { DiscordControl } from './discord/control/control.ts';
import { connectDiscordControl } from './discord/control/controlHttp.ts';
import { sandboxIds } from './discord/world/sandboxWorld.ts';
import { startPage } from './page/server.ts';
import { startChild, startServer } from './terminal/child.ts';
import { createCommandLine } from './terminal/commandLine.ts';
import { lockFolder } from './terminal/folderLock.ts';
import { tellStory } from './terminal/story.ts';
import { openStoryMark } from './terminal/storyMark.ts';
import { createTranscript } from './terminal/transcript.ts';

type DiscordReady = { url: string; api: string; token: string };
type CoinbaseReady = {
  urls: { base: string; rest: string; marketSocket: string; userSocket: string };
  key: { name: string; privateKey: string };
};

/** Where the page is served, if nobody else is there. */
const PAGE_PORT = 4317;

const HELP = [
  'Type as the provider:   signals> LONG BTC, entry market, SL 2%',
  'Command as the owner:   /position   /signals   /status   /panic   /help',
  'About what was posted:  reply Close it   edit LONG BTC, SL 3%   delete',
  'Click a button:         click Yes',
  'Choose from a list:     choose Look at one, or change it = Size by',
  'Fill in a form:         fill stop=125 targets=140, 150',
  'Move a price:           price SOL-USD 142.50',
  'See the story again:    story',
  'Ctrl-C ends it; the next start goes on from the same data.',
].join('\n');

/**
 * The sandbox: a Discord and a Coinbase on this machine and the bot between them, each a process of
 * its own, with a story to watch and then a prompt. Ends the process after Ctrl-C, or when the bot
 * has ended by itself. Rejects with DataFolderError or StartError when it can't be.
 */
export async function runSandbox(config: Config): Promise<void> {
  const folder = path.resolve(config.dataDir, 'sandbox');
  await makeDataFolder(folder);
  // The two servers keep their state in files: two on one folder would spoil each other's.
  const lock = await lockFolder(folder);
  if (lock === null) {
    throw new StartError(
      `Another sandbox is running on the data folder ${path.resolve(config.dataDir)}. Go on in its terminal or stop it there, or set DATA_DIR to another folder for a second one.`,
    );
  }
  const prompt = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdout.isTTY,
    prompt: '> ',
  });
  let tellPage: (line: string) => void = () => undefined;
  const transcript = createTranscript((text) => {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
    process.stdout.write(text);
    if (process.stdout.isTTY) prompt.prompt(true);
    tellPage(stripVTControlCharacters(text).trimEnd());
  });
  const stopping = new AbortController();
  const asked = new Promise<void>((resolve) => {
    const stop = () => {
      stopping.abort();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    prompt.on('SIGINT', stop);
  });

  transcript.note('SANDBOX: a Discord and a Coinbase on this machine, no real money. Starting …');
  const onLine = (line: string) => transcript.note(line);
  const [discordStart, coinbaseStart] = await Promise.allSettled([
    startServer<DiscordReady>('sandbox/discord/main.ts', {
      args: ['--callers', '--data-dir', path.join(folder, 'discord')],
      onLine,
    }),
    startServer<CoinbaseReady>('sandbox/coinbase/main.ts', {
      args: ['--data', path.join(folder, 'coinbase')],
      onLine,
    }),
  ]);
  if (discordStart.status === 'rejected' || coinbaseStart.status === 'rejected') {
    const reasons: string[] = [];
    for (const start of [discordStart, coinbaseStart]) {
      if (start.status === 'rejected') reasons.push(messageOf(start.reason));
      else await start.value.stop();
    }
    prompt.close();
    throw new StartError(`The sandbox can't start. ${reasons.join(' ')}`);
  }
  const discordServer = discordStart.value;
  const coinbaseServer = coinbaseStart.value;
  const discord = await connectDiscordControl(discordServer.ready.url);
  const coinbase = connectCoinbaseControl(coinbaseServer.ready.urls.base);
  const runLine = createCommandLine({ discord, coinbase });

  const channels = new Map<string, string>([
    [sandboxIds.signals, 'signals'],
    [sandboxIds.pilotfish, 'pilotfish'],
  ]);
  discord.onEvent((event) => {
    if (event.type !== 'message' && event.type !== 'messageEdit') return;
    const { message } = event;
    const channel = channels.get(message.channel_id);
    if (!channel) return;
    if (event.type === 'message') transcript.message(channel, message);
    // What commands are answered with is shown as their answer.
    else if (!message.interaction_metadata) transcript.edited(channel, message);
  });
  const unfollow = coinbase.follow(
    (event) => transcript.exchange(event),
    await coinbase.lastEvent(),
  );

  const bot = startChild('src/start.js', {
    env: {
      PILOTFISH_SANDBOX: '1',
      DATA_DIR: folder,
      // Of the owner's own settings none may lead out of the sandbox.
      DATABASE_URL: '',
      SECOND_INSTANCE: 'stop',
      COINBASE_KEY_FILE: '',
      DISCORD_TOKEN: discordServer.ready.token,
      DISCORD_API_URL: discordServer.ready.api,
      DISCORD_CHANNEL_ID: sandboxIds.pilotfish,
      COINBASE_REST_URL: coinbaseServer.ready.urls.rest,
      COINBASE_MARKET_SOCKET_URL: coinbaseServer.ready.urls.marketSocket,
      COINBASE_USER_SOCKET_URL: coinbaseServer.ready.urls.userSocket,
      COINBASE_KEY_NAME: coinbaseServer.ready.key.name,
      COINBASE_PRIVATE_KEY: coinbaseServer.ready.key.privateKey,
      // The transcript is made of it.
      LOG_LEVEL: 'info',
    },
    onLine: transcript.log,
  });

  const storyMark = openStoryMark(folder);
  /** Resolves once the bot has said that it is there and its commands are known. */
  const isReady = async (control: DiscordControl) => {
    const registered = control.waitForEvent(
      (event) => event.type === 'commands' && event.guildId !== null,
      60_000,
    );
    registered.catch(() => undefined);
    await Promise.race([
      control.waitForMessage('pilotfish', (message) => message.author.id === sandboxIds.bot, {
        timeoutMs: 60_000,
      }),
      bot.ended.then(() => Promise.reject(new Error('the bot ended before it was ready'))),
    ]);
    if ((await control.commands('Sandbox')).length === 0) await registered;
  };
  const ready = isReady(discord);
  ready.catch(() => undefined);
  let isTelling = false;
  /** Tells the story; rejects with a sentence when it is being told. */
  const playStory = async () => {
    if (isTelling) throw new Error('The story is being told already.');
    isTelling = true;
    ready
      .then(() => play(discord, stopping.signal))
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) transcript.note(`The story broke off: ${messageOf(error)}`);
      })
      .finally(() => {
        isTelling = false;
      });
  };
  const page = await startPage({
    discord,
    discordUrl: discordServer.ready.url,
    coinbase,
    coinbaseRest: coinbaseServer.ready.urls.rest,
    playStory,
    port: PAGE_PORT,
  });
  tellPage = page.tell;
  transcript.note(`Open ${page.address} in a browser: Discord and the market, to click.`);

  async function play(control: DiscordControl, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const line = '/watch add channel:#signals';
    if (!storyMark.isTold()) transcript.answer(line, await runLine(line));
    await tellStory(control, coinbase, { pace: 1, signal });
    storyMark.told();
    transcript.note(`That was the story; now it is yours.\n${HELP}`);
    if (process.stdout.isTTY) prompt.prompt();
  }
  if (!storyMark.isTold()) await playStory();
  else
    ready.then(
      () => transcript.note(`The story was told here before: type story to see it again.\n${HELP}`),
      (error: unknown) => {
        if (!stopping.signal.aborted) transcript.note(messageOf(error));
      },
    );

  prompt.on('line', (line) => {
    const text = line.trim();
    if (text === '') return;
    if (text === 'help') {
      transcript.note(HELP);
      return;
    }
    if (text === 'story') {
      playStory().catch((error: unknown) => transcript.note(messageOf(error)));
      return;
    }
    runLine(text)
      .then((answer) => {
        if (answer)
          transcript.answer(text.startsWith('/') ? text : (text.split(' ')[0] ?? ''), answer);
      })
      .catch((error: unknown) => transcript.note(messageOf(error)));
  });

  const failed = bot.ended.then((code) => {
    if (stopping.signal.aborted) return;
    transcript.note(`The bot ended by itself (code ${code}).`);
    process.exitCode = 1;
  });
  await Promise.race([asked, failed]);
  stopping.abort();
  prompt.close();
  process.stdout.write('\nStopping …\n');
  // The bot first, so that it can take leave of both; then the servers, so that they keep all of it.
  await bot.stop();
  await page.close();
  discord.close();
  unfollow();
  await Promise.all([discordServer.stop(), coinbaseServer.stop()]);
  lock.release();
  process.stdout.write('Stopped. The next start goes on from the same data.\n');
  // What the story still waits for would hold the process for up to a minute.
  process.exit();
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
