import type { Frame } from '../../order/frame/frame.ts';
import type { Role } from '../../vocabulary/roles.ts';
import type { Term } from '../../words/terms/term.ts';
import { firstValue } from '../../words/tokens/numbers.ts';
import type { Evidence } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/** A label that asks for two ends. */
const RANGES = /\b(?:zone|range|area|between)\b/u;

/** "64000 → 66000": from entry to target, or a zone. */
export const arrow: Evidence<OrderScene> = {
  name: 'arrow',
  weight: 'doubts',
  about: 'entry',
  examples: ['SUI 1.20 → 1.35 long, SL 1.12'],
  find: ({ side, frame: { labels }, order: { entries, targets } }) => {
    if (labels.some((l) => l.role === 'entry' && RANGES.test(l.term.text))) return undefined;
    const at = entries.findIndex((l) => l.join === 'arrow');
    const [from, to] = [entries[at - 1], entries[at]].map((l) => (l ? firstValue(l.term) : 0));
    // "Buy 1.02 → 0.94" with targets beside: away from them, so both are entries.
    const away = side === 'long' ? (to ?? 0) < (from ?? 0) : (to ?? 0) > (from ?? 0);
    return side && away && targets.length > 0 ? undefined : entries[at]?.term;
  },
  say: () => 'an arrow stands between two prices',
};

export const severalNumbers: Evidence<OrderScene> = {
  name: 'several_numbers',
  weight: 'doubts',
  about: 'entry',
  examples: ['SOL | long | 142 | 150 | 138'],
  find: ({ frame: { labels, limit }, order: { entries, labelled } }) =>
    labels.length === 0 && limit.length === 0 && labelled === 1 ? entries[2]?.term : undefined,
  say: () => 'it gives several numbers, and nothing says what each is',
};

export const table: Evidence<OrderScene> = {
  name: 'table',
  weight: 'doubts',
  about: 'entry',
  examples: ["Take the trade or don't. IMX long 1.44 / 1.38 / 1.56. (entry/stop/target)"],
  find: ({ frame }) => headingsOf(frame) ?? legendIn(frame),
  say: () => 'a table, whose columns can not be told',
};

/** A line of headings ("Coin | Side | Entry | SL | TP"), and below it a line of numbers without labels. */
function headingsOf({ terms, labels }: Frame): Term | undefined {
  const headings = new Map<number, Set<Role>>();
  for (const { role, term } of labels)
    headings.set(term.line, (headings.get(term.line) ?? new Set()).add(role));
  const numbersIn = (line: number): number =>
    terms.filter((t) => t.line === line && t.kind === 'number').length;
  const heading = [...headings].find(
    ([line, roles]) =>
      roles.size >= 2 &&
      numbersIn(line) === 0 &&
      terms.some((t) => t.line > line && !headings.has(t.line) && numbersIn(t.line) >= 2),
  );
  return heading && terms.find((t) => t.line === heading[0]);
}

const LEVELS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'entry',
  'stop',
  'target',
]);

/** "1.44 / 1.38 / 1.56 (entry/stop/target)": labels in a row, behind their numbers. */
function legendIn({ terms }: Frame): Term | undefined {
  return terms.find((t, i) => {
    const [mark, next] = [terms[i + 1], terms[i + 2]];
    if (!LEVELS.has(t.role) || mark?.text !== '/' || !LEVELS.has(next?.role)) return false;
    const inLine = terms.filter((o) => o.line === t.line && o.kind === 'number');
    return next?.role !== t.role && inLine.length > 0 && inLine.every((o) => o.at < t.at);
  });
}
