import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import { targetNumber } from './amounts.ts';

/** "be" is break-even at the end of the clause ("sl to be"), and a verb before a word ("to be moved"). */
export function isPlace(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  if (!isKind(term, 'be')) return true;
  const next = terms[at + 1];
  if (next?.role === 'stop') return true;
  const before = terms[at - 1];
  // "Half out here and be".
  if (terms.length === 1) return true;
  const placed =
    before?.role === 'to' ||
    before?.role === 'at' ||
    before?.role === 'stop' ||
    before?.role === 'hit' ||
    before?.text === '→' ||
    before?.text === '@' ||
    isKind(before, 'goes') ||
    before?.role === 'move';
  return (
    placed &&
    (next === undefined ||
      next.kind !== 'word' ||
      next.role === 'market' ||
      next.role === 'and' ||
      (next.role === 'at' && terms[at + 2]?.kind !== 'number'))
  );
}

/** "stop to entry", "sl entry", "стоп на точку входа": the entry as a place, with no price of its own to set. */
export function entryPlace(terms: readonly Term[], stop: Term): Term | undefined {
  const at = placeOf(terms, stop);
  const entry = terms.findIndex(
    (t, i) =>
      i > at &&
      (t.role === 'entry' ||
        ((t.role === 'limit' || t.role === 'market') && isKind(t, 'entryLabel'))),
  );
  if (entry < 0) return undefined;
  // "SL to 4.55 (entry)".
  const told = terms[entry - 1]?.text === '(' && terms[entry + 1]?.text === ')';
  if (told && terms[entry - 2]?.number?.unit === null && entry - at <= TOLD_BEHIND)
    return terms[entry];
  const gap = terms
    .slice(at + 1, entry)
    .filter((t) => t.kind === 'word' && t.role !== 'filler').length;
  return gap <= 4 &&
    !terms.slice(at + 1, entry).some((t) => t.kind === 'number' && t.number?.unit !== 'percent')
    ? terms[entry]
    : undefined;
}

const TOLD_BEHIND = 4;

/** "stop to TP1", "стоп на 1 тейк": which target. */
export function targetPlace(
  terms: readonly Term[],
  stop: Term,
): { number: number; term: Term } | null {
  const at = placeOf(terms, stop);
  const term = terms.find((t, i) => i > at && t.role === 'target');
  const number = term ? targetNumber(terms, term) : null;
  // "Stop to 5.336 (TP1)": its own price stands before.
  const priced =
    term && terms.slice(at + 1, placeOf(terms, term)).some((t) => t.number && !t.number.whole);
  if (priced) return null;
  return term && number !== null ? { number, term } : null;
}

/** Between `first` and `second` stands a term of `role`, and they are near. */
export function between(terms: readonly Term[], first: Term, second: Term, role: Role): boolean {
  const [from, to] = [placeOf(terms, first), placeOf(terms, second)];
  return (
    to > from &&
    to - from <= 4 &&
    (terms.slice(from, to).some((t) => t.role === role) || to - from === 1)
  );
}

export function followsDirectly(terms: readonly Term[], first: Term, second: Term): boolean {
  return placeOf(terms, second) - placeOf(terms, first) === 1;
}
