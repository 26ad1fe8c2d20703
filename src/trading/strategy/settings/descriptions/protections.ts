import { isOff, minutes, OFF, type SomeDescriptions } from './description.ts';

export const protections = {
  oldestSignalSeconds: {
    group: 'Protections',
    label: 'Oldest signal (seconds)',
    effect: ({ oldestSignalSeconds }) =>
      `A signal older than ${oldestSignalSeconds} seconds is not taken.`,
    example: '`60`: a signal that is read 61 s after it was posted is not taken.',
  },
  mostOpen: {
    group: 'Protections',
    label: 'Most positions',
    effect: ({ mostOpen }) => (mostOpen === 0 ? OFF : `At most ${mostOpen} positions at a time.`),
    example: '`5`: with five open or waiting to open, the sixth signal is not taken.',
  },
  mostOpenPerSymbol: {
    group: 'Protections',
    label: 'Most positions a symbol',
    effect: ({ mostOpenPerSymbol }) =>
      mostOpenPerSymbol === 0 ? OFF : `At most ${mostOpenPerSymbol} positions in one symbol.`,
    example: '`1`: a second BTC signal is not taken while the first is open.',
  },
  mostOpenPerProvider: {
    group: 'Protections',
    label: 'Most positions a provider',
    effect: ({ mostOpenPerProvider }) =>
      mostOpenPerProvider === 0 ? OFF : `At most ${mostOpenPerProvider} positions of one provider.`,
    example: '`3`: the fourth signal of a provider waits for none, it is not taken.',
  },
  mostExposure: {
    group: 'Protections',
    label: 'Most exposure',
    effect: ({ mostExposure }) =>
      isOff(mostExposure) ? OFF : `Everything open costs at most ${mostExposure} together.`,
    example: '`1999` with 1,000 USD open: a signal for 1,000 more is not taken.',
  },
  mostExposurePerSymbol: {
    group: 'Protections',
    label: 'Most exposure a symbol',
    effect: ({ mostExposurePerSymbol }) =>
      isOff(mostExposurePerSymbol)
        ? OFF
        : `Everything open in one symbol costs at most ${mostExposurePerSymbol}.`,
    example: '`1999` with 1,000 USD open in BTC: BTC for 1,000 more is not taken, ETH is.',
  },
  dailyLossPercent: {
    group: 'Protections',
    label: 'Daily loss limit (%)',
    effect: ({ dailyLossPercent }) =>
      isOff(dailyLossPercent)
        ? OFF
        : `Nothing is opened, or made larger or riskier, once the account has lost ${dailyLossPercent} % since midnight UTC.`,
    example: '`5`: 10,000 USD at midnight, 9,500 at noon: halted until the day ends or you resume.',
  },
  dailyLossAction: {
    group: 'Protections',
    label: 'At the daily loss limit',
    choices: { halt: 'Open nothing', flatten: 'Open nothing and close all' },
    effect: ({ dailyLossAction }) =>
      dailyLossAction === 'halt'
        ? 'At the daily loss limit nothing new is opened and nothing made larger or riskier; what is open is managed on.'
        : 'At the daily loss limit every position is closed at market.',
    example:
      'Two positions are open at the limit: `halt` keeps them with their stops, `flatten` sells them.',
  },
  drawdownPercent: {
    group: 'Protections',
    label: 'Drawdown limit (%)',
    effect: ({ drawdownPercent }) =>
      isOff(drawdownPercent)
        ? OFF
        : `Nothing is opened, or made larger or riskier, once the account is ${drawdownPercent} % below its peak, until you resume.`,
    example: '`10`: the account was once 10,000 USD and is 9,000 now: halted.',
  },
  stopStreak: {
    group: 'Protections',
    label: 'Stops in a row',
    effect: ({ stopStreak, stopStreakPauseMinutes }) =>
      stopStreak === 0
        ? OFF
        : `After ${stopStreak} stops in a row nothing is opened for ${minutes(stopStreakPauseMinutes)}.`,
    example: '`2`: two positions in a row were stopped out, the next signal is not taken.',
  },
  stopStreakPauseMinutes: {
    group: 'Protections',
    label: 'Pause after stops (minutes)',
    effect: ({ stopStreak, stopStreakPauseMinutes }) =>
      stopStreak === 0
        ? 'Not used without a limit of stops in a row.'
        : `The pause after stops in a row lasts ${minutes(stopStreakPauseMinutes)}.`,
    example: '`60`: the last stop was at 12:00, the first signal after 13:00 is taken.',
  },
  symbolCooldownMinutes: {
    group: 'Protections',
    label: 'Cooldown of a symbol (minutes)',
    effect: ({ symbolCooldownMinutes }) =>
      symbolCooldownMinutes === 0
        ? OFF
        : `After a position has ended its symbol rests for ${minutes(symbolCooldownMinutes)}.`,
    example: '`60`: BTC closed at 12:00, a BTC signal of 12:30 is not taken.',
  },
  providerLockAfter: {
    group: 'Protections',
    label: 'Provider lock after',
    effect: ({ providerLockAfter, providerLockMinutes }) =>
      providerLockAfter === 0
        ? OFF
        : `A provider whose last ${providerLockAfter} positions lost together is not followed for ${minutes(providerLockMinutes)}.`,
    example: '`5`: the last five made -120 USD together, so the sixth is not taken.',
  },
  providerLockMinutes: {
    group: 'Protections',
    label: 'Provider lock (minutes)',
    effect: ({ providerLockAfter, providerLockMinutes }) =>
      providerLockAfter === 0
        ? 'Not used without a provider lock.'
        : `A provider is locked for ${minutes(providerLockMinutes)}.`,
    example: '`60`: locked by a loss at 12:00, followed again after 13:00.',
  },
  leastRewardToRisk: {
    group: 'Protections',
    label: 'Least reward to risk',
    effect: ({ leastRewardToRisk }) =>
      isOff(leastRewardToRisk)
        ? OFF
        : `A signal must be able to win ${leastRewardToRisk} times what it risks.`,
    example: 'Entry 50,000, stop 48,000, half at 52,000 and half at 54,000: 1.5, so `1.6` says no.',
  },
  allowedSymbols: {
    group: 'Protections',
    label: 'Allowed symbols',
    effect: ({ allowedSymbols }) =>
      allowedSymbols.length === 0 ? 'All are allowed.' : `Only ${allowedSymbols.join(', ')}.`,
    example: '`BTC, ETH`: a SOL signal is not taken.',
  },
  blockedSymbols: {
    group: 'Protections',
    label: 'Blocked symbols',
    effect: ({ blockedSymbols }) =>
      blockedSymbols.length === 0 ? 'None is blocked.' : `Never ${blockedSymbols.join(', ')}.`,
    example: '`DOGE`: a DOGE signal is not taken.',
  },
  leastVolume24h: {
    group: 'Protections',
    label: 'Least volume in 24 h',
    effect: ({ leastVolume24h }) =>
      isOff(leastVolume24h)
        ? OFF
        : `A product must have traded for ${leastVolume24h} in 24 h, in its quote.`,
    example: '`1000000`: a coin that traded for 999,999 USD today is not bought.',
  },
  sameSignalMinutes: {
    group: 'Protections',
    label: 'Same signal again (minutes)',
    effect: ({ sameSignalMinutes }) =>
      sameSignalMinutes === 0
        ? OFF
        : `A signal that was taken is not taken again within ${minutes(sameSignalMinutes)}.`,
    example: '`60`: two channels post the same signal at 12:00 and 12:10; it is taken once.',
  },
  oppositeSignal: {
    group: 'Protections',
    label: 'Opposite signal',
    choices: { ignore: 'Ignore it', close: 'Close what is open', reverse: 'Close and turn around' },
    effect: ({ oppositeSignal }) =>
      ({
        ignore: 'A signal the other way is not taken while a position of the provider is open.',
        close: 'A signal the other way closes the provider’s open position, and opens nothing.',
        reverse:
          'A signal the other way closes the provider’s open position and opens its own; on spot it only closes.',
      })[oppositeSignal],
    example: 'A long of 0.02 BTC is open and a short signal comes: `close` sells it.',
  },
  consultGroup: {
    group: 'Protections',
    label: 'Consulted together: group',
    effect: ({ consultGroup }) =>
      consultGroup === 0
        ? 'Signals of all watches without a group of their own are consulted together.'
        : `Signals of the watches of group ${consultGroup} are consulted together.`,
    example:
      '`1` on two watches and `2` on a third: what the third says neither agrees with the first two nor speaks against them.',
  },
  consultMinutes: {
    group: 'Protections',
    label: 'Consulted for (minutes)',
    effect: ({ consultMinutes }) =>
      `What another provider has signalled counts for ${minutes(consultMinutes)}, unless it is edited into another, deleted or called off.`,
    example:
      '`60`: Percy says long BTC at 15:40; until 16:40 a long BTC of another provider finds him agreeing.',
  },
  agreement: {
    group: 'Protections',
    label: 'Providers that must agree',
    effect: ({ agreement, consultMinutes }) =>
      agreement === 1
        ? 'Each provider is followed for itself.'
        : `A signal is taken once ${agreement} different providers have given its coin and side within ${minutes(consultMinutes)}; until then it waits on a card. Each counts for one entry.`,
    example:
      '`2`: Percy says long BTC at 15:40, with his stop at 48,000. It waits on a card: “1 of 2: Percy; waits until 16:40”. At 16:10 Harriet says long BTC, with her stop at 47,500: 1,000 USD are spent, with the stop at 47,500. Had she said so at 16:41, Percy’s would have ended and hers would wait; had he edited his stop by then, it would wait with the new one; had he deleted or closed it, hers would be “1 of 2: Harriet”. A third who says so at 16:20 finds both entered already, and waits.',
  },
  agreementLevels: {
    group: 'Protections',
    label: 'Entered with the levels of',
    choices: {
      newest: 'Whoever said it last',
      first: 'Whoever said it first',
      careful: 'Whose stop is nearest to the entry',
    },
    effect: ({ agreement, agreementLevels }) =>
      agreement === 1
        ? 'Not used while each provider is followed for itself.'
        : `${
            {
              newest: 'It is entered with the levels of whoever said it last',
              first: 'It is entered with the levels of whoever said it first',
              careful: 'It is entered with the levels whose stop is nearest to the entry',
            }[agreementLevels]
          }; that message’s edits and updates are followed, the others’ no more.`,
    example:
      'Two must agree: Percy says long BTC with his stop at 48,000, 4 % below the entry, then Harriet with hers at 47,500, 5 % below: `newest` enters with 47,500, `first` and `careful` with 48,000. What Percy writes of it later moves its stop with `first`, and does nothing with `newest`.',
  },
  veto: {
    group: 'Protections',
    label: 'Another provider’s opposite signal',
    choices: { off: 'Does nothing', halve: 'Halves the size', deny: 'Says no' },
    effect: ({ veto, consultMinutes }) =>
      ({
        off: 'What another provider says the other way does nothing.',
        halve: `Half the size is traded when another provider has signalled the other way within ${minutes(consultMinutes)}.`,
        deny: `Nothing is traded when another provider has signalled the other way within ${minutes(consultMinutes)}.`,
      })[veto],
    example:
      'Lou says short BTC at 12:00, Percy long BTC at 12:20: with `halve` 500 USD are spent instead of 1,000, with `deny` none.',
  },
  shorts: {
    group: 'Protections',
    label: 'Shorts',
    effect: ({ shorts }) =>
      shorts
        ? 'Short signals are taken where the product can be sold short.'
        : 'No short signal is taken.',
    example:
      'Off: a short on a BTC future is not taken. On spot a short is never opened either way.',
  },
} satisfies SomeDescriptions;
