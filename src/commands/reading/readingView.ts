import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js';
import type { App } from '../../app.ts';
import { tradeButtons, unclearButtons } from '../../notices/cards/noticeButtons.ts';
import { readingCard } from '../../notices/cards/readingCard.ts';
import { previewReading, readByHand } from '../../trading/inbox/byHand.ts';
import type { IncomingMessage } from '../../trading/store/inbox.ts';
import type { SignalRow } from '../../trading/store/signals.ts';

export type ReadingView = {
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponent>[];
};

/** A message can hold this many readings with buttons of their own: Discord's five rows. */
const MOST = 5;

/** Reads a message and shows what it says and what would be done; with buttons to do it, when asked for. `amount`: what a signal is to cost, in quote; as the settings say when null. */
export async function readingView(
  app: App,
  message: Omit<IncomingMessage, 'watchId'>,
  withButtons: boolean,
  amount: string | null = null,
): Promise<ReadingView> {
  return readingViewOf(app, await readByHand(app, message, amount), withButtons);
}

/** The same for what was read before. */
export async function readingViewOf(
  app: App,
  rows: readonly SignalRow[],
  withButtons: boolean,
): Promise<ReadingView> {
  const view: ReadingView = { embeds: [], components: [] };
  for (const row of rows.slice(0, MOST)) {
    view.embeds.push(readingCard(row, await previewReading(app, row)));
    if (!withButtons || row.positionId !== null) continue;
    const { kind } = row.reading;
    if (kind === 'unclear') view.components.push(unclearButtons(row));
    if (kind === 'signal' || kind === 'update') view.components.push(tradeButtons(row, null, kind));
  }
  return view;
}
