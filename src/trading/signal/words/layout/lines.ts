import type { Term } from '../terms/term.ts';

/** The terms of each line that has any, in order. */
export function termsByLine(terms: readonly Term[]): Term[][] {
  const lines: Term[][] = [];
  for (const term of terms) {
    const line = lines[term.line];
    if (line) line.push(term);
    else lines[term.line] = [term];
  }
  return lines.filter((line) => line !== undefined);
}

/** The terms of the line that the one at `at` stands in, without looking at all the others. */
export function lineAround(terms: readonly Term[], at: number): readonly Term[] {
  const line = terms[at]?.line;
  let [from, to] = [at, at];
  while (from > 0 && terms[from - 1]?.line === line) from--;
  while (to < terms.length && terms[to]?.line === line) to++;
  return terms.slice(from, to);
}

const MOST_WORDS_OF_A_SHORT_LINE = 3;

/** A line of hardly any words. */
export function isShortLine(terms: readonly Term[], line: number): boolean {
  let words = 0;
  for (const t of terms) {
    if (t.line === line && t.kind === 'word') words += 1;
    if (words > MOST_WORDS_OF_A_SHORT_LINE) return false;
  }
  return true;
}
