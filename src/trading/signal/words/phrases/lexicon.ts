import { LANGUAGES } from '../../vocabulary/languages.ts';
import type { Token } from '../tokens/tokens.ts';
import { ENGLISH, languagesOf } from './messageLanguages.ts';
import {
  compile,
  compileLabels,
  matchesAt,
  type PhraseIndex,
  type PhraseMatch,
  stemOf,
} from './phraseIndex.ts';
import type { Phrase } from './phrases.ts';

const STANDARD = compile(LANGUAGES);

export type Lexicon = {
  /** The longest phrase that begins at token `at`, in the languages of this message. */
  matchAt: (at: number) => PhraseMatch | null;
  /** The longest phrase that begins at `from` in a run of words without spaces inside; its length. */
  matchInside: (
    run: string,
    from: number,
    numberBehind: boolean,
  ) => { phrase: Phrase; length: number } | null;
};

/**
 * The vocabulary as it applies to one message. A word of a language in Latin letters counts only
 * when the message shows that it is in that language ("al", "but", "bin" are words of several), and
 * English stays in force everywhere: traders mix it into all languages. `labels` are the owner's
 * own words for a provider; they win.
 */
export function lexiconFor(
  tokens: readonly Token[],
  folded: readonly string[],
  text: string,
  labels: Readonly<Record<string, string>> = {},
): Lexicon {
  const own = compileLabels(labels);
  const matches = tokens.map((_, at) => matchesAt(STANDARD, tokens, folded, at));
  const active = languagesOf(matches, tokens, folded, text);
  const rank = (phrase: Phrase): number => active.get(phrase.language) ?? -1;
  // A label with its colon says more. English wins over the message's other language, save where it has only a filler to say.
  const better = (a: Phrase, b: Phrase, at: number, length: number): Phrase => {
    if (a.language === b.language && a.written !== b.written)
      return isSpelled(b, tokens, at, length) ? b : a;
    // "No" is "don't" in a Spanish message, and "at" in a Portuguese one.
    if (saysNo(a) !== saysNo(b) && a.role !== 'filler' && b.role !== 'filler')
      return saysNo(a) ? b : a;
    const doubtful = rank(a) === rank(b) || startsClause(tokens, at);
    if (doubtful && a.role !== b.role && (a.role === 'not' || b.role === 'not'))
      return a.role === 'not' ? a : b;
    if (a.needsColon !== b.needsColon) return a.needsColon ? a : b;
    if (a.role === 'filler' && b.role !== 'filler') return b;
    if (b.role === 'filler' && a.role !== 'filler') return a;
    return rank(b) > rank(a) ? b : a;
  };

  const longest = (
    found: readonly PhraseMatch[],
    index: PhraseIndex,
    at: number,
    everyLanguage: boolean,
  ): PhraseMatch | null => {
    let best: PhraseMatch | null = null;
    for (const match of found) {
      const { phrase } = match;
      if (!everyLanguage && rank(phrase) < 0) continue;
      if (!best || phrase.words.length > best.phrase.words.length) best = match;
      else if (
        phrase.words.length === best.phrase.words.length &&
        better(best.phrase, phrase, at, match.tokens) === phrase
      )
        best = match;
    }
    if (best) return best;
    const stem = stemOf(index, folded[at] ?? '', (phrase) => everyLanguage || rank(phrase) >= 0);
    return stem ? { phrase: stem, tokens: 1 } : null;
  };
  const ownAt = (at: number): PhraseMatch | null =>
    own ? longest(matchesAt(own, tokens, folded, at), own, at, true) : null;

  return {
    matchAt: (at) => ownAt(at) ?? longest(matches[at] ?? [], STANDARD, at, false),
    matchInside: (run, from, numberBehind) => {
      for (const phrase of STANDARD.byFirstCharacter.get(run.charAt(from)) ?? []) {
        const [words = ''] = phrase.words;
        if (!run.startsWith(words, from) || rank(phrase) < 0) continue;
        const end = from + words.length;
        if (phrase.endsWord && end < run.length && run[end] !== ' ') continue;
        if (phrase.needsIndex && !(end === run.length && numberBehind)) continue;
        return { phrase, length: words.length };
      }
      return null;
    },
  };
}

function startsClause(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before === undefined || before.kind === 'break' || before.text === '.';
}

function saysNo({ role, language }: Phrase): boolean {
  return role === 'no' && language === ENGLISH;
}

/** The message has the phrase with the accents of the table. */
function isSpelled(phrase: Phrase, tokens: readonly Token[], at: number, length: number): boolean {
  const text = tokens.slice(at, at + length).map((token) => token.text.toLowerCase());
  return text.join(' ').normalize('NFC') === phrase.written.normalize('NFC');
}
