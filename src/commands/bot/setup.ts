import {
  type ActionRowBuilder,
  type BaseInteraction,
  ChannelSelectMenuBuilder,
  ChannelType,
  type GuildBasedChannel,
  type MessageActionRowComponentBuilder,
  PermissionFlagsBits,
} from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { textModal } from '../reading/readingButtons.ts';
import { readScope } from '../settings/changeSetting.ts';
import { panel } from '../settings/settings.ts';
import { firstGroup } from '../settings/settingsPanel.ts';
import { wordsFor } from '../settings/settingWords.ts';
import { followChannel, WATCHABLE } from '../watch/followChannel.ts';
import { channelLabel, followable } from '../watch/serverChannels.ts';
import { typedZone, zoneModal } from './timeZone.ts';

const TO_POST = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Send Messages', PermissionFlagsBits.SendMessages],
  ['Embed Links', PermissionFlagsBits.EmbedLinks],
] as const;

const TALKS_TO_YOU = 'Where the bot talks to you';
const FOLLOW = 'Follow channels';
const MOST_AT_ONCE = 10;

export const setup: ChatCommand = {
  data: slashCommand('setup', 'The few steps until the first signal is followed'),
  who: 'owner',
  async execute(interaction, bot) {
    await interaction.editReply(await view(bot, interaction));
  },
  components: [
    component({
      action: 'setup_open',
      who: 'owner',
      answer: 'reply',
      args: z.tuple([]),
      execute: async (interaction, _args, bot) =>
        interaction.editReply(await view(bot, interaction)),
    }),
    component({
      action: 'setup_private',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        const said = await choosePrivateChannel(bot, chosenChannels(interaction)[0], interaction);
        await interaction.editReply(await view(bot, interaction, said));
      },
    }),
    component({
      action: 'setup_watch',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        const said: string[] = [];
        for (const id of chosenChannels(interaction)) {
          try {
            const { said: more } = await followChannel(bot, id, null, interaction.user.id);
            said.push(
              `<#${id}> is followed from now on. ${more === '' ? '' : `${more} `}/watch test shows what would have become of its last messages, /watch trust who is read there.`,
            );
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            said.push(error.message);
          }
        }
        await interaction.editReply(await view(bot, interaction, said.join('\n')));
      },
    }),
    component({
      action: 'setup_settings',
      who: 'owner',
      answer: 'reply',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        const { user } = interaction;
        await interaction.editReply(await panel(bot, 'defaults', firstGroup(), user.id));
      },
    }),
    component({
      action: 'setup_zone',
      who: 'owner',
      answer: 'modal',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        if (interaction.isMessageComponent())
          await interaction.showModal(zoneModal(bot.settings.current().timeZone));
      },
    }),
    component({
      action: 'setup_zoned',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        if (!interaction.isModalSubmit()) return;
        const timeZone = typedZone(interaction.fields.getTextInputValue('zone'));
        const next = { ...bot.settings.current(), timeZone };
        await bot.settings.change(next, interaction.user.id, bot.app.now());
        const said = `Days and weeks of reports begin at midnight in ${timeZone}.`;
        await interaction.editReply(await view(bot, interaction, said));
      },
    }),
    component({
      action: 'setup_try',
      who: 'owner',
      answer: 'modal',
      args: z.tuple([]),
      async execute(interaction) {
        if (interaction.isMessageComponent())
          await interaction.showModal(textModal('Try a message of your provider', ''));
      },
    }),
  ],
};

type View = {
  content: string;
  embeds: [ReturnType<typeof fitEmbed>];
  components: ActionRowBuilder<MessageActionRowComponentBuilder>[];
};

