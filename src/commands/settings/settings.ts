import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import { type Change, changeSetting, readScope, type Scope, undoChange } from './changeSetting.ts';
import { findSetting, parseTyped, type Setting } from './schemaSettings.ts';
import {
  choicesPanel,
  firstGroup,
  INHERIT,
  isGroup,
  type Panel,
  settingsPanel,
  valueModal,
} from './settingsPanel.ts';
import { type SettingGroup, wordsFor } from './settingWords.ts';

const scopeArg = z
  .string()
  .regex(/^(all|\d{1,15})$/)
  .transform((text): Scope => (text === 'all' ? 'defaults' : { watchId: Number(text) }));
const settingArg = z.string().transform((key, context): Setting => {
  const setting = findSetting(key);
  if (setting !== null) return setting;
  context.addIssue('no such setting');
  return z.NEVER;
});

export const settings: ChatCommand = {
  data: slashCommand('settings', 'How signals of every watch are traded'),
  who: 'owner',
  async execute(interaction, bot) {
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
      // Either a menu of choices or a form: which, is known without asking anybody.
      answer: 'modal',
      args: z.tuple([scopeArg]),
      async execute(interaction, [scope]) {
        const setting = findSetting(chosenValue(interaction));
        if (!interaction.isStringSelectMenu() || setting === null)
          throw new Refusal('There is no such setting. Run /settings again.');
        if (setting.kind === 'choice' || setting.kind === 'flag') {
          await interaction.update(choicesPanel(scope, setting, interaction.user.id));
          return;
        }
        const now = interaction.component.options.find((option) => option.value === setting.key);
        await interaction.showModal(
          valueModal(scope, setting, now?.description ?? '', interaction.user.id),
        );
      },
    }),
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

function chosenValue(interaction: ComponentInteraction): string {
  return interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '';
}
