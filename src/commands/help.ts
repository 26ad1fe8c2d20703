import { type ChatCommand, slashCommand } from '../discord/command.ts';
import { COLOURS } from '../notices/renderNotice.ts';

/** `commands`: all there are, this one too. */
export const helpFor = (commands: () => readonly ChatCommand[]): ChatCommand => ({
  data: slashCommand('help', 'What the bot does and every command'),
  who: 'viewer',
  async execute(interaction) {
    const lines = commands().map(({ data }) => `**/${data.name}** ${data.description}`);
    await interaction.editReply({
      embeds: [
        {
          title: 'Pilotfish follows signal channels and trades them by your rules',
          color: COLOURS.quiet,
          description: [
            'It reads the channels you watch, says what it read and why it traded or not, and keeps a stop at the venue for everything it opens.',
            '',
            ...lines,
          ].join('\n'),
          footer: { text: 'In a hurry: /panic closes everything.' },
        },
      ],
    });
  },
});
