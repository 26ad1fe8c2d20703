import type { Level } from '../levels/level.ts';
import type { Frame } from '../order/frame.ts';
import { isCandleClose, isPriceThen } from '../order/neighbours.ts';
import type { Side } from '../reading.ts';
import type { Role } from '../vocabulary/roles.ts';
import { firstValue } from '../words/numbers.ts';
import { placeOf, type Term } from '../words/terms.ts';
import { isSure } from '../words/tickers.ts';
import { COPULAS } from './instructionTrust.ts';

/** What beside an order's levels speaks against taking it as it stands; null when nothing does. */
export function objectionBeside(
  frame: Frame,
  symbol: Term | null,
  side: Side,
  entries: readonly Level[],
  targets: readonly Level[],
): { why: string; about: 'side' | 'entry' | 'action' } | null {
  if (isBothWays(frame, side)) return { why: 'it says both buy and sell', about: 'side' };
  if (isTravelled(frame, side, targets))
    return { why: 'its two prices may be the entry and a target', about: 'entry' };
  const other = coinBeside(frame, symbol, entries);
  if (other) return { why: `its price stands beside ${other}`, about: 'entry' };
  const end = endIn(frame, entries, targets) ?? talkIn(frame, symbol, entries, targets);
  return end ? { why: `“${end.text}” stands beside its levels`, about: 'action' } : null;
}

/** Another coin, in the line of the entry: "BTC long +120%", and below it "SOL long 142". */
function coinBeside(
  { tickers }: Frame,
  symbol: Term | null,
  [first]: readonly Level[],
): string | undefined {
  if (!first || !symbol?.ticker || symbol.line === first.term.line) return undefined;
  const beside = tickers.filter((t) => t.term.line === first.term.line && isSure(t.ticker));
  const own = beside.some((t) => t.ticker.base === symbol.ticker?.base);
  return own ? undefined : beside[0]?.ticker.base;
}

/** Words of a trade's end, and of levels that held before. */
const ENDS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'cancel',
  'stoppedOut',
  'flip',
  'past',
  'instead',
]);

/** "… TP 150 closed +3%", "stop was 2.29, now 2.35": beside the levels, a word that says they no longer stand. */
function endIn(
  { terms, stops }: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): Term | undefined {
  const levels = [...entries, ...stops, ...targets].map((l) => l.term);
  const clauses = new Set(levels.map((t) => t.clause));
  const lines = new Set(levels.map((t) => t.line));
  return terms.find((t, at) => {
    // "… TP 140. Closed green."
    const opens = t.text === 'closed' && terms[at - 1]?.clause !== t.clause;
    if (opens && lines.has(t.line)) return true;
    // "Status: closed".
    const field = terms[at - 1]?.text === ':' && terms[at - 2]?.text === 'status';
    if (field && (t.role === 'close' || ENDS.has(t.role))) return true;
    // "Closed: No".
    if (terms[at + 1]?.text === ':' && terms[at + 2]?.role === 'no') return false;
    const aside = t.depth > 0 && t.text !== 'closed' && t.role !== 'cancel';
    if (aside || !clauses.has(t.clause)) return false;
    if (isPriceThen(terms, at)) return false;
    if (ENDS.has(t.role)) return true;
    const [before, next] = [terms[at - 1], terms[at + 1]];
    // "Out at 150 for +7%".
    if (t.text === 'for' && next?.number?.unit === 'percent') return true;
    const part = [before, next].some((n) => n?.number?.unit === 'percent' || PARTS.has(n?.role));
    const profit = next?.number?.sign !== undefined;
    return t.text === 'closed' && (profit || !part) && !isCandleClose(terms, at);
  });
}

const PARTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'half',
  'third',
  'quarter',
]);

/** More unknown words than this lead to an order only in a story, and in a heading of one. */
const MOST_UNKNOWN_BEFORE = 1;
const MOST_UNKNOWN_IN_HEADING = 1;

/**
 * What else is said in the line of an order that is given in one line, side and levels: "the bot
 * crashed, it posted long SOL 140 SL 135", "… TP 150 is what the bot would say".
 */
function talkIn(
  { terms, sides, stops }: Frame,
  symbol: Term | null,
  entries: readonly Level[],
  targets: readonly Level[],
): Term | undefined {
  const levels = [...entries, ...stops, ...targets].map((l) => l.term);
  const side = sides[0]?.term;
  const line = terms.filter((t) => t.line === side?.line && t.depth === 0);
  const inLine = levels.filter((t) => t.line === side?.line);
  if (!side || inLine.length < 2) return undefined;
  const from = Math.min(side.at, symbol?.at ?? side.at, ...inLine.map((t) => t.at));
  const last = inLine.reduce((a, b) => (b.at > a.at ? b : a));
  const next = line.find((t) => t.at === last.at + 1);
  if (next && COPULAS.has(next.text)) return next;
  const told = line.find((t) => t.role === 'told' || t.role === 'unreal');
  if (told) return told;
  const unknown = line.filter((t) => t.at < from && isUnknownWord(t));
  const fence = line.findLast((t) => t.at < from && (t.text === ':' || t.text === '|'));
  const [before, heading] = [true, false].map((behind) =>
    unknown.filter((t) => t.at > (fence?.at ?? -1) === behind),
  );
  if ((before?.length ?? 0) > MOST_UNKNOWN_BEFORE) return before?.[0];
  return (heading?.length ?? 0) > MOST_UNKNOWN_IN_HEADING ? heading?.[0] : undefined;
}

function isUnknownWord({ kind, role, ticker, text }: Term): boolean {
  return (
    kind === 'word' &&
    (!role || role === 'date') &&
    text.length > 2 &&
    (!ticker || ticker.form === 'word')
  );
}

/** "Short from 1.80 to 1.60": where to and where from, as well as a zone to get in. */
function isTravelled({ terms, entries }: Frame, side: Side, targets: readonly Level[]): boolean {
  const [first, second] = entries;
  if (!first || second?.join !== 'range' || targets.length > 0) return false;
  const gains = firstValue(second.term) > firstValue(first.term) === (side === 'long');
  return gains && terms[placeOf(terms, first.term) - 1]?.text === 'from';
}

/** "22.40 BUY 21.30 STOP 24.00 SELL": both verbs in one line, and no other word says which it is. */
function isBothWays({ terms, sides }: Frame, side: Side): boolean {
  const sold = sides.filter((s) => s.side === 'short').map((s) => s.term);
  return (
    side === 'short' &&
    sold.every((t) => t.role === 'sell') &&
    terms.some((t) => t.role === 'buy' && sold.some((s) => s.line === t.line))
  );
}
