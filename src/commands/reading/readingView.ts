import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js';
import type { App } from '../../app.ts';
import { refusalButtons, tradeButtons, unclearButtons } from '../../notices/cards/noticeButtons.ts';
import { readingCard } from '../../notices/cards/readingCard.ts';
import { previewReading, readByHand } from '../../trading/inbox/byHand.ts';
import type { IncomingMessage } from '../../trading/store/messages/inbox.ts';
import type { SignalRow } from '../../trading/store/messages/signals.ts';

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

/** The same for what was read before; `waived`: the rule that is set aside for it. */
export async function readingViewOf(
  app: App,
  rows: readonly SignalRow[],
  withButtons: boolean,
  waived: string | null = null,
): Promise<ReadingView> {
  const view: ReadingView = { embeds: [], components: [] };
  for (const row of rows.slice(0, MOST)) {
    const preview = await previewReading(app, row, { waived });
    view.embeds.push(readingCard(row, preview));
    if (!withButtons || row.positionId !== null) continue;
    const { kind } = row.reading;
    if (kind === 'unclear') view.components.push(unclearButtons(row));
    const { outcome } = preview ?? {};
    if (kind === 'signal' && outcome?.outcome === 'denied') {
      view.components.push(...refusalButtons(row, outcome.rule));
    } else if (kind === 'signal' || kind === 'update') {
      view.components.push(tradeButtons(row, null, kind, waived));
    }
  }
  return view;
}
