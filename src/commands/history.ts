import { type ChatCommand, slashCommand } from '../discord/command.ts';
import { cut } from '../notices/embedLimits.ts';
import { escapeProviderText } from '../notices/providerText.ts';
import { COLOURS } from '../notices/renderNotice.ts';
import { discordTime } from '../notices/time.ts';
import { type AuditRow, listAudit } from '../trading/store/audit.ts';
import { listSettingsChanges, type SettingsChange } from '../trading/store/settings.ts';

const SHOWN = 20;

export const history: ChatCommand = {
  data: slashCommand('history', 'Who did and changed what').addStringOption((option) =>
    option
      .setName('what')
      .setDescription('Commands if left out')
      .addChoices({ name: 'commands', value: 'commands' }, { name: 'settings', value: 'settings' }),
  ),
  who: 'owner',
  async execute(interaction, { app }) {
    const settings = interaction.options.getString('what') === 'settings';
    const lines = settings
      ? (await listSettingsChanges(app.db, SHOWN)).map(changeLine)
      : (await listAudit(app.db, { limit: SHOWN })).map(auditLine);
    await interaction.editReply({
      embeds: [
        {
          title: settings ? 'Changes of settings, newest first' : 'Commands, newest first',
          color: COLOURS.quiet,
          description: cut(lines.join('\n') || 'Nothing yet.', 4_000),
        },
      ],
    });
  },
};

function auditLine(row: AuditRow): string {
  const { options } = row.detail as { options?: Record<string, unknown> };
  const words = Object.values(options ?? {}).map(String);
  return `${discordTime(row.at.getTime())} <@${row.user_id}> **${escapeProviderText(row.action, 60)}**${words.length > 0 ? ` ${escapeProviderText(words.join(' '), 80)}` : ''}${row.allowed ? '' : ' (refused)'}`;
}

function changeLine(row: SettingsChange): string {
  const scope = row.scope.startsWith('watch:') ? `watch ${row.scope.slice(6)}` : row.scope;
  const value = Object.entries(row.value).map(([key, one]) => `${key} ${String(one)}`);
  return `${discordTime(row.changed_at.getTime())} <@${row.changed_by}> **${scope}** ${escapeProviderText(value.join(', ') || 'as it was made', 160)}`;
}
