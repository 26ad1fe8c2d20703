import {
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type Component, component, Refusal } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { refusalButtons } from '../../notices/cards/noticeButtons.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { deniedWords, ruleName } from '../../notices/words/denialWords.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { reasonWords } from '../../notices/words/sentenceWords.ts';
import { fillIn, staleReason } from '../../trading/inbox/byHand.ts';
import { mayWaive } from '../../trading/inbox/waivers.ts';
import { plainWords } from '../../trading/signal/text/plainWords.ts';
import { findMessage, type IncomingMessage } from '../../trading/store/messages/inbox.ts';
import {
  findReading,
  type SignalRow,
  settlingReading,
} from '../../trading/store/messages/signals.ts';
import type { Traded } from '../../trading/trader/trader.ts';
import { positionId } from '../position/positionView.ts';
import { filledIn, fillInModal } from './fillInModal.ts';
import { readingView, readingViewOf } from './readingView.ts';
import { textOfWritten, writtenOf } from './writtenSignal.ts';

const messageId = z.string().regex(/^\d{15,22}$/);
const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const waivable = z.string().refine(mayWaive);
const LONGEST = 4_000;

/** What the buttons on a reading do, wherever it is shown. */
export const readingButtons: readonly Component[] = [
  component({
    action: 'reading_trade',
    who: 'trader',
    answer: 'update',
    args: z.tuple([messageId, number, number, z.enum(['whole', 'half']), waivable.optional()]),
    async execute(interaction, [id, index, revision, share, waived = null], { app }) {
      const row = await getReading(app, id, index);
      const stale = await staleReason(app, row, revision);
      if (stale !== null) throw new Refusal(`${stale} Nothing was done.`);
      const decision = await app.trader.trade(row, { share, said: { waived } }, interaction.id);
      await interaction.editReply(outcomeView(row, decision, interaction.user.username));
    },
  }),
  component({
    action: 'reading_anyway',
    who: 'trader',
    answer: 'reply',
    args: z.tuple([messageId, number, number, waivable]),
    async execute(interaction, [id, index, revision, rule], { app }) {
      const row = await getReading(app, id, index);
      const stale = await staleReason(app, row, revision);
      if (stale !== null) throw new Refusal(`${stale} Nothing was done.`);
      await interaction.editReply({
        content: `This is with “${ruleName(rule)}” set aside for this one signal.`,
        ...(await readingViewOf(app, [row], true, rule)),
      });
    },
  }),
  component({
    action: 'reading_apply',
    who: 'trader',
    answer: 'update',
    args: z.tuple([messageId, number, number, positionId]),
    async execute(interaction, [id, index, revision, chosen], { app }) {
      const row = await getReading(app, id, index);
      const stale = await staleReason(app, row, revision);
      if (stale !== null) throw new Refusal(`${stale} Nothing was done.`);
      const decision = await app.trader.trade(
        row,
        { share: 'whole', said: { chosen } },
        interaction.id,
      );
      await interaction.editReply(outcomeView(row, decision, interaction.user.username));
    },
  }),
  component({
    action: 'reading_skip',
    who: 'trader',
    answer: 'update',
    args: z.tuple([messageId, number, number]),
    async execute(interaction, [id, index], { app }) {
      const row = await getReading(app, id, index);
      if (row.positionId === null) {
        const why = `skipped by ${interaction.user.username}`;
        const skipped = { outcome: 'noted', rule: null, why, positionId: null } as const;
        await app.db.executeQuery(settlingReading(app.db, row.id, skipped));
      }
      await interaction.editReply({
        content: '',
        embeds: [{ title: 'Skipped: nothing was done', color: COLOURS.quiet }],
        components: [],
      });
    },
  }),
  component({
    action: 'reading_fill',
    who: 'trader',
    answer: 'modal',
    args: z.tuple([messageId, number, number]),
    async execute(interaction, [id, index, revision], { app }) {
      if (!interaction.isMessageComponent()) return;
      const { reading } = await getReading(app, id, index);
      const read =
        reading.kind === 'unclear'
          ? (reading.partial ?? {})
          : reading.kind === 'signal'
            ? reading
            : {};
      await interaction.showModal(
        fillInModal([id, String(index), String(revision)], writtenOf(read)),
      );
    },
  }),
  component({
    action: 'reading_filled',
    who: 'trader',
    answer: 'update',
    args: z.tuple([messageId, number, number]),
    async execute(interaction, [id, index, revision], { app }) {
      if (!interaction.isModalSubmit()) return;
      const row = await getReading(app, id, index);
      const stale = await staleReason(app, row, revision);
      if (stale !== null) throw new Refusal(`${stale} Nothing was done.`);
      const text = textOfWritten(filledIn(interaction));
      const why = await fillIn(app, row, text, interaction.user.username);
      if (why !== null)
        throw new Refusal(
          `That does not read as a signal: ${escapeProviderText(why, 300)}. Nothing was done; press the button again to mend it.`,
        );
      const filled = await readingViewOf(app, [await getReading(app, id, index)], true);
      await interaction.editReply({ content: '', ...filled });
    },
  }),
  component({
    action: 'reading_look',
    who: 'viewer',
    answer: 'reply',
    args: z.tuple([messageId, number]),
    async execute(interaction, [id, index], { app }) {
      await interaction.editReply(
        await readingViewOf(app, [await getReading(app, id, index)], true),
      );
    },
  }),
  component({
    action: 'reading_correct',
    who: 'trader',
    answer: 'modal',
    args: z.tuple([messageId]),
    async execute(interaction, [id], { app }) {
      if (!interaction.isMessageComponent()) return;
      const message = await findMessage(app.db, id);
      await interaction.showModal(
        textModal('Correct the signal', message === null ? '' : plainWords(message.body)),
      );
    },
  }),
  component({
    action: 'reading_entered',
    who: 'trader',
    answer: 'reply',
    args: z.tuple([]),
    async execute(interaction, _args, bot) {
      if (!interaction.isModalSubmit()) return;
      const text = interaction.fields.getTextInputValue('text');
      await interaction.editReply(
        await readingView(bot.app, typedMessage(bot, interaction, text), true),
      );
    },
  }),
];

