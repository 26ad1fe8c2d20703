import type { InstructionCandidate } from '../../instruction/instructionCandidate.ts';
import type { SegmentWords } from '../../instruction/segmentWords.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { addressesFrom, tickersIn } from '../../words/layout/clauses.ts';
import { NEAR_INSTRUCTION } from '../../words/layout/nearness.ts';
import { groupOf, PARTS } from '../../words/roleGroups.ts';
import { isName, type Term } from '../../words/terms/term.ts';

/** What an instruction can act on. */
const OBJECTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'order',
  'long',
  'short',
  'stop',
  'target',
  'entry',
  'limit',
  'average',
  'breakeven',
  'rest',
  'all',
  'again', // "open trades"
]);

/** How much of it. */
const AMOUNTS = groupOf(...PARTS, 'some', 'wholly');

/** What is said around an instruction, outside of brackets and up to its reason; looked at once. */
export type InstructionScene = {
  words: SegmentWords;
  candidate: InstructionCandidate;
  /** With which the reason begins, when it comes first: "because the stop moved". */
  reason: Term | undefined;

  terms: readonly Term[];
  coins: ReadonlySet<Term>;
  /** The verb: what it acts on comes behind it. */
  verb: Term | undefined;
  carriers: readonly Term[];
  /** The instruction, from the first to the last word that carries it or that it gives. */
  from: number;
  to: number;
  /** The mark before it, behind which its sentence begins ("Update: …"). */
  opens: number;
  /** It says what it acts on. */
  anchored: boolean;
};

export function instructionScene(
  words: SegmentWords,
  candidate: InstructionCandidate,
): InstructionScene {
  const { terms } = words;
  const depth = Math.min(...terms.map((t) => t.depth));
  const carriers = [...candidate.terms].sort((a, b) => a.at - b.at);
  const from = carriers[0]?.at ?? 0;
  const reason = terms.find(
    (t) => t.sense === 'reason' || (isKind(t, 'beforeEvent') && t.at > from),
  );
  const address = terms.find((t, at) => t.role === 'if' && t.at > from && addressesFrom(terms, at));
  const ends = Math.min(reason?.at ?? Infinity, address?.at ?? Infinity);
  const spoken = terms.filter((t) => t.depth === depth && t.at < ends);
  const coins = tickersIn(terms).map(({ term }) => term);
  const given = Object.entries(candidate.cites).flatMap(([field, of]) =>
    field === 'side' ? [] : of,
  );
  const last = endOf(spoken, Math.max(...[...carriers, ...given].map((t) => t.at)));
  const fence = spoken.findLast((t) => t.at < from && t.kind !== 'word' && t.kind !== 'number');
  const first = reason && reason.at < from ? reason : undefined;
  return {
    words,
    candidate,
    reason: first,
    terms: spoken,
    coins: new Set(coins),
    verb: carriers.findLast((t) => !isObject(t)) ?? carriers.at(-1),
    carriers,
    from,
    to: endOf(
      spoken,
      Math.max(last, ...coins.map((t) => t.at).filter((at) => at <= last + NEAR_INSTRUCTION)),
    ),
    opens: fence?.at ?? -1,
    anchored: words.hasSubject || coins.length > 0 || spoken.some(isTraded),
  };
}

/** Where the words end that an instruction acts on: "close | all my ETH longs". */
function endOf(spoken: readonly Term[], last: number): number {
  let end = last;
  for (const t of spoken) {
    if (t.at !== end + 1) continue;
    const joins = t.role === 'filler' && t.sense === undefined && !isKind(t, 'copula');
    if (!joins && !isObject(t)) break;
    end = t.at;
  }
  return end;
}

export const isTraded = (t: Term): boolean => OBJECTS.has(t.role);
export const isAmount = (t: Term): boolean => AMOUNTS.has(t.role) || t.kind === 'number';
export const isObject = (t: Term): boolean => isTraded(t) || isAmount(t);

/** A word that only joins others. */
export const isPlain = ({ coins }: InstructionScene, t: Term): boolean =>
  t.kind === 'word' && t.role === 'filler' && t.sense === undefined && !coins.has(t);

/** A word of trading. */
export const isTrade = (t: Term): boolean =>
  t.role !== undefined && t.role !== 'filler' && t.role !== 'noise' && t.role !== 'skip';

/** "Closed manually". */
export const isByHand = ({ role, text }: Term): boolean => role === 'no' && text !== 'no';

/** Particles and endings are no words of their own. */
export const isLong = (t: Term): boolean =>
  t.kind !== 'word' || isTrade(t) || isName(t) || t.text.length > 2;

/** A word that says nothing of a trade, or nothing the reader knows. */
export function isUnknown(scene: InstructionScene, t: Term): boolean {
  if (t.kind !== 'word' || scene.coins.has(t) || scene.carriers.includes(t)) return false;
  if (isKind(t, 'trailing') || isKind(t, 'gluedAnd')) return false;
  return !isPlain(scene, t) && !isTrade(t) && isLong(t);
}
