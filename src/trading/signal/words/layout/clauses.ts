import { KNOWN_TICKERS } from '../../vocabulary/assets.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind, isKindUpTo } from '../kinds.ts';
import type { Term } from '../terms/term.ts';
import type { Ticker } from '../tickers/ticker.ts';
import { isFraction } from './listNumbers.ts';

/** A part of a clause, between commas: the span in which a verb looks for its object. */
export type Segment = {
  terms: readonly Term[];
  /** A condition stands before it in its clause. */
  conditional: boolean;
  /** What stands before it in its clause tells of somebody else, and nothing says that it is over. */
  theirs: boolean;
};

const MOST_TICKERS = 40;

export function clausesOf(terms: readonly Term[]): Term[][] {
  const clauses: Term[][] = [];
  for (const term of terms) {
    if (term.kind === 'break') continue;
    const clause = clauses[term.clause];
    if (clause) clause.push(term);
    else clauses[term.clause] = [term];
  }
  return clauses.filter((clause) => clause !== undefined && clause.length > 0);
}

export function distinct(
  found: readonly { ticker: Ticker; term: Term }[],
): { ticker: Ticker; term: Term }[] {
  return found.filter(
    (one, i) => found.findIndex((other) => other.ticker.base === one.ticker.base) === i,
  );
}

/** Where a clause names coins: by a sure form, or by a word in capitals that stands first or before a verb. */
export function tickersIn(terms: readonly Term[]): { ticker: Ticker; term: Term }[] {
  const found: { ticker: Ticker; term: Term }[] = [];
  // In a clause of capitals throughout, capitals say nothing.
  const isPlain = (t: Term): boolean =>
    t.kind === 'word' && t.ticker?.form !== 'capitals' && t.text.length >= 2;
  const plainWords = terms.filter(isPlain).length;
  let before: Term | null = null;
  let first = true;
  // "Close all before the CPI": what the reason names is not meant.
  let reason = false;
  for (const [at, term] of terms.entries()) {
    const { ticker } = term;
    if (term.sense === 'reason') reason = true;
    else if (term.text === ',') reason = false;
    if (ticker && !reason && found.length < MOST_TICKERS) {
      const shouted = plainWords === (isPlain(term) ? 1 : 0);
      const next = terms[at + 1];
      if (isSubject(term, ticker, next, before, first, shouted)) found.push({ ticker, term });
    }
    if (term.kind === 'word' && term.role !== 'filler' && term.role !== 'order') before = term;
    if (term.kind !== 'mark' && term.kind !== 'gap') first = false;
  }
  return found;
}

function isSubject(
  { role }: Term,
  { form, base, shouted: inCapitals = false }: Ticker,
  next: Term | undefined,
  before: Term | null,
  first: boolean,
  shouted: boolean,
): boolean {
  const heads =
    next?.role === 'stop' ||
    next?.role === 'hit' ||
    next?.role === 'target' ||
    next?.role === 'order';
  if (role) {
    // "MOVE SL TO ENTRY": the verb, and what it moves.
    const acts = isVerb(role) && (next?.role === 'stop' || next?.role === 'target');
    const verb = (isVerb(next?.role) || heads) && !acts;
    const leads = first && (next?.text === ':' || (form === 'capitals' && verb));
    // "Scrap the NEAR idea", "close OP": in capitals among small letters, and no price behind it.
    return leads || (form === 'capitals' && !inCapitals && !acts && next?.kind !== 'number');
  }
  if (form !== 'word' && form !== 'capitals') return true;
  if (form === 'word') return false;
  if (first && (next?.text === ':' || next?.text === '-' || isVerb(next?.role) || heads))
    return true;
  if (KNOWN_TICKERS.has(base) && (first || !shouted)) return true;
  const object =
    isVerb(before?.role) ||
    before?.role === 'long' ||
    before?.role === 'short' ||
    before?.role === 'all';
  return !shouted && object;
}

function isVerb(role: Role | undefined): boolean {
  return (
    role === 'close' ||
    role === 'cancel' ||
    role === 'move' ||
    role === 'reduce' ||
    role === 'secure' ||
    role === 'add' ||
    role === 'hold' ||
    role === 'average'
  );
}

/** "Close above 68k": what comes behind it in the sentence is for when the candle has closed so. */
function isCloseBeyond(terms: readonly Term[], at: number): boolean {
  const next = terms[at + 1]?.role;
  return next === 'above' || next === 'below';
}

