import type { Level } from '../../levels/level.ts';
import type { OrderCandidate } from '../../order/candidate/orderCandidate.ts';
import type { Frame } from '../../order/frame/frame.ts';
import { aimsAt, isPriceThen } from '../../order/walk/neighbours.ts';
import type { Side } from '../../reading.ts';
import { isShortLine } from '../../words/layout/lines.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isConditional } from './condition.ts';

/** What stands around an order, looked at once. */
export type OrderScene = {
  order: OrderCandidate;
  frame: Frame;
  terms: readonly Term[];
  symbol: Term | null;
  /** As it is spoken, or as the levels tell it. */
  side: Side | null;
  /** The words for that side. */
  sideTerms: readonly Term[];
  /** The clauses that the order stands in. */
  clauses: ReadonlySet<number>;
  /** What they say, without remarks in brackets when the order is whole. */
  own: readonly Term[];
  /** Of these, what may turn the order: not what comes behind its levels, nor what labels them. */
  bearing: readonly Term[];
  /** Where the order's words and its first entry end. */
  end: number;
  /** The entry waits for a price beyond. */
  conditional: boolean;
};

export function orderScene(order: OrderCandidate): OrderScene {
  const { frame, entries, structured, spoken: side } = order;
  const { terms } = frame;
  const symbol = order.symbol.term;
  const sideTerms = frame.sides.filter((s) => s.side === side).map((s) => s.term);
  const orderTerms = termsOfOrder(frame, symbol, sideTerms, entries);
  const [entry] = entries;
  const clauses = new Set([
    ...orderTerms.map((t) => t.clause),
    ...(entry ? [entry.term.clause] : []),
    ...(structured ? [] : marketOfOrder(frame, [...sideTerms, symbol]).map((t) => t.clause)),
  ]);
  const end = Math.max(0, ...orderTerms.map((t) => t.end), entry?.term.end ?? 0);
  const own = terms.filter((t) => clauses.has(t.clause) && (t.depth === 0 || !structured));
  // "Buy now, targets 0.034 0.037, will double": behind the last level of an order at once.
  const last = order.marketWord ? Math.max(0, ...order.targets.map((l) => l.term.end)) : 0;
  const bearing = own.filter((t) => {
    if (structured && entry && t.start > end) return false;
    if (last > 0 && t.start > Math.max(last, end) && t.role !== 'not') return false;
    const at = placeOf(terms, t);
    return !isPriceThen(terms, at) && !(structured && aimsAt(terms, at));
  });
  return {
    order,
    frame,
    terms,
    symbol,
    side,
    sideTerms,
    clauses,
    own,
    bearing,
    end,
    conditional: isConditional(entries, structured),
  };
}

/** The words for now in the lines of the side or of the coin, if there are any: "likely to go up now" is another. */
function marketOfOrder({ market }: Frame, order: readonly (Term | null)[]): readonly Term[] {
  const lines = new Set(order.map((t) => t?.line));
  const beside = market.filter((t) => lines.has(t.line));
  return beside.length > 0 ? beside : market;
}

/** The words that carry it: a side set off in a line of its own, or beside its levels, outweighs one in running text. */
function termsOfOrder(
  frame: Frame,
  symbol: Term | null,
  sideTerms: readonly Term[],
  entries: readonly Level[],
): readonly Term[] {
  const linesOfLevels = new Set([...frame.labels, ...entries].map((l) => l.term.line));
  const setOff = sideTerms.filter(
    (t) => linesOfLevels.has(t.line) || isShortLine(frame.terms, t.line),
  );
  if (setOff.length > 0) return setOff;
  return sideTerms.length > 0 ? sideTerms : coinOfOrder(frame, symbol, entries);
}

/** Of the places where the coin is named, the one beside the entry. */
function coinOfOrder(
  { tickers }: Frame,
  symbol: Term | null,
  [entry]: readonly Level[],
): readonly Term[] {
  const beside = tickers.find(
    (t) => t.term.line === entry?.term.line && t.ticker.base === symbol?.ticker?.base,
  );
  return beside ? [beside.term] : symbol ? [symbol] : [];
}
