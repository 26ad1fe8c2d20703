import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { grouped } from '../../notices/words/amounts.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { dec } from '../../trading/money.ts';

export const balance: ChatCommand = {
  data: slashCommand('balance', 'What the account holds'),
  who: 'viewer',
  async execute(interaction, { app }) {
    const venue = app.venues[app.account];
    if (!venue) throw new Refusal('No venue is connected: see /status.');
    const { entries, unreadable } = await venue.balances();
    const lines = entries
      .map(({ asset, available, hold }) => ({ asset, hold, whole: dec(available).add(hold) }))
      .filter(({ whole }) => !whole.isZero())
      .map(
        ({ asset, hold, whole }) =>
          `**${asset}** ${grouped(whole.toFixed())}${dec(hold).isZero() ? '' : `, ${grouped(hold)} held by orders`}`,
      );
    for (const { id } of unreadable) {
      lines.push(`**${escapeProviderText(id ?? 'One account', 20)}** could not be read.`);
    }
    await interaction.editReply({
      embeds: [
        {
          author: { name: app.account.toUpperCase() },
          title: 'Balance',
          color: COLOURS.quiet,
          description: cut(lines.join('\n') || 'The account is empty.', 4_000),
        },
      ],
    });
  },
};
