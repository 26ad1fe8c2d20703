import type { MessagePart, MessageText, ReadContext, Side, Span } from '../reading.ts';
import { LONGEST_TEXT, termOptions } from '../repliedTo.ts';
import { makeDocument } from '../text/document.ts';
import { fold } from '../text/normalize.ts';
import { withoutOthersWords } from '../text/ownWords.ts';
import type { Role } from '../vocabulary/roles.ts';
import { HIGHEST_INDEX, isIndex } from '../words/layout/listNumbers.ts';
import { readTerms } from '../words/terms/readTerms.ts';
import type { Term } from '../words/terms/term.ts';
import type { Ticker } from '../words/tickers/ticker.ts';
import { sameRuns } from './runs.ts';

/** A number of a line, or the coin or the side it names, with the text it stands in. */
export type Piece = {
  term: Term;
  span: Span;
  /** A dash or "to" stands between it and the number before it. */
  ranged: boolean;
  /** It stands where list numbers stand, and was read as a level all the same. */
  listed: boolean;
};

/** A stretch of a line that is open or stands as it is; or an emoji, which is a label where there are no words. */
type Cut = { text: string; pieces: Piece[]; emoji?: true };

/** A place of a line where numbers stand: one, or a list of any length. */
export type Place = { unit: 'price' | 'percent' | 'times'; numbers: readonly Piece[] };

/** One line of a message, with its label when that stands in the line above. */
export type Line = {
  key: string;
  places: readonly Place[];
  coins: readonly (Piece & { ticker: Ticker })[];
  sides: readonly (Piece & { side: Side })[];
  /** Everything that stands in it. */
  spans: readonly Span[];
  /** The labels in it. */
  roles: ReadonlySet<Role>;
  /** How many words stand in it. */
  words: number;
};

/** Words that say what the numbers behind or below them are. */
export const LABELS: ReadonlySet<Role> = new Set<Role>([
  'entry',
  'stop',
  'target',
  'average',
  'leverage',
  'buy',
  'sell',
  'market',
]);

/** Whether a field was read from this text, and the coins that were read. */
export type Read = { isCited: (span: Span) => boolean; coins: ReadonlySet<string> };

const NUMBER: Readonly<Record<Place['unit'], string>> = {
  price: '{n}',
  percent: '{%}',
  times: '{x}',
};
const UNITS: ReadonlyMap<string, Place['unit']> = new Map([
  ['{n}', 'price'],
  ['{%}', 'percent'],
  ['{x}', 'times'],
]);
/** Between the ends of a range. */
const DASHES: ReadonlySet<string> = new Set(['-', '–', '—', '~', '～', '→']);
/** Behind a number: it was not reached. A stop sign there is only the stop's. */
const CROSSES: ReadonlySet<string> = new Set(['❌', '✖']);
const COIN = '{coin}';
const UNREADABLE = '{?}';
const SIDE = '{side}';
const OPEN_SIDES: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['long', 'short']);

/**
 * Cuts a message into lines with their open places. A line without a number lends its words to the
 * lines of bare numbers under it ("Entry zone:" and below it "27.40 - 28.10"). List numbers are no
 * places, and a list is one place however long it is, also over several lines.
 */
export function cutLines(message: MessageText, context: ReadContext, read: Read): Line[] {
  const parts = [
    { text: message.text, embeds: message.embeds ?? [], wrap: (part: MessagePart) => part },
    ...(message.forwarded ?? []).map(({ text, embeds = [] }, index) => ({
      text,
      embeds,
      wrap: (of: MessagePart): MessagePart => ({ in: 'forwarded', index, of }),
    })),
  ];
  return parts.flatMap(({ text, embeds, wrap }) => {
    const document = makeDocument(text.slice(0, LONGEST_TEXT), embeds, wrap);
    const own = withoutOthersWords(document.text).text;
    const terms = readTerms(own, termOptions(context));
    const written = new Map<number, Cut[]>();
    const roles = new Map<number, Set<Role>>();
    for (const [at, term] of terms.entries()) {
      const piece: Piece = {
        term,
        span: document.spanOf(term.start, term.end),
        ranged: isRanged(terms, at),
        listed: isListNumber(terms, at),
      };
      const text = textOf(terms, at, piece, own, read);
      const line = written.get(term.line) ?? [];
      if (text !== null) line.push({ text, pieces: [piece] });
      else if (isEmoji(term)) line.push({ text: term.text, pieces: [], emoji: true });
      else continue;
      written.set(term.line, line);
      if (term.role) roles.set(term.line, (roles.get(term.line) ?? new Set()).add(term.role));
    }
    return joinLists([...written].map(([line, cuts]) => ({ cuts, roles: roles.get(line) })));
  });
}

type Written = { cuts: readonly Cut[]; roles: ReadonlySet<Role> | undefined };

const isOpen = (text: string): boolean => text.startsWith('{');

