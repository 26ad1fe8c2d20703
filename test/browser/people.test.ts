import type { Browser, Page as BrowserPage } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CoinbaseServer, startCoinbase } from '../../sandbox/coinbase/server.ts';
import { type DiscordServer, startDiscord } from '../../sandbox/discord/server.ts';
import { type Page, startPage } from '../../sandbox/page/server.ts';
import { startStrangerBot } from '../support/bot/strangerBot.ts';
import { openBrowser, SIZES, watchErrors } from './browser.ts';

// Two people at once, each in a tab of their own: what one sees the other need not.
let discord: DiscordServer;
let coinbase: CoinbaseServer;
let served: Page;
let bot: Awaited<ReturnType<typeof startStrangerBot>>;
let browser: Browser;
let owner: BrowserPage;
let viewer: BrowserPage;
let errors: string[];
/** Every frame that the viewer's tab was sent by the gateway. */
let frames: string[];

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
  const opened = async () => {
    const context = await browser.newContext({ viewport: SIZES.desk });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  };
  [owner, viewer] = [await opened(), await opened()];
  errors = watchErrors(viewer);
  frames = [];
  viewer.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
  );
  await Promise.all([owner.goto(served.address), viewer.goto(served.address)]);
  await become(viewer, 'Vera Viewer');
  await open(viewer, 'general');
  // What was told to the owner, as whom the tab began, is none of the viewer's.
  frames.length = 0;
});

afterAll(async () => {
  await browser.close();
  await served.close();
  await bot.destroy();
  await coinbase.stop();
  await discord.close();
});

async function become(page: BrowserPage, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Who you are' }).click();
  await page.locator('.picker').getByRole('option', { name }).click();
  await page.locator('#me').getByText(name).waitFor();
}
const channel = (page: BrowserPage, name: string) =>
  page.locator('#channel-list').getByRole('button', { name });
const open = (page: BrowserPage, name: string) => channel(page, name).click();
const message = (page: BrowserPage, words: string) =>
  page.locator('.message').filter({ hasText: words });
/** Everything that was said before now has reached the viewer's tab then. */
async function settled(words: string): Promise<void> {
  await discord.post('general', 'provider', words);
  await message(viewer, words).waitFor();
}

test("another's ephemeral answer is neither shown nor sent to a viewer", async () => {
  await open(owner, 'general');
  await owner.locator('#text').fill('/secret');
  await owner.locator('.picker').getByRole('option', { name: '/secret' }).waitFor();
  await owner.keyboard.press('Enter');
  await owner.getByRole('button', { name: 'Send' }).click();
  await message(owner, 'between us').waitFor();
  await settled('after the secret');
  expect(await message(viewer, 'between us').count()).toBe(0);
  expect(frames.join('\n')).not.toContain('between us');
});

test('a private channel is neither listed for a viewer nor what is said there sent', async () => {
  await channel(owner, 'pilotfish').waitFor();
  expect(await channel(viewer, 'pilotfish').count()).toBe(0);
  await open(owner, 'pilotfish');
  await owner.locator('#text').fill('for the owner alone');
  await owner.keyboard.press('Enter');
  await message(owner, 'for the owner alone').waitFor();
  await settled('after what is private');
  expect(frames.join('\n')).not.toContain('for the owner alone');

  // Let in they see it, with what was said before; shut out again it goes.
  await discord.setPermissions('pilotfish', 'viewer', { allow: ['viewChannel'] });
  await open(viewer, 'pilotfish');
  await message(viewer, 'for the owner alone').waitFor();
  await discord.setPermissions('pilotfish', 'viewer', {});
  await channel(viewer, 'pilotfish').waitFor({ state: 'detached' });
  await message(viewer, 'for the owner alone').waitFor({ state: 'detached' });
});

test('a gateway that was dropped is resumed, and what was said meanwhile is there', async () => {
  await open(viewer, 'general');
  await message(viewer, 'after what is private').waitFor();
  await discord.dropGateway(null, 'viewer');
  await discord.post('general', 'provider', 'said while nobody listened');
  await message(viewer, 'said while nobody listened').waitFor();
  expect(frames.some((frame) => frame.includes('"RESUMED"'))).toBe(true);
  // Once only, and the same page goes on.
  await settled('after the break');
  expect(await message(viewer, 'said while nobody listened').count()).toBe(1);
});

test('who comes back to somebody finds what only they were told meanwhile', async () => {
  await become(owner, 'Percy Provider');
  await open(owner, 'general');
  await discord.command('owner', 'general', 'secret');
  expect(await message(owner, 'between us').count()).toBe(0);
  await become(owner, 'Olive Owner');
  await expect.poll(() => message(owner, 'between us').count()).toBe(2);
});

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([]);
});
