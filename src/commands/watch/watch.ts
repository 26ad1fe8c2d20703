import type { ChatInputCommandInteraction, SlashCommandSubcommandBuilder } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { settingDescriptions } from '../../trading/strategy/settings/descriptions.ts';
import { panel } from '../settings/settings.ts';
import { firstGroup } from '../settings/settingsPanel.ts';
import { chosenWatch, watchChoices } from './chosenWatch.ts';
import { followChannel, WATCHABLE } from './followChannel.ts';
import { testCard } from './testCard.ts';
import { trustPanel } from './trustPanel.ts';
import { pauseWatch, resumeWatch } from './watchActs.ts';
import { watchButtons } from './watchButtons.ts';
import { removeQuestion, watchCard, watchList } from './watchCard.ts';

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
        )
        .addStringOption((option) =>
          option
            .setName('follow')
            .setDescription('How; as for all watches if left out')
            .addChoices(
              ...Object.entries(settingDescriptions.follow.choices ?? {}).map(([value, name]) => ({
                name,
                value,
              })),
            ),
        ),
    )
    .addSubcommand((list) =>
      list.setName('list').setDescription('What is followed; choose one to change it'),
    )
    .addSubcommand((edit) => ofOne(edit, 'edit', 'How its signals are traded'))
    .addSubcommand((test) =>
      ofOne(test, 'test', 'What would have become of its last 50 messages; nothing is traded'),
    )
    .addSubcommand((trust) => ofOne(trust, 'trust', 'Who is read there, and who is ignored'))
    .addSubcommand((pause) =>
      ofOne(
        pause,
        'pause',
        'Read on, but trade none of its signals; open positions are managed on',
      ),
    )
    .addSubcommand((resume) =>
      ofOne(resume, 'resume', 'Trade its signals again; what came meanwhile is not traded'),
    )
    .addSubcommand((remove) =>
      ofOne(remove, 'remove', 'Stop following; open positions are managed on'),
    ),
  who: 'owner',
  async execute(interaction, bot) {
    const { user, options } = interaction;
    switch (options.getSubcommand()) {
      case 'add':
        return add(interaction, bot);
      case 'edit': {
        const { id } = chosenWatch(interaction, bot);
        return interaction.editReply(await panel(bot, { watchId: id }, firstGroup(), user.id));
      }
      case 'test':
        return interaction.editReply(await testCard(bot, chosenWatch(interaction, bot), 0, null));
      case 'trust':
        return interaction.editReply(await trustPanel(bot, chosenWatch(interaction, bot), user.id));
      case 'pause':
        return interaction.editReply(
          await pauseWatch(bot, chosenWatch(interaction, bot), interaction),
        );
      case 'resume':
        return interaction.editReply(
          await resumeWatch(bot, chosenWatch(interaction, bot), interaction),
        );
      case 'remove':
        return remove(interaction, bot);
      default:
        return interaction.editReply(await watchList(bot, user.id, 0));
    }
  },
  async complete(interaction, bot) {
    return watchChoices(interaction, bot);
  },
  components: watchButtons,
};

function ofOne(
  subcommand: SlashCommandSubcommandBuilder,
  name: string,
  description: string,
): SlashCommandSubcommandBuilder {
  return subcommand
    .setName(name)
    .setDescription(description)
    .addStringOption((option) =>
      option.setName('watch').setDescription('Which').setRequired(true).setAutocomplete(true),
    );
}

async function add(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  const { id } = interaction.options.getChannel('channel', true, WATCHABLE);
  const name = interaction.options.getString('name');
  const follow = interaction.options.getString('follow');
  const {
    watch: added,
    channel,
    said,
  } = await followChannel(bot, id, name, interaction.user.id, follow === null ? {} : { follow });
  await interaction.editReply(
    await watchCard(
      bot,
      added,
      `Following ${escapeProviderText(added.name, 80)}: signals in <#${id}>${channel.isThreadOnly() ? ' and its posts' : ''} are read from now on.${said === '' ? '' : `\n${said}`}`,
    ),
  );
}

async function remove(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  await interaction.editReply(removeQuestion(chosenWatch(interaction, bot)));
}
