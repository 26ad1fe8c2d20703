import { type ChatCommand, slashCommand } from '../discord/command.ts';
import { typedMessage } from './reading/readingButtons.ts';
import { readingView } from './reading/readingView.ts';

export const trade: ChatCommand = {
  data: slashCommand('trade', 'Trade by hand, under the same rules')
    .addStringOption((option) =>
      option.setName('symbol').setDescription('The coin: BTC').setRequired(true).setMaxLength(20),
    )
    .addStringOption((option) =>
      option
        .setName('side')
        .setDescription('Which way')
        .setRequired(true)
        .addChoices({ name: 'long', value: 'long' }, { name: 'short', value: 'short' }),
    )
    .addStringOption((option) =>
      option.setName('stop').setDescription('Stop price').setRequired(true).setMaxLength(40),
    )
    .addStringOption((option) =>
      option.setName('targets').setDescription('Prices, with spaces between').setMaxLength(200),
    )
    .addStringOption((option) =>
      option.setName('entry').setDescription('Price; at market if left out').setMaxLength(40),
    ),
  who: 'trader',
  async execute(interaction, bot) {
    const option = (name: string) => interaction.options.getString(name);
    const targets = (option('targets') ?? '').split(/[\s;]+/).filter((one) => one !== '');
    const lines = [
      `${option('symbol')} ${option('side')}`,
      `Entry: ${option('entry') ?? 'market'}`,
      `Stop: ${option('stop')}`,
      ...targets.map((target, index) => `Target ${index + 1}: ${target}`),
    ];
    const message = typedMessage(bot, interaction, lines.join('\n'));
    await interaction.editReply(await readingView(bot.app, message, true));
  },
};
