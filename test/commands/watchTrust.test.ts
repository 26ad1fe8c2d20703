import { expect, test } from 'vitest';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { findWatch } from '../../src/trading/store/watches/watches.ts';
import { choose, press, textOf } from '../support/press.ts';
import { startTestBot, testParts, watchChannel } from '../support/testBot.ts';

async function started() {
  const parts = await testParts();
  await watchChannel(parts, 'signals');
  await parts.discord.post('signals', 'provider', 'BTC long');
  await parts.discord.post('signals', 'stranger', 'to the moon');
  await parts.discord.post('signals', 'provider', { content: 'ETH long', webhook: 'Hooky' });
  return startTestBot(parts);
}

const trusted = async ({ app }: Awaited<ReturnType<typeof started>>) =>
  (await findWatch(app.db, 1))?.trusted;

test('the owner sees who posts there and picks whom to read; the others are counted', async () => {
  const bot = await started();
  const { discord } = bot;
  const panel = await discord.command('owner', 'pilotfish', 'watch trust', { watch: '1' });
  expect(textOf(panel)).toContain('Everybody who posts there.');
  expect(textOf(panel)).toMatch(/Percy Provider, 1 message[\s\S]*Hooky|Hooky[\s\S]*Percy Provider/);
  const picked = await choose(
    discord,
    'owner',
    panel,
    'Read only these of who posts there',
    'Percy Provider',
    'Hooky',
  );
  expect(textOf(picked)).toContain('From now on only those below are read');
  expect((await trusted(bot))?.posters).toHaveLength(2);
  await bot.bot.settled();
  const history = await discord.command('owner', 'pilotfish', 'history', { what: 'changes' });
  expect(textOf(history)).toMatch(/who is read: everybody → .*Hooky/);
  expect(textOf(history)).toMatch(/who is read: everybody → .*Percy Provider/);
  await discord.post('signals', 'stranger', 'anybody there?');
  await discord.post('signals', 'provider', 'SOL long');
  await bot.takenIn(4);
  const list = await discord.command('owner', 'general', 'watch list');
  expect(textOf(list)).toContain('1 ignored');

  const added = await choose(
    discord,
    'owner',
    picked,
    'Read also this person, bot or role',
    sandboxIds.adminRole,
    'signalbot',
  );
  expect(await trusted(bot)).toMatchObject({
    posters: expect.arrayContaining([sandboxIds.provider, sandboxIds.otherBot]),
    roles: [sandboxIds.adminRole],
  });
  const removed = await choose(discord, 'owner', added, 'Read no longer', 'role Admins');
  expect((await trusted(bot))?.roles).toEqual([]);
  const open = await press(discord, 'owner', removed, 'Read everybody');
  expect(textOf(open)).toContain('Everybody who posts there is read from now on.');
  expect(await trusted(bot)).toEqual({ posters: [], roles: [] });
  expect(await discord.violations()).toEqual([]);
});

test('a stranger changes nothing, and a watch that is gone says so', async () => {
  const bot = await started();
  const { discord } = bot;
  const panel = await discord.command('owner', 'pilotfish', 'watch trust', { watch: '1' });
  const menu = 'Read only these of who posts there';
  const refused = await choose(discord, 'admin', panel, menu, 'Percy Provider');
  expect(textOf(refused)).toContain('only the owner');
  expect(await trusted(bot)).toEqual({ posters: [], roles: [] });
  const asked = await discord.command('owner', 'pilotfish', 'watch remove', { watch: '1' });
  await press(discord, 'owner', asked, 'Stop following');
  const stale = await choose(discord, 'owner', panel, menu, 'Percy Provider');
  expect(stale.followups.at(-1)?.content).toContain('There is no such watch');
});

test('the database away: nothing is changed, and it is said', async () => {
  const bot = await started();
  const panel = await bot.discord.command('owner', 'pilotfish', 'watch trust', { watch: '1' });
  await bot.app.db.schema.alterTable('watches').renameTo('watches_away').execute();
  const refused = await choose(
    bot.discord,
    'owner',
    panel,
    'Read only these of who posts there',
    'Percy Provider',
  );
  expect(refused.followups.at(-1)?.content).toContain('did not work');
});
