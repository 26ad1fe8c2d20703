import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { readingButtons, textModal } from './readingButtons.ts';

export const paste: ChatCommand = {
  data: slashCommand('paste', 'Enter a signal from somewhere else'),
  who: 'trader',
  opensModal: true,
  async execute(interaction) {
    await interaction.showModal(textModal('A signal from elsewhere', ''));
  },
  components: readingButtons,
};
