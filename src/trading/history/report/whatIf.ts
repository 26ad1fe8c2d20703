import { type Settings, settingsSchema } from '../../strategy/settings/settings.ts';

/** A change that can be tried with one tap. `key` never changes its meaning: it is on buttons. */
export type WhatIf = { key: string; name: string; change: Partial<Settings> };

/** More make the best of them a thing of chance. */
export const MOST_VARIANTS = 20;

const IDEAS: readonly WhatIf[] = [
  {
    key: 'even',
    name: 'Stop to the entry after the first target',
    change: { breakevenAfterTarget: 1 },
  },
  {
    key: 'stay',
    name: 'Stop stays where it is',
    change: {
      breakevenAfterTarget: 0,
      breakevenAfterPercent: '0',
      stopFollowsTargets: 'off',
      trailingStopPercent: '0',
    },
  },
  {
    key: 'follow',
    name: 'Stop follows one target behind',
    change: { stopFollowsTargets: 'one_behind' },
  },
  { key: 'trail3', name: 'Stop trails by 3 %', change: { trailingStopPercent: '3' } },
  { key: 'trail6', name: 'Stop trails by 6 %', change: { trailingStopPercent: '6' } },
  { key: 'weven', name: 'Targets of equal size', change: { targetWeights: 'even' } },
  {
    key: 'wfront',
    name: 'More at the first targets',
    change: { targetWeights: 'descending' },
  },
  { key: 'wback', name: 'More at the last targets', change: { targetWeights: 'ascending' } },
  { key: 't1', name: 'Only the first target', change: { targetCount: 1 } },
  { key: 't2', name: 'Only the first two targets', change: { targetCount: 2 } },
  { key: 'tall', name: 'All targets', change: { targetCount: 0 } },
  {
    key: 'size5',
    name: '5 % of the account each',
    change: { sizeBy: 'equity', equityPercent: '5' },
  },
  {
    key: 'risk1',
    name: '1 % of the account at risk',
    change: { sizeBy: 'risk', riskPercent: '1' },
  },
  {
    key: 'size100',
    name: '100 each',
    change: { sizeBy: 'quote', quoteSize: '100' },
  },
  { key: 'market', name: 'Enter at market', change: { entryStyle: 'market' } },
  { key: 'brief', name: 'Entries wait 4 hours', change: { entryExpiryMinutes: 240 } },
  { key: 'safer', name: 'Follow only what makes it safer', change: { followUpdates: 'safer' } },
  { key: 'deaf', name: 'Follow no updates', change: { followUpdates: 'none' } },
  { key: 'day', name: 'Closed after a day', change: { timeLimitMinutes: 1440 } },
  { key: 'longs', name: 'No shorts', change: { shorts: false } },
];

/** What can be tried beside these settings: whatever would change nothing or contradict them is left out. */
export function whatIfs(settings: Settings): readonly WhatIf[] {
  return IDEAS.filter(
    ({ change }) =>
      Object.entries(change).some(([name, value]) => settings[name as keyof Settings] !== value) &&
      settingsSchema.safeParse({ ...settings, ...change }).success,
  ).slice(0, MOST_VARIANTS);
}
