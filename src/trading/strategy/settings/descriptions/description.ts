import { dec } from '../../../money.ts';
import { span } from '../../model/sentence.ts';
import type { SettingName, Settings } from '../settings.ts';

export const SETTING_GROUPS = [
  'Size',
  'Entries',
  'Targets',
  'Stop',
  'Protections',
  'Updates',
] as const;

export type SettingGroup = (typeof SETTING_GROUPS)[number];

export type SettingDescription = {
  group: SettingGroup;
  label: string;
  /** What it does as it is set, in one sentence. */
  effect(settings: Settings): string;
  /** The choices in words. */
  choices?: Readonly<Record<string, string>>;
  /** What it does, with numbers. */
  example: string;
};

/** What some of the settings are called and do. */
export type SomeDescriptions = Readonly<Partial<Record<SettingName, SettingDescription>>>;

export const OFF = 'Off.';
export const isOff = (value: string | number) => dec(value).isZero();
export const minutes = (count: number) => span(count * 60_000);
