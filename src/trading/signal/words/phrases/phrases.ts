import { fold } from '../../text/normalize.ts';
import { ROLES, type Role, type Sense, type Vocabulary } from '../../vocabulary/roles.ts';

/** A phrase of a vocabulary, ready to be compared. */
export type Phrase = {
  words: readonly string[];
  /** Its words with a space between. */
  text: string;
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

/** Matched inside words: what is written is looked for wherever it stands. */
export const WITHOUT_SPACES: ReadonlySet<string> = new Set(['Chinese', 'Japanese', 'Korean']);

/** Roles that are asked for their words as a whole, so that a phrase of another role may stand there too. */
const SHARED: ReadonlySet<Role> = new Set<Role>(['above', 'below', 'to', 'and', 'at']);
const MARK = '+';

/**
 * The phrases of a language, each with its one role, in the order of ROLES.
 *
 * Throws for a phrase without a letter, for one that stands twice, and for a mark without need.
 */
export function phrasesOf(vocabulary: Vocabulary): Phrase[] {
  const { language } = vocabulary;
  const direction = directionIn(vocabulary);
  const found = new Map<string, Phrase>();
  const marked: { written: string; role: Role; key: string }[] = [];
  for (const role of ROLES) {
    for (const written of writtenUnder(vocabulary, role)) {
      const isMarked = written.startsWith(MARK);
      const phrase = phraseOf(isMarked ? written.slice(MARK.length) : written, role, language);
      const key = keyOf(phrase);
      if (phrase.words.length === 0) throw refusal(language, `"${written}" has no letter`);
      if (isMarked) {
        marked.push({ written, role, key });
        continue;
      }
      const other = found.get(key);
      if (other) throw refusal(language, standsTwice(written, senseOrRole(other), role));
      found.set(key, role === 'if' ? { ...phrase, ...direction(phrase) } : phrase);
    }
  }
  for (const { written, role, key } of marked) {
    if (!SHARED.has(role))
      throw refusal(language, `"${written}" under ${role} would never be read; take it out`);
    if (!found.has(key))
      throw refusal(language, `"${written}" stands under ${role} only; take the ${MARK} away`);
  }
  return [...found.values()];
}

function refusal(language: string, why: string): Error {
  return new Error(`The ${language} vocabulary: ${why}.`);
}

function standsTwice(written: string, first: Role, second: Role): string {
  if (first === second) return `"${written}" stands twice under ${first}; take one out`;
  const mark = SHARED.has(second) ? `, or write "${MARK}${written}" under ${second}` : '';
  return `"${written}" stands under ${first} and under ${second}; take it out of one${mark}`;
}

const senseOrRole = ({ sense, role }: Phrase): Role => sense ?? role;

/** What stands in the table under a role, with its signs. */
function writtenUnder(vocabulary: Vocabulary, role: Role): string[] {
  return (vocabulary[role] ?? '')
    .split(/[,\n]/u)
    .map((written) => written.trim())
    .filter((written) => written !== '');
}

/** The words under a role as they are looked up, those of other roles that are marked among them. */
export function wordsUnder(vocabulary: Vocabulary, role: Role): string[] {
  return writtenUnder(vocabulary, role).map((written) =>
    fold(written.startsWith(MARK) ? written.slice(MARK.length) : written),
  );
}

/** Two phrases that nothing in a message could tell apart have the same key. */
function keyOf({ words, written, language, ...signs }: Phrase): string {
  const spelled = WITHOUT_SPACES.has(language) ? words : wordsOf(written.normalize('NFC'));
  const { anyEnding, needsColon, needsIndex, endsWord } = signs;
  return JSON.stringify([spelled, anyEnding, needsColon, needsIndex, endsWord]);
}

/** One entry of a table under its role. */
export function phraseOf(written: string, role: Role, language: string): Phrase {
  const sign = /[:*#_]$/u.exec(written)?.[0];
  const bare = sign ? written.slice(0, -1) : written;
  const words = wordsOf(fold(bare));
  const text = words.join(' ');
  return {
    words: WITHOUT_SPACES.has(language) && words.length > 0 ? [text] : words,
    text,
    written: bare.trim().toLowerCase(),
    ...(role === 'topic' || role === 'reason' ? { role: 'filler', sense: role } : { role }),
    language,
    anyEnding: sign === '*',
    needsColon: sign === ':',
    needsIndex: sign === '#',
    endsWord: sign === '_',
  };
}

/** "On a break of", "돌파시": a condition that says which way. */
function directionIn(
  vocabulary: Vocabulary,
): (phrase: Phrase) => { direction?: 'above' | 'below' } {
  const inside = WITHOUT_SPACES.has(vocabulary.language);
  const partsOf = (role: Role): string[] =>
    wordsUnder(vocabulary, role).map((word) => {
      const part = wordsOf(word).join(' ');
      return inside ? part : ` ${part} `;
    });
  const [above, below] = [partsOf('above'), partsOf('below')];
  return ({ words }) => {
    const text = inside ? words.join(' ') : ` ${words.join(' ')} `;
    const up = above.some((part) => text.includes(part));
    const down = below.some((part) => text.includes(part));
    return up === down ? {} : { direction: up ? 'above' : 'below' };
  };
}

/** The letters-only words of a phrase: "stop-loss" and "p&l" are two words each. */
function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{M}\p{N}_']+/gu) ?? [];
}
