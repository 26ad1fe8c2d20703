import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type Component,
  type ComponentInteraction,
  chosenValue,
  component,
  Refusal,
} from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import {
  type Correction,
  correctionOf,
  formatOfMessage,
  learnCorrection,
} from '../../trading/inbox/formats.ts';
import { SINGLE_ROLES } from '../../trading/signal/format/format.ts';
import type { UpdateAction } from '../../trading/signal/reading.ts';
import type { FormatDraft } from '../../trading/store/tables/watches.ts';
import { keepDraft } from '../../trading/store/watches/formats.ts';
import { getReading } from '../reading/readingButtons.ts';
import { askedCard, freshReading, id, number, ofMessage, tradeAsked } from './askedReading.ts';
import { type CorrectionKey, correctPanel, EACH, placesIn, roleTapped } from './correctPanel.ts';
import { formatShown, formatWalk } from './formatsView.ts';

const ofCorrection = z.tuple([number, id, number, number]);

/** What is tapped on the panel that corrects how a way of writing is read, and what opens it. */
export const correctComponents: readonly Component[] = [
  component({
    action: 'format_correct',
    who: 'owner',
    answer: 'update',
    args: ofMessage,
    async execute(interaction, [messageId, index, revision], { app }) {
      const row = await freshReading(app, messageId, index, revision);
      const found = await formatOfMessage(app, row);
      if (found === null)
        throw new Refusal(
          'Nothing in this message can be corrected by taps: it has no line with a number or a label. Nothing was done.',
        );
      const key = { formatId: found.format.id, message: [messageId, index, revision] } as const;
      await interaction.editReply(correctPanel(await correction(app, key), key, null));
    },
  }),
  panelComponent('format_place', async (interaction, _draft, show) => {
    await show(Number(chosenValue(interaction)));
  }),
  component({
    action: 'format_role',
    who: 'owner',
    answer: 'update',
    args: z.tuple([number, id, number, number, number]),
    async execute(interaction, [formatId, messageId, index, revision, at], { app }) {
      const key = keyOf([formatId, messageId, index, revision]);
      const now = await correction(app, key);
      const place = placesIn(now)[at];
      const role = z.enum([...SINGLE_ROLES, EACH]).safeParse(chosenValue(interaction));
      if (place && role.success) {
        const roles = now.draft.roles.map((line, i) =>
          i === place.line
            ? line.map((one, j) => (j === place.place ? roleTapped(place, one, role.data) : one))
            : line,
        );
        await keepDraft(app.db, formatId, { ...now.draft, roles });
      }
      await interaction.editReply(correctPanel(await correction(app, key), key, at));
    },
  }),
  panelComponent('format_coin', async (interaction, draft, show) => {
    const chosen = chosenValue(interaction);
    await show(null, { ...draft, coin: chosen === 'read' ? null : Number(chosen) });
  }),
  panelComponent('format_side', async (interaction, draft, show) => {
    const chosen = chosenValue(interaction);
    await show(null, { ...draft, side: chosen === 'long' || chosen === 'short' ? chosen : null });
  }),
  panelComponent('format_action', async (interaction, draft, show) => {
    const chosen = interaction.isStringSelectMenu() ? interaction.values : [];
    await show(null, { ...draft, actions: chosen as UpdateAction[] });
  }),
  panelComponent('format_again', async (_interaction, _draft, show) => {
    await show(null, null);
  }),
  component({
    action: 'format_back',
    who: 'owner',
    answer: 'update',
    args: ofCorrection,
    async execute(interaction, args, bot) {
      const key = keyOf(args);
      if (key.message === null) {
        await interaction.editReply(await formatShown(bot, key.formatId));
        return;
      }
      const [messageId, index] = key.message;
      const row = await getReading(bot.app, messageId, index);
      await interaction.editReply(await askedCard(bot.app, row));
    },
  }),
  component({
    action: 'format_taught',
    who: 'owner',
    answer: 'update',
    args: ofCorrection,
    async execute(interaction, args, bot) {
      const { app } = bot;
      const key = keyOf(args);
      const row = key.message === null ? null : await freshReading(app, ...key.message);
      const now = await correction(app, key);
      if (now.readings === null)
        throw new Refusal('So it makes no order yet. Nothing was remembered.');
      const by = interaction.user.username;
      const reading = await learnCorrection(app, now, row, by);
      if (row === null) await interaction.editReply(await formatWalk(bot, now.format.watch_id, 0));
      else if (reading === null) await interaction.editReply(remembered());
      else
        await tradeAsked(
          interaction,
          app,
          await getReading(app, row.messageId, row.readingIndex),
          true,
        );
    },
  }),
];

/** A tap on the panel: it may change the draft, and shows the panel anew. */
function panelComponent(
  action: string,
  tapped: (
    interaction: ComponentInteraction,
    draft: FormatDraft,
    /** `draft` null: as it was at first; left out: as it is. */
    show: (chosen: number | null, draft?: FormatDraft | null) => Promise<void>,
  ) => Promise<void>,
): Component {
  return component({
    action,
    who: 'owner',
    answer: 'update',
    args: ofCorrection,
    async execute(interaction, args, { app }) {
      const key = keyOf(args);
      const { draft } = await correction(app, key);
      await tapped(interaction, draft, async (chosen, changed) => {
        if (changed !== undefined) await keepDraft(app.db, key.formatId, changed);
        await interaction.editReply(correctPanel(await correction(app, key), key, chosen));
      });
    },
  });
}

function keyOf([formatId, messageId, index, revision]: z.output<
  typeof ofCorrection
>): CorrectionKey {
  return { formatId, message: messageId === '0' ? null : [messageId, index, revision] };
}

async function correction(app: Bot['app'], { formatId }: CorrectionKey): Promise<Correction> {
  const found = await correctionOf(app, formatId);
  if (found === null)
    throw new Refusal('That way of writing is not known any more. Nothing was done.');
  return found;
}

function remembered() {
  return {
    content: '',
    embeds: [{ title: 'Remembered: the next one is read so', color: COLOURS.good }],
    components: [],
  };
}
