import type { Term } from './terms.ts';

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
