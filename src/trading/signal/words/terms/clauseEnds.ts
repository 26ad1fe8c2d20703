import { isKind } from '../kinds.ts';
import type { Token } from '../tokens/tokens.ts';

const SENTENCE_END: ReadonlySet<string> = new Set(['.', '!', '?', '。', '…', '؟', '।']);

/** "2. hedef", "1. Ziel": the dot makes an ordinal of the number. */
export function isOrdinalDot(tokens: readonly Token[], at: number): boolean {
  const [number, dot] = [tokens[at - 1], tokens[at]];
  return (
    dot?.text === '.' && dot.glued && number?.number?.whole === true && number.text.length === 1
  );
}

export function endsClause(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || !SENTENCE_END.has(token.text)) return false;
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  if (token.text !== '.') return true;
  if (before?.kind === 'word' && isKind(before.text.toLowerCase(), 'abbreviation')) return false;
  // "Entry." then a space ends a sentence; "stop. loss" does not occur.
  return !next?.glued;
}
