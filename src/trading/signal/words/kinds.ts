import { fold } from '../text/normalize.ts';
import { KINDS, type Kind } from '../vocabulary/kinds.ts';
import { remembering } from './remembering.ts';

/** The kinds of a word. */
export type KindsOfWord = ReadonlySet<Kind>;

const NO_KINDS: KindsOfWord = new Set();
const WORDS = new Map<string, Set<Kind>>();
const PATTERNS: { fits: (text: string) => boolean; kind: Kind }[] = [];

for (const kind of Object.keys(KINDS) as Kind[])
  for (const word of wordsOfKind(kind).map(fold)) {
    if (word.includes('*')) PATTERNS.push({ fits: patternOf(word), kind });
    else WORDS.set(word, (WORDS.get(word) ?? new Set()).add(kind));
  }

/** "exit*", "*ing", "*stop*": any ending, any beginning, both. */
function patternOf(word: string): (text: string) => boolean {
  const [begins, ends] = [!word.startsWith('*'), !word.endsWith('*')];
  const part = word.replaceAll('*', '');
  if (begins) return (text) => text.startsWith(part);
  return ends ? (text) => text.endsWith(part) : (text) => text.includes(part);
}

/** The words of a kind as its table has them, for places where text is looked at letter by letter. */
export function wordsOfKind(kind: Kind): string[] {
  return Object.values<string>(KINDS[kind]).flatMap((words) => words.split(', '));
}

/** All kinds that a folded text is a word of; most words are of none. */
export const kindsOf = remembering((text: string): KindsOfWord => {
  const exact = WORDS.get(text);
  const fitting = PATTERNS.filter(({ fits }) => fits(text));
  if (fitting.length === 0) return exact ?? NO_KINDS;
  return new Set([...(exact ?? []), ...fitting.map(({ kind }) => kind)]);
});

/** A term, or a folded text, is a word of this kind. */
export function isKind(
  of: { text: string; kinds?: KindsOfWord | undefined } | string | null | undefined,
  kind: Kind,
): boolean {
  if (of === null || of === undefined) return false;
  const kinds = typeof of === 'string' ? kindsOf(of) : (of.kinds ?? kindsOf(of.text));
  return kinds !== NO_KINDS && kinds.has(kind);
}

/** What stands before the first `separator` in a term is a word of this kind: the "I" of "I'm". */
export function isKindUpTo(
  separator: string,
  term: { text: string; kinds?: KindsOfWord | undefined },
  kind: Kind,
): boolean {
  const end = term.text.indexOf(separator);
  return isKind(end < 0 ? term : term.text.slice(0, end), kind);
}
