import { dec } from '../../../money.ts';
import { isOff, OFF, type SomeDescriptions } from './description.ts';

export const size = {
  sizeBy: {
    group: 'Size',
    label: 'Size by',
    choices: {
      quote: 'A fixed amount',
      equity: 'A part of the account',
      risk: 'What the stop may lose',
      signal: 'What the signal suggests',
    },
    effect: ({ sizeBy }) =>
      ({
        quote: 'Each position costs the fixed amount.',
        equity: 'Each position costs a part of the account.',
        risk: 'Each position is so large that its stop loses a part of the account, fees included.',
        signal:
          'Each position is what the signal suggests, up to the caps; the fixed amount where it suggests none.',
      })[sizeBy],
    example:
      'With 10,000 USD, a stop 4 % away, fees of 0.6 % and a risk of 1 %: `risk` buys for 1,931.99 USD, because 4 % + 0.6 % + 0.576 % of that is 100 USD.',
  },
  quoteSize: {
    group: 'Size',
    label: 'Amount per position',
    effect: ({ quoteSize }) => `Each position spends ${quoteSize} of the quote currency.`,
    example: '`1000` buys 0.02 BTC at 50,000; two entries at 50,000 and 49,000 spend 500 each.',
  },
  equityPercent: {
    group: 'Size',
    label: 'Part of the account (%)',
    effect: ({ equityPercent }) =>
      `Sized by equity, a position costs ${equityPercent} % of the account.`,
    example: '`5` of 10,000 USD is 500 USD a position.',
  },
  riskPercent: {
    group: 'Size',
    label: 'Risk per position (%)',
    effect: ({ riskPercent }) =>
      `Sized by risk, the stop loses ${riskPercent} % of the account, fees included.`,
    example: '`1` of 10,000 USD: stopped out at the price of the stop, the account has 9,900 USD.',
  },
  signalSizeCapPercent: {
    group: 'Size',
    label: 'Cap on a suggested size (%)',
    effect: ({ signalSizeCapPercent }) =>
      `A size that a signal suggests is held to ${signalSizeCapPercent} % of the account.`,
    example:
      'A signal says "allocate 8 %"; with `5` and 10,000 USD it gets 500 USD instead of 800.',
  },
  largestPosition: {
    group: 'Size',
    label: 'Largest position',
    effect: ({ largestPosition }) =>
      isOff(largestPosition) ? OFF : `No position costs more than ${largestPosition}.`,
    example: 'Sized by risk a position would cost 1,931.99 USD; with `600` it costs 600.',
  },
  largestPositionPercent: {
    group: 'Size',
    label: 'Largest position (% of the account)',
    effect: ({ largestPositionPercent }) =>
      isOff(largestPositionPercent)
        ? OFF
        : `No position costs more than ${largestPositionPercent} % of the account.`,
    example: 'The fixed amount is 1,000 USD; with `5` and 10,000 USD a position costs 500.',
  },
  largestRiskPercent: {
    group: 'Size',
    label: 'Largest risk (% of the account)',
    effect: ({ largestRiskPercent }) =>
      isOff(largestRiskPercent)
        ? OFF
        : `No stop loses more than ${largestRiskPercent} % of the account, fees included, however the size is reckoned.`,
    example:
      'The fixed amount of 1,000 USD would lose 51.76 USD at its stop; with `0.5` and 10,000 USD the position costs 965.99, which loses 50.',
  },
  recordWeightPercent: {
    group: 'Size',
    label: 'Weight by record (%)',
    effect: ({ recordWeightPercent }) =>
      isOff(recordWeightPercent)
        ? 'Every provider is traded with the same size.'
        : `What a provider was worth before raises or lowers its size by up to ${recordWeightPercent} %, within every limit.`,
    example:
      '`50`: Percy’s 30 trades (10 on paper at 0.7 R each, 20 in the history before them at 0.25 R) made 0.4 R a trade. × 30 / (30 + 20), as few trades say little, that is 0.24: 1,240 USD are spent instead of 1,000. Lou’s 80 trades lost 0.9 R each: × 80 / 100 is -0.72, held to -0.5, so 500 USD. Who is new is traded with 1,000.',
  },
  leverageFrom: {
    group: 'Size',
    label: 'Leverage from',
    choices: { own: 'Your own', signal: 'The signal, where it names one' },
    effect: ({ leverageFrom }) =>
      leverageFrom === 'own'
        ? 'Your own leverage is used, whatever a signal says.'
        : 'The signal’s leverage is used up to the cap.',
    example: 'A signal says 20×, the cap is 3: `signal` trades with 3×, `own` with your own.',
  },
  leverage: {
    group: 'Size',
    label: 'Leverage',
    effect: ({ leverage }) =>
      dec(leverage).eq(1) ? 'No leverage.' : `Futures are traded with ${leverage}× leverage.`,
    example: '`3` with 1,000 USD opens futures worth 3,000 USD; spot is never leveraged.',
  },
  leverageCap: {
    group: 'Size',
    label: 'Leverage cap',
    effect: ({ leverageCap }) => `Leverage is never above ${leverageCap}×.`,
    example: '`5` makes 5× of a signal’s 20×.',
  },
} satisfies SomeDescriptions;
