import {
  type ChatInputCommandInteraction,
  MessageFlags,
  type SlashCommandSubcommandBuilder,
} from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { settingDescriptions } from '../../trading/strategy/settings/descriptions.ts';
import { askComponents } from '../format/askButtons.ts';
import { correctComponents } from '../format/correctButtons.ts';
import { formatList, formatWalk } from '../format/formatsView.ts';
import { learnPast } from '../format/learnPast.ts';
import { listComponents } from '../format/listButtons.ts';
import { panel } from '../settings/settings.ts';
import { firstGroup } from '../settings/settingsPanel.ts';
import { channelChoices, chosenChannel } from './chosenChannel.ts';
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
            .setDescription('Where the signals are posted; one of this server')
            .addChannelTypes(...WATCHABLE),
        )
        .addStringOption((option) =>
          option
            .setName('elsewhere')
            .setDescription('Instead: a channel of another server the bot is in, or a link to one')
            .setMaxLength(200)
            .setAutocomplete(true),
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
            .setDescription('How; its known formats if left out, and a new one is asked about once')
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
    .addSubcommand((formats) =>
      ofOne(formats, 'formats', 'The ways in which it is written: confirm, correct, forget them'),
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
      case 'formats':
        return interaction.editReply(await formatList(bot, chosenWatch(interaction, bot).id, 0));
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
    const { name } = interaction.options.getFocused(true);
    return name === 'elsewhere' ? channelChoices(interaction, bot) : watchChoices(interaction, bot);
  },
  components: [...watchButtons, ...askComponents, ...correctComponents, ...listComponents],
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
  const id = chosenChannel(interaction);
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
  if (added.settings.follow !== 'known') return;
  await interaction.followUp({ ...(await pastOf(bot, added)), flags: MessageFlags.Ephemeral });
}

/** The ways in which the channel's past is written, to be confirmed one after the other. */
async function pastOf(bot: Bot, added: Watch) {
  try {
    const count = await learnPast(bot, added);
    return await formatWalk(bot, added.id, 0, `Its last ${count} messages were read.`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { content: error.message, embeds: [], components: [] };
  }
}

async function remove(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  await interaction.editReply(removeQuestion(chosenWatch(interaction, bot)));
}
