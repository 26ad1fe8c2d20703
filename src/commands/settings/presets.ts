import { type Settings, settingsSchema } from '../../trading/strategy/settings/settings.ts';

/** Settings that go together, by what somebody wants of a channel. Only these are set; amounts stay. */
export type Preset = { name: string; what: string; sets: Partial<Settings> };

const standard = settingsSchema.parse({});
const asMade = <K extends keyof Settings>(...names: K[]) =>
  Object.fromEntries(names.map((name) => [name, standard[name]])) as Pick<Settings, K>;

export const PRESETS = {
  careful: {
    name: 'Careful',
    what: 'You say yes to each trade; a stop loses little, few are open at once, and a bad day ends trading.',
    sets: {
      follow: 'confirm',
      sizeBy: 'risk',
      riskPercent: '0.5',
      largestPositionPercent: '10',
      mostOpen: 3,
      dailyLossPercent: '3',
      widestStopPercent: '10',
      breakevenAfterTarget: 1,
      leverageFrom: 'own',
      leverage: '1',
    },
  },
  signal: {
    name: 'As the signal says',
    what: 'Its entries, its targets, its stop and what the provider says later, with nothing of ours in between.',
    sets: {
      ...asMade('entryStyle', 'entryWeights', 'targetCount', 'targetWeights', 'trailingTargets'),
      ...asMade('breakevenAfterTarget', 'breakevenAfterPercent', 'stopFollowsTargets'),
      ...asMade('trailingStopPercent', 'timeLimitMinutes', 'runAwayPercent'),
      follow: 'automatic',
      missingStop: 'deny',
      followUpdates: 'all',
      leverageFrom: 'signal',
    },
  },
  scalper: {
    name: 'Scalper',
    what: 'Only what is fresh and near its entry; in and out within hours, the stop to breakeven after the first target.',
    sets: {
      follow: 'automatic',
      oldestSignalSeconds: 60,
      runAwayPercent: '0.5',
      entryExpiryMinutes: 60,
      targetCount: 2,
      targetWeights: 'descending',
      breakevenAfterTarget: 1,
      timeLimitMinutes: 240,
      sameSignalMinutes: 15,
    },
  },
  swing: {
    name: 'Swing',
    what: 'Entries wait for days, the stop follows the targets, and the last part runs until the price turns.',
    sets: {
      follow: 'automatic',
      oldestSignalSeconds: 3_600,
      entryExpiryMinutes: 3 * 24 * 60,
      stopFollowsTargets: 'one_behind',
      trailingTargets: 'last',
      trailingTargetPercent: '3',
      timeLimitMinutes: 0,
      entriesAfterTarget: 'cancel',
    },
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;

export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
