import type { Level } from '../levels/level.ts';
import type { Frame } from '../order/frame/frame.ts';
import type { Provenance, Update } from '../reading.ts';
import type { SpanOf } from '../text/document.ts';
import { placeOf, type Term } from '../words/terms/term.ts';

/**
 * A whole signal told again with marks behind its targets: how far it has come. Null when it is no whole
 * one, or when anything is asked in it.
 */
export function targetsReachedIn(
  frame: Frame,
  symbol: { base: string; term: Term | null } | null,
  spanOf: SpanOf,
): Update | null {
  const { terms, reached, sides } = frame;
  const targets = [...frame.targets, ...frame.sells];
  const whole = frame.entries.length > 0 && targets.length > 0;
  if (!whole || !symbol || reached.length === 0 || terms.some((t) => t.text === '?')) return null;
  const marks = reached.filter((t) => t.mark === 'done');
  const done = targets.filter((level) => isMarked(terms, level));
  if (marks.length === 0 || done.length === 0) return null;
  const side = new Set(sides.filter((s) => s.strength === 'word').map((s) => s.side));
  const spans = (cited: readonly Term[]) => cited.map((t) => spanOf(t.start, t.end));
  const provenance: Record<string, Provenance[string]> = { action: spans(marks) };
  if (symbol.term) provenance.symbol = spans([symbol.term]);
  const sided =
    side.size === 1 ? sides.filter((s) => s.strength === 'word').map((s) => s.term) : [];
  if (sided.length > 0) provenance.side = spans(sided);
  const level = done.at(-1);
  const values = [...new Set(targets.map(({ term }) => term.number?.digits))];
  const last = values.indexOf(level?.term.number?.digits);
  if (level) provenance.target = spans([level.term]);
  return {
    kind: 'update',
    action: 'target_hit',
    symbol: symbol.base,
    side: [...side][0] ?? null,
    target: last + 1,
    provenance,
  };
}

/** ✅ stands behind it, perhaps with the price that it went on to: "6090✅(6110)". */
function isMarked(terms: readonly Term[], { term }: Level): boolean {
  for (let at = placeOf(terms, term) + 1; at < terms.length; at++) {
    const next = terms[at];
    if (next?.mark === 'done') return true;
    if (next?.kind !== 'mark' || !'()%$'.includes(next.text)) return false;
  }
  return false;
}
