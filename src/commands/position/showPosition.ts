import type { ChatInputCommandInteraction } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import type { ComponentInteraction } from '../../discord/command.ts';
import { addPicture } from '../../notices/charts/addPicture.ts';
import { candlesFor, positionPicture } from '../../notices/charts/positionPicture.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { getPosition, positionView } from './positionView.ts';

/** Answers with a position's card, `said` above it; its picture follows when it is drawn. */
export async function showPosition(
  interaction: ChatInputCommandInteraction | ComponentInteraction,
  bot: Bot,
  id: string,
  said = '',
): Promise<void> {
  const { app } = bot;
  const view = await positionView(app, id, said);
  await interaction.editReply(view);
  await addPicture(interaction, bot, view.embeds[0], async (look) => {
    const position = await getPosition(app, id);
    const { granularity, start, end } = candlesFor(position, app.now());
    const [candles, prices] = await Promise.all([
      app.marketData.candles(position.product.id, granularity, start, end),
      lastPrices(app, [position.product.id]),
    ]);
    return positionPicture(position, candles, prices.get(position.product.id) ?? null, look);
  });
}
