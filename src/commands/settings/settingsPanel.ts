import {
  type ActionRowBuilder,
  type APIEmbed,
  LabelBuilder,
  type MessageActionRowComponentBuilder,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button } from '../../notices/components/buttons.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { withGroupedNumbers } from '../../notices/words/sentenceWords.ts';
import type { Change, Scope, ScopeSettings } from './changeSetting.ts';
import { type Setting, schemaSettings } from './schemaSettings.ts';
import {
  effectInWords,
  SETTING_GROUPS,
  type SettingGroup,
  valueInWords,
  wordsFor,
} from './settingWords.ts';

/** The value of the choice that takes a setting back to what it inherits. */
export const INHERIT = 'inherit';

export type Panel = {
  embeds: APIEmbed[];
  components: ActionRowBuilder<MessageActionRowComponentBuilder>[];
};

/** One group of settings with what each does as it is, and the menus that lead to changing them. */
export function settingsPanel(
  scope: Scope,
  shown: ScopeSettings,
  group: SettingGroup,
  userId: string,
  changed?: Change,
): Panel {
  const settings = inGroup(group);
  const rows = [
    menu('Another group', { action: 'settings_group', args: [scopeArg(scope)], userId }).addOptions(
      groupsInUse().map((name) => ({ label: name, value: name, default: name === group })),
    ),
    menu('Look at one, or change it', {
      action: 'settings_pick',
      args: [scopeArg(scope)],
      userId,
    }).addOptions(
      settings.map((setting) => ({
        label: cut(wordsFor(setting.key).label, 100),
        value: setting.key,
        description: cut(`now ${valueInWords(setting.key, shown.inForce[setting.key])}`, 100),
      })),
    ),
  ].map((select) => rowOf(select));
  rows.push(
    rowOf(
      ...(changed
        ? [
            button('Undo', 'plain', {
              action: 'settings_undo',
              args: [scopeArg(scope), changed.key, String(changed.id)],
              userId,
            }),
          ]
        : []),
      button('Presets', 'plain', { action: 'settings_presets', args: [scopeArg(scope)], userId }),
    ),
  );
  return {
    embeds: [
      fitEmbed({
        title: `${group}: ${escapeProviderText(shown.name, 80)}`,
        color: changed ? COLOURS.good : COLOURS.quiet,
        ...(changed && { description: changeLine(changed) }),
        fields: settings.map((setting) => ({
          name: wordsFor(setting.key).label,
          value: settingText(setting, scope, shown),
        })),
      }),
    ],
    components: rows,
  };
}

/** One setting: what it does as it is, an example in money, its value and its default, and what leads on. */
export function settingPanel(
  scope: Scope,
  setting: Setting,
  shown: ScopeSettings,
  userId: string,
): Panel {
  const { label, group, example } = wordsFor(setting.key);
  const inForce = shown.inForce[setting.key];
  const isOwn = setting.key in shown.own;
  const choices =
    setting.kind === 'flag' ? [true, false] : setting.kind === 'choice' ? setting.choices : [];
  const args = [scopeArg(scope), setting.key];
  const select =
    choices.length === 0
      ? []
      : [
          rowOf(
            menu(label, { action: 'settings_choose', args, userId }).addOptions(
              ...choices.map((choice) => ({
                label: cut(valueInWords(setting.key, choice), 100),
                value: String(choice),
                default: choice === inForce,
              })),
              { label: inheritLabel(scope), value: INHERIT },
            ),
          ),
        ];
  return {
    embeds: [
      fitEmbed({
        title: `${label}: ${escapeProviderText(shown.name, 80)}`,
        color: COLOURS.quiet,
        description: `${effectInWords(setting.key, shown.inForce)}\n\nFor example: ${exampleInWords(setting.key, example)}`,
        fields: [
          {
            name: 'Now',
            value: `${escapeProviderText(valueInWords(setting.key, inForce), 300)}${isOwn || scope === 'defaults' ? '' : ' (as for all watches)'}`,
            inline: true,
          },
          {
            name: 'Default',
            value: escapeProviderText(valueInWords(setting.key, setting.fallback), 300),
            inline: true,
          },
        ],
      }),
    ],
    components: [
      ...select,
      rowOf(
        ...(choices.length > 0
          ? []
          : [button('Change', 'main', { action: 'settings_edit', args, userId })]),
        ...(isOwn
          ? [button(inheritLabel(scope), 'plain', { action: 'settings_inherit', args, userId })]
          : []),
        button(`Back to ${group}`, 'plain', {
          action: 'settings_back',
          args: [scopeArg(scope), group],
          userId,
        }),
      ),
    ],
  };
}

/** An example with the words that a person chooses by, instead of the names that are stored. */
function exampleInWords(key: Setting['key'], example: string): string {
  const { choices = {} } = wordsFor(key);
  return example.replaceAll(/`([^`]+)`/g, (_, value: string) =>
    Object.hasOwn(choices, value) ? `“${choices[value]}”` : `**${withGroupedNumbers(value)}**`,
  );
}

/** The form for a value that is typed. */
export function valueModal(
  scope: Scope,
  setting: Setting,
  now: string,
  userId: string,
): ModalBuilder {
  const hint =
    setting.kind === 'integer'
      ? `A whole number from ${setting.least} to ${setting.most}. `
      : setting.kind === 'list'
        ? 'Separated by commas. '
        : '';
  return new ModalBuilder()
    .setCustomId(
      formatCustomId({
        action: 'settings_enter',
        args: [scopeArg(scope), setting.key],
        userId,
        expiresAt: null,
      }),
    )
    .setTitle(cut(wordsFor(setting.key).label, 45))
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('New value')
        .setDescription(
          cut(`${hint}Empty: ${scope === 'defaults' ? 'the default' : 'as for all watches'}.`, 100),
        )
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('value')
            .setStyle(TextInputStyle.Short)
            .setRequired(false)
            .setMaxLength(200)
            .setPlaceholder(cut(now, 100)),
        ),
    );
}

export function firstGroup(): SettingGroup {
  return groupsInUse()[0] ?? 'Size';
}

export function isGroup(name: string): name is SettingGroup {
  return groupsInUse().some((group) => group === name);
}

export function scopeArg(scope: Scope): string {
  return scope === 'defaults' ? 'all' : String(scope.watchId);
}

function groupsInUse(): SettingGroup[] {
  return SETTING_GROUPS.filter((group) => inGroup(group).length > 0);
}

function inGroup(group: SettingGroup): Setting[] {
  return schemaSettings.filter((setting) => wordsFor(setting.key).group === group).slice(0, 25);
}

function settingText(setting: Setting, scope: Scope, { own, inForce }: ScopeSettings): string {
  const value = valueInWords(setting.key, inForce[setting.key]);
  const from = scope !== 'defaults' && !(setting.key in own) ? ' (as for all watches)' : '';
  const effect = effectInWords(setting.key, inForce);
  return `**${escapeProviderText(value, 300)}**${from}${effect === '' ? '' : `\n${effect}`}`;
}

function changeLine({ key, before, after }: Change): string {
  const was = escapeProviderText(valueInWords(key, before), 200);
  const is = escapeProviderText(valueInWords(key, after), 200);
  return `${wordsFor(key).label}: ${was} → **${is}**`;
}

function inheritLabel(scope: Scope): string {
  return scope === 'defaults' ? 'Default' : 'As for all watches';
}
