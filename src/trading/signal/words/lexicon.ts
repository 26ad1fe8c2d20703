import { fold } from '../text/normalize.ts';
import { LANGUAGES } from '../vocabulary/languages.ts';
import { ROLES, type Role, type Sense, type Vocabulary } from '../vocabulary/roles.ts';
import type { Token } from './tokens.ts';

/** A phrase of a vocabulary, ready to be compared. */
type Phrase = {
  words: readonly string[];
  /** As it stands in the table, with its accents: "kèo" (a trade) is not "kéo" (to pull). */
  written: string;
  role: Role;
  /** What a filler is beside being one. */
  sense?: Sense;
  language: string;
  /** Any ending of the last word will do. */
  anyEnding: boolean;
  /** A label only with a colon (or =) behind it. */
  needsColon: boolean;
  /** A label only with a number right behind: a list number glued to it ("T1"), a price ("损3135"). */
  needsIndex: boolean;
  /** Only at the end of a word (languages matched inside words). */
  endsWord: boolean;
  /** Of a condition, which way the price has to go: a word for above or below is part of it. */
  direction?: 'above' | 'below';
};

/** A phrase found in the tokens, or inside one (languages written without spaces). */
type PhraseMatch = { phrase: Phrase; tokens: number };

type Index = {
  /** By the first word, and below it by the second ('' for phrases of one word). */
  byWords: ReadonlyMap<string, ReadonlyMap<string, readonly Phrase[]>>;
  /** Phrases whose one word is a stem, by the stem's first three letters. */
  byStem: ReadonlyMap<string, readonly Phrase[]>;
  /** Phrases of languages written without spaces, by their first character; longest first. */
  byFirstCharacter: ReadonlyMap<string, readonly Phrase[]>;
};

const JOINING_MARKS = "-./&'";
const ENGLISH = 'English';
const WITHOUT_SPACES: ReadonlySet<string> = new Set(['Chinese', 'Japanese', 'Korean']);
const LATIN_SCRIPT: ReadonlySet<string> = new Set([
  'Turkish',
  'Vietnamese',
  'Spanish',
  'Portuguese',
  'German',
  'French',
  'Indonesian',
]);

/** Words that only an order is made of tell the language from fewer letters ("beli", "kauf"). */
const ORDER_WORDS: ReadonlySet<Role> = new Set<Role>(['buy', 'sell', 'entry', 'target', 'close']);
const SHORTEST_ORDER = 4;

function compile(vocabularies: readonly Vocabulary[]): Index {
  const byWords = new Map<string, Map<string, Phrase[]>>();
  const byStem = new Map<string, Phrase[]>();
  const byFirstCharacter = new Map<string, Phrase[]>();
  const put = (map: Map<string, Phrase[]>, key: string, phrase: Phrase): void => {
    const list = map.get(key);
    // The first table and the first role that names a phrase keep it within a language.
    if (
      list?.some(
        (p) =>
          p.language === phrase.language &&
          p.anyEnding === phrase.anyEnding &&
          p.needsColon === phrase.needsColon &&
          p.needsIndex === phrase.needsIndex &&
          p.endsWord === phrase.endsWord &&
          p.written === phrase.written,
      )
    )
      return;
    if (list) list.push(phrase);
    else map.set(key, [phrase]);
  };
  for (const vocabulary of vocabularies) {
    for (const role of ROLES) {
      for (const written of vocabulary[role] ?? []) {
        const phrase = withDirection(phraseOf(written, role, vocabulary.language), vocabulary);
        const first = phrase.words[0];
        if (!first) continue;
        if (WITHOUT_SPACES.has(vocabulary.language)) {
          const joined = { ...phrase, words: [phrase.words.join(' ')] };
          put(byFirstCharacter, first.charAt(0), joined);
        } else if (phrase.anyEnding && phrase.words.length === 1)
          put(byStem, first.slice(0, 3), phrase);
        else {
          const bySecond = byWords.get(first) ?? new Map<string, Phrase[]>();
          byWords.set(first, bySecond);
          put(bySecond, phrase.words[1] ?? '', phrase);
        }
      }
    }
  }
  for (const list of byFirstCharacter.values()) {
    list.sort((a, b) => (b.words[0]?.length ?? 0) - (a.words[0]?.length ?? 0));
  }
  return { byWords, byStem, byFirstCharacter };
}

