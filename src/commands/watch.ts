import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Bot } from '../discord/bot.ts';
import { type ChatCommand, Refusal, slashCommand } from '../discord/command.ts';
import { cut } from '../notices/embedLimits.ts';
import { escapeProviderText } from '../notices/providerText.ts';
import { COLOURS } from '../notices/renderNotice.ts';
import { discordTime } from '../notices/time.ts';
import { removeWatch, type Watch } from '../trading/store/watches.ts';
import { firstGroup } from './settings/settingsPanel.ts';
import { panel } from './settings.ts';
import { followChannel, WATCHABLE } from './watch/followChannel.ts';

export const watch: ChatCommand = {
  data: slashCommand('watch', 'The channels the bot follows')
    .addSubcommand((add) =>
      add
        .setName('add')
        .setDescription('Follow a channel')
        .addChannelOption((option) =>
          option
            .setName('channel')
            .setDescription('Where the signals are posted')
            .addChannelTypes(...WATCHABLE)
            .setRequired(true),
        )
        .addStringOption((option) =>
          option
            .setName('name')
            .setDescription('What to call it; the channel’s name if left out')
            .setMaxLength(60),
        ),
    )
    .addSubcommand((list) => list.setName('list').setDescription('What is followed'))
    .addSubcommand((edit) =>
      edit
        .setName('edit')
        .setDescription('How its signals are traded')
        .addStringOption((option) =>
          option.setName('watch').setDescription('Which').setRequired(true).setAutocomplete(true),
        ),
    )
    .addSubcommand((remove) =>
      remove
        .setName('remove')
        .setDescription('Stop following; open positions are managed on')
        .addStringOption((option) =>
          option.setName('watch').setDescription('Which').setRequired(true).setAutocomplete(true),
        ),
    ),
  who: 'owner',
  execute(interaction, bot) {
    switch (interaction.options.getSubcommand()) {
      case 'add':
        return add(interaction, bot);
      case 'edit':
        return edit(interaction, bot);
      case 'remove':
        return remove(interaction, bot);
      default:
        return list(interaction, bot);
    }
  },
  async complete(interaction, bot) {
    return watchChoices(interaction, bot);
  },
};

/** The watches whose name has what was typed so far. */
export function watchChoices(interaction: AutocompleteInteraction, bot: Bot) {
  const typed = interaction.options.getFocused().toLowerCase();
  return bot.watched
    .all()
    .filter((one) => one.name.toLowerCase().includes(typed))
    .slice(0, 25)
    .map((one) => ({ name: cut(one.name, 100), value: String(one.id) }));
}

async function add(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  const { id } = interaction.options.getChannel('channel', true, WATCHABLE);
  const name = interaction.options.getString('name');
  const { watch: added, channel } = await followChannel(bot, id, name, interaction.user.id);
  await interaction.editReply({
    embeds: [
      {
        title: `Following ${escapeProviderText(added.name, 80)}`,
        color: COLOURS.good,
        description: `Signals in <#${id}>${channel.isThreadOnly() ? ' and its posts' : ''} are read from now on and traded by your settings.`,
      },
    ],
  });
}

async function list(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  const watches = bot.watched.all();
  const lines = watches.map(
    (one) =>
      `**${escapeProviderText(one.name, 80)}** <#${one.channel_id}>, since ${discordTime(one.added_at.getTime(), 'f')}`,
  );
  await interaction.editReply({
    embeds: [
      {
        title: watches.length === 0 ? 'No channel is followed yet' : `Following ${watches.length}`,
        color: COLOURS.quiet,
        description: cut(lines.join('\n') || 'Add one with /watch add.', 4_000),
      },
    ],
  });
}

async function remove(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  const found = chosenWatch(interaction, bot);
  if (!(await removeWatch(bot.app.db, found.id, bot.app.now()))) throw new Refusal(NO_SUCH_WATCH);
  await bot.watched.reload();
  await interaction.editReply(
    `No longer following ${escapeProviderText(found.name, 80)}. Its open positions are managed on.`,
  );
}

async function edit(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  const { id } = chosenWatch(interaction, bot);
  const { user } = interaction;
  await interaction.editReply(await panel(bot, { watchId: id }, firstGroup(), user.id));
}

const NO_SUCH_WATCH = 'There is no such watch. /watch list shows them all.';

/** Chosen from the list, or typed as a name or a channel's id. */
function chosenWatch(interaction: ChatInputCommandInteraction, bot: Bot): Watch {
  const chosen = interaction.options.getString('watch', true);
  const found = bot.watched
    .all()
    .find((one) => String(one.id) === chosen || one.name === chosen || one.channel_id === chosen);
  if (!found) throw new Refusal(NO_SUCH_WATCH);
  return found;
}
