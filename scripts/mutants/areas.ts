/** What is mutated together, and by which tests it is to be noticed. */
export type Area = {
  /** Under src; a folder of it, or one file, can be run alone. */
  folder: string;
  tests: readonly string[];
  /** Tests that are too slow to run for each mutant, or that are not the same twice. */
  without: readonly string[];
  /** Files that are left as they are, each with the reason. */
  notMutated: readonly { file: string; why: string }[];
};

export const areas: readonly Area[] = [
  {
    folder: 'trading/strategy',
    tests: ['test/trading/strategy/**/*.test.ts'],
    without: ['test/trading/strategy/properties.test.ts'],
    notMutated: [
      {
        file: 'settings/descriptions/*.ts',
        why: 'the words of the settings page, which is compared with docs/settings.md as a whole',
      },
    ],
  },
];

/** A mutant that is left alive, because nobody could notice it; `code` is the line it stands in. */
export type Explained = { file: string; code: string; mutator: string; why: string };

export const explained: readonly Explained[] = [
  {
    file: 'trading/strategy/book/agenda.ts',
    code: 'const swap = rankOf(left) < rankOf(rest);',
    mutator: '*',
    why: 'how the heap leans costs time and changes no answer',
  },
  {
    file: 'trading/strategy/book/agenda.ts',
    code: 'rank: Math.min(rankOf(left), rankOf(rest)) + 1,',
    mutator: '*',
    why: 'how the heap leans costs time and changes no answer',
  },
  {
    file: 'trading/strategy/book/agenda.ts',
    code: 'return agenda === null ? 0 : agenda.rank;',
    mutator: '*',
    why: 'how the heap leans costs time and changes no answer',
  },
  {
    file: 'trading/strategy/model/sums.ts',
    code: 'if (a === b) return ZERO;',
    mutator: '*',
    why: 'a short cut: the difference is reckoned otherwise',
  },
  {
    file: 'trading/strategy/model/sums.ts',
    code: 'if (b.isZero()) return a;',
    mutator: '*',
    why: 'a short cut: the sum is reckoned otherwise',
  },
  {
    file: 'trading/strategy/model/orderStatus.ts',
    code: 'return a === b || dec(a).eq(dec(b));',
    mutator: '*',
    why: 'a short cut: equal texts are equal numbers',
  },
];
