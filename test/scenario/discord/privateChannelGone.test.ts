import { expect, test } from 'vitest';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

test('a private channel that takes nothing: no try comes before the wait is over, and all is told once it takes again', async () => {
  const { discord, logged } = await testNetwork();
  await discord.setPermissions('pilotfish', 'pilotfish', {
    allow: ['viewChannel'],
    deny: ['sendMessages'],
  });
  const begun = Date.now();
  // Each is something to tell, as in a busy minute.
  for (let i = 0; i < 5; i += 1) {
    await discord.command('owner', 'general', 'pause');
    await discord.command('owner', 'general', 'resume');
  }
  const { message } = await discord.command('owner', 'general', 'status');
  expect(message?.embeds[0]?.description).toContain('may not post in the private channel');

  const waits = logged
    .map((line) => JSON.parse(line) as { msg: string; retryInMs: number })
    .filter(({ msg }) => msg === 'notices can not be posted')
    .map(({ retryInMs }) => retryInMs);
  expect(waits.length).toBeGreaterThan(0);
  const waited = waits.slice(0, -1).reduce((sum, wait) => sum + wait, 0);
  expect(waited).toBeLessThanOrEqual(Date.now() - begun);

  await discord.setPermissions('pilotfish', 'pilotfish', {
    allow: ['viewChannel', 'sendMessages'],
  });
  await notice(discord, /^Trading goes on/);
});
