import type { SettingDescription } from './descriptions/description.ts';
import { entries } from './descriptions/entries.ts';
import { protections } from './descriptions/protections.ts';
import { size } from './descriptions/size.ts';
import { stop } from './descriptions/stop.ts';
import { targets } from './descriptions/targets.ts';
import { updates } from './descriptions/updates.ts';
import type { SettingName } from './settings.ts';

/** What every setting is called and does; /settings and docs/settings.md are made of it. */
export const settingDescriptions: Readonly<Record<SettingName, SettingDescription>> = {
  ...size,
  ...entries,
  ...targets,
  ...stop,
  ...protections,
  ...updates,
};
