import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type Component,
  type ComponentInteraction,
  chosenValue,
  component,
} from '../../discord/command.ts';
import { trustsAll } from '../../discord/intake/trust.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type { Trusted } from '../../trading/store/tables/watches.ts';
import { TRUST_ALL } from '../../trading/store/watches/watches.ts';
import { panel } from '../settings/settings.ts';
import { firstGroup } from '../settings/settingsPanel.ts';
import { hintsModal, hintsTyped } from './readingHints.ts';
import { testCard } from './testCard.ts';
import { trustPanel } from './trustPanel.ts';
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
    action: 'watch_test',
    who: 'owner',
    answer: 'reply',
    args: one,
    execute: async (interaction, [id], bot) =>
      interaction.editReply(await testCard(bot, watchOf(bot, id), 0, null)),
  }),
  component({
    action: 'watch_test_page',
    who: 'owner',
    answer: 'update',
    args: z.tuple([number, number, z.string().regex(/^\d{1,22}$/)]),
    execute: async (interaction, [id, page, upTo], bot) =>
      interaction.editReply(await testCard(bot, watchOf(bot, id), page, upTo)),
  }),
  component({
    action: 'watch_trust',
    who: 'owner',
    answer: 'reply',
    args: one,
    execute: async (interaction, [id], bot) =>
      interaction.editReply(await trustPanel(bot, watchOf(bot, id), interaction.user.id)),
  }),
  component({
    action: 'watch_trust_seen',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      if (!interaction.isStringSelectMenu()) return;
      const offered = interaction.component.options.map(({ value }) => value);
      const { posters, roles } = watchOf(bot, id).trusted;
      const others = posters.filter((poster) => !offered.includes(poster));
      await trust(interaction, bot, id, { posters: [...others, ...interaction.values], roles });
    },
  }),
  component({
    action: 'watch_trust_add',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      if (!interaction.isMentionableSelectMenu()) return;
      const { posters, roles } = watchOf(bot, id).trusted;
      await trust(interaction, bot, id, {
        posters: [...new Set([...posters, ...interaction.users.keys()])],
        roles: [...new Set([...roles, ...interaction.roles.keys()])],
      });
    },
  }),
  component({
    action: 'watch_trust_remove',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      const gone = chosenValue(interaction);
      const { posters, roles } = watchOf(bot, id).trusted;
      await trust(interaction, bot, id, {
        posters: posters.filter((poster) => poster !== gone),
        roles: roles.filter((role) => `&${role}` !== gone),
      });
    },
  }),
  component({
    action: 'watch_trust_all',
    who: 'owner',
    answer: 'update',
    args: one,
    execute: (interaction, [id], bot) => trust(interaction, bot, id, TRUST_ALL),
  }),
  component({
    action: 'watch_hints',
    who: 'owner',
    answer: 'modal',
    args: one,
    async execute(interaction, [id], bot) {
      if (interaction.isMessageComponent())
        await interaction.showModal(hintsModal(watchOf(bot, id)));
    },
  }),
  component({
    action: 'watch_hinted',
    who: 'owner',
    answer: 'update',
    args: one,
    async execute(interaction, [id], bot) {
      if (!interaction.isModalSubmit()) return;
      const { reading: _, ...others } = watchOf(bot, id).settings;
      const reading = hintsTyped(interaction);
      const settings = { ...others, ...(Object.keys(reading).length > 0 && { reading }) };
      const watch = await applyToWatch(bot, id, { settings }, interaction);
      await interaction.editReply(
        await watchCard(bot, watch, 'Its messages are read so from now on. Test shows how.'),
      );
    },
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

async function trust(
  interaction: ComponentInteraction,
  bot: Bot,
  id: number,
  trusted: Trusted,
): Promise<void> {
  const watch = await applyToWatch(bot, id, { trusted }, interaction);
  const said = trustsAll(trusted)
    ? 'Everybody who posts there is read from now on.'
    : 'From now on only those below are read. What was ignored stays ignored.';
  await interaction.editReply(await trustPanel(bot, watch, interaction.user.id, said));
}

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
