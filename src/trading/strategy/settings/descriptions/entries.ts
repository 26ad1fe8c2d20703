import { isOff, minutes, OFF, type SomeDescriptions } from './description.ts';

export const entries = {
  follow: {
    group: 'Entries',
    label: 'Follow signals',
    choices: {
      known: 'Known formats (asks about new ones)',
      automatic: 'Automatically',
      confirm: 'Ask me first',
      paper: 'Watch only (paper)',
    },
    effect: ({ follow }) =>
      ({
        known:
          'Signals written in a way that you have confirmed are traded at once; a new way of writing is asked about once.',
        automatic: 'Signals are traded at once.',
        confirm:
          'Each signal that would be taken is shown with Trade, Half, Edit and Skip, and traded when you say so.',
        paper:
          'Signals are traded on paper alone, also while live is on: /performance shows what they would have earned.',
      })[follow],
    example:
      '`known`: the first “Entry … SL … TP …” of a channel is a card with its fields marked, and after your Right the next one trades by itself. `confirm` shows a card for each signal; pressed within the age a signal may have, Trade takes it and Half takes half its size. `paper` buys for 100 of paper money while the other watches trade live; in the sandbox, which has no paper beside it, the signal and its plan are only noted.',
  },
  secondReader: {
    group: 'Entries',
    label: 'Second reader',
    choices: { ask: 'Asks me', known: 'Trades in confirmed formats', off: 'Is not asked' },
    effect: ({ secondReader }) =>
      ({
        ask: 'Where a second reader is switched on, what it fills in of a message that could not be read is always asked about.',
        known:
          'Where a second reader is switched on, what it fills in trades by itself if all lines of the message are confirmed ones; anything else is asked about.',
        off: 'No second reader is asked about these messages.',
      })[secondReader],
    example:
      '“He longed SOL”, and below it your confirmed lines: `ask` shows a card, `off` asks you to fill it in.',
  },
  pictures: {
    group: 'Entries',
    label: 'Pictures',
    choices: { ask: 'Asks me', known: 'Trades in confirmed formats', off: 'Are not read' },
    effect: ({ pictures }) =>
      ({
        ask: 'What is read in a picture is always asked about, on a card that shows it.',
        known:
          'What is read in a picture trades by itself if two engines read the same in it and its format is confirmed; anything else is asked about.',
        off: 'Pictures are not read.',
      })[pictures],
    example:
      'A screenshot of “LONG SOL, entry 142, SL 138”: `ask` shows it with these marked, `off` tells that there is a picture.',
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
} satisfies SomeDescriptions;
