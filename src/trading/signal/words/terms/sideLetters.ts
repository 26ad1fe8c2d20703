import { isKind } from '../kinds.ts';
import type { Term } from './term.ts';

const SIDES: ReadonlyMap<string, 'long' | 'short'> = new Map([
  ['l', 'long'],
  ['s', 'short'],
]);

/**
 * "S 64,350" in a message that labels its stop otherwise: a letter for the side, first in its line or
 * behind the coin that is, with a price behind it. Beside "H" the letters are a high and a low.
 */
export function withSideLetters(terms: readonly Term[]): readonly Term[] {
  const letters = terms.filter((_, at) => isSideLetter(terms, at));
  if (letters.length !== 1) return terms;
  const [letter] = letters;
  const labelled = terms.some((t) => t.role === 'stop');
  const told = terms.some(
    (t) => t.role === 'long' || t.role === 'short' || isKind(t, 'highLetter'),
  );
  const role = SIDES.get(letter?.text ?? '');
  if (!role || !labelled || told) return terms;
  return terms.map((term) => (term === letter ? { ...term, ticker: undefined, role } : term));
}

const LEVEL_LETTERS: ReadonlyMap<string, 'entry' | 'stop' | 'target'> = new Map([
  ['e', 'entry'],
  ['s', 'stop'],
  ['t', 'target'],
]);

/** "E 0.1716", "S 0.1664", "T 0.1770 · 0.1835": lines with a letter each for what they give. */
export function withLevelLetters(terms: readonly Term[]): readonly Term[] {
  const letters = terms.filter((term, at) => {
    if (!LEVEL_LETTERS.has(term.text)) return false;
    const [before, price] = [terms[at - 1], terms[at + 1]];
    const opens = !before || before.kind === 'break';
    return opens && isPrice(price) && price.line === term.line;
  });
  const found = new Set(letters.map((t) => t.text));
  if (letters.length < 2 || letters.length !== found.size) return terms;
  // "e 60,480", "s 59,620", "tp 61,400": the third has a label.
  const rest = [...LEVEL_LETTERS].filter(([letter]) => !found.has(letter));
  if (!rest.every(([, role]) => terms.some((t) => t.role === role))) return terms;
  return terms.map((term) => {
    const role = letters.includes(term) ? LEVEL_LETTERS.get(term.text) : undefined;
    return role ? { ...term, ticker: undefined, role } : term;
  });
}

function isPrice(term: Term | undefined): term is Term {
  return term?.number?.unit === null && !term.number.sign && !term.glued;
}

function isSideLetter(terms: readonly Term[], at: number): boolean {
  const [before, letter, price] = [terms[at - 1], terms[at], terms[at + 1]];
  if (!letter || !SIDES.has(letter.text) || letter.role === 'stop' || letter.line !== price?.line)
    return false;
  const priced = isPrice(price);
  const opens = !before || before.kind === 'break';
  const coin = before?.ticker !== undefined && before.ticker.form !== 'word';
  const first = coin && (!terms[at - 2] || terms[at - 2]?.kind === 'break');
  return priced && (opens || first);
}
