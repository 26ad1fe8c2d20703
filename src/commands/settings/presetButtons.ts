import { z } from 'zod';
import { type Component, chosenValue, component, Refusal } from '../../discord/command.ts';
import { button } from '../../notices/components/buttons.ts';
import { rowOf } from '../../notices/components/menus.ts';
import { readScope, setMany, undoMany } from './changeSetting.ts';
import { presetPanel } from './presetPanel.ts';
import { PRESET_NAMES, PRESETS } from './presets.ts';
import { scopeArg } from './settingArgs.ts';
import { scopeArg as scopeText } from './settingsPanel.ts';

const presetArg = z.enum(PRESET_NAMES);

/** Looking at the presets, setting one, and taking it back. */
export const presetButtons: readonly Component[] = [
  component({
    action: 'settings_presets',
    who: 'owner',
    answer: 'update',
    args: z.tuple([scopeArg]),
    async execute(interaction, [scope], bot) {
      const shown = await readScope(bot.app.db, scope);
      await interaction.editReply(presetPanel(scope, shown, interaction.user.id, null));
    },
  }),
  component({
    action: 'settings_preset',
    who: 'owner',
    answer: 'update',
    args: z.tuple([scopeArg]),
    async execute(interaction, [scope], bot) {
      const chosen = presetArg.safeParse(chosenValue(interaction));
      if (!chosen.success) throw new Refusal('There is no such preset. Run /settings again.');
      const shown = await readScope(bot.app.db, scope);
      await interaction.editReply(presetPanel(scope, shown, interaction.user.id, chosen.data));
    },
  }),
  component({
    action: 'settings_preset_set',
    who: 'owner',
    answer: 'update',
    args: z.tuple([scopeArg, presetArg]),
    async execute(interaction, [scope, name], bot) {
      const { user } = interaction;
      const { app, watched } = bot;
      const id = await setMany(app.db, scope, PRESETS[name].sets, user.id, app.now());
      if (scope !== 'defaults') await watched.reload();
      const set = presetPanel(scope, await readScope(app.db, scope), user.id, name);
      const undo = button('Undo', 'plain', {
        action: 'settings_preset_undo',
        args: [scopeText(scope), String(id)],
        userId: user.id,
      });
      await interaction.editReply({
        content: `Set: ${PRESETS[name].name}.`,
        ...set,
        components: [...set.components, rowOf(undo)],
      });
    },
  }),
  component({
    action: 'settings_preset_undo',
    who: 'owner',
    answer: 'update',
    args: z.tuple([scopeArg, z.coerce.number().int().positive()]),
    async execute(interaction, [scope, changeId], bot) {
      const { user } = interaction;
      const { app, watched } = bot;
      await undoMany(app.db, scope, changeId, user.id, app.now());
      if (scope !== 'defaults') await watched.reload();
      await interaction.editReply({
        content: 'Undone: all is set as it was before the preset.',
        ...presetPanel(scope, await readScope(app.db, scope), user.id, null),
      });
    },
  }),
];
