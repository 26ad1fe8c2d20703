import type { Term } from './terms.ts';

const SEPARATORS: ReadonlySet<string> = new Set([',', ';', '|', '/', '•', '·', '.']);

/**
 * "0.1215 entry, 0.1242 sl, 0.118 tp": where every label of a line stands behind its number, each is
 * put in front of it, so that the rest of the reader knows one order only.
 */
export function withLabelsInFront(terms: readonly Term[]): Term[] {
  const ordered = [...terms];
  let lineStart = 0;
  for (let at = 0; at <= terms.length; at++) {
    if (at < terms.length && terms[at]?.kind !== 'break') continue;
    const labels: number[] = [];
    for (let i = lineStart; i < at; i++) if (isPriceLabel(terms[i])) labels.push(i);
    if (labels.length >= 2 && labels.every((i) => i > lineStart && isBehindNumber(terms, i))) {
      for (const i of labels) swap(ordered, i - 1);
    }
    lineStart = at + 1;
  }
  return ordered;
}

function isPriceLabel(term: Term | undefined): boolean {
  return term?.role === 'entry' || term?.role === 'stop' || term?.role === 'target';
}

function isBehindNumber(terms: readonly Term[], at: number): boolean {
  const [before, next] = [terms[at - 1], terms[at + 1]];
  const ends = next === undefined || next.kind === 'break' || SEPARATORS.has(next.text);
  return before?.number?.unit === null && !before.number.sign && ends;
}

/** Exchanges a term with the next one; each takes the other's place among the terms. */
function swap(terms: Term[], at: number): void {
  const [first, second] = [terms[at], terms[at + 1]];
  if (!first || !second) return;
  terms[at] = { ...second, at };
  terms[at + 1] = { ...first, at: at + 1 };
}
