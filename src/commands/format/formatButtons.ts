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
import { formatButtons as cardButtons, formatCard } from '../../notices/cards/formatCard.ts';
import { staleReason, tradeReading } from '../../trading/inbox/byHand.ts';
import {
  type Correction,
  confirmFormat,
  correctionOf,
  formatOfMessage,
  learnCorrection,
  leaveFormatAlone,
} from '../../trading/inbox/formats.ts';
import { PLACE_ROLES } from '../../trading/signal/format/format.ts';
import type { UpdateAction } from '../../trading/signal/reading.ts';
import {
  findSignal,
  type SignalRow,
  settlingReading,
} from '../../trading/store/messages/signals.ts';
import type { FormatDraft } from '../../trading/store/tables.ts';
import { forgetFormat, keepDraft, undoFormat } from '../../trading/store/watches/formats.ts';
import { getReading, outcomeView } from '../reading/readingButtons.ts';
import { watchOf } from '../watch/watchActs.ts';
import { type CorrectionKey, correctPanel, placesIn } from './correctPanel.ts';
import { formatList, formatShown, formatWalk } from './formatsView.ts';
import { learnPast } from './learnPast.ts';

const id = z.string().regex(/^(\d{15,22}|0)$/);
const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const ofMessage = z.tuple([id, number, number]);
const ofCorrection = z.tuple([number, id, number, number]);