function joinLists(lines: readonly Written[]): Line[] {
  const joined: { cuts: Cut[]; roles: Set<Role>; takes: boolean }[] = [];
  for (const { cuts: all, roles = new Set<Role>() } of lines) {
    const cuts = all.filter(({ emoji }) => !emoji);
    if (cuts.length === 0) continue;
    const before = joined.at(-1);
    const bare = cuts.every(({ text }) => UNITS.has(text) || text === '✓' || text === '✗');
    // "🎯 24.35" under a heading: the emoji is the label. Under a label it is a bullet.
    const [mark] = all;
    const marked = bare && mark?.emoji && !isUnderLabel(before?.roles) ? [mark] : [];
    if (bare && before?.takes && marked.length === 0) {
      before.cuts.push(...cuts);
      continue;
    }
    const labels = !cuts.some(({ text }) => UNITS.has(text));
    joined.push({
      cuts: [...marked, ...cuts],
      roles: new Set(roles),
      takes: labels || (bare && marked.length === 0),
    });
  }
  return joined.map(({ cuts, roles }) => lineOf(cuts, roles));
}

function isUnderLabel(roles: ReadonlySet<Role> | undefined): boolean {
  return roles !== undefined && [...roles].some((role) => LABELS.has(role));
}

function lineOf(cuts: readonly Cut[], roles: ReadonlySet<Role>): Line {
  const folded = sameRuns(cuts);
  const all = cuts.flatMap(({ pieces }) => pieces);
  return {
    key: folded.map(({ text }) => text).join(' '),
    places: folded.flatMap(({ text, pieces }) => {
      const unit = UNITS.get(text);
      return unit ? [{ unit, numbers: pieces }] : [];
    }),
    coins: all.flatMap((piece) =>
      piece.term.ticker ? [{ ...piece, ticker: piece.term.ticker }] : [],
    ),
    sides: all.flatMap((piece) =>
      piece.term.role === 'long' || piece.term.role === 'short'
        ? [{ ...piece, side: piece.term.role }]
        : [],
    ),
    spans: all.map(({ span }) => span),
    roles,
    words: cuts.filter(({ text, emoji }) => !emoji && !isOpen(text)).length,
  };
}

/** How a term stands in the key of its line; null when the key leaves it out. */
function textOf(
  terms: readonly Term[],
  at: number,
  { term, span, listed }: Piece,
  own: string,
  read: Read,
): string | null {
  switch (term.kind) {
    case 'word': {
      const { ticker, role } = term;
      if (ticker && isCoin(ticker, role, read.coins)) return COIN;
      if (OPEN_SIDES.has(role)) return SIDE;
      const word = fold(own.slice(term.start, term.end)).replace(/\s+/gu, ' ').trim();
      // An emoji's own sign, or what normalizing has left of one.
      return /[\p{L}\p{N}]/u.test(word) ? withoutListNumber(word) : null;
    }
    case 'number': {
      const unit = term.number?.unit ?? unitOfRange(terms, at);
      if (unit === 'percent') return NUMBER.percent;
      if (unit === 'times') return NUMBER.times;
      if (unit === 'ratio') return '{r}';
      return listed && !read.isCited(span) ? null : NUMBER.price;
    }
    case 'timeframe':
      return '{candle}';
    case 'mark':
      // Behind a number they say what has become of it.
      if (term.mark === 'done' && followsNumber(terms, at)) return '✓';
      return CROSSES.has(term.text) && followsNumber(terms, at) ? '✗' : null;
    case 'other':
      // Digits that make no number ("$.0.92").
      return /[0-9]/u.test(term.text) ? UNREADABLE : null;
    default:
      return null;
  }
}

/** A sign that is neither punctuation nor a list number. */
function isEmoji({ kind, text }: Term): boolean {
  return (kind === 'mark' || kind === 'other') && /^\p{Extended_Pictographic}/u.test(text);
}

function isCoin(
  { form, base, notCrypto }: Ticker,
  role: Role | undefined,
  coins: ReadonlySet<string>,
): boolean {
  if (notCrypto) return false;
  if (form === 'pair' || form === 'tag') return true;
  if (form === 'name' || form === 'known') return role === undefined || coins.has(base);
  return coins.has(base);
}

/** "TP2" with the number glued to it. */
function withoutListNumber(word: string): string {
  const name = word.replace(/\d{1,2}$/u, '');
  return name === '' ? word : name;
}

/** Of the lower end of "5-10x" and "1-2%": its unit stands behind the upper. */
function unitOfRange(terms: readonly Term[], at: number): 'percent' | 'times' | null {
  const [dash, upper] = [terms[at + 1], terms[at + 2]];
  const unit = upper?.number?.unit;
  const joined = dash?.kind === 'mark' && DASHES.has(dash.text) && dash.glued && upper?.glued;
  return joined && (unit === 'percent' || unit === 'times') ? unit : null;
}

function isListNumber(terms: readonly Term[], at: number): boolean {
  const { number } = terms[at] ?? {};
  if (!number?.whole || number.unit !== null || number.digits.length > 2) return false;
  const value = Number(number.digits);
  return value <= HIGHEST_INDEX && isIndex(terms, at, value, false);
}

function isRanged(terms: readonly Term[], at: number): boolean {
  const [number, between] = [terms[at - 2], terms[at - 1]];
  if (terms[at]?.kind !== 'number' || number?.kind !== 'number') return false;
  return between?.role === 'to' || (between?.kind === 'mark' && DASHES.has(between.text));
}

function followsNumber(terms: readonly Term[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const kind = terms[i]?.kind;
    if (kind === 'number') return true;
    if (kind !== 'mark' && kind !== 'gap') return false;
  }
  return false;
}
