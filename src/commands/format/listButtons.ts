import { z } from 'zod';
import { type Component, chosenValue, component, Refusal } from '../../discord/command.ts';
import { confirmFormat, correctionOf, leaveFormatAlone } from '../../trading/inbox/formats.ts';
import { forgetFormat, undoFormat } from '../../trading/store/watches/formats.ts';
import { watchOf } from '../watch/watchActs.ts';
import { number } from './askedReading.ts';
import { correctPanel } from './correctPanel.ts';
import { formatList, formatShown, formatWalk } from './formatsView.ts';
import { learnPast } from './learnPast.ts';

/** The buttons of the list of ways of writing, and of the walk through them. */
export const listComponents: readonly Component[] = [
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
