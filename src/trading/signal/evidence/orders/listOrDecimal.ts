import type { Level } from '../../levels/level.ts';
import { type Levels, objectionTo } from '../../levels/validate.ts';
import { weighedEntry } from '../../order/candidate/orderFields.ts';
import { shareOf } from '../../order/numbers/shares.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/** An order with its levels as they were read. */
export type LevelScene = OrderScene & { levels: Levels };

/** "Long 37,38 sl 35": 37.38, or 37 and 38, and the other levels fit both. */
export const listOrDecimal: Evidence<LevelScene> = {
  name: 'list_or_decimal',
  weight: 'doubts',
  about: 'entry',
  examples: ['AAVE long 150,155 sl 140'],
  find: ({ side, levels, frame: { stops }, order: { entries, targets } }) => {
    const doubtful = [...entries, ...stops, ...targets].find(({ term }) => listOf(term));
    if (!doubtful || !side) return undefined;
    // Two stops are none.
    if (stops.some(({ term }) => listOf(term))) return doubtful.term;
    const { stop } = levels;
    const apart: Levels = {
      entry: { type: 'limit', prices: pricesOf(entries) },
      stop,
      targets: pricesOf(targets).map((price) => ({ price })),
    };
    return objectionTo(side, apart) === null ? doubtful.term : undefined;
  },
  say: ({ text }) => `“${text}” may be one price or two`,
};

/** "0.58 - 30%" below the entry: a part of it, if all the parts make the whole. */
export const partsMissing: Evidence<LevelScene> = {
  name: 'parts_missing',
  weight: 'doubts',
  about: 'entry',
  examples: ['KAVA LONG\nEntry 0.60\n0.58 - 30%\n0.56 - 20%\nSL 0.53'],
  find: ({ terms, frame: { legs }, order }) =>
    weighedEntry(order, { type: 'limit', prices: pricesOf(order.entries) }).weights
      ? undefined
      : legs.find((leg) => shareOf(terms, leg) !== null),
  say: ({ text }) => `“${text}” may be a part of the entry, and the parts don't make the whole`,
};

const listOf = ({ number }: Term): readonly string[] | undefined => number?.orList;

function pricesOf(levels: readonly Level[]): string[] {
  return levels.flatMap(({ term }) => listOf(term) ?? [term.number?.values[0]?.value ?? '0']);
}
