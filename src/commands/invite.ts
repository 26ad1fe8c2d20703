import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  OAuth2Scopes,
  PermissionFlagsBits,
} from 'discord.js';
import { type ChatCommand, slashCommand } from '../discord/command.ts';

/** All that the bot ever does in a server: read channels, and post cards with pictures in one. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles;

export const invite: ChatCommand = {
  data: slashCommand('invite', 'Links that add the bot to a server or to your own account'),
  who: 'owner',
  async execute(interaction, bot) {
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
      link('Add to a server', {
        client_id: bot.application.id,
        scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
        permissions: PERMISSIONS.toString(),
      }),
      link('Add to your account', {
        client_id: bot.application.id,
        scope: OAuth2Scopes.ApplicationsCommands,
        integration_type: '1',
      }),
    );
    await interaction.editReply({
      content:
        'In a server the bot reads the channels you let it see. On your account its commands work in every server and direct message you are in, without it being a member there.',
      components: [row],
    });
  },
};

function link(label: string, query: Record<string, string>): ButtonBuilder {
  const url = `https://discord.com/oauth2/authorize?${new URLSearchParams(query)}`;
  return new ButtonBuilder().setStyle(ButtonStyle.Link).setLabel(label).setURL(url);
}