function phraseOf(written: string, role: Role, language: string): Phrase {
  const needsColon = written.endsWith(':');
  const anyEnding = written.endsWith('*');
  const needsIndex = written.endsWith('#');
  const endsWord = written.endsWith(' ');
  const bare = needsColon || anyEnding || needsIndex ? written.slice(0, -1) : written;
  const words = wordsOf(fold(bare));
  const spelled = bare.trim().toLowerCase();
  return {
    words,
    written: spelled,
    ...(role === 'topic' || role === 'reason' ? { role: 'filler', sense: role } : { role }),
    language,
    anyEnding,
    needsColon,
    needsIndex,
    endsWord,
  };
}

/** "On a break of", "돌파시": a condition that says which way. */
function withDirection(phrase: Phrase, vocabulary: Vocabulary): Phrase {
  if (phrase.role !== 'if') return phrase;
  const words = phrase.words.join(' ');
  const says = (role: 'above' | 'below'): boolean =>
    (vocabulary[role] ?? []).some((written) => {
      const part = wordsOf(fold(written)).join(' ');
      return WITHOUT_SPACES.has(vocabulary.language)
        ? words.includes(part)
        : ` ${words} `.includes(` ${part} `);
    });
  const [above, below] = [says('above'), says('below')];
  return above === below ? phrase : { ...phrase, direction: above ? 'above' : 'below' };
}

