import type { SomeDescriptions } from './description.ts';

export const targets = {
  targetCount: {
    group: 'Targets',
    label: 'Targets used',
    effect: ({ targetCount }) =>
      targetCount === 0 ? 'All targets are used.' : `The first ${targetCount} targets are used.`,
    example: 'Targets 52,000 and 54,000 with `1`: all is sold at 52,000.',
  },
  targetWeights: {
    group: 'Targets',
    label: 'Weights of targets',
    choices: {
      even: 'All the same',
      descending: 'More at the first',
      ascending: 'More at the last',
      custom: 'Your own',
    },
    effect: ({ targetWeights }) =>
      ({
        even: 'Every target sells the same part.',
        descending: 'The first target sells the most.',
        ascending: 'The last target sells the most.',
        custom: 'Targets sell the weights you set.',
      })[targetWeights],
    example:
      '0.02 BTC over three targets: `descending` sells 0.01, 0.00666666 and the rest, 0.00333334.',
  },
  customTargetWeights: {
    group: 'Targets',
    label: 'Own weights of targets',
    effect: ({ customTargetWeights }) =>
      customTargetWeights.length === 0
        ? 'None set.'
        : `Targets, the first first, sell ${customTargetWeights.join(' : ')}.`,
    example: '`75, 25` sells 0.015 of 0.02 BTC at the first target and 0.005 at the second.',
  },
  trailingTargets: {
    group: 'Targets',
    label: 'Trailing targets',
    choices: { off: 'None', last: 'The last', all: 'All' },
    effect: ({ trailingTargets, trailingTargetPercent }) =>
      trailingTargets === 'off'
        ? 'Every target is sold at its price.'
        : `${trailingTargets === 'last' ? 'The last target is' : 'Targets are'} let run, and sold when the price falls back by ${trailingTargetPercent} %.`,
    example: 'Last target 54,000, `last` with 1 %: the price runs to 55,000 and is sold at 54,450.',
  },
  trailingTargetPercent: {
    group: 'Targets',
    label: 'Trailing targets fall back (%)',
    effect: ({ trailingTargets, trailingTargetPercent }) =>
      trailingTargets === 'off'
        ? 'Not used while no target is let run.'
        : `A target that is let run is sold ${trailingTargetPercent} % below its best price.`,
    example: 'Best price 55,000: `1` sells at 54,450, `2` at 53,900.',
  },
} satisfies SomeDescriptions;
