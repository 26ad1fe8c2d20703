import { writeFileSync } from 'node:fs';
import {
  SETTING_GROUPS,
  type SettingDescription,
} from '../src/trading/strategy/settings/descriptions/description.ts';
import { settingDescriptions } from '../src/trading/strategy/settings/descriptions.ts';
import { type SettingName, settingsSchema } from '../src/trading/strategy/settings/settings.ts';

/** docs/settings.md, made from the settings themselves; run this file to write it. */
export function settingsPage(): string {
  const defaults = settingsSchema.parse({});
  const entries = Object.entries(settingDescriptions) as [SettingName, SettingDescription][];
  const sections = SETTING_GROUPS.map((group) => {
    const lines = entries
      .filter(([, description]) => description.group === group)
      .map(([name, { label, choices, effect, example }]) => {
        const value = written(defaults[name]);
        const names = choices === undefined ? '' : ` Choices: ${choicesOf(choices)}.`;
        return `### ${label}\n\n\`${name}\`, ${value} unless you change it: ${effect(defaults)}${names}\n\nFor example: ${example}\n`;
      });
    return `## ${group}\n\n${lines.join('\n')}`;
  });
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Settings

Each watch has its own settings, and what it does not set it takes from the defaults of all watches; \`/settings\` and \`/watch edit\` change them. Over all of them lie your hard limits, which no watch and no signal goes beyond. A position keeps the settings that were in force when its signal was taken.

Amounts are in the product's quote currency, percents are of 100, and 0 turns a rule off. Settings that contradict each other are refused with the reason.

The examples are of a long from 50,000 USD with its stop at 48,000 and its targets at 52,000 and 54,000, the price at 50,500 when the signal comes, 10,000 USD in the account, and fees of 0.6 %.
`;

function written(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.join(', ');
  return `\`${String(value)}\``;
}

function choicesOf(choices: Readonly<Record<string, string>>): string {
  return Object.entries(choices)
    .map(([choice, words]) => `\`${choice}\` (${words.charAt(0).toLowerCase()}${words.slice(1)})`)
    .join(', ');
}

if (import.meta.main)
  writeFileSync(new URL('../docs/settings.md', import.meta.url), settingsPage());
