import { QUOTES } from '../../vocabulary/assets.ts';
import { wordsOfKind } from '../kinds.ts';
import { remembering } from '../remembering.ts';
import type { Token } from './tokens.ts';

/** Takes apart words that lost the space between them: "LONGLeverage", "XAUUSDSELL", "NEARUSDTSHORTLev". */
export function splitGluedWords(tokens: readonly Token[]): Token[] {
  const split: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    const written = tokens[at - 1]?.text === '"' ? underscoredAt(token) : [];
    const cuts = token.kind === 'word' ? cutsOf(token.text) : [];
    if (written.length > 0) split.push(...written);
    else if (cuts.length > 0) split.push(...piecesAt(token, cuts));
    else split.push(token);
  }
  return split;
}

/** "position_closed", "TP_HIT", as programs write them in quotes: words of their own, unless it is a pair. */
function underscoredAt({ kind, text, start, glued, tag }: Token): Token[] {
  const words = text.split('_');
  const plain = words.length > 1 && words.every((word) => /^[a-z]+$/iu.test(word));
  if (kind !== 'word' || tag || !plain) return [];
  const last = words.at(-1)?.toUpperCase() ?? '';
  if (last === 'PERP' || QUOTES.some((quote) => quote === last)) return [];
  let at = start;
  return words.map((word, i) => {
    const piece: Token = {
      kind,
      text: word,
      start: at,
      end: at + word.length,
      glued: i === 0 && glued,
    };
    at = piece.end + 1;
    return piece;
  });
}

const cutsOf = remembering((text: string): readonly number[] => {
  if (text.length < SHORTEST) return [];
  const tail = camelCut(text);
  const side = sideCut(tail === null ? text : text.slice(0, tail));
  return [side, tail].filter((cut) => cut !== null);
});

function piecesAt(token: Token, cuts: readonly number[]): Token[] {
  return [0, ...cuts].map((from, i) => {
    const to = cuts[i] ?? token.text.length;
    const piece = {
      text: token.text.slice(from, to),
      start: token.start + from,
      end: token.start + to,
    };
    return from === 0 ? { ...token, ...piece } : { kind: 'word', ...piece, glued: true };
  });
}

const SHORTEST = 5;

/** "LONGLeverage" → 4: capitals, then a capital that begins a small-letter word of three letters or more. */
function camelCut(word: string): number | null {
  for (let at = 2; at < word.length - 2; at++) {
    const here = word[at] ?? '';
    const next = word[at + 1] ?? '';
    const before = word.slice(word[0] === '#' || word[0] === '$' ? 1 : 0, at);
    if (
      isUpper(here) &&
      isLower(next) &&
      before === before.toUpperCase() &&
      isUpper(word[at - 1] ?? '')
    ) {
      const tail = word.slice(at).toLowerCase();
      return GLUED_TAILS.some((label) => tail.startsWith(label)) ? at : null;
    }
    if (isUpper(here) && isLower(word[at - 1] ?? '')) {
      const tail = word.slice(at).toLowerCase();
      return GLUED_TAILS.includes(tail) ? at : null;
    }
  }
  return null;
}

const GLUED_TAILS = wordsOfKind('gluedTail');
const GLUED_SIDES = wordsOfKind('gluedSide').map((side) => side.toUpperCase());

/** "BTCUSDTLONG", "XAUUSDSELL" → where the side begins. */
function sideCut(word: string): number | null {
  const upper = word.toUpperCase();
  for (const side of GLUED_SIDES) {
    const cut = upper.length - side.length;
    if (
      cut >= 5 &&
      upper.endsWith(side) &&
      QUOTES.some((quote) => upper.slice(0, cut).endsWith(quote))
    )
      return cut;
  }
  return null;
}

function isUpper(c: string): boolean {
  return c !== c.toLowerCase();
}

function isLower(c: string): boolean {
  return c !== c.toUpperCase();
}
