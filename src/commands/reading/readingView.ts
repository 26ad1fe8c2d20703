import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js';
import type { App } from '../../app.ts';
import { tradeButtons } from '../../notices/noticeButtons.ts';
import { readingCard } from '../../notices/readingCard.ts';
import { previewReading, readByHand } from '../../trading/byHand.ts';
import type { IncomingMessage } from '../../trading/store/inbox.ts';

export type ReadingView = {
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponent>[];
};

/** A message can hold this many readings with buttons of their own: Discord's five rows. */
const MOST = 5;

/** Reads a message and shows what it says and what would be done; with buttons to do it, when asked for. */
export async function readingView(
  app: App,
  message: Omit<IncomingMessage, 'watchId'>,
  withButtons: boolean,
): Promise<ReadingView> {
  const rows = (await readByHand(app, message)).slice(0, MOST);
  const view: ReadingView = { embeds: [], components: [] };
  for (const row of rows) {
    view.embeds.push(readingCard(row, await previewReading(app, row)));
    const canBeTraded = row.reading.kind === 'signal' || row.reading.kind === 'update';
    if (withButtons && canBeTraded && row.positionId === null)
      view.components.push(tradeButtons(row, null));
  }
  return view;
}
