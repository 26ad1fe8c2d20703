/**
 * Takes docs/pictures/sandbox-*.png and reader-*.png: the sandbox's page in a browser, in the
 * middle of its story and with one's own channel read. `npm run docs:sandbox`; takes as long as the
 * story does, and needs a Chromium.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../test/browser/browser.ts';
import { startSandbox } from '../test/browser/startedSandbox.ts';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const [sandbox, browser] = await Promise.all([startSandbox(), openBrowser()]);
try {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 760 } });
  await page.goto(sandbox.address);
  const take = async (name: string) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      // The chart takes its colours a frame later.
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
    }
  };
  await sandbox.says(/Target 1 of SOL-USD reached/);
  await page.locator('#channel-list').getByRole('button', { name: 'pilotfish' }).click();
  await page.locator('.message').getByText('Target 1 of SOL-USD reached').last().waitFor();
  await take('sandbox');
  await page.getByRole('button', { name: 'Read your channel' }).click();
  await page.getByRole('button', { name: 'Show me an example' }).click();
  await page.getByText('4 messages read').waitFor();
  await page.locator('#results').evaluate((results: { scrollIntoView(): void }) => {
    results.scrollIntoView();
  });
  await take('reader');
} finally {
  await browser.close();
  await sandbox.stop();
}