/** Of the readers' own trade: in, holding, filled. */
const OWN_TRADE: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'if',
  'filler',
  'told',
  'entered',
  'hold',
  'filled',
  'order',
  'open',
  'long',
  'short',
  'at',
  'market',
]);
/** "If you took this long,": says to whom it speaks, not when. */
function isAddress(terms: readonly Term[]): boolean {
  const addresses = terms.some((t) => isKindUpTo(' ', t, 'reader'));
  return (
    addresses &&
    terms.every((t) => {
      const coin = t.ticker !== undefined && t.ticker.form !== 'word';
      return coin || isKind(t, 'into') || isKind(t, 'reader') || OWN_TRADE.has(t.role);
    })
  );
}

/** "… if you are still holding": from the condition at `at` on it only says whom it speaks to. */
export function addressesFrom(terms: readonly Term[], at: number): boolean {
  const rest = terms.slice(at);
  const end = rest.findIndex((t) => t.kind === 'mark' && t.text !== "'");
  const said = end < 0 ? rest : rest.slice(0, end);
  return said.some((t) => t.role === 'hold' || isKind(t, 'still')) && isAddress(said);
}

const SEGMENT_MARKS: ReadonlySet<string> = new Set([',', ';', '|', '•', '·', '/']);

/** "✅ the rest rides". */
function opensRest(clause: readonly Term[], at: number): boolean {
  const first = clause[at]?.role === 'filler' ? clause[at + 1] : clause[at];
  return first?.role === 'rest';
}

export function segmentsOf(clause: readonly Term[]): Segment[] {
  const segments: { terms: Term[]; conditional: boolean; theirs: boolean }[] = [];
  let current: Term[] = [];
  // It has a verb, a stop or a part: what an "and" can join to another.
  let acts = false;
  let conditional = false;
  let theirs = false;
  const flush = (): void => {
    if (current.some((t) => isKindUpTo("'", t, 'speaker'))) theirs = false;
    if (current.length > 0) segments.push({ terms: current, conditional, theirs });
    // "Dear traders," speaks to them, and tells nothing.
    const told = current.some(
      (t) => t.kind === 'word' && t.role !== 'someone' && t.role !== 'filler',
    );
    if (told && current.some((t) => t.role === 'someone')) theirs = true;
    const waits = current.some(
      (t, at) =>
        // "Don't wait for TP2".
        (t.role === 'if' && current[at - 1]?.role !== 'not') ||
        (t.role === 'close' && isCloseBeyond(current, at)),
    );
    if (waits && !isAddress(current)) conditional = true;
    // "Usually half at the first target, stop to entry": the habit goes on behind the comma.
    if (current.some((t) => isKind(t, 'habit'))) conditional = true;
    current = [];
    acts = false;
  };
  for (const [at, term] of clause.entries()) {
    const joins =
      term.kind === 'mark' &&
      SEGMENT_MARKS.has(term.text) &&
      !(term.text === '/' && (term.glued || clause[at + 1]?.kind === 'number')) &&
      // "targets to 69k, 71k, 74k" is one list.
      !(clause[at - 1]?.kind === 'number' && clause[at + 1]?.kind === 'number');
    // "TP1 ✅ move the stop up": the mark ends what it marks.
    const opens = isVerb(term.role) || opensRest(clause, at);
    const done = clause[at - 1]?.mark === 'done' && opens && current.length > 1;
    // "First target achieved now move your stop …".
    const next =
      term.role === 'move' &&
      clause[at - 1]?.role === 'market' &&
      current.some((t) => t.role === 'hit') &&
      current.some((t) => t.role === 'target');
    if (done || next) flush();
    const listed =
      clause[at - 1]?.kind === 'number' &&
      clause[at + 1]?.kind === 'number' &&
      !isFraction(clause, at + 1);
    const and =
      (term.role === 'and' || (term.text === '&' && isVerb(clause[at + 1]?.role))) &&
      !listed &&
      acts;
    if (joins || and) flush();
    if (isKind(term, 'afterThat') && isKind(clause[at + 1]?.text, 'speaker')) conditional = true;
    if (joins || and) continue;
    current.push(term);
    acts ||= isVerb(term.role) || term.role === 'stop' || term.number?.unit === 'percent';
  }
  flush();
  return segments;
}
