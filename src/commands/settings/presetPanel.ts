import { COLOURS } from '../../notices/cards/colours.ts';
import { button } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type { Scope, ScopeSettings } from './changeSetting.ts';
import { PRESET_NAMES, PRESETS, type Preset, type PresetName } from './presets.ts';
import type { SettingKey } from './schemaSettings.ts';
import { firstGroup, type Panel, scopeArg } from './settingsPanel.ts';
import { valueInWords, wordsFor } from './settingWords.ts';

/** The presets, and what the chosen one would change here before it does. */
export function presetPanel(
  scope: Scope,
  shown: ScopeSettings,
  userId: string,
  chosen: PresetName | null,
): Panel {
  const select = menu('A preset', {
    action: 'settings_preset',
    args: [scopeArg(scope)],
    userId,
  }).addOptions(
    PRESET_NAMES.map((name) => ({
      label: PRESETS[name].name,
      description: cut(PRESETS[name].what, 100),
      value: name,
      default: name === chosen,
    })),
  );
  const changes = chosen === null ? [] : presetChanges(PRESETS[chosen], shown);
  const back = button('Back', 'plain', {
    action: 'settings_back',
    args: [scopeArg(scope), firstGroup()],
    userId,
  });
  return {
    embeds: [
      fitEmbed({
        title: `${chosen === null ? 'Presets' : PRESETS[chosen].name}: ${escapeProviderText(shown.name, 80)}`,
        color: COLOURS.quiet,
        description:
          chosen === null
            ? PRESET_NAMES.map((name) => `**${PRESETS[name].name}**: ${PRESETS[name].what}`).join(
                '\n',
              )
            : [
                PRESETS[chosen].what,
                '',
                ...(changes.length === 0
                  ? ['All of it is set so already.']
                  : ['It would change:', ...changes]),
                '',
                'Amounts and everything else stay as they are.',
              ].join('\n'),
      }),
    ],
    components: [
      rowOf(select),
      rowOf(
        ...(chosen === null || changes.length === 0
          ? []
          : [
              button(`Set: ${PRESETS[chosen].name}`, 'main', {
                action: 'settings_preset_set',
                args: [scopeArg(scope), chosen],
                userId,
              }),
            ]),
        back,
      ),
    ],
  };
}

/** A line for each setting that a preset makes otherwise. */
function presetChanges({ sets }: Preset, { inForce }: ScopeSettings): string[] {
  return (Object.entries(sets) as [SettingKey, unknown][])
    .filter(([key, value]) => String(inForce[key]) !== String(value))
    .map(
      ([key, value]) =>
        `• ${wordsFor(key).label}: ${escapeProviderText(valueInWords(key, inForce[key]), 80)} → **${valueInWords(key, value)}**`,
    );
}
