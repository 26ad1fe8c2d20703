import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where screenshots go; not under version control. */
export const PICTURES = fileURLToPath(new URL('../../out/browser/', import.meta.url));

/** The browser of this machine. Throws a sentence when there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
  if (!executablePath) {
    throw new Error('No Chromium found: install one, or say where it is in CHROMIUM.');
  }
  mkdirSync(PICTURES, { recursive: true });
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Sizes that the page is looked at in. */
export const SIZES = {
  desk: { width: 1_440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** A screenshot under this name. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}
