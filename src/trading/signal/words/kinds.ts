import { fold } from '../text/normalize.ts';
import { KINDS, type Kind } from '../vocabulary/kinds.ts';

type Compiled = { words: ReadonlySet<string>; patterns: readonly ((text: string) => boolean)[] };

const COMPILED: ReadonlyMap<string, Compiled> = new Map(
  Object.entries(KINDS).map(([kind, languages]) => [kind, compile(Object.values(languages))]),
);

function compile(languages: readonly string[]): Compiled {
  const written = languages.flatMap((words) => words.split(', ')).map(fold);
  const isPattern = (word: string): boolean => word.includes('*');
  return {
    words: new Set(written.filter((word) => !isPattern(word))),
    patterns: written.filter(isPattern).map(patternOf),
  };
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

/** A term, or a folded text, is a word of this kind. */
export function isKind(of: { text: string } | string | null | undefined, kind: Kind): boolean {
  const compiled = COMPILED.get(kind);
  if (of === null || of === undefined || !compiled) return false;
  const text = typeof of === 'string' ? of : of.text;
  if (compiled.words.has(text)) return true;
  return compiled.patterns.length > 0 && compiled.patterns.some((fits) => fits(text));
}
