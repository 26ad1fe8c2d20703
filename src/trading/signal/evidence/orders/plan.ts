import type { Role } from '../../vocabulary/roles.ts';
import type { Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/** Makes a plan, a question or a report of an order that gives hardly a level; leaves a whole one in doubt. */
export const TURNS = { whole: 'doubts', part: 'ends', bare: 'ends' } as const;

/** How the owner is told of it. */
export function turning(said: (term: Term) => string): Evidence<OrderScene>['say'] {
  return (term, size) =>
    size === 'whole'
      ? `it may be a plan or a report (${said(term)})`
      : `a plan, a question or a report (${said(term)})`;
}

/** A word of this role beside the order turns it. */
function byRole(name: string, role: Role, examples: readonly string[]): Evidence<OrderScene> {
  return {
    name,
    weight: TURNS,
    examples,
    find: ({ bearing }) => bearing.find((t) => t.role === role),
    say: turning(quoted),
  };
}

/** "Will long", "about to": not yet. */
export const later = byRole('later', 'later', [
  'Жду BTC на 58000 для лонга',
  "I'd rather be long GALA here 0.041, sl 0.039, tp 0.046",
]);

/** "Was long", "yesterday". */
export const earlier = byRole('earlier', 'past', [
  'Had a long on SOL at 140 with SL 135, got out at 150',
]);

/** An example, a trade on paper, "no entry yet". */
export const unreal = byRole('unreal', 'unreal', [
  '#tbt to the day we longed SOL at 9, closed at 240 and bought a boat',
]);

/** "Airdrop: buy $XYZ now": in its own sentence something is sold, and no levels stand beside it. */
export const advertised: Evidence<OrderScene> = {
  name: 'advertised',
  weight: 'ends',
  examples: ['Airdrop: buy 100$ of $XYZ now and get 10% bonus!'],
  find: ({ own, order: { structured } }) =>
    structured ? undefined : own.find((t) => t.role === 'ad'),
  say: (term) => `it sells something (${quoted(term)})`,
};

/** "Always", "almost", "glad": told of what is usually done, was nearly done, or is felt about it. */
export const told = byRole('told', 'told', [
  'Missed SOL long 140 SL 135 TP 150',
  'Selling MANTA here is a mistake imo',
]);

/** "I'd", "maybe": an opinion. With a coin and a level of its own it may be an offer, and is asked about. */
export const opinion: Evidence<OrderScene> = {
  name: 'opinion',
  weight: { whole: 'doubts', part: 'doubts', bare: 'ends' },
  examples: [
    'Should I long SOL here? 🤔',
    'Думаю зашортить ETH от 3250 со стопом 3310. Пока наблюдаю',
  ],
  find: ({ bearing }) => bearing.find((t) => t.role === 'maybe'),
  say: (term, size) =>
    size === 'part' ? `it may be an opinion (${quoted(term)})` : turning(quoted)(term, size),
};

/** "Should I long SOL here?" */
export const question: Evidence<OrderScene> = {
  name: 'question',
  weight: TURNS,
  examples: ['Is ETH a buy at 2400?', 'Long NEAR? 5.10, SL 4.90, TP 5.60'],
  find: ({ terms, clauses }) => terms.find((t) => t.text === '?' && clauses.has(t.clause)),
  say: turning(() => 'a question'),
};
