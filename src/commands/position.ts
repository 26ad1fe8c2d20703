import { type ChatCommand, Refusal, slashCommand } from '../discord/command.ts';
import { cut } from '../notices/embedLimits.ts';
import { positionCard, positionLine } from '../notices/positionCard.ts';
import { COLOURS } from '../notices/renderNotice.ts';
import { findPosition, listPositions } from '../trading/store/positions.ts';

const LISTED = 25;

export const position: ChatCommand = {
  data: slashCommand('position', 'Open positions, or one in full').addStringOption((option) =>
    option.setName('id').setDescription('Which one').setAutocomplete(true),
  ),
  who: 'owner',
  async execute(interaction, bot) {
    const { app } = bot;
    const id = interaction.options.getString('id');
    if (id !== null) {
      const found = app.engine.state().positions.get(id) ?? (await findPosition(app.db, id));
      if (!found)
        throw new Refusal(`There is no position ${id.slice(0, 20)}. /position lists them.`);
      await interaction.editReply({ embeds: [positionCard(found)] });
      return;
    }
    const open = await listPositions(app.db, { open: true, limit: LISTED });
    await interaction.editReply({
      embeds: [
        {
          title: open.length === 0 ? 'No open positions' : `Open positions: ${open.length}`,
          color: COLOURS.quiet,
          description: cut(
            open.map(positionLine).join('\n') || 'Signals that are taken show up here.',
            4_000,
          ),
        },
      ],
    });
  },
  async complete(interaction, bot) {
    const typed = interaction.options.getFocused().toLowerCase();
    const recent = await listPositions(bot.app.db, { limit: 100 });
    return recent
      .map((one) => ({
        name: cut(`${one.id}: ${one.side} ${one.product.id}, ${one.status}`, 100),
        value: one.id,
      }))
      .filter((choice) => choice.name.toLowerCase().includes(typed))
      .slice(0, 25);
  },
};
