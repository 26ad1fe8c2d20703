import { ROLES, type Vocabulary } from '../../vocabulary/roles.ts';
import type { Token } from '../tokens/tokens.ts';
import { type Phrase, phraseOf, phrasesOf, WITHOUT_SPACES } from './phrases.ts';

/** Phrases by what they begin with. */
export type PhraseIndex = {
  /** By the first word, and below it by the second ('' for phrases of one word). */
  byWords: ReadonlyMap<string, ReadonlyMap<string, readonly Phrase[]>>;
  /** Phrases whose one word is a stem, by the stem's first three letters. */
  byStem: ReadonlyMap<string, readonly Phrase[]>;
  /** Phrases of languages written without spaces, by their first character; longest first. */
  byFirstCharacter: ReadonlyMap<string, readonly Phrase[]>;
};

const JOINING_MARKS = "-./&'";
const STEM_LETTERS = 3;

/** The tables, ready for look-up. Throws for a table that `phrasesOf` refuses. */
export function compile(vocabularies: readonly Vocabulary[]): PhraseIndex {
  return indexOf(vocabularies.flatMap(phrasesOf));
}

/** An owner's words for a provider, each with the role it has there; null where there are none. */
export function compileLabels(labels: Readonly<Record<string, string>>): PhraseIndex | null {
  if (Object.keys(labels).length === 0) return null;
  return indexOf(
    ROLES.flatMap((role) =>
      Object.entries(labels)
        .filter(([, name]) => name === role)
        .map(([word]) => phraseOf(word, role, 'own')),
    ),
  );
}

function indexOf(phrases: readonly Phrase[]): PhraseIndex {
  const byWords = new Map<string, Map<string, Phrase[]>>();
  const byStem = new Map<string, Phrase[]>();
  const byFirstCharacter = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first, second = ''] = phrase.words;
    if (!first) continue;
    if (WITHOUT_SPACES.has(phrase.language)) put(byFirstCharacter, first.charAt(0), phrase);
    else if (phrase.anyEnding && phrase.words.length === 1)
      put(byStem, first.slice(0, STEM_LETTERS), phrase);
    else {
      const bySecond = byWords.get(first) ?? new Map<string, Phrase[]>();
      byWords.set(first, bySecond);
      put(bySecond, second, phrase);
    }
  }
  for (const list of byFirstCharacter.values()) {
    list.sort((a, b) => (b.words[0]?.length ?? 0) - (a.words[0]?.length ?? 0));
  }
  return { byWords, byStem, byFirstCharacter };
}

function put(map: Map<string, Phrase[]>, key: string, phrase: Phrase): void {
  const list = map.get(key);
  if (list) list.push(phrase);
  else map.set(key, [phrase]);
}

/** A phrase found in the tokens: how many of them it covers. */
export type PhraseMatch = { phrase: Phrase; tokens: number };

const NO_MATCHES: readonly PhraseMatch[] = [];

/** The phrases that stand at `at`; those of which only the first word does have to be looked up by the second. */
export function matchesAt(
  index: PhraseIndex,
  tokens: readonly Token[],
  folded: readonly string[],
  at: number,
): readonly PhraseMatch[] {
  const bySecond = folded[at] ? index.byWords.get(folded[at]) : undefined;
  if (!bySecond) return NO_MATCHES;
  const found: PhraseMatch[] = [];
  const keep = (phrases: readonly Phrase[] | undefined): void => {
    if (!phrases) return;
    for (const phrase of phrases) {
      const length = lengthOfMatch(phrase, tokens, folded, at);
      if (length > 0) found.push({ phrase, tokens: length });
    }
  };
  // A last word that stands for any ending can't be looked up.
  if (bySecond.size > 1 || !bySecond.has(''))
    keep(bySecond.get(folded[nextWordAt(tokens, at + 1)] || '\n'));
  keep(bySecond.get(''));
  return found;
}

/** The phrase whose stem a word begins with, among those that `counts`. */
export function stemOf(
  index: PhraseIndex,
  word: string,
  counts: (phrase: Phrase) => boolean,
): Phrase | undefined {
  return index.byStem
    .get(word.slice(0, STEM_LETTERS))
    ?.find((phrase) => counts(phrase) && word.startsWith(phrase.words[0] ?? ' '));
}

/** The place of the next word, behind one joining mark or none. */
function nextWordAt(tokens: readonly Token[], at: number): number {
  return tokens[at]?.kind === 'mark' && JOINING_MARKS.includes(tokens[at]?.text ?? ' ')
    ? at + 1
    : at;
}

/** The number of tokens that a phrase covers from `at` on, or 0. A dash, dot, slash or & may join its words. */
function lengthOfMatch(
  phrase: Phrase,
  tokens: readonly Token[],
  folded: readonly string[],
  at: number,
): number {
  let next = at;
  for (let position = 0; position < phrase.words.length; position++) {
    const word = phrase.words[position] ?? '';
    if (position > 0) next = nextWordAt(tokens, next);
    const token = tokens[next];
    if (token?.kind !== 'word' || (position > 0 && token.tag)) return 0;
    const written = folded[next] ?? '';
    const last = position === phrase.words.length - 1;
    if (last && phrase.anyEnding ? !written.startsWith(word) : written !== word) return 0;
    next++;
  }
  if (phrase.needsColon && !isColon(tokens[next]) && !isDashed(tokens, at, next)) return 0;
  if (phrase.needsIndex && !(tokens[next]?.kind === 'number' && tokens[next]?.glued)) return 0;
  return next - at;
}

/** "Take - 2550", first in its line: a dash with spaces around it, and a number behind. */
function isDashed(tokens: readonly Token[], at: number, dash: number): boolean {
  const [before, mark, number] = [tokens[at - 1], tokens[dash], tokens[dash + 1]];
  const opens = before === undefined || before.kind === 'break';
  const apart = mark?.text === '-' && !mark.glued && number?.glued === false;
  return opens && apart && number?.kind === 'number';
}

function isColon(token: Token | undefined): boolean {
  return token?.kind === 'mark' && ':=@→'.includes(token.text);
}
