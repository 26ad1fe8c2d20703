import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import { type Component, component } from '../../discord/command.ts';
import { formatCustomId } from '../../discord/customId.ts';
import { escapeProviderText } from '../../notices/providerText.ts';
import { firstGroup } from '../settings/settingsPanel.ts';
import { panel } from '../settings.ts';
import { applyToWatch, pauseWatch, resumeWatch, watchOf } from './watchActs.ts';
import { removeQuestion, watchCard, watchList } from './watchCard.ts';

const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const one = z.tuple([number]);

/** What the buttons on a watch and on the list of them do. */
export const watchButtons: readonly Component[] = [
  component({
    action: 'watch_page',
    who: 'owner',
    answer: 'update',
    args: one,
    execute: async (interaction, [page], bot) =>
      interaction.editReply(await watchList(bot, interaction.user.id, page)),
  }),
  component({
    action: 'watch_show',
    who: 'owner',
    answer: 'reply',
    args: z.tuple([]),
    async execute(interaction, _args, bot) {
      const chosen = interaction.isStringSelectMenu() ? Number(interaction.values[0]) : 0;
      await interaction.editReply(await watchCard(bot, watchOf(bot, chosen)));
    },
  }),
  component({
    action: 'watch_open',
    who: 'owner',
    answer: 'update',
    args: one,
    execute: async (interaction, [id], bot) =>
      interaction.editReply(await watchCard(bot, watchOf(bot, id))),
  }),
  component({
    action: 'watch_settings',
    who: 'owner',
    answer: 'reply',
    args: one,
    async execute(interaction, [id], bot) {
      const { user } = interaction;
      await interaction.editReply(await panel(bot, { watchId: id }, firstGroup(), user.id));
    },
  }),
  component({
    action: 'watch_pause',
    who: 'owner',
    answer: 'update',
    args: one,
    execute: async (interaction, [id], bot) =>
      interaction.editReply(await pauseWatch(bot, watchOf(bot, id), interaction)),
  }),
  component({
    action: 'watch_resume',
    who: 'owner',
    answer: 'update',
    args: one,
    execute: async (interaction, [id], bot) =>
      interaction.editReply(await resumeWatch(bot, watchOf(bot, id), interaction)),
  }),
  component({
    action: 'watch_rename',
    who: 'owner',
    answer: 'modal',
    args: one,
    async execute(interaction, [id], bot) {
      if (interaction.isMessageComponent())
        await interaction.showModal(renameModal(id, watchOf(bot, id).name));
    },
  }),
  component({
    action: 'watch_renamed',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      if (!interaction.isModalSubmit()) return;
      const name = interaction.fields.getTextInputValue('name').trim();
      const watch = await applyToWatch(bot, id, { name }, interaction);
      await interaction.editReply(await watchCard(bot, watch, 'Renamed.'));
    },
  }),
  component({
    action: 'watch_ask_remove',
    who: 'owner',
    answer: 'update',
    args: one,
    execute: (interaction, [id], bot) => interaction.editReply(removeQuestion(watchOf(bot, id))),
  }),
  component({
    action: 'watch_remove',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      const removedAt = bot.app.now();
      const { name } = await applyToWatch(bot, id, { removedAt }, interaction);
      await interaction.editReply({
        content: `No longer following ${escapeProviderText(name, 80)}. Its open positions are managed on.`,
        embeds: [],
        components: [],
      });
    },
  }),
];

function renameModal(id: number, name: string): ModalBuilder {
  return new ModalBuilder()
    .setCustomId(
      formatCustomId({
        action: 'watch_renamed',
        args: [String(id)],
        userId: null,
        expiresAt: null,
      }),
    )
    .setTitle('Rename the watch')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('What to call it')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('name')
            .setStyle(TextInputStyle.Short)
            .setMinLength(1)
            .setMaxLength(60)
            .setValue(name.slice(0, 60)),
        ),
    );
}
