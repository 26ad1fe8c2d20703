import { ButtonBuilder, ButtonStyle } from 'discord.js';
import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { accountInvite, serverInvite } from '../../discord/session/inviteLinks.ts';
import { buttonRow } from '../../notices/components/buttons.ts';

export const invite: ChatCommand = {
  data: slashCommand('invite', 'Links that add the bot to a server or to your own account'),
  who: 'owner',
  async execute(interaction, { application }) {
    await interaction.editReply({
      content:
        'In a server the bot reads the channels you let it see. On your account **Read signal** and **Trade signal** are in the menu of every message you can see, under Apps, without it being a member there.',
      components: [
        buttonRow(
          link('Add to a server', serverInvite(application.id)),
          link('Add to your account', accountInvite(application.id)),
        ),
      ],
    });
  },
};

function link(label: string, url: string): ButtonBuilder {
  return new ButtonBuilder().setStyle(ButtonStyle.Link).setLabel(label).setURL(url);
}
