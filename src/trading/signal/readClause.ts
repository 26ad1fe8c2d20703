import { trustIn } from './evidence/instructions/trust.ts';
import { isAboutDoing } from './evidence/narration.ts';
import { candidatesIn } from './instruction/candidates.ts';
import { isAtSeveralPrices } from './instruction/closings.ts';
import type { InstructionCandidate } from './instruction/instructionCandidate.ts';
import { candidatesOfChanges, levelChangesIn, termsOfChanges } from './instruction/levelChanges.ts';
import { canCarry, wordsOf } from './instruction/segmentWords.ts';
import type { Subject } from './instruction/subjects.ts';
import { isKind } from './words/kinds.ts';
import { distinct, type Segment, segmentsOf } from './words/layout/clauses.ts';
import type { Term } from './words/terms/term.ts';

/** The instructions and reports of a clause, without those that are talk. */
export function candidatesOf(
  clause: readonly Term[],
  tickers: readonly Subject[],
  namedBefore: boolean,
  goesOn: boolean,
  dropped: Set<string>,
): InstructionCandidate[] {
  if (!clause.some(canCarry)) return [];
  if (clause.some((t) => t.text === '?') || isAboutDoing(clause)) {
    dropped.add(isAboutDoing(clause) ? 'about_doing' : 'question_in_clause');
    return [];
  }
  const candidates: InstructionCandidate[] = [];
  let heldOnly = false;
  const segments = segmentsOf(clause);
  const changes = levelChangesIn(clause, goesOn);
  const own = termsOfChanges(clause, changes);
  const changing =
    changes.length > 0
      ? wordsOf(joinedParts(clause, segments, own), namedBefore || tickers.length > 0, false)
      : null;
  let rest: readonly Segment[] = segments;
  if (changing) {
    const found = candidatesOfChanges(changing, changes);
    const trust = trustIn(changing, jointly(found));
    if (trust.is === 'talk') dropped.add(trust.rule);
    else
      candidates.push(
        ...found.map((one) => (trust.is === 'asked' ? { ...one, doubted: trust } : one)),
      );
    rest = segmentsOf(blanked(clause, own));
  }
  for (const segment of rest) {
    const upTo = segment.terms.at(-1)?.at ?? 0;
    const hasSubject = namedBefore || tickers.some(({ term }) => term.at <= upTo);
    const words = wordsOf(segment, hasSubject, heldOnly);
    if (words && !words.has('ad')) {
      const { reports, instructions } = candidatesIn(words);
      candidates.push(...reports);
      for (const found of instructions) {
        const trust = trustIn(words, found);
        if (trust.is === 'talk') dropped.add(trust.rule);
        else candidates.push(trust.is === 'asked' ? { ...found, doubted: trust } : found);
      }
    }
    if (segment.terms.some((t) => t.role === 'hold' && isKind(t, 'still'))) heldOnly = true;
  }
  // In the order in which they are written, where a change of levels was read before the rest.
  if (changing) candidates.sort((a, b) => firstAt(a) - firstAt(b));
  if (distinct(tickers).length <= 1 && isAtSeveralPrices(clause))
    return candidates.filter(({ action }) => action !== 'close' && action !== 'close_part');
  // "Scratch the BNB scalp, exit at entry", "invalidated, closing": what is left was open.
  const leaves = candidates.some(({ action }) => action === 'close');
  const scratched = ({ terms: [verb] }: InstructionCandidate): boolean => isKind(verb, 'scratches');
  // "Encerrando a operação, zero a zero": where it was left, with no word for a stop.
  const where = ({ action, terms }: InstructionCandidate): boolean =>
    action === 'stop_to_entry' && terms.every((t) => t.role === 'breakeven');
  const keepsRest = clause.some((t) => t.role === 'rest');
  if (leaves)
    return candidates.filter(
      (d) => (keepsRest || !where(d)) && !(d.action === 'cancel_entry' && scratched(d)),
    );
  return candidates;
}

function firstAt({ terms }: InstructionCandidate): number {
  return Math.min(...terms.map((t) => t.at));
}

/** The parts of the clause from the first to the last with one of these terms, as one. */
function joinedParts(
  clause: readonly Term[],
  segments: readonly Segment[],
  own: ReadonlySet<Term>,
): Segment {
  const parts = segments.filter(({ terms }) => terms.some((t) => own.has(t)));
  const from = parts[0]?.terms[0]?.at ?? 0;
  const to = parts.at(-1)?.terms.at(-1)?.at ?? -1;
  return {
    terms: clause.filter((t) => t.at >= from && t.at <= to),
    conditional: parts.some((s) => s.conditional),
    theirs: parts.some((s) => s.theirs),
  };
}

/** Several instructions of one sentence as one: what speaks against one speaks against all. */
function jointly(candidates: readonly InstructionCandidate[]): InstructionCandidate {
  const [first] = candidates;
  if (!first) throw new Error('no instruction to join');
  const cites: Record<string, Term[]> = {};
  for (const candidate of candidates)
    for (const [field, terms] of Object.entries(candidate.cites))
      cites[field] = [...(cites[field] ?? []), ...terms];
  return { ...first, terms: candidates.flatMap(({ terms }) => terms), cites };
}

/** The clause with these terms empty; places stay as they are. */
function blanked(clause: readonly Term[], out: ReadonlySet<Term>): Term[] {
  return clause.map((term) => {
    if (!out.has(term)) return term;
    const { start, end, line, clause: id, depth, glued, at } = term;
    return { kind: 'other', text: '', start, end, line, clause: id, depth, glued, at };
  });
}
