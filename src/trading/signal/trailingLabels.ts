import type { Term } from './terms.ts';
import type { Role } from './vocabulary/roles.ts';

const SEPARATORS: ReadonlySet<string> = new Set([',', ';', '|', '/', '•', '·', '.', '。']);

/**
 * "0.1215 entry, 0.1242 sl, 0.118 tp", "68600で損切り、66900と66000で利確": where every label of a line
 * stands behind its numbers, each is put in front of them, so that the rest of the reader knows one
 * order only.
 */
export function withLabelsInFront(terms: readonly Term[]): Term[] {
  const ordered = [...terms];
  let lineStart = 0;
  for (let at = 0; at <= terms.length; at++) {
    if (at < terms.length && terms[at]?.kind !== 'break') continue;
    const moves = movesIn(terms, lineStart, at);
    for (const { from, to } of moves) move(ordered, from, to);
    lineStart = at + 1;
  }
  return ordered;
}

/** Where each label of a line goes; none when one of them has its numbers behind it. */
function movesIn(
  terms: readonly Term[],
  start: number,
  end: number,
): { from: number; to: number }[] {
  const moves: { from: number; to: number }[] = [];
  let firstNumber = -1;
  for (let at = start; at < end; at++) {
    const term = terms[at];
    if (!term) continue;
    if (isPriceLabel(term)) {
      if (!isBehindNumber(terms, at, end) || firstNumber < 0) return [];
      moves.push({ from: at, to: firstNumber });
      firstNumber = -1;
    } else if (term.role === 'sell' && firstNumber >= 0 && isBehindNumber(terms, at, end)) {
      moves.push({ from: at, to: firstNumber });
      firstNumber = -1;
    } else if (term.number?.unit === null && !term.number.sign) {
      if (firstNumber < 0) firstNumber = at;
    } else if (term.kind === 'word' && !PARTICLES.has(term.role)) firstNumber = -1;
    else if (term.kind === 'number') firstNumber = -1;
  }
  return moves.length >= 2 ? moves : [];
}

/** What may stand between a number and the label behind it: "68600で損切り", "21,90 altında stop". */
const PARTICLES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'at',
  'to',
  'and',
  'above',
  'below',
]);

function isBehindNumber(terms: readonly Term[], at: number, end: number): boolean {
  const before = terms[at - 1];
  const behind = before?.kind === 'number' || PARTICLES.has(before?.role);
  return behind && endsPart(terms, at + 1, end);
}

/** Only an ending or a word without a meaning stands before the next separator. */
function endsPart(terms: readonly Term[], from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const term = terms[at];
    if (!term || SEPARATORS.has(term.text)) return true;
    if (term.kind !== 'word' || (term.role !== undefined && term.role !== 'filler')) return false;
  }
  return true;
}

function isPriceLabel(term: Term | undefined): boolean {
  return term?.role === 'entry' || term?.role === 'stop' || term?.role === 'target';
}

/** Takes the term at `from` to the place `to` before it; those between go one further. */
function move(terms: Term[], from: number, to: number): void {
  const [label] = terms.splice(from, 1);
  if (!label) return;
  terms.splice(to, 0, label);
  for (let at = to; at <= from; at++) {
    const term = terms[at];
    if (term) terms[at] = { ...term, at };
  }
}
