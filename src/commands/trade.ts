import { type ChatCommand, slashCommand } from '../discord/command.ts';
import { typedMessage } from './reading/readingButtons.ts';
import { readingView } from './reading/readingView.ts';
import { textOfWritten } from './reading/writtenSignal.ts';

export const trade: ChatCommand = {
  data: slashCommand('trade', 'Trade by hand, under the same rules')
    .addStringOption((option) =>
      option
        .setName('symbol')
        .setDescription('The coin: BTC')
        .setRequired(true)
        .setMaxLength(20)
        .setAutocomplete(true),
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
  async complete(interaction, { app }) {
    const typed = interaction.options.getFocused().toUpperCase();
    return [...app.catalogue.symbols()]
      .filter((symbol) => symbol.startsWith(typed))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
      .slice(0, 25)
      .map((symbol) => ({ name: symbol, value: symbol }));
  },
  async execute(interaction, bot) {
    const option = (name: string) => interaction.options.getString(name);
    const text = textOfWritten({
      symbol: option('symbol') ?? '',
      side: option('side') ?? '',
      entry: option('entry') ?? '',
      stop: option('stop') ?? '',
      targets: option('targets') ?? '',
    });
    const message = typedMessage(bot, interaction, text);
    await interaction.editReply(await readingView(bot.app, message, true));
  },
};
