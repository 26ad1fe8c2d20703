import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CoinbaseServer, startCoinbase } from '../../sandbox/coinbase/server.ts';
import { type DiscordServer, startDiscord } from '../../sandbox/discord/server.ts';
import { type CommandLine, createCommandLine } from '../../sandbox/terminal/commandLine.ts';
import { renderMessage } from '../../sandbox/terminal/renderMessage.ts';
import { startStrangerBot } from '../support/bot/strangerBot.ts';

let discord: DiscordServer;
let coinbase: CoinbaseServer;
let run: CommandLine;
let bot: Awaited<ReturnType<typeof startStrangerBot>>;

beforeAll(async () => {
  discord = await startDiscord();
  coinbase = await startCoinbase({ prices: 'manual' });
  bot = await startStrangerBot(discord);
  run = createCommandLine({ discord, coinbase: coinbase.control });
});

afterAll(async () => {
  await bot.destroy();
  await coinbase.stop();
  await discord.close();
});

/** What a terminal shows of the answer. */
const shown = async (line: string) => renderMessage((await run(line)) ?? {}).join('\n');
const refusal = (line: string) =>
  run(line).then(
    () => 'done',
    (error: Error) => error.message,
  );
const posted = async () =>
  (await discord.messages('signals')).map(({ content, referenced_message, edited_timestamp }) => ({
    content,
    to: referenced_message?.content,
    edited: edited_timestamp !== null,
  }));

test('the provider posts, replies, edits and deletes', async () => {
  await run('signals> LONG BTC\\nSL 59,800');
  await run('reply close it');
  expect(await posted()).toEqual([
    { content: 'LONG BTC\nSL 59,800', to: undefined, edited: false },
    { content: 'close it', to: 'LONG BTC\nSL 59,800', edited: false },
  ]);
  await run('edit close half');
  await run('edit 2> LONG ETH');
  expect(await posted()).toMatchObject([
    { content: 'LONG ETH', edited: true },
    { content: 'close half', edited: true },
  ]);
  await run('delete 2');
  expect(await posted()).toMatchObject([{ content: 'close half' }]);
  await run('delete');
  expect(await posted()).toEqual([]);
  expect(await refusal('delete')).toBe('The provider has not posted so much in #signals.');
  expect(await refusal('edit')).toMatch(/not posted so much/);
});

test('an answer with a list shows what can be chosen, and it is chosen by name', async () => {
  expect((await shown('/ask')).split('\n')).toEqual([
    'What do you want?',
    '[A drink]',
    '  Tea | Water | Wine',
    '[Say more]',
  ]);
  expect(await shown('choose a drink')).toBe('A drink: Tea | Water | Wine');
  expect(await refusal('choose a drink = W')).toBe('A drink has several "W": Water | Wine');
  expect(await refusal('choose a drink = Milk')).toBe('A drink has no "Milk": Tea | Water | Wine');
  expect(await refusal('choose a meal = Tea')).toBe(
    'There is nothing called "a meal" to choose from.',
  );
  expect(await shown('choose A drink = te, wine')).toContain('chosen: tea and wine');
});

test('a form shows its fields and is filled in by their names', async () => {
  expect(await refusal('fill name=Olive')).toBe(
    'No form is open; a button or a command opens one.',
  );
  await run('/ask');
  expect((await shown('click say')).split('\n')).toEqual([
    'A form opens, “Say more”:',
    '  Your name * = ',
    '  Size * = Small (Small | Large)',
    '  Why so = ',
    expect.stringMatching(/^Fill it in with fill NAME=VALUE/),
  ]);
  expect(await refusal('fill colour=red')).toBe(
    'The form has no field "colour", only Your name, Size, Why so.',
  );
  expect(await refusal('fill size=huge')).toBe('Size has no "huge": Small | Large');
  // What is refused leaves the form open.
  expect(await refusal('fill size=Large')).toMatch(/required/);
  expect(await shown('fill name=Olive Owner size=large why=a=b, c')).toBe('Olive Owner, l, a=b, c');
});

test('a price is moved; what is no price, or nothing at all, is a sentence', async () => {
  expect(await shown('price sol-usd 142.50')).toBe('SOL-USD is at 142.50 now.');
  expect(await coinbase.control.quote('SOL-USD')).toMatchObject({ last: '142.5' });
  expect(await refusal('price SOL-USD much')).toMatch(/A price is a number/);
  expect(await refusal('price SOL-USD')).toMatch(/Not understood/);
  expect(await refusal('dance')).toMatch(/Not understood/);
});
