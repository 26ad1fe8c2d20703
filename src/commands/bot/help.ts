import { type ChatCommand, type MessageCommand, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';

/** `commands`: all slash commands there are, this one too. `menus`: those in a message's menu. */
export const helpFor = (
  commands: () => readonly ChatCommand[],
  menus: readonly MessageCommand[],
): ChatCommand => ({
  data: slashCommand('help', 'What the bot does and every command'),
  who: 'viewer',
  async execute(interaction) {
    await interaction.editReply({
      embeds: [
        {
          title: 'Pilotfish follows signal channels and trades them by your rules',
          color: COLOURS.quiet,
          description: [
            'It reads the channels you watch, says what it read and why it traded or not, and keeps a stop at the venue for everything it opens.',
            'How a watch follows (/watch edit, Follow signals): **known formats**, a new way of writing is asked about once; **automatically**; **ask me first**; **watch only**, on paper.',
            '',
            ...commands().map(({ data }) => `**/${data.name}** ${data.description}`),
            '',
            `In the menu of any message, under Apps: ${menus.map(({ data }) => `**${data.name}**`).join(', ')}.`,
          ].join('\n'),
          footer: { text: 'In a hurry: /panic closes everything.' },
        },
      ],
    });
  },
});
