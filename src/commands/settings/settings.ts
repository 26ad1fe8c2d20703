import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  chosenValue,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { settingsSchema } from '../../trading/strategy/settings/settings.ts';
import { type Change, changeSetting, readScope, type Scope, undoChange } from './changeSetting.ts';
import { presetButtons } from './presetButtons.ts';
import { findSetting, parseTyped, type Setting, schemaSettings } from './schemaSettings.ts';
import { scopeArg, settingArg } from './settingArgs.ts';
import {
  firstGroup,
  INHERIT,
  isGroup,
  type Panel,
  settingPanel,
  settingsPanel,
  valueModal,
} from './settingsPanel.ts';
import { type SettingGroup, wordsFor } from './settingWords.ts';

export const settings: ChatCommand = {
  data: slashCommand('settings', 'How signals of every watch are traded').addStringOption(
    (option) =>
      option
        .setName('find')
        .setDescription('One setting, by what it is about: stop, leverage, old signals')
        .setAutocomplete(true)
        .setMaxLength(100),
  ),
  who: 'owner',
  async complete(interaction) {
    return settingsLike(interaction.options.getFocused())
      .slice(0, 25)
      .map(({ key }) => ({
        name: cut(`${wordsFor(key).label} (${wordsFor(key).group})`, 100),
        value: key,
      }));
  },
  async execute(interaction, bot) {
    const find = interaction.options.getString('find');
    if (find !== null) {
      const found = findSetting(find) ?? settingsLike(find)[0];
      if (found === undefined) {
        throw new Refusal(
          `No setting is about “${escapeProviderText(find, 60)}”. Try one word, such as stop, size or leverage.`,
        );
      }
      await interaction.editReply(await one(bot, 'defaults', found, interaction.user.id));
      return;
    }
    await interaction.editReply(await panel(bot, 'defaults', firstGroup(), interaction.user.id));
  },
  components: [
    component({
      action: 'settings_group',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg]),
      async execute(interaction, [scope], bot) {
        const chosen = chosenValue(interaction);
        const group = isGroup(chosen) ? chosen : firstGroup();
        await interaction.editReply(await panel(bot, scope, group, interaction.user.id));
      },
    }),
    component({
      action: 'settings_pick',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg]),
      async execute(interaction, [scope], bot) {
        const setting = findSetting(chosenValue(interaction));
        if (setting === null) throw new Refusal('There is no such setting. Run /settings again.');
        await interaction.editReply(await one(bot, scope, setting, interaction.user.id));
      },
    }),
    component({
      action: 'settings_open',
      who: 'owner',
      answer: 'reply',
      args: z.tuple([scopeArg, settingArg]),
      execute: async (interaction, [scope, setting], bot) =>
        interaction.editReply(await one(bot, scope, setting, interaction.user.id)),
    }),
    component({
      action: 'settings_back',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg, z.string()]),
      async execute(interaction, [scope, group], bot) {
        const shown = isGroup(group) ? group : firstGroup();
        await interaction.editReply(await panel(bot, scope, shown, interaction.user.id));
      },
    }),
    component({
      action: 'settings_edit',
      who: 'owner',
      // A form opens at once: what is in force stands on the page that it is opened from.
      answer: 'modal',
      args: z.tuple([scopeArg, settingArg]),
      async execute(interaction, [scope, setting]) {
        if (!interaction.isMessageComponent()) return;
        const fields = interaction.message.embeds[0]?.fields ?? [];
        const now = fields.find(({ name }) => name === 'Now')?.value ?? '';
        await interaction.showModal(valueModal(scope, setting, now, interaction.user.id));
      },
    }),
    component({
      action: 'settings_inherit',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg, settingArg]),
      execute: (interaction, [scope, setting], bot) => change(interaction, bot, scope, setting, ''),
    }),
    ...presetButtons,
    component({
      action: 'settings_choose',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg, settingArg]),
      async execute(interaction, [scope, setting], bot) {
        const chosen = chosenValue(interaction);
        await change(interaction, bot, scope, setting, chosen === INHERIT ? '' : chosen);
      },
    }),
    component({
      action: 'settings_enter',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg, settingArg]),
      async execute(interaction, [scope, setting], bot) {
        if (!interaction.isModalSubmit()) throw new Refusal('Run /settings again.');
        await change(
          interaction,
          bot,
          scope,
          setting,
          interaction.fields.getTextInputValue('value'),
        );
      },
    }),
    component({
      action: 'settings_undo',
      who: 'owner',
      answer: 'update',
      args: z.tuple([scopeArg, settingArg, z.coerce.number().int().positive()]),
      async execute(interaction, [scope, setting, changeId], bot) {
        const { db } = bot.app;
        const { user } = interaction;
        const undone = await undoChange(db, scope, setting, changeId, user.id, bot.app.now());
        await showChange(interaction, bot, scope, undone);
      },
    }),
  ],
};

async function one(bot: Bot, scope: Scope, setting: Setting, userId: string): Promise<Panel> {
  return settingPanel(scope, setting, await readScope(bot.app.db, scope), userId);
}

/** The settings that are about what was typed: by their names first, then by what they say they do. */
function settingsLike(typed: string): readonly Setting[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const standard = settingsSchema.parse({});
  const byName = schemaSettings.filter(({ key }) =>
    hits(`${wordsFor(key).label} ${wordsFor(key).group}`),
  );
  const byWords = schemaSettings.filter(({ key }) => {
    const { effect, example, choices = {} } = wordsFor(key);
    return hits([effect(standard), example, ...Object.values(choices)].join(' '));
  });
  return [...new Set([...byName, ...byWords])];
}

/** The settings of a scope, for /settings and /watch edit. */
export async function panel(
  bot: Bot,
  scope: Scope,
  group: SettingGroup,
  userId: string,
  changed?: Change,
): Promise<Panel> {
  return settingsPanel(scope, await readScope(bot.app.db, scope), group, userId, changed);
}

/** `typed`: as chosen or written; empty takes it back to what it inherits. */
async function change(
  interaction: ComponentInteraction,
  bot: Bot,
  scope: Scope,
  setting: Setting,
  typed: string,
): Promise<void> {
  const { db } = bot.app;
  const value = typed.trim() === '' ? undefined : parseTyped(setting, typed);
  const changed = await changeSetting(
    db,
    scope,
    setting,
    value,
    interaction.user.id,
    bot.app.now(),
  );
  await showChange(interaction, bot, scope, changed);
}

async function showChange(
  interaction: ComponentInteraction,
  bot: Bot,
  scope: Scope,
  changed: Change,
): Promise<void> {
  if (scope !== 'defaults') await bot.watched.reload();
  const { group } = wordsFor(changed.key);
  await interaction.editReply(await panel(bot, scope, group, interaction.user.id, changed));
}
