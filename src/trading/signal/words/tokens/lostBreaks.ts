import { literal, valuesOf } from './numbers.ts';
import type { Token } from './tokens.ts';

/**
 * "1) 25.52) 273) 29.9": a list whose line breaks were lost, so that each price has the next list
 * number glued behind. They are cut off again where the list numbers follow on each other; a price in
 * brackets, or a list that breaks off in between, is left as it is written.
 */
export function splitListNumbers(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some((_, at) => isFirst(tokens, at) && gluedNext(tokens[at + 2], 2))) return tokens;
  const split: Token[] = [];
  let expected = 0;
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    if (token.text === '(') depth++;
    if (token.text === ')' && depth > 0) depth--;
    if (depth === 0 && isFirst(tokens, at)) expected = 2;
    const cut =
      expected > 1 && tokens[at - 1]?.text === ')' && isClosed(tokens, at)
        ? gluedNext(token, expected)
        : null;
    if (!cut) {
      // The list has ended with the last price.
      if (token.kind === 'number' && tokens[at - 1]?.text === ')') expected = 0;
      split.push(token);
      continue;
    }
    split.push(...cut);
    expected++;
  }
  return split;
}

/** "1)". */
function isFirst(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === '1' && tokens[at]?.kind === 'number' && isClosed(tokens, at);
}

function isClosed(tokens: readonly Token[], at: number): boolean {
  const mark = tokens[at + 1];
  return mark?.text === ')' && mark.glued;
}

/** A price, and the list number that is glued behind it; null when there is none. */
function gluedNext(token: Token | undefined, expected: number): [Token, Token] | null {
  const { number } = token ?? {};
  const next = String(expected);
  if (!token || !number || number.unit !== null || !number.digits.endsWith(next)) return null;
  const digits = number.digits.slice(0, -next.length);
  const values = valuesOf(digits);
  if (!/[0-9]$/u.test(digits) || values.length === 0) return null;
  const cut = token.end - next.length;
  return [
    {
      ...token,
      text: token.text.slice(0, -next.length),
      end: cut,
      number: literal(digits, { values, currency: number.currency }),
    },
    {
      kind: 'number',
      text: next,
      start: cut,
      end: token.end,
      glued: true,
      number: literal(next, { values: valuesOf(next) }),
    },
  ];
}
