import type { SlashCommandSubcommandBuilder } from 'discord.js';
import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/colours.ts';
import { readSettings, writeSettings } from '../../trading/store/settings.ts';
import {
  type LimitName,
  type Limits,
  limitDescriptions,
  limitsSchema,
} from '../../trading/strategy/settings/limits.ts';

const LIMITS = (Object.keys(limitDescriptions) as LimitName[]).map((key) => ({
  key,
  ...limitDescriptions[key],
}));

export const limits: ChatCommand = {
  data: slashCommand('limits', 'Hard limits over every watch and every signal')
    .addSubcommand((show) => show.setName('show').setDescription('The limits in force'))
    .addSubcommand((set) => withOptions(set.setName('set').setDescription('0 takes a limit away'))),
  who: 'owner',
  async execute(interaction, { app }) {
    const stored = await readSettings(app.db, 'limits');
    let inForce = limitsSchema.parse(stored);
    if (interaction.options.getSubcommand() === 'set') {
      const given: Record<string, unknown> = {};
      for (const { key, option, unit } of LIMITS) {
        const typed = interaction.options.getString(option);
        if (typed !== null) given[key] = unit === 'count' ? Number(typed) : typed.trim();
      }
      if (Object.keys(given).length === 0) throw new Refusal('Name at least one limit to set.');
      const checked = limitsSchema.safeParse({ ...stored, ...given });
      if (!checked.success) {
        const [issue] = checked.error.issues;
        const named = LIMITS.find(({ key }) => key === issue?.path[0]);
        throw new Refusal(
          `${named?.option ?? 'A limit'} ${issue?.message ?? 'is wrong'}. Nothing was changed.`,
        );
      }
      inForce = checked.data;
      await writeSettings(app.db, 'limits', inForce, interaction.user.id, app.now());
    }
    await interaction.editReply({
      embeds: [
        {
          title: 'Hard limits',
          color: COLOURS.quiet,
          description:
            limitLines(inForce).join('\n') ||
            'None is set. Without them /live on refuses. Set them with /limits set.',
        },
      ],
    });
  },
};

/** The limits that are set, a line each. */
export function limitLines(limits: Limits): string[] {
  return LIMITS.filter(({ key }) => Number(limits[key]) !== 0).map(({ key, label, unit }) => {
    const value = String(limits[key]);
    return `${label}: **${unit === 'percent' ? `${value} %` : unit === 'times' ? `${value}×` : value}**`;
  });
}

/** What a limit is called. */
export function limitLabel(key: string): string {
  return LIMITS.find((limit) => limit.key === key)?.label ?? key;
}

function withOptions(builder: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  for (const { option, label } of LIMITS) {
    builder.addStringOption((one) => one.setName(option).setDescription(label).setMaxLength(20));
  }
  return builder;
}
