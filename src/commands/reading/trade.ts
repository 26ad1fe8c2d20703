import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { typedAmount } from '../typedNumber.ts';
import { typedMessage } from './readingButtons.ts';
import { readingView } from './readingView.ts';
import { textOfWritten } from './writtenSignal.ts';

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
    )
    .addStringOption((option) =>
      option
        .setName('amount')
        .setDescription('What it is to cost: 250; as your settings say if left out')
        .setMaxLength(20),
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
    const typed = option('amount');
    const amount = typed === null ? null : typedAmount(typed, 'The amount');
    await interaction.editReply(await readingView(bot.app, message, true, amount));
  },
};
