import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, component, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { posterNames } from '../../trading/store/messages/posters.ts';
import { listSettingsChanges, type SettingsChange } from '../../trading/store/settings/settings.ts';
import { listAudit } from '../../trading/store/upkeep/audit.ts';
import { knownName } from '../watch/trustPanel.ts';
import { auditLine } from './auditLine.ts';
import { changeLine, postersIn } from './changeWords.ts';

const PAGE = 15;

const whats = z.enum(['changes', 'commands']);
type What = z.infer<typeof whats>;

const NOBODY = '0';
const NEWEST = '0';
const id = z.string().regex(/^\d{1,22}$/);

export const history: ChatCommand = {
  data: slashCommand('history', 'Who did and changed what')
    .addStringOption((option) =>
      option
        .setName('what')
        .setDescription('Commands if left out')
        .addChoices(
          { name: 'commands: every use, refused ones too', value: 'commands' },
          { name: 'changes: watches, settings, limits, access', value: 'changes' },
        ),
    )
    .addUserOption((option) => option.setName('by').setDescription('Only theirs')),
  who: 'owner',
  async execute(interaction, bot) {
    const what = whats.catch('commands').parse(interaction.options.getString('what'));
    const by = interaction.options.getUser('by')?.id ?? NOBODY;
    await interaction.editReply(await page(bot, what, by, NEWEST));
  },
  components: [
    component({
      action: 'history_page',
      who: 'owner',
      answer: 'update',
      args: z.tuple([whats, id, id]),
      execute: async (interaction, [what, by, before], bot) =>
        interaction.editReply(await page(bot, what, by, before)),
    }),
  ],
};

/** `before`: the last row of the page before. */
async function page(bot: Bot, what: What, by: string, before: string) {
  const { app } = bot;
  const filter = {
    limit: PAGE + 1,
    ...(by !== NOBODY && { by }),
    ...(before !== NEWEST && { before: Number(before) }),
  };
  const rows =
    what === 'changes'
      ? await changeLines(bot, await listSettingsChanges(app.db, filter))
      : (await listAudit(app.db, filter)).map((row) => [row.id, auditLine(row)] as const);
  const shown = rows.slice(0, PAGE);
  const [last] = shown.at(-1) ?? [];
  const turn = (label: string, to: string, of: What) =>
    button(label, 'plain', { action: 'history_page', args: [of, by, to] });
  const other: What = what === 'changes' ? 'commands' : 'changes';
  return {
    embeds: [
      {
        title: what === 'changes' ? 'What was changed, newest first' : 'Commands, newest first',
        color: COLOURS.quiet,
        description: cut(shown.map(([, line]) => line).join('\n') || 'Nothing yet.', 4_000),
      },
    ],
    components: [
      buttonRow(
        ...(before === NEWEST ? [] : [turn('Newest', NEWEST, what)]),
        ...(rows.length > PAGE && last !== undefined ? [turn('Older', String(last), what)] : []),
        turn(other === 'changes' ? 'What was changed' : 'Commands', NEWEST, other),
      ),
    ],
  };
}

async function changeLines(bot: Bot, changes: readonly SettingsChange[]) {
  const ids = postersIn(changes);
  const names = new Map(await posterNames(bot.app.db, ids));
  for (const id of ids) {
    const name = names.get(id) ?? knownName(bot, id);
    if (name !== null) names.set(id, name);
  }
  return changes.map((row) => [row.id, changeLine(row, names)] as const);
}
