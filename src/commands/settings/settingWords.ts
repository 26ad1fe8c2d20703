import { withGroupedNumbers } from '../../notices/words/sentenceWords.ts';
import {
  SETTING_GROUPS as GROUPS,
  type SettingGroup as Group,
  type SettingDescription,
} from '../../trading/strategy/settings/descriptions/description.ts';
import { settingDescriptions } from '../../trading/strategy/settings/descriptions.ts';
import type { Settings } from '../../trading/strategy/settings/settings.ts';
import type { SettingKey } from './schemaSettings.ts';

export type SettingGroup = Group;

export const SETTING_GROUPS: readonly SettingGroup[] = GROUPS;

/** What a setting is called and does. */
export function wordsFor(key: SettingKey): SettingDescription {
  return settingDescriptions[key];
}

/** What a setting does as it is, with its numbers as people read them. */
export function effectInWords(key: SettingKey, inForce: Settings): string {
  return withGroupedNumbers(wordsFor(key).effect(inForce));
}

/** A value as it is shown: "Do not take it", "1,000", "BTC, ETH", "on". */
export function valueInWords(key: SettingKey, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  const text = String(value);
  const { choices } = wordsFor(key);
  return choices && Object.hasOwn(choices, text)
    ? (choices[text] ?? text)
    : withGroupedNumbers(text);
}
