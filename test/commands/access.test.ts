import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DiscordControl } from '../../sandbox/discord/control.ts';
import type { OptionValue } from '../../sandbox/discord/invocation.ts';
import { sandboxIds } from '../../sandbox/discord/sandbox-world.ts';
import { commandData, messageCommands } from '../../src/commands/index.ts';
import { textOf } from '../support/press.ts';
import { startTestBot, testParts } from '../support/testBot.ts';

/** How each command is called here; its name alone where it takes no options. */
const CALLS: Readonly<Record<string, [name: string, options?: Record<string, OptionValue>]>> = {
  watch: ['watch list'],
  access: ['access list'],
  trade: ['trade', { symbol: 'BTC', side: 'long', stop: '1' }],
  order: ['order list'],
  limits: ['limits show'],
  live: ['live off'],
};

/** Who plays whom: the provider is let in as a trader, the stranger as a viewer; the admin runs the server. */
const PLAYERS = [
  { user: 'owner', column: 'owner' },
  { user: 'provider', column: 'trader' },
  { user: 'stranger', column: 'viewer' },
  { user: 'admin', column: 'anybody else' },
  { user: 'signalbot', column: 'anybody else' },
] as const;

test('every command is for exactly those whom docs/security.md names, in a server and in a DM', async () => {
  const { discord } = await startTestBot(await testParts());
  await discord.command('owner', 'pilotfish', 'access allow', { who: 'provider', as: 'traders' });
  await discord.command('owner', 'pilotfish', 'access allow', { who: 'stranger', as: 'viewers' });
  const table = documented();
  expect([...table.keys()].sort()).toEqual(commandData.map((command) => command.name).sort());

  const wrong: string[] = [];
  for (const [name, allowed] of table) {
    for (const { user, column } of PLAYERS) {
      for (const channel of ['general', `dm:${user}`]) {
        const answer = await use(discord, user, channel, name);
        // A form that opens is a yes, too.
        const may = answer.message === undefined || !textOf(answer).startsWith('Sorry,');
        if (may !== allowed[column]) wrong.push(`${name} by ${column} in ${channel}: ${may}`);
      }
    }
  }
  expect(wrong).toEqual([]);
}, 60_000);

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

/** Uses a slash command, or one in the menu of a message that is posted for it. */
async function use(discord: DiscordControl, user: string, channel: string, name: string) {
  if (messageCommands.has(name)) {
    const message = await discord.post(channel, user, 'BTC long');
    return discord.contextMenu(user, name, { message });
  }
  const [path, options] = CALLS[name] ?? [name];
  return discord.command(user, channel, path, options);
}

type Row = Record<(typeof PLAYERS)[number]['column'], boolean>;

/** The table of docs/security.md, by command. */
function documented(): Map<string, Row> {
  const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| (\/|.* \(message menu\))/.test(line));
  return new Map(
    rows.map((line) => {
      const [, name = '', owner, trader, viewer, others] = line
        .split('|')
        .map((cell) => cell.trim());
      const yes = (cell: string | undefined) => cell === 'yes';
      return [
        name.replace(/^\//, '').replace(' (message menu)', ''),
        {
          owner: yes(owner),
          trader: yes(trader),
          viewer: yes(viewer),
          'anybody else': yes(others),
        },
      ];
    }),
  );
}
