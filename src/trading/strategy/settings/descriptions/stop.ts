import { isOff, minutes, OFF, type SomeDescriptions } from './description.ts';

export const stop = {
  missingStop: {
    group: 'Stop',
    label: 'Signal without a stop',
    choices: { deny: 'Do not take it', default: 'Give it the default stop' },
    effect: ({ missingStop, defaultStopPercent }) =>
      missingStop === 'deny'
        ? 'A signal without a stop is not taken.'
        : `A signal without a stop gets one ${defaultStopPercent} % from its entry.`,
    example: 'Entry 50,000 and no stop: `default` with 5 % puts it at 47,500.',
  },
  defaultStopPercent: {
    group: 'Stop',
    label: 'Default stop (%)',
    effect: ({ missingStop, defaultStopPercent }) =>
      missingStop === 'deny'
        ? 'Not used while signals without a stop are not taken.'
        : `${defaultStopPercent} % from the entry, where the signal has no stop.`,
    example: '`3` from 50,000 is 48,500.',
  },
  widestStopPercent: {
    group: 'Stop',
    label: 'Widest stop (%)',
    effect: ({ widestStopPercent }) =>
      isOff(widestStopPercent)
        ? 'A stop may be as far from the entry as it likes.'
        : `A stop is never farther than ${widestStopPercent} % from the entry, whoever names it; far more is mostly a slip of the pen or a number that was meant for something else.`,
    example: 'Entry 37 and “stop under 20” is 46 % away: with `25` it is not taken.',
  },
  stopFrom: {
    group: 'Stop',
    label: 'Stop in percent from',
    choices: { average: 'The average entry', first: 'The first entry' },
    effect: ({ stopFrom }) =>
      `A stop in percent is measured from the ${stopFrom === 'average' ? 'average of all entries' : 'first entry'}.`,
    example:
      '5 % with entries 50,000 and 48,000: `first` 47,500; `average` 46,530.62, from 48,979.59.',
  },
  stopTimeoutSeconds: {
    group: 'Stop',
    label: 'Stop timeout (seconds)',
    effect: ({ stopTimeoutSeconds, stopTimeoutGuardPercent }) =>
      stopTimeoutSeconds === 0
        ? 'The stop acts at once.'
        : `The stop acts after ${stopTimeoutSeconds} s beyond it; ${stopTimeoutGuardPercent} % further out one rests at the venue.`,
    example:
      '`60` with the stop at 48,000: a dip to 47,900 for 30 s is sat out, one for 60 s is sold.',
  },
  stopTimeoutGuardPercent: {
    group: 'Stop',
    label: 'Guard beyond a stop timeout (%)',
    effect: ({ stopTimeoutSeconds, stopTimeoutGuardPercent }) =>
      stopTimeoutSeconds === 0
        ? 'Not used without a stop timeout.'
        : `A stop rests at the venue ${stopTimeoutGuardPercent} % beyond the stop.`,
    example:
      '`3` with the stop at 48,000: the order at the venue stops at 46,560, whatever happens to the bot.',
  },
  breakevenAfterTarget: {
    group: 'Stop',
    label: 'Breakeven after target',
    effect: ({ breakevenAfterTarget }) =>
      breakevenAfterTarget === 0
        ? OFF
        : `After target ${breakevenAfterTarget} the stop goes to where nothing is lost, fees included.`,
    example: 'Bought at 50,000 with fees of 0.6 %: `1` moves the stop to 50,603.63 after target 1.',
  },
  breakevenAfterPercent: {
    group: 'Stop',
    label: 'Breakeven after (%)',
    effect: ({ breakevenAfterPercent }) =>
      isOff(breakevenAfterPercent)
        ? OFF
        : `Once the price has gone ${breakevenAfterPercent} % the right way, the stop goes to where nothing is lost.`,
    example: 'Bought at 50,000: `2` moves the stop to 50,603.63 when the price touches 51,000.',
  },
  stopFollowsTargets: {
    group: 'Stop',
    label: 'Stop follows targets',
    choices: { off: 'Stays', one_behind: 'One target behind', two_behind: 'Two targets behind' },
    effect: ({ stopFollowsTargets }) =>
      ({
        off: 'Targets do not move the stop.',
        one_behind:
          'After each target the stop goes to the one before it; after the first, to breakeven.',
        two_behind:
          'After each target the stop goes to two before it; after the second, to breakeven.',
      })[stopFollowsTargets],
    example:
      'Targets 52,000, 54,000, 56,000: `one_behind` puts the stop to 52,000 after 54,000 is done.',
  },
  trailingStopPercent: {
    group: 'Stop',
    label: 'Trailing stop (%)',
    effect: ({ trailingStopPercent }) =>
      isOff(trailingStopPercent)
        ? OFF
        : `The stop follows the best price by ${trailingStopPercent} %, and never goes back.`,
    example:
      '`3` from 50,000: the stop is 48,500 at once and 49,955 when the price has been at 51,500.',
  },
  trailingStopAfterTarget: {
    group: 'Stop',
    label: 'Trailing starts after target',
    effect: ({ trailingStopAfterTarget }) =>
      trailingStopAfterTarget === 0
        ? 'Trailing does not wait for a target.'
        : `Trailing starts after target ${trailingStopAfterTarget}.`,
    example:
      '`1` with 3 %: the stop stays at 48,000 and goes to 50,440 when target 52,000 is done.',
  },
  trailingStopAfterPercent: {
    group: 'Stop',
    label: 'Trailing starts after (%)',
    effect: ({ trailingStopAfterPercent }) =>
      isOff(trailingStopAfterPercent)
        ? 'Trailing does not wait for a gain.'
        : `Trailing starts once the price has gone ${trailingStopAfterPercent} % the right way.`,
    example: '`2` with 3 %: nothing until 51,000, and then the stop is 49,470.',
  },
  unprotected: {
    group: 'Stop',
    label: 'Stop refused by the venue',
    choices: { close: 'Close the position', hold: 'Hold it and tell me' },
    effect: ({ unprotected, unprotectedSeconds }) =>
      unprotected === 'close'
        ? `A position whose stop the venue refuses is closed at market before ${unprotectedSeconds} s are over.`
        : 'A position whose stop the venue refuses is held: the bot watches the stop itself, tries on and tells you.',
    example:
      'Every try to rest the stop is refused: `close` sells within 5 s, `hold` sells at the stop.',
  },
  unprotectedSeconds: {
    group: 'Stop',
    label: 'Longest without a stop (seconds)',
    effect: ({ unprotected, unprotectedSeconds }) =>
      unprotected === 'hold'
        ? 'Not used while such a position is held.'
        : `After the first refusal the venue is asked again for at most ${unprotectedSeconds} s.`,
    example: '`5`: refused at 0, 1 and 3 s; the next try would be at 7 s, so it is sold at 3 s.',
  },
  timeLimitMinutes: {
    group: 'Stop',
    label: 'Time limit (minutes)',
    effect: ({ timeLimitMinutes }) =>
      timeLimitMinutes === 0
        ? OFF
        : `A position is closed at market ${minutes(timeLimitMinutes)} after it opened.`,
    example: '`120`: opened at 12:00, closed at 14:00 at whatever the price is.',
  },
} satisfies SomeDescriptions;
