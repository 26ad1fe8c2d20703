import { expect, test } from 'vitest';
import { DiscordRefusal } from '../../src/bot/connect.ts';
import { startBot } from '../../src/bot/startBot.ts';
import { startTestBot, testParts } from '../support/testBot.ts';

type Parts = Awaited<ReturnType<typeof testParts>>;

/** What keeps a log-in from succeeding and passes, what the owner is told of it, and how it ends. */
const PASSES: Record<
  string,
  { begin(parts: Parts): Promise<void>; said: string; end?(parts: Parts): Promise<void> }
> = {
  'the API answers 503': {
    begin: ({ discord }) =>
      // discord.js itself asks four times.
      discord.failRequests({ path: '/applications/@me', kind: 'status', status: 503, times: 4 }),
    said: 'Discord is out of order (status 503). It is tried again.',
  },
  'the address of the gateway can not be had': {
    begin: ({ discord }) =>
      discord.failRequests({ path: '/gateway/bot', kind: 'status', status: 500, times: 4 }),
    said: 'Discord is out of order (status 500). It is tried again.',
  },
  'no more log-ins are taken today': {
    begin: ({ discord }) => discord.setLogInsLeft(0),
    said: 'Discord takes no more log-ins of this bot until ',
    end: ({ discord }) => discord.setLogInsLeft(1_000),
  },
  'sharding is required': {
    begin: ({ discord }) => discord.refuseLogIns(4011),
    said: 'Discord asks for more than one connection, as the bot is in so many servers. It is tried again.',
    end: ({ discord }) => discord.refuseLogIns(null),
  },
};

test.each(Object.keys(PASSES))(
  '%s: said in a sentence, tried again, and then it is there',
  async (what) => {
    const parts = await testParts();
    const { begin, said, end } = PASSES[what] as (typeof PASSES)[string];
    await begin(parts);
    const line = parts.logged(said);
    const starting = startTestBot(parts);
    await line;
    await end?.(parts);
    const { bot, discord } = await starting;
    expect(bot.connection().up).toBe(true);
    const answer = await discord.command('owner', 'pilotfish', 'status');
    expect(answer.outcome).toBe('replied');
  },
);

test.each([
  [4004, /does not know the token/],
  [4014, /Message Content Intent/],
])('a log-in that the gateway closes with %s is refused with what to do', async (code, said) => {
  const { discord, options } = await testParts();
  await discord.refuseLogIns(code);
  const refused = await startBot(options).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(DiscordRefusal);
  expect((refused as Error).message).toMatch(said);
});

test('who gives up while the gateway is out of reach leaves nothing behind that logs in later', async () => {
  const parts = await testParts();
  const { discord, options } = parts;
  await discord.refuseGateway(true);
  const giveUp = new AbortController();
  const asked = discord.waitForEvent(
    (event) => event.type === 'request' && event.path === '/gateway/bot',
  );
  const starting = startBot({ ...options, signal: giveUp.signal });
  await asked;
  giveUp.abort(new Error('given up'));
  await expect(starting).rejects.toThrow('given up');
  await discord.refuseGateway(false);
  await expectOnlyOne(parts);
});

/** A bot that is started now is the only one that connects, also while it reconnects once more. */
async function expectOnlyOne(parts: Parts): Promise<void> {
  const { discord } = parts;
  let opened = 0;
  discord.onEvent((event) => {
    if (event.type === 'connection' && event.change === 'opened') opened += 1;
  });
  await startTestBot(parts);
  const resumed = discord.waitForEvent(
    (event) => event.type === 'connection' && event.change === 'resumed',
  );
  await discord.askToReconnect();
  await resumed;
  expect(opened).toBe(2);
}
