import type { Level } from '../levels/level.ts';
import type { Frame } from '../order/frame.ts';
import { announcesTrade } from '../order/newTrade.ts';
import type { Role } from '../vocabulary/roles.ts';
import { sideOfRole } from '../words/sides.ts';
import { placeOf, type Term } from '../words/terms.ts';

/** "The LINK short is now risk free": "now" behind a verb that tells, or beside what a trade has come to. */
export function isStatement(frame: Frame): boolean {
  return frame.market.some((now) => {
    const clause = frame.terms.filter((t) => t.clause === now.clause);
    const told = clause.some((t) => t.start < now.start && (t.text === 'is' || t.text === 'are'));
    return told || clause.some((t) => t.role === 'breakeven' || t.role === 'result');
  });
}

/** "We like the JUP long here": an article, or whose it is, before the coin or the side names a trade that is on. */
export function isNamedTrade({ terms, sides, tickers }: Frame): boolean {
  const named = [...sides, ...tickers].map((t) => t.term);
  return named.some((t) => DEFINITE.has(terms[placeOf(terms, t) - 1]?.text ?? ''));
}

const DEFINITE: ReadonlySet<string> = new Set(['the', 'my', 'our', 'your', 'this', 'that']);

/**
 * "SL on BTC short to 68200", "ETH long: stop at 3050": of a trade only the stop, in one line with the
 * side and no word for now. That speaks of a trade that is on as well as of a new one.
 */
export function isStopInPassing(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
  marketWord: boolean,
): boolean {
  if (entries.length > 0 || marketWord) return false;
  // "SL of BCH long to 362, TP1 to 395".
  const moved = [...frame.stops, ...targets].some(
    (level) => frame.terms[placeOf(frame.terms, level.term) - 1]?.text === 'to',
  );
  if (moved) return true;
  if (targets.length > 0) return false;
  return frame.stops.some((stop) => frame.sides.some((s) => s.term.line === stop.term.line));
}

/** "Buy Signal, Price: 66,230 (RSI 28)": an indicator's alert gives a price, and neither stop nor target. */
export function isAlertPrice(
  frame: Frame,
  entries: readonly Level[],
  structured: boolean,
): boolean {
  if (structured || entries.length === 0) return false;
  const labels = frame.labels.filter((l) => l.role === 'entry');
  const price = (text: string): boolean => text === 'price' || text === 'avg price';
  const alerts = labels.length > 0 && labels.every((l) => price(l.term.text));
  return alerts && !announcesTrade(frame.terms);
}

/** "(cancelled)", or a line of that one word: the order above it no longer stands. */
function isSetApartEnd(frame: Frame): boolean {
  return frame.terms.some((t, i) => {
    if (t.role !== 'cancel' && t.role !== 'stoppedOut') return false;
    const [before, next] = [frame.terms[i - 1], frame.terms[i + 1]];
    const inBrackets = before?.text === '(' && next?.text === ')';
    const alone = frame.terms.filter((o) => o.line === t.line && o.kind === 'word').length === 1;
    return inBrackets || alone;
  });
}

/** The first line says that something was closed, cancelled or stopped, and orders nothing itself. */
export function headsWithEnd(frame: Frame): boolean {
  const first = frame.terms.find((t) => t.kind === 'word');
  const heading = frame.terms.filter((t) => t.line === first?.line && t.kind === 'word');
  const ended = heading.some(
    (t) => t.role === 'close' || t.role === 'cancel' || t.role === 'stoppedOut',
  );
  const orders = heading.some(
    (t) =>
      sideOfRole(t.role) !== null || t.role === 'entry' || t.role === 'target' || t.role === 'stop',
  );
  if (isSetApartEnd(frame)) return true;
  return ended && !orders && frame.terms.some((t) => t.line !== first?.line && t.kind === 'word');
}

/** A line of headings ("Coin | Side | Entry | SL | TP"), and below it a line of numbers without labels. */
export function isTable({ terms, labels }: Frame): boolean {
  const headings = new Map<number, Set<Role>>();
  for (const { role, term } of labels)
    headings.set(term.line, (headings.get(term.line) ?? new Set()).add(role));
  const numbersIn = (line: number): number =>
    terms.filter((t) => t.line === line && t.kind === 'number').length;
  return [...headings].some(
    ([line, roles]) =>
      roles.size >= 2 &&
      numbersIn(line) === 0 &&
      terms.some((t) => t.line > line && !headings.has(t.line) && numbersIn(t.line) >= 2),
  );
}

const LEVELS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'entry',
  'stop',
  'target',
]);

/** "1.44 / 1.38 / 1.56 (entry/stop/target)": labels in a row, behind their numbers. */
export function hasLegend({ terms }: Frame): boolean {
  return terms.some((t, i) => {
    const [mark, next] = [terms[i + 1], terms[i + 2]];
    if (!LEVELS.has(t.role) || mark?.text !== '/' || !LEVELS.has(next?.role)) return false;
    const inLine = terms.filter((o) => o.line === t.line && o.kind === 'number');
    return next?.role !== t.role && inLine.length > 0 && inLine.every((o) => o.at < t.at);
  });
}

const PROFITS: ReadonlySet<string> = new Set([
  'pnl',
  'p l',
  'roi',
  'roe',
  'unrealized',
  'result',
  'results',
  'profit',
]);

/** "PnL: +1.6%", "PnL so far +2%": what a trade has made that is on or over, whatever levels stand beside it. */
export function isPositionCard({ terms }: Frame): boolean {
  return terms.some(
    (t, i) =>
      t.role === 'result' &&
      t.depth === 0 &&
      PROFITS.has(t.text) &&
      !isOfPeriod(terms, i) &&
      terms.slice(i + 1, i + 4).some((n) => n.line === t.line && n.number?.sign),
  );
}

/** "7d ROI +41%": what a provider has made, not the trade. */
function isOfPeriod(terms: readonly Term[], at: number): boolean {
  return terms[at - 1]?.kind === 'timeframe';
}

/** "Current: 64,020 (+0.96%)": where a trade stands that is on, or where the coin stands today. */
export function showsChange({ terms }: Frame): boolean {
  return terms.some((t, i) => {
    if (!CURRENT.has(t.text) || terms[i + 1]?.text !== ':') return false;
    const [price, bracket, change] = terms.slice(i + 2, i + 5);
    return price?.kind === 'number' && bracket?.text === '(' && change?.number?.sign !== undefined;
  });
}

const CURRENT: ReadonlySet<string> = new Set(['current', 'now', 'mark', 'mark price']);

/** A strike with its kind, as options are written: "5200C", "130P". */
export function isOption({ terms }: Frame): boolean {
  return terms.some(
    (t, i) =>
      t.number?.whole &&
      t.number.unit === null &&
      terms[i + 1]?.glued &&
      (terms[i + 1]?.text === 'c' || terms[i + 1]?.text === 'p'),
  );
}

/** "ROI +20%", "PnL: 34%" beside a side and an entry: a position shown, not an order. */
export function isResultCard(frame: Frame): boolean {
  return frame.terms.some(
    (t, i) =>
      t.role === 'result' &&
      !isOfPeriod(frame.terms, i) &&
      frame.terms
        .slice(i + 1, i + 5)
        .some((n) => n.line - t.line <= 1 && n.number?.unit === 'percent'),
  );
}