/** What the buttons on a way of writing do: on the card that asks, on the panel that corrects, in the list. */
export const formatComponents: readonly Component[] = [
  component({
    action: 'format_right',
    who: 'owner',
    answer: 'update',
    args: ofMessage,
    async execute(interaction, [messageId, index, revision], { app }) {
      const row = await fresh(app, messageId, index, revision);
      const found = await formatOfMessage(app, row);
      if (found) await confirmFormat(app, found.format, interaction.user.username);
      await trade(interaction, app, row, found !== null);
    },
  }),
  component({
    action: 'reading_once',
    who: 'trader',
    answer: 'update',
    args: ofMessage,
    async execute(interaction, [messageId, index, revision], { app }) {
      await trade(interaction, app, await fresh(app, messageId, index, revision), false);
    },
  }),
  component({
    action: 'format_not',
    who: 'owner',
    answer: 'update',
    args: z.tuple([id, number, number, z.enum(['nothing', 'never'])]),
    async execute(interaction, [messageId, index, revision, said], { app }) {
      const row = await fresh(app, messageId, index, revision);
      const by = interaction.user.username;
      const found = await formatOfMessage(app, row);
      const remembered =
        found !== null &&
        (await leaveFormatAlone(app, found.format, found.read.readings, said, by));
      const why = said === 'nothing' ? `no signal, says ${by}` : `never from here, says ${by}`;
      const noted = { outcome: 'noted', rule: null, why, positionId: null } as const;
      await app.db.executeQuery(settlingReading(app.db, row.id, noted));
      await interaction.editReply({
        content: '',
        embeds: [
          {
            title: said === 'nothing' ? 'Not a signal: nothing was done' : 'Never from here',
            color: COLOURS.quiet,
            description: remembered
              ? 'What is written so is left alone from now on. /watch formats changes that.'
              : 'Only this one is left alone: signals written so were confirmed, or its levels contradict each other.',
          },
        ],
        components: [],
      });
    },
  }),
  component({
    action: 'format_correct',
    who: 'owner',
    answer: 'update',
    args: ofMessage,
    async execute(interaction, [messageId, index, revision], { app }) {
      const row = await fresh(app, messageId, index, revision);
      const found = await formatOfMessage(app, row);
      if (found === null)
        throw new Refusal(
          'Nothing in this message can be corrected by taps: it has no line with a number or a label. Nothing was done.',
        );
      const key = { formatId: found.format.id, message: [messageId, index, revision] } as const;
      await interaction.editReply(correctPanel(await correction(app, key), key, null));
    },
  }),
  component({
    action: 'format_open',
    who: 'viewer',
    answer: 'reply',
    args: z.tuple([]),
    async execute(interaction, _args, { app }) {
      const [messageId = '', index = '0'] = chosenValue(interaction).split(' ');
      await interaction.editReply(
        await askedCard(app, await getReading(app, messageId, Number(index))),
      );
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
      const role = z.enum(PLACE_ROLES).safeParse(chosenValue(interaction));
      if (place && role.success) {
        const roles = now.draft.roles.map((line, i) =>
          i === place.line ? line.map((one, j) => (j === place.place ? role.data : one)) : line,
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
      const row = key.message === null ? null : await fresh(app, ...key.message);
      const now = await correction(app, key);
      if (now.readings === null)
        throw new Refusal('So it makes no order yet. Nothing was remembered.');
      const by = interaction.user.username;
      const reading = await learnCorrection(app, now, row, by);
      if (row === null) await interaction.editReply(await formatWalk(bot, now.format.watch_id, 0));
      else if (reading === null) await interaction.editReply(remembered());
      else
        await trade(interaction, app, await getReading(app, row.messageId, row.readingIndex), true);
    },
  }),
  component({
    action: 'formats_page',
    who: 'owner',
    answer: 'update',
    args: z.tuple([number, number]),
    execute: async (interaction, [watchId, page], bot) =>
      interaction.editReply(await formatList(bot, watchId, page)),
  }),
  component({
    action: 'formats_past',
    who: 'owner',
    answer: 'update',
    args: z.tuple([number]),
    async execute(interaction, [watchId], bot) {
      const count = await learnPast(bot, watchOf(bot, watchId));
      const said = `Its last ${count} messages were read.`;
      await interaction.editReply(await formatWalk(bot, watchId, 0, said));
    },
  }),
  component({
    action: 'formats_show',
    who: 'owner',
    answer: 'update',
    args: z.tuple([number]),
    execute: async (interaction, _args, bot) =>
      interaction.editReply(await formatShown(bot, Number(chosenValue(interaction)))),
  }),
  component({
    action: 'formats_walk',
    who: 'owner',
    answer: 'update',
    args: z.tuple([number, number]),
    execute: async (interaction, [watchId, at], bot) =>
      interaction.editReply(await formatWalk(bot, watchId, at)),
  }),
  component({
    action: 'formats_say',
    who: 'owner',
    answer: 'update',
    args: z.tuple([
      number,
      z.enum(['right', 'nothing', 'never', 'forget', 'undo', 'correct']),
      z.enum(['walk', 'list']),
    ]),
    async execute(interaction, [formatId, said, from], bot) {
      const { app } = bot;
      const key = { formatId, message: null };
      const now = await correctionOf(app, formatId);
      if (now === null) throw new Refusal('That way of writing is not known any more.');
      const { format } = now;
      const by = interaction.user.username;
      if (said === 'correct') {
        await interaction.editReply(correctPanel(now, key, null));
        return;
      }
      if (said === 'right') await confirmFormat(app, format, by);
      else if (said === 'forget') await forgetFormat(app.db, formatId);
      else if (said === 'undo') await undoFormat(app.db, formatId);
      else await leaveFormatAlone(app, format, [], said, by);
      await interaction.editReply(
        from === 'walk'
          ? await formatWalk(bot, format.watch_id, 0)
          : await formatList(bot, format.watch_id, 0),
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

/** The reading that a card asks about, as long as the card still says what it says. */
async function fresh(
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

async function trade(
  interaction: ComponentInteraction,
  app: Bot['app'],
  row: SignalRow,
  isRemembered: boolean,
): Promise<void> {
  const decision = await tradeReading(app, row, 'whole', { inTime: true });
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

function remembered() {
  return {
    content: '',
    embeds: [{ title: 'Remembered: the next one is read so', color: COLOURS.good }],
    components: [],
  };
}

/** The card as it asked first. */
async function askedCard(app: Bot['app'], row: SignalRow) {
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
