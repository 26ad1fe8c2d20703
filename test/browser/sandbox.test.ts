import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, pictures, SIZES, watchErrors } from './browser.ts';
import { type StartedSandbox, startSandbox } from './startedSandbox.ts';

// One run of the sandbox from its first start on, in order, as a newcomer clicks through it.
let sandbox: StartedSandbox;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([startSandbox(), openBrowser()]);
  page = await browser.newPage({ viewport: SIZES.desk, colorScheme: 'dark' });
  page.setDefaultTimeout(30_000);
  errors = watchErrors(page);
  await page.goto(sandbox.address);
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictures(page, 'failed');
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const messages = () => page.locator('.message');
const option = (name?: string) =>
  page.locator('.picker').getByRole('option', name === undefined ? {} : { name });
const open = (channel: string) =>
  page.locator('#channel-list').getByRole('button', { name: channel, exact: false }).click();

async function become(name: string): Promise<void> {
  await button('Who you are').click();
  await option(name).click();
  await page.locator('#me').getByText(name).waitFor();
}

/** Posts one of the samples as the provider, by clicking only. */
async function postSample(name: string): Promise<void> {
  await become('Percy Provider');
  await open('signals');
  await button('Write a sample message').click();
  await option(name).click();
  await expect.poll(() => page.locator('#text').inputValue()).not.toBe('');
  await button('Send').click();
  await become('Olive Owner');
  await open('pilotfish');
}

async function command(typed: string): Promise<void> {
  await page.locator('#text').fill(typed);
  await option().first().waitFor();
  await page.keyboard.press('Enter');
}

const text = async (locator: Locator) => (await locator.textContent()) ?? '';
const visible = (locator: Locator) => locator.waitFor({ state: 'visible' });

test('the story is told in the page: signal, card, chart, fills', async () => {
  await sandbox.says(/LONG #SOL/);
  await visible(messages().filter({ hasText: 'LONG #SOL/USDT' }));
  await visible(page.locator('#orders li').filter({ hasText: 'target' }).first());
  await pictures(page, 'story-open');
  await sandbox.says(/That was the story/);
  await open('pilotfish');
  await visible(messages().filter({ hasText: 'Closed long SOL-USD' }).last());
  await visible(messages().filter({ hasText: 'Unclear: nothing was traded' }).last());
  expect(await page.locator('#fills .sell').count()).toBe(3);
  expect(await page.locator('#orders li').count()).toBe(0);
  await pictures(page, 'story-told');
});

test('by clicks alone: a new way of writing is confirmed, bought and closed', async () => {
  await postSample('A long in a zone below');
  const right = button('Right: trade, and remember').last();
  await visible(right);
  const sold = await page.locator('#fills .sell').count();
  await pictures(page, 'format-asked');
  await right.click();
  await visible(page.locator('#orders li').first());
  const nudge = (by: string) => page.locator('#nudges').getByText(by).click();
  // Its three entries are within 1.5 % of the price, its last target is 8 % above.
  await nudge('−1 %');
  await visible(page.locator('#holding'));
  const closed = messages().filter({ hasText: 'Closed long SOL-USD' });
  const before = await closed.count();
  const price = async () => Number((await text(page.locator('#last-price'))).replaceAll(',', ''));
  for (const _ of ['half', 'all']) {
    const from = await price();
    await nudge('+5 %');
    await expect.poll(price, { timeout: 15_000 }).toBeGreaterThan(from * 1.045);
  }
  await page.locator('#holding').waitFor({ state: 'hidden' });
  await expect.poll(() => closed.count(), { timeout: 15_000 }).toBeGreaterThan(before);
  expect(await page.locator('#fills .sell').count()).toBeGreaterThan(sold);
  await pictures(page, 'format-closed');
});

test('a slash command with autocomplete, a select and a form: a setting is changed', async () => {
  await command('/watch edit');
  await visible(option('signals'));
  await pictures(page, 'autocomplete');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const answer = messages().filter({ hasText: '/watch edit' }).last();
  const select = answer.locator('.select').last();
  await select.click();
  await pictures(page, 'select');
  await option('Amount per position').click();
  // Its page says what it does first.
  await page.getByRole('button', { name: 'Change', exact: true }).last().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox').fill('60');
  await form.getByRole('button', { name: 'Submit' }).click();
  await form.waitFor({ state: 'detached' });
  await expect.poll(() => text(page.locator('#messages'))).toMatch(/Amount per position.{0,40}60/s);
  await pictures(page, 'settings');
});

test('a form filled in: what the provider left unclear is traded as the owner reads it', async () => {
  await postSample('One that contradicts itself');
  const card = messages().filter({ hasText: 'Unclear: nothing was traded' }).last();
  await visible(card);
  await button('Fill in and trade').last().click();
  const form = page.getByRole('dialog');
  await visible(form);
  const price = Number((await text(page.locator('#last-price'))).replaceAll(',', ''));
  await pictures(page, 'form');
  await form.getByLabel('Entry').fill('market');
  await form.getByLabel('Stop').fill((price * 0.95).toFixed(2));
  await form.getByLabel('Targets').fill((price * 1.05).toFixed(2));
  await form.getByRole('button', { name: 'Submit' }).click();
  await form.waitFor({ state: 'detached' });
  await pictures(page, 'asked');
  await page.getByRole('button', { name: 'Trade', exact: true }).last().click();
  await visible(page.locator('#holding'));
  await visible(page.locator('#orders li').first());
  await pictures(page, 'position');
  await page.setViewportSize(SIZES.phone);
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: 'Market' })
    .click();
  await pictures(page, 'market');
  await button('Discord & market').click();
});