/** The letters-only words of a phrase: "stop-loss" and "p&l" are two words each. */
function wordsOf(folded: string): string[] {
  const words: string[] = [];
  let word = '';
  for (const character of folded) {
    if (/^[\p{L}\p{M}\p{N}_']$/u.test(character)) word += character;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return words;
}

const STANDARD = compile(LANGUAGES);

/** Words that join two numbers, in every language: between numbers they mean nothing else. */
const CONNECTIVES: ReadonlyMap<string, 'and' | 'to'> = new Map(
  (['to', 'and'] as const).flatMap((role) =>
    LANGUAGES.flatMap((vocabulary) =>
      (vocabulary[role] ?? []).map((written): [string, 'and' | 'to'] => [fold(written), role]),
    ),
  ),
);

const PREPOSITIONS: ReadonlySet<string> = new Set(
  LANGUAGES.flatMap((vocabulary) => (vocabulary.at ?? []).map(fold)),
);

/** "short ab 158,40", "short depuis 158,4": between a word and its price the languages need not be told apart. */
export function isPreposition(folded: string): boolean {
  return PREPOSITIONS.has(folded);
}

/** What the word between two numbers says of them ("0.52 y 0.54", "18.40 sampai 18.75"). */
export function connectiveOf(folded: string): 'and' | 'to' | undefined {
  return CONNECTIVES.get(folded);
}

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
  const own = compile([ownVocabulary(labels)]);
  const active = activeLanguages(tokens, folded, text);
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

  const longest = (index: Index, at: number, everyLanguage: boolean): PhraseMatch | null => {
    const first = folded[at] ?? '';
    let found: PhraseMatch | null = null;
    for (const phrase of candidatesAt(index, tokens, folded, at)) {
      if (!everyLanguage && rank(phrase) < 0) continue;
      const length = lengthOfMatch(phrase, tokens, folded, at);
      if (length === 0) continue;
      if (!found || phrase.words.length > found.phrase.words.length)
        found = { phrase, tokens: length };
      else if (
        phrase.words.length === found.phrase.words.length &&
        better(found.phrase, phrase, at, length) === phrase
      ) {
        found = { phrase, tokens: length };
      }
    }
    if (found) return found;
    for (const phrase of index.byStem.get(first.slice(0, 3)) ?? []) {
      if ((everyLanguage || rank(phrase) >= 0) && first.startsWith(phrase.words[0] ?? ' ')) {
        return { phrase, tokens: 1 };
      }
    }
    return null;
  };

  return {
    matchAt: (at) => longest(own, at, true) ?? longest(STANDARD, at, false),
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

function ownVocabulary(labels: Readonly<Record<string, string>>): Vocabulary {
  const vocabulary: { language: string } & { [role in Role]?: string[] } = { language: 'own' };
  for (const [word, role] of Object.entries(labels)) {
    const known = ROLES.find((r) => r === role);
    if (known) vocabulary[known] = [...(vocabulary[known] ?? []), word];
  }
  return vocabulary;
}

/** The phrases whose first word stands at `at`, and whose second, if they have one, behind it. */
function candidatesAt(
  index: Index,
  tokens: readonly Token[],
  folded: readonly string[],
  at: number,
): readonly Phrase[] {
  const bySecond = index.byWords.get(folded[at] ?? '');
  if (!bySecond) return [];
  const single = bySecond.get('') ?? [];
  if (bySecond.size === (single.length > 0 ? 1 : 0)) return single;
  const second = bySecond.get(folded[nextWordAt(tokens, at + 1)] ?? '\n');
  // A last word that stands for any ending can't be looked up.
  return second && second !== single ? [...second, ...single] : single;
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
  for (const [position, word] of phrase.words.entries()) {
    if (position > 0) next = nextWordAt(tokens, next);
    const token = tokens[next];
    if (token?.kind !== 'word' || (position > 0 && token.tag)) return 0;
    const written = folded[next] ?? '';
    const last = position === phrase.words.length - 1;
    if (last && phrase.anyEnding ? !written.startsWith(word) : written !== word) return 0;
    next++;
  }
  if (phrase.needsColon && !isColon(tokens[next])) return 0;
  if (phrase.needsIndex && !(tokens[next]?.kind === 'number' && tokens[next]?.glued)) return 0;
  return next - at;
}

function isColon(token: Token | undefined): boolean {
  return token?.kind === 'mark' && ':=@→'.includes(token.text);
}

/**
 * Which languages the message is in, with a rank. English always is (0.5); a language of its own
 * script always is; one in Latin letters when a word of five letters or with an accent is its own.
 */
function activeLanguages(
  tokens: readonly Token[],
  folded: readonly string[],
  text: string,
): Map<string, number> {
  const hits = new Map<string, number>();
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || token.tag) return;
    const word = folded[at] ?? '';
    const phrases = candidatesAt(STANDARD, tokens, folded, at).filter(
      (p) => lengthOfMatch(p, tokens, folded, at) > 0,
    );
    if (phrases.length === 0) return;
    const english = phrases.some((p) => p.language === ENGLISH);
    const accented = token.text.toLowerCase() !== word;
    for (const language of new Set(phrases.map((p) => p.language))) {
      const phrase = phrases.some((p) => p.language === language && p.words.length > 1);
      const orders = phrases.some((p) => p.language === language && ORDER_WORDS.has(p.role));
      const telling =
        phrase || (!english && (word.length >= (orders ? SHORTEST_ORDER : 5) || accented));
      if (LATIN_SCRIPT.has(language) && !telling) continue;
      hits.set(language, (hits.get(language) ?? 0) + 1);
    }
  });

  const active = new Map<string, number>([
    [ENGLISH, 0.5],
    ['Russian', 0.4],
  ]);
  const kana = /[\u3040-\u30ff]/u.test(text);
  // Japanese without kana ("BTC 決済") can't be told from Chinese; with kana it is Japanese.
  active.set('Japanese', kana ? 0.4 : 0.3);
  if (!kana) active.set('Chinese', 0.4);
  active.set('Korean', 0.4);
  active.set('Persian', 0.3 + (hits.get('Persian') ?? 0) / 1000);
  active.set('Arabic', 0.3 + (hits.get('Arabic') ?? 0) / 1000);
  const most = Math.max(0, ...[...LATIN_SCRIPT].map((language) => hits.get(language) ?? 0));
  for (const language of LATIN_SCRIPT) {
    const count = hits.get(language) ?? 0;
    if (count > 0 && count * 2 >= most) active.set(language, 0.1 + count / 1000);
  }
  return active;
}
