import type { ApplicationCommandOptionChoiceData } from 'discord.js';
import { Refusal } from '../../discord/command.ts';
import { findSetting, parseTyped, schemaSettings } from '../settings/schemaSettings.ts';
import { valueInWords, wordsFor } from '../settings/settingWords.ts';
import type { Asked } from './startBacktest.ts';

/** The settings whose name has what was typed. */
export function settingChoices(typed: string): ApplicationCommandOptionChoiceData[] {
  const wanted = typed.toLowerCase();
  return schemaSettings
    .map(({ key }) => ({ name: wordsFor(key).label, value: key }))
    .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted))
    .slice(0, 25);
}

/** The values of a setting that has some to choose from. */
export function valueChoices(name: string, typed: string): ApplicationCommandOptionChoiceData[] {
  const setting = findSetting(name);
  const values =
    setting?.kind === 'choice'
      ? setting.choices
      : setting?.kind === 'flag'
        ? ['true', 'false']
        : [];
  return values
    .map((value) => ({
      name: setting ? valueInWords(setting.key, value) : value,
      value,
    }))
    .filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
    .slice(0, 25);
}

/** One setting as it was typed. Throws Refusal for one that there is not, or half of it. */
export function changeOf(name: string | null, value: string | null): Asked['change'] {
  if (name === null && value === null) return null;
  if (name === null || value === null)
    throw new Refusal('A changed setting takes both: setting and value. Nothing was played.');
  const setting =
    findSetting(name) ??
    schemaSettings.find(({ key }) => wordsFor(key).label.toLowerCase() === name.toLowerCase());
  if (!setting) throw new Refusal('There is no such setting: choose one from the list.');
  const parsed = parseTyped(setting, value);
  return {
    settings: { [setting.key]: parsed },
    words: `${wordsFor(setting.key).label}: ${valueInWords(setting.key, parsed)}`,
  };
}
