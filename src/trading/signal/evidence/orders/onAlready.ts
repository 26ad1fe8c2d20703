import { isFilledAmount } from '../../order/frame/newTrade.ts';
import { isKind } from '../../words/kinds.ts';
import { ORDERS } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { isBetween, isWord } from '../roles.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** "Holding BTC short", "Still valid:", "Open positions:": the trade is on already. */
export const onAlready: Evidence<OrderScene> = {
  name: 'on_already',
  weight: TURNS,
  examples: ['ETH long from 3000 still running, sl 2900'],
  find: (scene) => {
    const { heading } = scene.frame;
    return heading?.role === 'again' ? heading : saysOn(scene);
  },
  say: turning((term) => `${quoted(term)}, of a trade that is on`),
};

/**
 * What says that the trade is on already: "Holding BTC short", "still in the SOL long" beside the side,
 * "Still valid:" or "Repost" in its clause, in a heading or in a line of its own.
 */
function saysOn({ frame, terms, symbol, sideTerms }: OrderScene): Term | undefined {
  const beside = (term: Term, step: 1 | -1): Term | undefined => {
    for (let at = placeOf(terms, term) + step; terms[at]?.clause === term.clause; at += step) {
      const other = terms[at];
      if (isWord(other) && !isBetween(other) && other.role !== 'again') return other;
      if (other?.kind === 'number' || other?.text === ':') return undefined;
    }
    return undefined;
  };
  const isSubject = (term: Term | undefined): boolean =>
    term !== undefined && (term === symbol || sideTerms.includes(term));
  const held = terms.find((term) => {
    if (term.role !== 'hold') return false;
    // "Buy & hold".
    const joint = terms[placeOf(terms, term) - 1];
    const verb = terms[placeOf(terms, term) - 2];
    if ((joint?.text === '&' || joint?.role === 'and') && verb?.role === 'buy') return false;
    const next = beside(term, 1);
    const before = beside(term, -1);
    return (isSubject(next) && before?.role !== 'and') || (before && sideTerms.includes(before));
  });
  if (held) return held;
  const filled = terms.find(
    (t, at) =>
      t.role === 'filled' &&
      t.depth === 0 &&
      terms[at + 1]?.text !== ':' &&
      !isFilledAmount(terms, at),
  );
  const planned = terms.some(
    (t) =>
      t.clause === filled?.clause && (t.role === 'if' || t.role === 'later' || t.role === 'not'),
  );
  if (filled && !planned) return filled;
  const posted = terms.find((t) => isKind(t, 'ago') && !hasLevel(terms, t.line));
  if (posted) return posted;
  const safe = terms.find((_, at) => isStopAtEntry(terms, at));
  if (safe) return safe;
  const first = Math.min(...sideTerms.map((t) => t.line), ...frame.labels.map((l) => l.term.line));
  return terms.find((term) => {
    if (term.role !== 'again') return false;
    const words = terms.filter((t) => t.line === term.line && isWord(t));
    const levels = terms.some((t) => t.line === term.line && t.kind === 'number');
    const order = sideTerms.length > 0 ? sideTerms : frame.labels.map((l) => l.term);
    const inOrder = order.some((t) => t.clause === term.clause);
    const heads = term.line < first && words.length <= 8;
    return inOrder || (!levels && (heads || words.length <= 3));
  });
}

function hasLevel(terms: readonly Term[], line: number): boolean {
  return terms.some((t) => t.line === line && (ORDERS.has(t.role) || t.number?.unit === null));
}

/** "SL at entry", said of the trade itself: only one that is on has it there. */
function isStopAtEntry(terms: readonly Term[], at: number): boolean {
  const [stop, place, entry] = [terms[at], terms[at + 1], terms[at + 2]];
  if (stop?.role !== 'stop' || place?.role !== 'at' || stop.depth > 0) return false;
  const isEntry =
    entry?.role === 'breakeven' || (entry?.role === 'entry' && !terms[at + 3]?.number);
  const when = terms.some(
    (t) =>
      t.clause === stop.clause && (t.role === 'if' || t.role === 'move' || t.role === 'target'),
  );
  return isEntry && !when;
}