async function view(bot: Bot, interaction: BaseInteraction, said = ''): Promise<View> {
  const { inForce } = await readScope(bot.app.db, 'defaults');
  const privateId = bot.privateChannel.chosen();
  const watches = bot.watched.all();
  const userId = interaction.user.id;
  const mine = { args: [], userId };
  // In a direct message Discord's own menu of channels is empty.
  const menus = interaction.inGuild() ? hereMenus(userId) : serverMenus(bot, userId);
  return {
    content: said,
    embeds: [
      fitEmbed({
        author: { name: `${bot.app.account.toUpperCase()} · setup` },
        title: watches.length === 0 ? 'Three steps to the first signal' : 'How it is set up',
        color: COLOURS.quiet,
        fields: [
          {
            name: `${privateId ? '✓ ' : ''}1. Where the bot talks to you`,
            value: privateId
              ? `<#${privateId}>`
              : 'Your direct messages. Better is a channel that only you can see: make one, let the bot in, choose it below.',
          },
          {
            name: `${watches.length > 0 ? '✓ ' : ''}2. Which channels it follows`,
            value:
              watches
                .slice(0, 20)
                .map((watch) => `<#${watch.channel_id}> ${escapeProviderText(watch.name, 40)}`)
                .join('\n') ||
              (interaction.inGuild() || followable(bot).length > 0
                ? 'None yet: choose below.'
                : 'None yet: /invite adds the bot to the server that they are in.'),
          },
          {
            name: '3. How much it may spend and lose',
            value: (['sizeBy', 'quoteSize', 'dailyLossPercent', 'mostOpen'] as const)
              .map((key) => `${wordsFor(key).label}: ${wordsFor(key).effect(inForce)}`)
              .join('\n'),
          },
        ],
        footer: { text: 'Try a message first: it is read before your eyes and nothing is done.' },
      }),
    ],
    components: [
      ...menus.map((one) => rowOf(one)),
      buttonRow(
        button('Size and limits', 'main', { action: 'setup_settings', ...mine }),
        button('Try a message', 'plain', { action: 'setup_try', ...mine }),
        button(`Time zone: ${bot.settings.current().timeZone}`, 'plain', {
          action: 'setup_zone',
          ...mine,
        }),
      ) as ActionRowBuilder<MessageActionRowComponentBuilder>,
    ],
  };
}

/** Throws Refusal with what is missing and where to click. Resolves to what to say. */
async function choosePrivateChannel(
  bot: Bot,
  id: string | undefined,
  interaction: ComponentInteraction,
): Promise<string> {
  if (id === undefined) return '';
  if (bot.privateChannel.isConfigured)
    throw new Refusal(
      'The channel is fixed by DISCORD_CHANNEL_ID where the bot runs. Take that away to choose here.',
    );
  const channel = await bot.client.channels.fetch(id).catch(() => null);
  if (channel === null || channel.isDMBased())
    throw new Refusal(`The bot can not see <#${id}>. Let it in under the channel’s Permissions.`);
  const missing = missingToPost(channel);
  if (missing.length > 0)
    throw new Refusal(
      `The bot can not post in <#${id}>: it lacks ${missing.join(' and ')}. Grant that in the channel’s settings under Permissions, then choose it again.`,
    );
  const { settings, app } = bot;
  const next = { ...settings.current(), privateChannelId: id };
  await settings.change(next, interaction.user.id, app.now());
  bot.offers.inEveryServer();
  bot.notices.tryNow();
  const everyone = channel.permissionsFor(channel.guild.roles.everyone);
  const isOpen = everyone?.has(PermissionFlagsBits.ViewChannel) === true;
  return `The bot talks to you in <#${id}> from now on.${isOpen ? ' ⚠ Everybody in the server can read it.' : ''}`;
}

function chosenChannels(interaction: ComponentInteraction): readonly string[] {
  return interaction.isChannelSelectMenu() || interaction.isStringSelectMenu()
    ? interaction.values
    : [];
}

/** The channels of the server that they stand in. */
function hereMenus(userId: string): MessageActionRowComponentBuilder[] {
  const channels = (action: string, placeholder: string) =>
    new ChannelSelectMenuBuilder()
      .setCustomId(formatCustomId({ action, args: [], userId, expiresAt: null }))
      .setPlaceholder(placeholder);
  return [
    channels('setup_private', TALKS_TO_YOU).addChannelTypes(ChannelType.GuildText).setMaxValues(1),
    channels('setup_watch', FOLLOW)
      .addChannelTypes(...WATCHABLE)
      .setMaxValues(MOST_AT_ONCE),
  ];
}

/** The channels of every server that the bot is in, as many as a menu holds; where there are any. */
function serverMenus(bot: Bot, userId: string): MessageActionRowComponentBuilder[] {
  const postable = [...bot.client.channels.cache.values()].filter(
    (channel) => channel.type === ChannelType.GuildText && missingToPost(channel).length === 0,
  ) as GuildBasedChannel[];
  return [
    { action: 'setup_private', placeholder: TALKS_TO_YOU, channels: postable, most: 1 },
    { action: 'setup_watch', placeholder: FOLLOW, channels: followable(bot), most: MOST_AT_ONCE },
  ].flatMap(({ action, placeholder, channels, most }) => {
    const shown = channels.slice(0, 25);
    if (shown.length === 0) return [];
    const options = shown.map((one) => ({ label: channelLabel(one), value: one.id }));
    return menu(placeholder, { action, args: [], userId })
      .addOptions(options)
      .setMaxValues(Math.min(most, options.length));
  });
}

function missingToPost(channel: GuildBasedChannel): string[] {
  const granted = channel.permissionsFor(channel.client.user.id);
  return TO_POST.filter(([, bit]) => !granted?.has(bit)).map(([name]) => name);
}
