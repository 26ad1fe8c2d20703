import type { Browser, Page as BrowserPage } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CoinbaseServer, startCoinbase } from '../../sandbox/coinbase/server.ts';
import { type DiscordServer, startDiscord } from '../../sandbox/discord/server.ts';
import { type Page, startPage } from '../../sandbox/page/server.ts';
import { startStrangerBot } from '../support/bot/strangerBot.ts';
import { openBrowser, pictures, SIZES, watchErrors } from './browser.ts';

// The page with a bot that knows nothing of this project.
let discord: DiscordServer;
let coinbase: CoinbaseServer;
let served: Page;
let bot: Awaited<ReturnType<typeof startStrangerBot>>;
let browser: Browser;
let page: BrowserPage;
let errors: string[];

beforeAll(async () => {
  discord = await startDiscord();
  coinbase = await startCoinbase({ prices: 'manual' });
  bot = await startStrangerBot(discord);
  served = await startPage({
    discord,
    discordUrl: discord.url,
    coinbase: coinbase.control,
    coinbaseRest: coinbase.urls.rest,
    playStory: async () => undefined,
  });
  browser = await openBrowser();
  page = await browser.newPage({ viewport: SIZES.desk });
  page.setDefaultTimeout(15_000);
  errors = watchErrors(page);
  await page.goto(served.address);
});

afterAll(async () => {
  await browser.close();
  await served.close();
  await bot.destroy();
  await coinbase.stop();
  await discord.close();
});

async function use(command: string): Promise<void> {
  const option = page.locator('.picker').getByRole('option', { name: `/${command}` });
  await page.locator('#text').fill(`/${command}`);
  await option.waitFor();
  await page.keyboard.press('Enter');
}
const last = () => page.locator('.message').last();

test('a command, a select of several, a form with text and a select', async () => {
  await use('ask');
  await page.getByRole('button', { name: 'Send' }).click();
  await last().locator('.select').click();
  const options = page.locator('.picker').getByRole('option');
  await expect.poll(() => options.allTextContents()).toEqual(['Teahot', 'Water', 'Wine']);
  await options.nth(0).click();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await pictures(page, 'stranger-select');
  for (const key of ['Tab', 'Enter']) await page.keyboard.press(key);
  await last().getByText('chosen: tea and wine').waitFor();

  await last().getByRole('button', { name: 'Say more' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Submit' }).click();
  // Refused as Discord refuses it, by the field's own name and with the form still open.
  await form.getByRole('alert').getByText('“Your name” is required').waitFor();
  await form.getByLabel('Your name').fill('Olive');
  await form.getByLabel('Size').click();
  await page.locator('.picker').getByRole('option', { name: 'Large' }).click();
  await form.getByLabel('Why so').fill('two\nlines');
  await pictures(page, 'stranger-form');
  await form.getByRole('button', { name: 'Submit' }).click();
  await last().getByText('Olive, l, two').waitFor();
});

test('autocomplete as it is typed, and a value chosen from it', async () => {
  await use('find');
  const fruit = page.getByRole('combobox', { name: /^fruit/ });
  await fruit.pressSequentially('ap');
  const options = page.locator('.picker').getByRole('option');
  await expect.poll(() => options.allTextContents()).toEqual(['apple', 'apricot']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await fruit.inputValue()).toBe('apricot');
  await page.keyboard.press('Enter');
  await last().getByText('found apricot').waitFor();
});

test('an answer between the bot and one person', async () => {
  await use('secret');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.message.ephemeral').getByText('between us').waitFor();
  const others = await discord.messages('signals');
  expect(others.some(({ content }) => content === 'between us')).toBe(false);
});

test('a bot that does not answer is said', async () => {
  await bot.destroy();
  await page.getByText('bot offline').waitFor();
  await use('ask');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('#toast').getByText('The application did not respond.').waitFor();
});

test('messages of the past come as one scrolls up, and stay where they are', async () => {
  for (let number = 1; number <= 400; number += 1) {
    await discord.post('general', 'provider', `message number ${number}`);
  }
  await page.locator('#channel-list').getByRole('button', { name: 'general' }).click();
  await last().getByText('message number 400').waitFor();
  expect(await page.locator('.message').count()).toBeLessThan(300);
  await expect
    .poll(async () => {
      await page.locator('#scroller').evaluate((scroller: { scrollTop: number }) => {
        scroller.scrollTop = 0;
      });
      return page.locator('.message').count();
    })
    .toBe(400);
  // A message that comes while one reads the past does not take one away from it.
  await discord.post('general', 'provider', 'the newest of all');
  await page.getByRole('button', { name: 'New messages' }).click();
  await last().getByText('the newest of all').waitFor();
});

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([]);
});
