import { z } from 'zod';
import type { Bot } from '../discord/bot.ts';
import { button, buttonRow } from '../discord/buttons.ts';
import { type ChatCommand, component, slashCommand } from '../discord/command.ts';
import { parseCustomId } from '../discord/customId.ts';
import { cut } from '../notices/embedLimits.ts';
import { escapeProviderText } from '../notices/providerText.ts';
import { COLOURS } from '../notices/renderNotice.ts';
import { discordTime } from '../notices/time.ts';
import { type AuditRow, listAudit } from '../trading/store/audit.ts';
import { listSettingsChanges } from '../trading/store/settings.ts';
import { changeLine } from './history/changeWords.ts';

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
async function page({ app }: Bot, what: What, by: string, before: string) {
  const filter = {
    limit: PAGE + 1,
    ...(by !== NOBODY && { by }),
    ...(before !== NEWEST && { before: Number(before) }),
  };
  const rows =
    what === 'changes'
      ? (await listSettingsChanges(app.db, filter)).map((row) => [row.id, changeLine(row)] as const)
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

function auditLine({ at, user_id, action, allowed, detail }: AuditRow): string {
  const { options, customId, values, fields } = detail as {
    options?: Record<string, unknown>;
    customId?: string;
    values?: unknown[];
    fields?: Record<string, unknown>;
  };
  const { subcommand, ...given } = options ?? {};
  const about = customId === undefined ? [] : (parseCustomId(customId)?.args ?? []);
  const words = [
    ...Object.values(given),
    ...about,
    ...(values ?? []),
    ...Object.values(fields ?? {}),
  ];
  const done = [action.replaceAll('_', ' '), subcommand].filter(Boolean).join(' ');
  const said = escapeProviderText(words.map(String).join(' '), 100);
  return `${discordTime(at.getTime())} <@${user_id}> **${escapeProviderText(done, 60)}**${said === '' ? '' : ` ${said}`}${allowed ? '' : ' (refused)'}`;
}
