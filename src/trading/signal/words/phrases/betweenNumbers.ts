import { LANGUAGES } from '../../vocabulary/languages.ts';
import { wordsUnder } from './phrases.ts';

/** Words that join two numbers, in every language: between numbers they mean nothing else. */
const CONNECTIVES: ReadonlyMap<string, 'and' | 'to'> = new Map(
  (['to', 'and'] as const).flatMap((role) =>
    LANGUAGES.flatMap((vocabulary) =>
      wordsUnder(vocabulary, role).map((word): [string, 'and' | 'to'] => [word, role]),
    ),
  ),
);

const PREPOSITIONS: ReadonlySet<string> = new Set(
  LANGUAGES.flatMap((vocabulary) => wordsUnder(vocabulary, 'at')),
);

/** "short ab 158,40", "short depuis 158,4": between a word and its price the languages need not be told apart. */
export function isPreposition(folded: string): boolean {
  return PREPOSITIONS.has(folded);
}

/** What the word between two numbers says of them ("0.52 y 0.54", "18.40 sampai 18.75"). */
export function connectiveOf(folded: string): 'and' | 'to' | undefined {
  return CONNECTIVES.get(folded);
}
