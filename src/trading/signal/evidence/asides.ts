import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { ENDS, groupOf } from '../words/roleGroups.ts';
import type { Term } from '../words/terms/term.ts';
import { clausesOfEarlierCalls } from './earlierCalls.ts';
import { linesOfProse } from './prose.ts';

/** What a remark may say that bears on the order above it: then it is read with the rest. */
const BEARS: ReadonlySet<Role> = new Set<Role>([
  'long',
  'short',
  'buy',
  'sell',
  'entry',
  'stop',
  'target',
  'average',
  'limit',
  'market',
  'leverage',
  'cancel',
  'move',
  'reduce',
  'secure',
  'hold',
  'not',
  'no',
  'if',
  'unreal',
  'again',
  'someone',
  'instead',
  'maybe',
  'later',
]);

/** Of these, what bears on the order in a reason too: levels of its own, and what takes it back. */
const BEARS_AS_REASON: ReadonlySet<Role> = new Set<Role>([
  'entry',
  'stop',
  'target',
  'average',
  'limit',
  'cancel',
  'unreal',
  'someone',
  'instead',
]);

/** What only the end of an earlier trade may say. */
const ENDED = groupOf(...ENDS);

/**
 * The terms, with remarks that say nothing of the order left out of account: "Notes: weekly supply,
 * BTC rising", "Notes: the previous one closed at BE". Places stay as they are.
 */
export function withoutRemarks(terms: readonly Term[]): readonly Term[] {
  let said: Term[] | null = null;
  const leaveOut = (out: readonly Term[]): void => {
    said ??= [...terms];
    for (const { at: place, start, end, line, clause, depth, glued } of out)
      said[place - (terms[0]?.at ?? 0)] = {
        kind: 'other',
        text: '',
        start,
        end,
        line,
        clause,
        depth,
        glued,
        at: place,
      };
  };
  const prose = linesOfProse(terms);
  if (prose.size > 0) leaveOut(terms.filter((t) => prose.has(t.line) && t.kind !== 'break'));
  const earlier = clausesOfEarlierCalls(terms);
  if (earlier.size > 0) leaveOut(terms.filter((t) => earlier.has(t.clause) && t.kind !== 'break'));
  for (const [at, term] of terms.entries()) {
    if (term.kind !== 'word') continue;
    const preface = prefaceAt(terms, at);
    if (preface.length > 0) leaveOut(preface);
    if (terms[at + 1]?.text !== ':') continue;
    const reasons = isKind(term, 'whyMade');
    if (!reasons && !isKind(term, 'note')) continue;
    let end = at + 1;
    while (end < terms.length && terms[end]?.kind !== 'break' && terms[end]?.text !== '|') end++;
    const remark = terms.slice(at + 2, end);
    if (!bearsOnOrder(remark, reasons ? BEARS_AS_REASON : BEARS)) leaveOut(remark);
  }
  return said ?? terms;
}

/** "After that nasty wick: bid 2.02": what has been, told before a colon that the order stands behind. */
function prefaceAt(terms: readonly Term[], at: number): readonly Term[] {
  if (!isKind(terms[at], 'after') || !isKind(terms[at + 1], 'pointing')) return [];
  const told = terms.slice(at, at + LONGEST_PREFACE);
  const colon = told.findIndex((t) => t.text === ':');
  const preface = told.slice(0, Math.max(0, colon));
  return preface.every((t) => t.kind === 'word' && !isLabel(t.role)) ? preface : [];
}

const LONGEST_PREFACE = 8;
const isLabel = (role: Role | undefined): boolean =>
  role === 'entry' || role === 'stop' || role === 'target';

function bearsOnOrder(remark: readonly Term[], bears: ReadonlySet<Role>): boolean {
  const earlier = remark.some((t) => t.role === 'past');
  return remark.some((t) => {
    if (t.text === '?') return true;
    if (t.role === undefined) return false;
    return bears.has(t.role) || (ENDED.has(t.role) && !earlier);
  });
}
