/**
 * Measures the page in a real browser and prints it: the time to its first paint, long tasks under
 * 60 prices a second, and scrolling through a channel of 2,000 messages. `npm run test:browser`
 * ends with it; nothing is asserted, because a busy machine would fail it.
 */
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { startCoinbase } from '../../sandbox/coinbase/server.ts';
import { startDiscord } from '../../sandbox/discord/server.ts';
import { startPage } from '../../sandbox/page/server.ts';
import { openBrowser, SIZES } from './browser.ts';

const STARTS = 5;
const UPDATES_PER_SECOND = 60;
const UPDATE_SECONDS = 10;
const MESSAGES = 2_000;

// Strings, because they run in the page, whose names Node's types don't know.
const WATCH_TASKS = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ entryTypes: ['longtask'] });`;
const FIRST_PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`;
const SCROLL_THROUGH = `new Promise((resolve) => {
  const scroller = document.getElementById('scroller');
  const frames = [];
  let last = performance.now();
  const step = (now) => {
    frames.push(now - last);
    last = now;
    scroller.scrollTop += 240;
    const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
    if (isAtEnd) resolve(frames.slice(1));
    else requestAnimationFrame(step);
  };
  scroller.scrollTop = 0;
  requestAnimationFrame(step);
})`;
const TO_TOP = `document.getElementById('scroller').scrollTop = 0`;

const discord = await startDiscord();
const exchange = await startCoinbase({ prices: 'manual' });
const served = await startPage({
  discord,
  discordUrl: discord.url,
  coinbase: exchange.control,
  coinbaseRest: exchange.urls.rest,
  playStory: async () => undefined,
});
const browser = await openBrowser();
try {
  print('load of the machine at the start', loadavg()[0]?.toFixed(1) ?? '');
  await measureStart(browser);
  const page = await browser.newPage({ viewport: SIZES.desk });
  await page.addInitScript(WATCH_TASKS);
  await page.goto(served.address);
  await measurePrices(page);
  await measureMessages(page);
} finally {
  await browser.close();
  await served.close();
  await exchange.stop();
  await discord.close();
}

async function measureStart(opened: Browser): Promise<void> {
  const paints: number[] = [];
  const whole: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const context = await opened.newContext({ viewport: SIZES.desk });
    const page = await context.newPage();
    const before = performance.now();
    await page.goto(served.address);
    await page.locator('#channel-list .channel').first().waitFor();
    whole.push(performance.now() - before);
    paints.push((await page.evaluate(FIRST_PAINT)) as number);
    await context.close();
  }
  print(`first paint, ms, ${STARTS} cold starts`, spread(paints));
  print('until channels are there, ms', spread(whole));
}

async function measurePrices(page: Page): Promise<void> {
  await page.locator('#last-price').getByText(/\d/).waitFor();
  await delay(1_000);
  await page.evaluate('longTasks.length = 0');
  const started = performance.now();
  let sent = 0;
  while (performance.now() - started < UPDATE_SECONDS * 1_000) {
    const price = (130 + Math.sin(sent / 40) * 3).toFixed(2);
    await exchange.control.setPrice('SOL-USD', price);
    sent += 1;
    await delay(Math.max(0, started + (sent * 1_000) / UPDATES_PER_SECOND - performance.now()));
  }
  const seconds = (performance.now() - started) / 1_000;
  await delay(500);
  const tasks = (await page.evaluate('longTasks')) as number[];
  print('prices a second', (sent / seconds).toFixed(1));
  print('long tasks (over 50 ms) meanwhile', tasksOf(tasks));
}

async function measureMessages(page: Page): Promise<void> {
  for (let number = 1; number <= MESSAGES; number += 1) {
    await discord.post('general', number % 3 === 0 ? 'owner' : 'provider', {
      content: `**Signal ${number}**: LONG SOL\nEntry: ${100 + number / 10}\nStop: 90, target \`${150 + number}\``,
      ...(number % 10 === 0 ? { embeds: [{ title: `Card ${number}`, description: 'words' }] } : {}),
    });
  }
  await page.locator('#channel-list').getByRole('button', { name: 'general' }).click();
  await page.locator('.message').last().getByText(`Signal ${MESSAGES}`).waitFor();
  while ((await page.locator('.message').count()) < MESSAGES) {
    await page.evaluate(TO_TOP);
    await delay(30);
  }
  await delay(500);
  await page.evaluate('longTasks.length = 0');
  const frames = (await page.evaluate(SCROLL_THROUGH)) as number[];
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1);
  print(`frames through ${MESSAGES} messages`, String(frames.length));
  print(
    'frame times, ms: half, 95 %, 99 %, longest',
    [at(0.5), at(0.95), at(0.99), (sorted.at(-1) ?? 0).toFixed(1)].join(', '),
  );
  print(
    'long tasks (over 50 ms) meanwhile',
    tasksOf((await page.evaluate('longTasks')) as number[]),
  );
}

function tasksOf(tasks: readonly number[]): string {
  return tasks.length === 0
    ? 'none'
    : `${tasks.length}, longest ${Math.max(...tasks).toFixed(0)} ms`;
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)} (${sorted.map((one) => one.toFixed(0)).join(', ')})`;
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(46)} ${value}\n`);
}
