import { isPrice } from '../../instruction/amounts.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { addressesFrom } from '../../words/layout/clauses.ts';
import { isYear } from '../../words/layout/dates.ts';
import { NEAR_INSTRUCTION } from '../../words/layout/nearness.ts';
import type { Term } from '../../words/terms/term.ts';
import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import { type Evidence, quoted } from '../evidence.ts';
import type { InstructionScene } from './scene.ts';

/** A condition stands before it in its clause. */
export const conditional: Evidence<InstructionScene> = {
  name: 'instruction_conditional',
  weight: 'ends',
  examples: ['If TP1 hits, move SL to entry'],
  find: ({ words, carriers }) => (words.conditional ? carriers[0] : undefined),
  say: () => 'a condition stands before it',
};

/** A word before it, or one that takes it back wherever it stands: "don't close", "closed in May". */
export const takenBack: Evidence<InstructionScene> = {
  name: 'taken_back',
  weight: 'ends',
  examples: ["Don't close ADA yet!", 'Closed ETH on 3 March'],
  find: (scene) => turnsOf(scene).find((t) => t.at < scene.from || takesBack(t)),
  say: (term) => `${quoted(term)} takes it back`,
};

/** A word behind it that may turn it. */
export const turned: Evidence<InstructionScene> = {
  name: 'turned',
  weight: 'doubts',
  examples: ['Whoever set SL at 61k on BTC is out now'],
  find: (scene) => turnsOf(scene)[0],
  say: (term) => `${quoted(term)} may take it back`,
};

/** The words that turn it, and those that make it the subject of a sentence: "no close here", "3k is a key level". */
function turnsOf({ terms, from, to }: InstructionScene): Term[] {
  const near = turnsIn(terms).filter((t) => t.at < to + NEAR_INSTRUCTION || takesBack(t));
  const subject = terms.filter(
    (t) =>
      (isKind(t, 'negation') && t.at === from - 1) ||
      (isKind(t, 'copula') && t.at === to + 1 && !isValue(terms, t)),
  );
  return [...near, ...subject];
}

/** "At break-even, that is 24.0". */
function isValue(terms: readonly Term[], copula: Term): boolean {
  const next = terms.find((t) => t.at === copula.at + 1);
  return next?.number?.unit === null;
}

/** The words that change what levels or an instruction beside them mean. */
export function turnsIn(terms: readonly Term[]): Term[] {
  let pricedLine = -1;
  return terms.filter((term, at) => {
    if (isYear(terms, at) || (term.role === 'date' && !isDeadline(terms, at))) return true;
    if (term.kind === 'number' && isPrice(terms, at)) pricedLine = term.line;
    if (term.role === 'if' && addressesFrom(terms, at)) return false;
    // "1,480 was 1,420", "0.432 not 0.423": beside the value that holds, the one that did.
    const replaces = term.role === 'past' || term.role === 'not';
    return TURNS.has(term.role) && !(replaces && pricedLine === term.line);
  });
}

/** Roles that turn an instruction into something else. */
const TURNS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'if',
  'later',
  'maybe',
  'not',
  'past',
  'someone',
  'told',
  'unreal',
  'ad',
]);

function isDeadline(terms: readonly Term[], at: number): boolean {
  return terms.slice(Math.max(0, at - 2), at).some((t) => isKind(t.text.split(' ')[0], 'until'));
}

/** A condition, a day that is past, and a negation behind its verb: wherever it stands, nothing is asked for. */
function takesBack({ role, text, kind }: Term): boolean {
  return (
    kind === 'number' ||
    role === 'if' ||
    role === 'past' ||
    role === 'date' ||
    (role === 'not' && isWithoutSpaces(text))
  );
}
