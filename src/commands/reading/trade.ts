import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import { escapeProviderText } from '../../notices/providerText.ts';
import { dec } from '../../trading/money.ts';
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
    const amount = amountTyped(option('amount'));
    await interaction.editReply(await readingView(bot.app, message, true, amount));
  },
};

/** Throws Refusal when it is no amount above zero. */
function amountTyped(typed: string | null): string | null {
  if (typed === null) return null;
  const digits = typed.trim().replace(/^\$/, '').replaceAll(',', '');
  if (!/^\d{1,15}(\.\d{1,18})?$/.test(digits) || dec(digits).isZero())
    throw new Refusal(
      `The amount must be a number above zero, such as 250 or 99.50; “${escapeProviderText(typed, 40)}” is none. Nothing was done.`,
    );
  return dec(digits).toFixed();
}
