import type { Role } from '../../vocabulary/roles.ts';
import type { Token } from '../tokens/tokens.ts';
import type { PhraseMatch } from './phraseIndex.ts';

export const ENGLISH = 'English';
const LATIN_SCRIPT: ReadonlySet<string> = new Set([
  'Turkish',
  'Vietnamese',
  'Spanish',
  'Portuguese',
  'German',
  'French',
  'Indonesian',
  'Italian',
  'Hindi',
]);

/** Words that only an order is made of tell the language from fewer letters ("beli", "kauf"). */
const ORDER_WORDS: ReadonlySet<Role> = new Set<Role>(['buy', 'sell', 'entry', 'target', 'close']);
const SHORTEST_ORDER = 4;
const SHORTEST_TELLING = 5;

/**
 * Which languages the message is in, with a rank, by what its tokens match. English always is (0.5); a language of its own
 * script always is; one in Latin letters when a word of five letters or with an accent is its own.
 */
export function languagesOf(
  matches: readonly (readonly PhraseMatch[])[],
  tokens: readonly Token[],
  folded: readonly string[],
  text: string,
): Map<string, number> {
  const hits = new Map<string, number>();
  for (const [at, found] of matches.entries()) {
    if (found.every(isEnglish)) continue;
    const token = tokens[at];
    if (token?.kind !== 'word' || token.tag) continue;
    const word = folded[at] ?? '';
    const english = found.some(isEnglish);
    for (const [place, { phrase }] of found.entries()) {
      const { language } = phrase;
      const isOf = (match: PhraseMatch): boolean => match.phrase.language === language;
      if (language === ENGLISH || found.findIndex(isOf) < place) continue;
      if (LATIN_SCRIPT.has(language) && !tells(found.filter(isOf), token.text, word, english))
        continue;
      hits.set(language, (hits.get(language) ?? 0) + 1);
    }
  }

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
  if (hits.size === 0) return active;
  const most = Math.max(0, ...[...LATIN_SCRIPT].map((language) => hits.get(language) ?? 0));
  for (const language of LATIN_SCRIPT) {
    const count = hits.get(language) ?? 0;
    if (count > 0 && count * 2 >= most) active.set(language, 0.1 + count / 1000);
  }
  return active;
}

const isEnglish = ({ phrase }: PhraseMatch): boolean => phrase.language === ENGLISH;

/** What a language has for a word says that the message is in it. */
function tells(
  found: readonly PhraseMatch[],
  written: string,
  word: string,
  english: boolean,
): boolean {
  if (found.some(({ phrase }) => phrase.words.length > 1)) return true;
  if (english) return false;
  const orders = found.some(({ phrase }) => ORDER_WORDS.has(phrase.role));
  return (
    word.length >= (orders ? SHORTEST_ORDER : SHORTEST_TELLING) || written.toLowerCase() !== word
  );
}
