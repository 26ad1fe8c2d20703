import { literal, type NumberLiteral } from './numbers.ts';
import type { Token } from './tokens.ts';

/**
 * "37,38" is 37.38 or a list of two. How the message writes its other numbers tells: a longer list or
 * decimals with a dot make all of them lists, decimals that can be no list make none of them one. Where
 * nothing tells, the number says that it may be a list.
 */
export function splitCommaLists(tokens: readonly Token[]): readonly Token[] {
  const pairs = new Map<Token, readonly [string, string]>();
  for (const token of tokens) {
    const pair = pairIn(token);
    if (pair) pairs.set(token, pair);
  }
  if (pairs.size === 0) return tokens;
  const others = tokens.filter((token) => token.number?.unit === null && !pairs.has(token));
  const lists = tokens.some((_, at) => isLongList(tokens, at));
  const dots = others.some(({ text }) => /^[^,]*[0-9]\.[0-9]+[^,]*$/u.test(text));
  // "[151,158]".
  const listed = (token: Token, at: number): boolean =>
    tokens[at - 1]?.text === '[' && tokens[at + 1]?.text === ']' && pairs.has(token);
  if (tokens.some(listed))
    return tokens.flatMap((t, at) => partsOf(t, listed(t, at) ? pairs.get(t) : undefined));
  const commas = others.some(({ text }) => isCommaDecimal(text));
  if (lists || (dots && !commas)) return tokens.flatMap((t) => partsOf(t, pairs.get(t)));
  if (commas) return tokens;
  return tokens.map((token) => {
    const pair = pairs.get(token);
    const { number } = token;
    return pair && number ? { ...token, number: { ...number, orList: pair } } : token;
  });
}

/** The two whole numbers of "37,38", when they lie as close together as the prices of a list do. */
function pairIn({ number }: Token): readonly [string, string] | null {
  if (!number || number.whole || number.unit !== null || number.sign) return null;
  const [, first, second] = /^([1-9][0-9]{0,3}),([1-9][0-9]{0,3})$/u.exec(number.digits) ?? [];
  if (!first || !second) return null;
  const ratio = Number(first) / Number(second);
  // "65,100" is in thousands; "9,10" may be two.
  const alike = first.length === second.length || (first.startsWith('9') && second.startsWith('1'));
  return alike && ratio > 1 / WIDEST && ratio < WIDEST ? [first, second] : null;
}

/** The prices of a list differ by less than this. */
const WIDEST = 1.6;

/** "40,42,45": whole numbers with nothing but commas between. */
function isLongList(tokens: readonly Token[], at: number): boolean {
  const [first, comma, second] = tokens.slice(at, at + 3);
  const plain = (t: Token | undefined): boolean =>
    t?.number?.whole === true && t.number.unit === null && t.number.digits.length > 1;
  return (
    plain(first) && comma?.text === ',' && comma.glued && plain(second) && second?.glued === true
  );
}

/** "4,10", "0,0410", and no thousands. */
function isCommaDecimal(text: string): boolean {
  const [, head, decimals] = /([0-9]+),([0-9]+)/u.exec(text) ?? [];
  const more = text.split(',').length > 2 || text.includes('.');
  if (more || head === undefined || decimals === undefined) return false;
  return decimals.length !== 3 || head === '0';
}

function partsOf(token: Token, pair: readonly [string, string] | undefined): Token[] {
  if (!pair) return [token];
  const [first, second] = pair;
  const start = token.end - second.length;
  const of = (digits: string): NumberLiteral =>
    literal(digits, { values: [{ value: digits, cost: 0 }] });
  return [
    { ...token, text: first, end: token.start + first.length, number: of(first) },
    { kind: 'mark', text: ',', start: start - 1, end: start, glued: true },
    { kind: 'number', text: second, start, end: token.end, glued: true, number: of(second) },
  ];
}