/** A form for the text of a signal. */
export function textModal(title: string, text: string): ModalBuilder {
  const input = new TextInputBuilder()
    .setCustomId('text')
    .setStyle(TextInputStyle.Paragraph)
    .setMaxLength(LONGEST);
  if (text !== '') input.setValue(text.slice(0, LONGEST));
  else input.setPlaceholder('BTC long\nEntry 65000\nStop 60000\nTarget 70000');
  return new ModalBuilder()
    .setCustomId(
      formatCustomId({ action: 'reading_entered', args: [], userId: null, expiresAt: null }),
    )
    .setTitle(title)
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Signal')
        .setDescription('As it was written; you see what was read before anything is done.')
        .setTextInputComponent(input),
    );
}

/** What a user typed, as a message of theirs. */
export function typedMessage(
  bot: Bot,
  interaction: Pick<ModalSubmitInteraction, 'id' | 'channelId' | 'user'>,
  text: string,
): Omit<IncomingMessage, 'watchId'> {
  const at = bot.app.now();
  return {
    messageId: interaction.id,
    kind: 'posted',
    revision: 0,
    channelId: interaction.channelId ?? '0',
    authorId: interaction.user.id,
    authorName: interaction.user.displayName,
    repliedToMessageId: null,
    body: { text },
    postedAt: at,
    receivedAt: at,
  };
}

export async function getReading(app: Bot['app'], id: string, index: number) {
  const row = await findReading(app.db, id, index);
  if (row === null) throw new Refusal('That signal is not known any more. Nothing was done.');
  return row;
}

/** What came of it, with what leads on: the position, or what can be done about a no. */
export function outcomeView(row: SignalRow, decision: Traded | null, by: string) {
  const { outcome } = decision ?? {};
  const ids =
    outcome?.outcome === 'taken'
      ? [outcome.positionId]
      : outcome?.outcome === 'applied'
        ? outcome.positionIds
        : [];
  const pages = ids
    .slice(0, 5)
    .map((id) => button(`Position ${id}`, 'plain', { action: 'position_open', args: [id] }));
  return {
    content: '',
    embeds: [{ ...outcomeWords(decision), footer: { text: `asked for by ${by}` } }],
    components:
      outcome?.outcome === 'denied' && row.reading.kind === 'signal'
        ? refusalButtons(row, outcome.rule)
        : pages.length === 0
          ? []
          : [buttonRow(...pages)],
  };
}

function outcomeWords(decision: Traded | null): {
  title: string;
  color: number;
  description?: string;
} {
  const outcome = decision?.outcome;
  switch (outcome?.outcome) {
    case 'taken':
      return { title: `Taken: position ${outcome.positionId}`, color: COLOURS.good };
    case 'applied':
      return { title: `Done: position ${outcome.positionIds.join(', ')}`, color: COLOURS.good };
    case 'denied':
      return {
        title: `Not taken (${ruleName(outcome.rule)})`,
        color: COLOURS.warning,
        description: deniedWords(outcome),
      };
    default:
      return {
        title: 'Nothing was done',
        color: COLOURS.quiet,
        ...(outcome && { description: reasonWords(outcome.why, 1_000) }),
      };
  }
}
