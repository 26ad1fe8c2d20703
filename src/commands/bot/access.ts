import type { ApplicationCommandOptionType } from 'discord.js';
import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import type { BotSettings } from '../../notices/delivery/botSettings.ts';

type Level = 'viewers' | 'traders';

export const access: ChatCommand = {
  data: slashCommand('access', 'Who else may use the bot')
    .addSubcommand((allow) =>
      allow
        .setName('allow')
        .setDescription('Let a user or everybody with a role look, or trade')
        .addMentionableOption((option) =>
          option.setName('who').setDescription('User or role').setRequired(true),
        )
        .addStringOption((option) =>
          option
            .setName('as')
            .setDescription('What they may')
            .setRequired(true)
            .addChoices(
              { name: 'viewer: may look', value: 'viewers' },
              { name: 'trader: may also act on signals and positions', value: 'traders' },
            ),
        ),
    )
    .addSubcommand((remove) =>
      remove
        .setName('remove')
        .setDescription('Take it back')
        .addMentionableOption((option) =>
          option.setName('who').setDescription('User or role').setRequired(true),
        ),
    )
    .addSubcommand((list) => list.setName('list').setDescription('Who may what')),
  who: 'owner',
  async execute(interaction, bot) {
    const { settings, app } = bot;
    const subcommand = interaction.options.getSubcommand();
    if (subcommand !== 'list') {
      const option = interaction.options.get('who', true);
      const { type, id } = mentioned(option);
      if (type === 'users' && bot.application.ownerIds.has(id))
        throw new Refusal('An owner may everything anyway.');
      const level = interaction.options.getString('as') as Level | null;
      const next = without(settings.current(), id);
      if (level !== null) next[level][type].push(id);
      await settings.change(next, interaction.user.id, app.now());
      bot.offers.inEveryServer();
    }
    const { viewers, traders } = settings.current();
    await interaction.editReply({
      embeds: [
        {
          title: 'Who may use the bot',
          color: COLOURS.quiet,
          fields: [
            { name: 'Owners: everything', value: mentions([...bot.application.ownerIds], []) },
            {
              name: 'Traders: act on signals and positions',
              value: mentions(traders.users, traders.roles),
            },
            { name: 'Viewers: look', value: mentions(viewers.users, viewers.roles) },
          ],
        },
      ],
    });
  },
};

function mentioned(option: {
  type: ApplicationCommandOptionType;
  role?: object | null | undefined;
  value?: string | number | boolean | undefined;
}): { type: 'users' | 'roles'; id: string } {
  return { type: option.role ? 'roles' : 'users', id: String(option.value) };
}

function without(settings: BotSettings, id: string): BotSettings {
  const others = (ids: readonly string[]) => ids.filter((one) => one !== id);
  const { viewers, traders } = settings;
  return {
    ...settings,
    viewers: { users: others(viewers.users), roles: others(viewers.roles) },
    traders: { users: others(traders.users), roles: others(traders.roles) },
  };
}

function mentions(users: readonly string[], roles: readonly string[]): string {
  const all = [...users.map((id) => `<@${id}>`), ...roles.map((id) => `<@&${id}>`)];
  return all.slice(0, 40).join(', ') || 'nobody';
}
