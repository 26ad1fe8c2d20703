import type { SomeDescriptions } from './description.ts';

export const updates = {
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
  saferUpdates: {
    group: 'Updates',
    label: 'Known formats: less risk',
    choices: { act: 'Acts by itself', ask: 'Asks, when said in a new way' },
    effect: ({ saferUpdates }) =>
      saferUpdates === 'act'
        ? 'Where known formats are followed, what only takes risk away acts by itself however it is said, if it names its trade or replies to it.'
        : 'Where known formats are followed, what takes risk away is asked about when it is said in a new way.',
    example: '“Close half of SOL, stop to entry”, never said so before: `act` does it, `ask` asks.',
  },
  otherUpdates: {
    group: 'Updates',
    label: 'Known formats: the rest',
    choices: { ask: 'Asks, when said in a new way', act: 'Acts by itself' },
    effect: ({ otherUpdates }) =>
      otherUpdates === 'ask'
        ? 'Where known formats are followed, a stop moved away, new targets and more entries are asked about when said in a new way.'
        : 'Where known formats are followed, a stop moved away, new targets and more entries act by themselves however they are said.',
    example: '“SOL: TP3 now 180”, never said so before: `ask` asks, `act` changes the target.',
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
} satisfies SomeDescriptions;
