import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type ComponentInteraction, Refusal } from '../../discord/command.ts';
import { formatButtons as cardButtons, formatCard } from '../../notices/cards/formatCard.ts';
import { staleReason } from '../../trading/inbox/byHand.ts';
import { findSignal, type SignalRow } from '../../trading/store/messages/signals.ts';
import { getReading, outcomeView } from '../reading/readingButtons.ts';

export const id = z.string().regex(/^(\d{15,22}|0)$/);
export const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
/** Message id, index of the reading, revision. */
export const ofMessage = z.tuple([id, number, number]);

/** The reading that a card asks about, as long as the card still says what it says. */
export async function freshReading(
  app: Bot['app'],
  messageId: string,
  index: number,
  revision: number,
): Promise<SignalRow> {
  const row = await getReading(app, messageId, index);
  const stale = await staleReason(app, row, revision);
  if (stale !== null) throw new Refusal(`${stale} Nothing was done.`);
  return row;
}

/** Trades it and shows what became of it. */
export async function tradeAsked(
  interaction: ComponentInteraction,
  app: Bot['app'],
  row: SignalRow,
  isRemembered: boolean,
): Promise<void> {
  const decision = await app.trader.trade(
    row,
    { share: 'whole', said: { inTime: true } },
    interaction.id,
  );
  const { embeds, components } = outcomeView(row, decision, interaction.user.username);
  const [said] = embeds;
  const kept = isRemembered
    ? 'What is written so is followed by itself from now on; /watch formats changes that.'
    : null;
  await interaction.editReply({
    content: '',
    embeds: [
      {
        ...said,
        description: [said?.description, kept].filter((line) => line).join('\n\n'),
      },
    ],
    components,
  });
}

/** The card as it asked first. */
export async function askedCard(app: Bot['app'], row: SignalRow) {
  const signal = await findSignal(app.db, row.id);
  const { reading } = row;
  const source = {
    watchId: String(row.watchId),
    channelId: row.channelId,
    providerId: row.authorId,
    providerName: row.authorName,
    messageId: row.messageId,
    readingIndex: row.readingIndex,
    revision: row.revision,
    repliedToMessageId: null,
    postedAt: row.postedAt.getTime(),
  };
  return {
    content: '',
    embeds: [
      formatCard({
        kind: 'format_asked',
        source,
        reading,
        body: signal?.body ?? { text: '' },
        standing: 'new',
        would: null,
        expiresAt: null,
      }),
    ],
    components: [cardButtons(source, reading.kind === 'signal' || reading.kind === 'update')],
  };
}
