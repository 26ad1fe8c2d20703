import { expect, test } from 'vitest';
import { sandboxToken } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { StartError } from '../../../src/startError.ts';
import { notice } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';
const timing = { patienceMs: 300, silenceMs: 600, refusedMs: 200, logInSpacingMs: 100 };

async function started(): Promise<TestNetwork> {
  const network = await testNetwork({ discordTiming: timing });
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

/** With a position whose stop rests at the venue. */
async function startedWithPosition(): Promise<TestNetwork> {
  const network = await started();
  await network.post(SIGNAL);
  await notice(network.discord, /^Open: long .* BTC/);
  await network.settled();
  return network;
}

/** Resolves when the stop was filled at the venue and the bot has booked it. */
async function stopIsHit({ coinbase }: TestNetwork): Promise<void> {
  const filled = coinbase.waitFor(
    (event) =>
      event.type === 'order' && event.order.side === 'sell' && event.order.status === 'filled',
  );
  await coinbase.setPrice('BTC-USD', '57990');
  await filled;
}

test('a gateway that takes a resume and then says nothing: it is logged in to anew, told, and nothing is missed', async () => {
  const network = await started();
  const { discord } = network;
  const identified = discord.waitForEvent(
    (event) => event.type === 'connection' && event.change === 'identified',
    20_000,
  );
  await discord.ignoreResumes(true);
  await discord.dropGateway();
  await discord.post('signals', 'provider', SIGNAL);
  await identified;
  await notice(discord, /^Signal taken: long BTC-USD/);
  const told = await notice(discord, /^Discord was logged in to anew/);
  expect(JSON.stringify(told.message)).toContain('taken the connection and then said nothing');
  await network.settled();
  const status = await discord.command('owner', 'pilotfish', 'status');
  expect(JSON.stringify(status.message)).toContain('All is well');
});

test('a token that is revoked: said, tried again without haste, traded on meanwhile, and told once it is known again', async () => {
  const network = await startedWithPosition();
  const { discord, pilotfish, untilLogged, logged } = network;
  await discord.setToken('another.token.altogether');
  await untilLogged('Discord has closed the connection for good (code 4004)');
  await untilLogged('Discord does not know the token in DISCORD_TOKEN', 2);
  const { discord: link } = pilotfish().app.connections();
  expect(link).toMatchObject({ up: false, message: expect.stringContaining('DISCORD_TOKEN') });
  await stopIsHit(network);
  await discord.post('signals', 'provider', 'good morning');

  await discord.setToken(sandboxToken);
  await notice(discord, /^Closed long BTC-USD/);
  await notice(discord, /^Discord was logged in to anew/);
  await untilLogged('"message read"', 2);
  const waits = logged
    .map((line) => JSON.parse(line) as { msg: string; retryInMs?: number })
    .flatMap(({ msg, retryInMs }) => (msg.includes('DISCORD_TOKEN') ? (retryInMs ?? []) : []));
  expect(waits.slice(0, 2)).toEqual([200, 400]);
});

test('it stops at once when asked to while its token is not known', async () => {
  const network = await started();
  const { discord, untilLogged } = network;
  await discord.setToken('another.token.altogether');
  await untilLogged('Discord does not know the token in DISCORD_TOKEN');
  await network.stop();
  await discord.setToken(sandboxToken);
  await network.start();
});

test('an answer that calls the token unknown by mistake costs one log-in, and no notice', async () => {
  const network = await started();
  const { discord, post } = network;
  await discord.failRequests({
    method: 'POST',
    path: '/channels/*/messages',
    kind: 'status',
    status: 401,
    times: 1,
  });
  await post(SIGNAL);
  await notice(discord, /^Signal taken: long BTC-USD/);
  await notice(discord, /^Discord was logged in to anew/);
});

test('a start with a token that Discord does not know: what is open is traded on while it is tried again', async () => {
  const network = await startedWithPosition();
  const { discord, untilLogged } = network;
  await network.stop();
  await discord.setToken('another.token.altogether');
  const starting = network.start();
  starting.catch(() => undefined);
  await untilLogged('Discord does not know the token in DISCORD_TOKEN', 2);
  await stopIsHit(network);
  await discord.setToken(sandboxToken);
  await starting;
  await notice(discord, /^Closed long BTC-USD/);

  // With nothing open it is the owner's to mend, at once.
  await network.stop();
  await discord.setToken('another.token.altogether');
  await expect(network.start()).rejects.toThrow(StartError);
  await discord.setToken(sandboxToken);
});
