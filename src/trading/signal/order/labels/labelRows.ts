import type { Role } from '../../vocabulary/roles.ts';
import type { Term } from '../../words/terms/term.ts';
import { note } from '../frame/frame.ts';
import { type Label, open, place, type Walk } from '../walk/walk.ts';

const LABELS: ReadonlyMap<Role | undefined, Label> = new Map<Role, Label>([
  ['entry', 'entry'],
  ['stop', 'stop'],
  ['target', 'target'],
]);

/**
 * "TP/SL: 0.3620 / 0.4045": labels in a row and as many prices in a row behind them, in the same
 * order. True when the row at `at` was one, and is read.
 */
export function readLabelRow(walk: Walk, at: number): boolean {
  const { terms } = walk;
  const first = terms[at];
  if (!first || terms[at + 1]?.text !== '/') return false;
  const labels = inRow(terms, at, (t) => LABELS.has(t.role));
  if (new Set(labels.map((t) => t.role)).size !== labels.length || labels.length < 2) return false;
  let from = at + 2 * labels.length - 1;
  while (terms[from]?.kind === 'mark' && ':=→|-'.includes(terms[from]?.text ?? ' ')) from++;
  const prices = inRow(terms, from, (t) => t.number?.unit === null && !t.number.sign);
  const end = from + 2 * prices.length - 2;
  const next = terms[end + 1];
  if (prices.length !== labels.length || next?.kind === 'number') return false;
  if (next?.kind === 'mark' && '/-~'.includes(next.text)) return false;
  for (const [i, term] of labels.entries()) {
    const price = prices[i];
    if (!price || !term.role) return false;
    note(walk.frame.labels, { role: term.role, term });
    open(walk, LABELS.get(term.role) ?? null, term);
    place(walk, price, 'price');
  }
  open(walk, null, terms[end] ?? first);
  walk.readUpTo = end;
  return true;
}

/** The terms from `at` on that fit, with a slash between each and the next. */
function inRow(terms: readonly Term[], at: number, fits: (term: Term) => boolean): Term[] {
  const row: Term[] = [];
  for (let i = at; ; i += 2) {
    const term = terms[i];
    if (!term || !fits(term)) break;
    row.push(term);
    if (terms[i + 1]?.text !== '/') break;
  }
  return row;
}
