import { groupOf } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { firstValue } from '../../words/tokens/numbers.ts';

/** No trade is expected to bring more times its risk. */
const MOST_REWARD = 30;

const LABELS = groupOf('entry', 'stop', 'target', 'average', 'leverage', 'limit', 'buy', 'sell');
const NO_RATIOS = groupOf('entry', 'stop', 'average', 'leverage', 'limit', 'buy', 'sell');

/**
 * Up to where the terms behind a label of ratios say nothing else: the rest of its line, or its part of it
 * ("R:R - 3.92 (for the average target 1790)", "RR 2.4 | SL 0.38"). Where the line is the label alone, the
 * lines below it up to an empty one, if they are a table of ratios.
 */
export function endOfRatios(terms: readonly Term[], label: Term): number {
  const at = placeOf(terms, label);
  const end = endOfLine(terms, at);
  const rest = terms.slice(at + 1, end);
  if (rest.some((t) => t.kind !== 'mark' && t.kind !== 'gap')) {
    const parted = rest.findIndex(
      (t, i) => t.depth === label.depth && ',;|'.includes(t.text) && LABELS.has(rest[i + 1]?.role),
    );
    return parted < 0 ? end - 1 : at + parted;
  }
  let last = end;
  for (let next = end + 1; next < terms.length && terms[next]?.kind !== 'break'; ) {
    const below = endOfLine(terms, next);
    const line = terms.slice(next, below);
    const isRow = line.every(
      (t) => !NO_RATIOS.has(t.role) && (!t.number || firstValue(t) <= MOST_REWARD),
    );
    if (!isRow || !line.some((t) => t.number)) break;
    last = below;
    next = below + 1;
  }
  return last === end ? at : last;
}

function endOfLine(terms: readonly Term[], at: number): number {
  const end = terms.findIndex((t, i) => i > at && t.kind === 'break');
  return end < 0 ? terms.length : end;
}
