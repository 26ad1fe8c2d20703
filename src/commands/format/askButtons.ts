import { z } from 'zod';
import { type Component, chosenValue, component } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { confirmReading, formatOfMessage, leaveFormatAlone } from '../../trading/inbox/formats.ts';
import { settlingReading } from '../../trading/store/messages/signals.ts';
import { getReading } from '../reading/readingButtons.ts';
import { askedCard, freshReading, id, number, ofMessage, tradeAsked } from './askedReading.ts';

/** The buttons on the card that asks about a way of writing. */
export const askComponents: readonly Component[] = [
  component({
    action: 'format_right',
    who: 'owner',
    answer: 'update',
    args: ofMessage,
    async execute(interaction, [messageId, index, revision], { app }) {
      const row = await freshReading(app, messageId, index, revision);
      const found = await formatOfMessage(app, row);
      const isRemembered =
        found !== null && (await confirmReading(app, found, row, interaction.user.username));
      await tradeAsked(interaction, app, row, isRemembered);
    },
  }),
  component({
    action: 'reading_once',
    who: 'trader',
    answer: 'update',
    args: ofMessage,
    async execute(interaction, [messageId, index, revision], { app }) {
      await tradeAsked(
        interaction,
        app,
        await freshReading(app, messageId, index, revision),
        false,
      );
    },
  }),
  component({
    action: 'format_not',
    who: 'owner',
    answer: 'update',
    args: z.tuple([id, number, number, z.enum(['nothing', 'never'])]),
    async execute(interaction, [messageId, index, revision, said], { app }) {
      const row = await freshReading(app, messageId, index, revision);
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
];
