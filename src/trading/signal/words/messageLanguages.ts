import type { Role } from '../vocabulary/roles.ts';
import { candidatesAt, lengthOfMatch, type PhraseIndex } from './phraseIndex.ts';
import type { Token } from './tokens.ts';

export const ENGLISH = 'English';
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
const SHORTEST_TELLING = 5;

/**
 * Which languages the message is in, with a rank. English always is (0.5); a language of its own
 * script always is; one in Latin letters when a word of five letters or with an accent is its own.
 */
export function languagesOf(
  index: PhraseIndex,
  tokens: readonly Token[],
  folded: readonly string[],
  text: string,
): Map<string, number> {
  const hits = new Map<string, number>();
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || token.tag) return;
    const word = folded[at] ?? '';
    const phrases = candidatesAt(index, tokens, folded, at).filter(
      (p) => lengthOfMatch(p, tokens, folded, at) > 0,
    );
    if (phrases.length === 0) return;
    const english = phrases.some((p) => p.language === ENGLISH);
    const accented = token.text.toLowerCase() !== word;
    for (const language of new Set(phrases.map((p) => p.language))) {
      const phrase = phrases.some((p) => p.language === language && p.words.length > 1);
      const orders = phrases.some((p) => p.language === language && ORDER_WORDS.has(p.role));
      const telling =
        phrase ||
        (!english && (word.length >= (orders ? SHORTEST_ORDER : SHORTEST_TELLING) || accented));
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
