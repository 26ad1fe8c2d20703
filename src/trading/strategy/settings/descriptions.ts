import { dec } from '../../money.ts';
import { span } from '../model/sentence.ts';
import type { SettingName, Settings } from './settings.ts';

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

const OFF = 'Off.';
const isOff = (value: string | number) => dec(value).isZero();
const minutes = (count: number) => span(count * 60_000);

/** What every setting is called and does; /settings and docs/settings.md are made of it. */
export const settingDescriptions: Readonly<Record<SettingName, SettingDescription>> = {
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

  follow: {
    group: 'Entries',
    label: 'Follow signals',
    choices: { automatic: 'Automatically', confirm: 'Ask me first', paper: 'Watch only (paper)' },
    effect: ({ follow }) =>
      ({
        automatic: 'Signals are traded at once.',
        confirm:
          'Each signal that would be taken is shown with Trade, Half, Edit and Skip, and traded when you say so.',
        paper:
          'Signals are traded on paper alone, also while live is on: /performance shows what they would have earned.',
      })[follow],
    example:
      '`confirm` shows a card for the signal; pressed within the age a signal may have, Trade takes it and Half takes half its size. `paper` buys for 100 of paper money while the other watches trade live; in the sandbox, which has no paper beside it, the signal and its plan are only noted.',
  },
  entryStyle: {
    group: 'Entries',
    label: 'Entry style',
    choices: { signal: 'As the signal says', market: 'Always at market' },
    effect: ({ entryStyle }) =>
      entryStyle === 'signal'
        ? 'Entries are placed as the signal says.'
        : 'The whole position is bought at market at once, whatever entries the signal names.',
    example:
      'Entry 50,000 with the price at 50,500: `signal` rests a limit order, `market` buys now.',
  },
  zoneOrders: {
    group: 'Entries',
    label: 'Orders in a zone',
    effect: ({ zoneOrders }) => `An entry zone is worked with ${zoneOrders} orders.`,
    example: 'A zone of 49,000 to 50,000 with `3`: orders at 50,000, 49,500 and 49,000.',
  },
  entryWeights: {
    group: 'Entries',
    label: 'Weights of entries',
    choices: {
      even: 'All the same',
      front: 'More near the price',
      back: 'More far from the price',
      custom: 'Your own',
    },
    effect: ({ entryWeights }) =>
      ({
        even: 'Every entry gets the same amount.',
        front: 'The nearest entry gets the most.',
        back: 'The furthest entry gets the most.',
        custom: 'Entries get the weights you set.',
      })[entryWeights],
    example:
      '1,000 USD over two entries: `even` 500 and 500, `back` 333 and 667, `front` 667 and 333.',
  },
  customEntryWeights: {
    group: 'Entries',
    label: 'Own weights of entries',
    effect: ({ customEntryWeights }) =>
      customEntryWeights.length === 0
        ? 'None set.'
        : `Entries, the nearest first, get ${customEntryWeights.join(' : ')}.`,
    example:
      '`80, 20` spends 800 of 1,000 USD at the nearest entry and 200 at the next; a third gets nothing.',
  },
  firstEntryAtMarket: {
    group: 'Entries',
    label: 'First entry at market',
    effect: ({ firstEntryAtMarket }) =>
      firstEntryAtMarket ? 'The nearest entry is bought at market at once.' : OFF,
    example:
      'Entries 50,000 and 49,000 with the price at 50,500: half is bought now, half waits at 49,000.',
  },
  entryGracePercent: {
    group: 'Entries',
    label: 'Grace of the first entry (%)',
    effect: ({ entryGracePercent }) =>
      isOff(entryGracePercent) ? OFF : `The nearest entry may be missed by ${entryGracePercent} %.`,
    example: '`0.5` makes an order at 50,250 of a long entry at 50,000.',
  },
  runAwayPercent: {
    group: 'Entries',
    label: 'Run away (%)',
    effect: ({ runAwayPercent }) =>
      isOff(runAwayPercent)
        ? OFF
        : `A signal is not taken once the price is ${runAwayPercent} % past its nearest entry.`,
    example: 'Entry 50,000, price 50,500: 1 % away, so `0.5` says no and `2` takes it.',
  },
  slippagePercent: {
    group: 'Entries',
    label: 'Slippage guard (%)',
    effect: ({ slippagePercent }) =>
      isOff(slippagePercent)
        ? 'Off: an order at market takes any price.'
        : `An order at market goes no further than ${slippagePercent} % from the price. An entry is left at that; a close is tried once more at twice as far, and then at any price.`,
    example:
      'Price 50,500 with `1`: an entry at market pays 51,005 at most; at the stop of 48,000 all is sold down to 47,520, then down to 46,569.60, then at any price. A close by word, a time limit or a panic takes any price at once.',
  },
  postOnly: {
    group: 'Entries',
    label: 'Entries only wait',
    effect: ({ postOnly }) =>
      postOnly
        ? 'An entry with a price never trades at once: it waits at it, for the lower fee.'
        : OFF,
    example:
      'Entry 51,000 with the price at 50,500: on, it waits just below the price of 50,500. Where the price falls below it first it is quoted again 0.1 % lower, at most 5 times.',
  },
  trailingEntryPercent: {
    group: 'Entries',
    label: 'Trailing entry (%)',
    effect: ({ trailingEntryPercent }) =>
      isOff(trailingEntryPercent)
        ? OFF
        : `After its price is reached an entry waits until the price turns by ${trailingEntryPercent} %, and then buys at market.`,
    example:
      'Entry 50,000 with `1`: the price falls to 49,500 and is bought when it is back at 49,995.',
  },
  breakoutOnClose: {
    group: 'Entries',
    label: 'Breakout on a candle’s close',
    choices: { deny: 'Do not take it', touch: 'Enter on the first touch' },
    effect: ({ breakoutOnClose }) =>
      breakoutOnClose === 'deny'
        ? 'A signal that asks for a candle’s close is not taken.'
        : 'A signal that asks for a candle’s close is entered when the price is first touched.',
    example: '"4h close above 51,000": `touch` buys at market at the first trade at 51,000.',
  },
  entryExpiryMinutes: {
    group: 'Entries',
    label: 'Entry expiry (minutes)',
    effect: ({ entryExpiryMinutes }) =>
      `An entry that is not filled after ${minutes(entryExpiryMinutes)} is cancelled.`,
    example: '`60`: an entry of 12:00 is cancelled at 13:00; what has filled by then is kept.',
  },
  entriesAfterTarget: {
    group: 'Entries',
    label: 'Entries after the first target',
    choices: { cancel: 'Cancel them', keep: 'Keep them' },
    effect: ({ entriesAfterTarget }) =>
      ({
        cancel: 'Entries that are not filled are cancelled once a target is done.',
        keep: 'Entries that are not filled stay after a target is done.',
      })[entriesAfterTarget],
    example:
      'Bought at 50,000, a second entry waits at 49,000; target 52,000 is done: `cancel` takes the entry back, `keep` still buys at 49,000.',
  },
  cancelBeforeEntry: {
    group: 'Entries',
    label: 'Give up before entry',
    choices: {
      nothing: 'Never',
      target: 'When a target is touched',
      stop: 'When the stop is touched',
      both: 'When either is touched',
    },
    effect: ({ cancelBeforeEntry }) =>
      ({
        nothing: 'Entries wait until they fill or expire.',
        target: 'Entries are cancelled when the first target is touched before any has filled.',
        stop: 'Entries are cancelled when the stop is touched before any has filled.',
        both: 'Entries are cancelled when the first target or the stop is touched before any has filled.',
      })[cancelBeforeEntry],
    example:
      'Entry 50,000, first target 52,000: the price goes to 52,000 first, and `target` cancels.',
  },

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
        : `Nothing is opened once the account has lost ${dailyLossPercent} % since midnight UTC.`,
    example: '`5`: 10,000 USD at midnight, 9,500 at noon: halted until the day ends or you resume.',
  },
  dailyLossAction: {
    group: 'Protections',
    label: 'At the daily loss limit',
    choices: { halt: 'Open nothing', flatten: 'Open nothing and close all' },
    effect: ({ dailyLossAction }) =>
      dailyLossAction === 'halt'
        ? 'At the daily loss limit nothing new is opened; what is open is managed on.'
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
        : `Nothing is opened once the account is ${drawdownPercent} % below its peak, until you resume.`,
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

  followUpdates: {
    group: 'Updates',
    label: 'Follow updates',
    choices: { all: 'All', safer: 'Only those that make it safer', none: 'None' },
    effect: ({ followUpdates }) =>
      ({
        all: 'What the provider says later is followed.',
        safer: 'Closing, cancelling and moving the stop closer are followed; new levels are not.',
        none: 'What the provider says later changes nothing.',
      })[followUpdates],
    example: '"Close BTC now": `all` and `safer` sell, `none` does not.',
  },
  closePartPercent: {
    group: 'Updates',
    label: 'Part to close (%)',
    effect: ({ closePartPercent }) =>
      `"Take some profit" without a number closes ${closePartPercent} % of what is open.`,
    example: '0.02 BTC are open: `50` sells 0.01, `25` sells 0.005.',
  },
  onEdit: {
    group: 'Updates',
    label: 'Signal is edited',
    choices: { amend: 'Follow the edit', ignore: 'Change nothing' },
    effect: ({ onEdit }) =>
      onEdit === 'amend'
        ? 'What is not filled yet follows the edit.'
        : 'Edits of a signal change nothing.',
    example:
      'The stop is edited from 48,000 to 49,000: `amend` moves it; to 47,000 only while nothing is open.',
  },
  onDelete: {
    group: 'Updates',
    label: 'Signal is deleted',
    choices: { cancel: 'Cancel open entries', ignore: 'Change nothing' },
    effect: ({ onDelete }) =>
      onDelete === 'cancel'
        ? 'Entries that are not filled yet are cancelled.'
        : 'Deleting a signal changes nothing.',
    example: 'The entry at 50,000 has not filled: `cancel` takes it back. What is open stays open.',
  },
};