test('the slider moves the price; through the target, the position closes', async () => {
  const sold = await page.locator('#fills .sell').count();
  const price = async () => Number((await text(page.locator('#last-price'))).replaceAll(',', ''));
  const before = await price();
  await page.getByRole('slider').focus();
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowRight');
  await expect.poll(price).toBeGreaterThan(before * 1.005);
  await page.locator('#nudges').getByText('+5 %').click();
  await page.locator('#holding').waitFor({ state: 'hidden' });
  expect(await page.locator('#fills .sell').count()).toBe(sold + 1);
  await pictures(page, 'target-reached');
});

/** Goes on with the Tab key, or back, until the focus is there. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let press = 0; press < 400; press += 1) {
    const isThere = await target.evaluate(
      (element: { ownerDocument: { activeElement: unknown } }) =>
        element.ownerDocument.activeElement === element,
    );
    if (isThere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The Tab key never comes to ${target}.`);
}

async function becomeByKeys(name: string, key?: 'Shift+Tab'): Promise<void> {
  await tabTo(button(/^Who you are: /), key);
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: 'Who are you?' });
  const wanted = list.getByRole('option', { name, selected: true });
  for (let press = 0; press < 10 && (await wanted.count()) === 0; press += 1) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await visible(button(`Who you are: ${name}`));
}

async function openByKeys(channel: string): Promise<void> {
  const list = page.getByRole('navigation', { name: 'Servers and channels' });
  await tabTo(list.getByRole('button', { name: new RegExp(`^${channel}`) }));
  await page.keyboard.press('Enter');
  await visible(page.getByRole('heading', { level: 1, name: channel }));
}

test('the whole of a confirmed signal by keys alone, by the roles and names that are read out', async () => {
  await sandbox.says(/That was the story/);
  const log = page.getByRole('log', { name: 'Messages' });
  const market = page.getByRole('complementary', { name: 'Market' });
  const price = async () => Number((await text(page.locator('#last-price'))).replaceAll(',', ''));
  const now = await price();
  const at = (percent: number) => (now * (1 + percent / 100)).toFixed(2);

  await becomeByKeys('Percy Provider');
  await openByKeys('signals');
  await tabTo(page.getByRole('textbox', { name: 'Message #signals as Percy Provider' }));
  for (const line of [
    'SOL setup, side long',
    `In: ${at(-0.5)}`,
    `Out: ${at(2)}, ${at(4)}`,
    `Invalid below: ${at(-4)}`,
  ]) {
    await page.keyboard.type(line);
    await page.keyboard.press('Shift+Enter');
  }
  await page.keyboard.press('Enter');
  await visible(log.getByRole('listitem', { name: /^Percy Provider, .*SOL setup, side long/ }));

  // Back past the messages, where the focus must not be held.
  await becomeByKeys('Olive Owner', 'Shift+Tab');
  await openByKeys('pilotfish');
  const asked = log
    .getByRole('listitem')
    .filter({ has: button('Right: trade, and remember') })
    .last();
  const right = asked.getByRole('button', { name: 'Right: trade, and remember' });
  await visible(right);
  const heard = await asked.ariaSnapshot();
  for (const term of ['Costs', 'At risk', 'Entry', 'Stop', 'Targets', 'Fees']) {
    expect(heard).toContain(`- term: ${term}`);
  }
  await tabTo(right);
  await page.keyboard.press('Enter');
  await visible(market.getByRole('listitem').filter({ hasText: 'SOL-USD' }).first());

  const walk = market.getByRole('group', { name: 'Walk the price' });
  await tabTo(walk.getByRole('button', { name: '−1 %' }));
  await page.keyboard.press('Enter');
  await visible(page.locator('#holding'));
  const closed = log.getByRole('listitem', { name: /Closed long SOL-USD/ });
  const before = await closed.count();
  await tabTo(walk.getByRole('button', { name: '+5 %' }));
  for (const _ of ['the first target', 'the last']) {
    const from = await price();
    await page.keyboard.press('Enter');
    await expect.poll(price, { timeout: 15_000 }).toBeGreaterThan(from * 1.045);
  }
  await expect.poll(() => closed.count(), { timeout: 15_000 }).toBeGreaterThan(before);
});

test('a fault: the answer to an order is lost, and there is one order all the same', async () => {
  await page.getByRole('tab', { name: 'Faults' }).click();
  await button(/^Lose an order’s answer/).click();
  await visible(page.locator('#waiting').getByText('lose answer'));
  await pictures(page, 'faults');
  await page.getByRole('tab', { name: 'Account' }).click();
  const before = await page.locator('#fills .buy').count();
  await postSample('A long at the market');
  await visible(page.locator('#holding'));
  await visible(page.locator('#orders li').first());
  expect(await page.locator('#fills .buy').count()).toBe(before + 1);
});

test('a fault: Discord is gone, the page says so, and it comes back', async () => {
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByRole('switch', { name: /Gateway refused/ }).click();
  await button(/^Drop the gateway/).click();
  await visible(page.getByText('bot offline'));
  await button('Everything works again').click();
  await visible(page.getByText('bot online'));
  await page.getByRole('tab', { name: 'Account' }).click();
});

test('panic: asked once, then nothing is held and no order waits', async () => {
  await command('/panic');
  await button('Send').click();
  const confirm = messages().last().getByRole('button').first();
  await visible(confirm);
  await pictures(page, 'panic-asked');
  await confirm.click();
  await page.locator('#holding').waitFor({ state: 'hidden' });
  await visible(page.locator('#no-orders'));
  await pictures(page, 'panic');
});

test('a stranger is told no, and only they see it', async () => {
  await become('Sam Stranger');
  await open('general');
  await command('/status');
  await button('Send').click();
  const answer = page.locator('.message.ephemeral');
  await visible(answer);
  await pictures(page, 'ephemeral');
  await become('Ada Admin');
  await answer.waitFor({ state: 'detached' });
  await become('Sam Stranger');
  await visible(answer);
  await answer.getByText('Dismiss message').click();
  await answer.waitFor({ state: 'detached' });
});

test('write, reply, edit, forward, start a thread, delete, by the menu of a message', async () => {
  await become('Olive Owner');
  await open('general');
  const field = page.locator('#text');
  await field.fill(
    'A **bold** word, `code`, ||hidden||, and <b>no markup</b> <img src=x onerror=alert(1)>',
  );
  await page.keyboard.press('Enter');
  const first = page.locator(`#${await messages().last().getAttribute('id')}`);
  await visible(first.locator('strong').getByText('bold'));
  expect(await first.locator('img').count()).toBe(0);
  expect(await text(first)).toContain('<img src=x onerror=alert(1)>');

  await page.locator('#file').setInputFiles([
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') },
    {
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
        'base64',
      ),
    },
  ]);
  await first.hover();
  await first.getByRole('button', { name: 'Reply' }).click();
  await field.fill('with files');
  await page.keyboard.press('Enter');
  const reply = messages().filter({ hasText: 'with files' });
  await visible(reply.getByText('note.txt'));
  await reply.locator('.picture img').waitFor();
  await expect
    .poll(() =>
      reply
        .locator('.picture img')
        .evaluate((image: { naturalWidth: number }) => image.naturalWidth),
    )
    .toBe(10);
  expect(await text(reply.locator('.above'))).toContain('A bold word');

  await field.press('ArrowUp');
  await field.fill('with files, edited');
  await page.keyboard.press('Enter');
  await visible(reply.getByText('(edited)'));

  await reply.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Start a thread' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('about the files');
  await button('Start').click();
  await visible(page.locator('#channel-title').getByText('about the files'));
  await open('general');
  await visible(reply.getByText('about the files'));

  await reply.hover();
  await reply.getByRole('button', { name: 'Forward' }).click();
  await option('#following').click();
  await open('following');
  await visible(messages().last().getByText('Forwarded'));
  await open('general');
  await pictures(page, 'messages');

  const deleted = await first.getAttribute('id');
  await first.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.locator(`#${deleted}`).waitFor({ state: 'detached' });
  await visible(reply);
});

test("the bot's own entry in the menu of a message", async () => {
  await open('signals');
  const signal = messages().filter({ hasText: 'LONG #SOL/USDT' }).first();
  await signal.scrollIntoViewIfNeeded();
  await signal.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Read signal' }).click();
  await visible(page.locator('.message.ephemeral').filter({ hasText: 'long SOL' }));
  await pictures(page, 'read-signal');
});

test('by the keyboard alone', async () => {
  await open('pilotfish');
  await page.locator('#text').focus();
  await page.keyboard.type('/stat');
  await option('/status').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await visible(messages().last().filter({ hasText: 'used /status' }));
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
});

test("one's own channel, pasted and read", async () => {
  await button('Read your channel').click();
  await button('Show me an example').click();
  await visible(page.getByText('4 messages read'));
  expect(await page.locator('.result mark.field-stop').first().textContent()).toBe('138.20');
  await pictures(page, 'reader');
  await page.locator('#export-file').setInputFiles({
    name: 'export.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        messages: [
          { id: '1', content: 'LONG ADA at 0.45, stop 0.41, target 0.52', author: { name: 'p' } },
        ],
      }),
    ),
  });
  await visible(page.getByText('1 message read'));
  expect(await page.locator('.reading.signal').count()).toBe(1);
  await button('Discord & market').click();
});

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([]);
});
