import { expect, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { textOf } from '../support/press.ts';
import { startTestBot, testParts } from '../support/testBot.ts';

test('a role lets in, and what was given can be taken back', async () => {
  const { discord } = await startTestBot(await testParts());
  expect(textOf(await discord.command('admin', 'general', 'status'))).toContain('Sorry');
  await discord.command('owner', 'pilotfish', 'access allow', {
    who: sandboxIds.adminRole,
    as: 'viewers',
  });
  expect(textOf(await discord.command('admin', 'general', 'status'))).not.toContain('Sorry');
  expect(textOf(await discord.command('admin', 'dm:admin', 'status'))).toContain('Sorry');
  await discord.command('owner', 'pilotfish', 'access remove', { who: sandboxIds.adminRole });
  expect(textOf(await discord.command('admin', 'general', 'status'))).toContain('Sorry');
});

test('who was let in is still let in after a restart', async () => {
  const parts = await testParts();
  const first = await startTestBot(parts);
  await parts.discord.command('owner', 'pilotfish', 'access allow', {
    who: 'stranger',
    as: 'viewers',
  });
  await first.bot.stop();
  await startTestBot(parts);
  expect(textOf(await parts.discord.command('stranger', 'general', 'status'))).not.toContain(
    'Sorry',
  );
});
