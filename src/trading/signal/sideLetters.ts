import type { Term } from './terms.ts';

const SIDES: ReadonlyMap<string, 'long' | 'short'> = new Map([
  ['l', 'long'],
  ['s', 'short'],
]);

/**
 * "S 64,350" in a message that labels its stop otherwise: a letter for the side, first in its line or
 * behind the coin that is, with a price behind it. Beside "H" the letters are a high and a low.
 */
export function withSideLetters(terms: readonly Term[]): Term[] {
  const letters = terms.filter((_, at) => isSideLetter(terms, at));
  const [letter] = letters;
  const labelled = terms.some((t) => t.role === 'stop' && !t.text.startsWith('s:'));
  const told = terms.some((t) => t.role === 'long' || t.role === 'short' || t.text === 'h');
  const role = SIDES.get(letter?.text ?? '');
  if (letters.length !== 1 || !role || !labelled || told) return [...terms];
  return terms.map((term) => {
    const { ticker, ...rest } = term;
    return term === letter ? { ...rest, role } : term;
  });
}

function isSideLetter(terms: readonly Term[], at: number): boolean {
  const [before, letter, price] = [terms[at - 1], terms[at], terms[at + 1]];
  if (!letter || !SIDES.has(letter.text) || letter.line !== price?.line) return false;
  const number = price.number;
  const priced = number?.unit === null && !number.sign && !price.glued;
  const opens = !before || before.kind === 'break';
  const coin = before?.ticker !== undefined && before.ticker.form !== 'word';
  const first = coin && (!terms[at - 2] || terms[at - 2]?.kind === 'break');
  return priced && (opens || first);
}
