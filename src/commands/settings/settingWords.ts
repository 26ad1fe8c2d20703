import type { Settings } from '../../trading/strategy/settings.ts';
import type { SettingKey } from './schemaSettings.ts';

export type SettingGroup =
  | 'Size'
  | 'Entries'
  | 'Targets'
  | 'Stop'
  | 'Protections'
  | 'Updates'
  | 'Other';

type Words = {
  group: SettingGroup;
  label: string;
  /** What it does as it is now, in one sentence. */
  effect(settings: Settings): string;
  /** The choices in words. */
  choices?: Readonly<Record<string, string>>;
};

const WORDS: Partial<Record<string, Words>> = {
  quoteSize: {
    group: 'Size',
    label: 'Amount per position',
    effect: ({ quoteSize }) => `Each position spends ${quoteSize} of the quote currency.`,
  },
  entryExpiryMinutes: {
    group: 'Entries',
    label: 'Entry expiry (minutes)',
    effect: ({ entryExpiryMinutes }) =>
      `An entry that is not filled after ${inWords(entryExpiryMinutes)} is cancelled.`,
  },
  oldestSignalSeconds: {
    group: 'Entries',
    label: 'Oldest signal (seconds)',
    effect: ({ oldestSignalSeconds }) =>
      `A signal older than ${oldestSignalSeconds} seconds is not taken.`,
  },
  zoneOrders: {
    group: 'Entries',
    label: 'Orders in a zone',
    effect: (settings) => `An entry zone is worked with ${of(settings, 'zoneOrders')} orders.`,
  },
  missingStop: {
    group: 'Stop',
    label: 'Signal without a stop',
    effect: ({ missingStop, defaultStopPercent }) =>
      missingStop === 'deny'
        ? 'A signal without a stop is not taken.'
        : `A signal without a stop gets one ${defaultStopPercent} % from its entry.`,
    choices: { deny: 'Do not take it', default: 'Give it the default stop' },
  },
  defaultStopPercent: {
    group: 'Stop',
    label: 'Default stop (%)',
    effect: ({ missingStop, defaultStopPercent }) =>
      missingStop === 'deny'
        ? 'Not used while signals without a stop are not taken.'
        : `${defaultStopPercent} % from the entry, where the signal has no stop.`,
  },
  onEdit: {
    group: 'Updates',
    label: 'Signal is edited',
    effect: (settings) =>
      of(settings, 'onEdit') === 'amend'
        ? 'What is not filled yet follows the edit.'
        : 'Edits of a signal change nothing.',
    choices: { amend: 'Follow the edit', ignore: 'Change nothing' },
  },
  onDelete: {
    group: 'Updates',
    label: 'Signal is deleted',
    effect: (settings) =>
      of(settings, 'onDelete') === 'cancel'
        ? 'Entries that are not filled yet are cancelled.'
        : 'Deleting a signal changes nothing.',
    choices: { cancel: 'Cancel open entries', ignore: 'Change nothing' },
  },
};

export const SETTING_GROUPS: readonly SettingGroup[] = [
  'Size',
  'Entries',
  'Targets',
  'Stop',
  'Protections',
  'Updates',
  'Other',
];

/** A setting that nobody has described yet is shown by its name. */
export function wordsFor(key: SettingKey): Words {
  return WORDS[key] ?? { group: 'Other', label: nameInWords(key), effect: () => '' };
}

/** A value as it is shown: "Do not take it", "100", "BTC, ETH", "on". */
export function valueInWords(key: SettingKey, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  const text = String(value);
  return wordsFor(key).choices?.[text] ?? text;
}

function of(settings: Settings, key: string): unknown {
  return (settings as Record<string, unknown>)[key];
}

function nameInWords(key: string): string {
  const spaced = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function inWords(minutes: number): string {
  if (minutes % 1_440 === 0) return `${minutes / 1_440} day${minutes === 1_440 ? '' : 's'}`;
  if (minutes % 60 === 0) return `${minutes / 60} hour${minutes === 60 ? '' : 's'}`;
  return `${minutes} minute${minutes === 1 ? '' : 's'}`;
}
