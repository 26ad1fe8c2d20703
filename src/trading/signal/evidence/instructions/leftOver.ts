import { isPrice } from '../../instruction/amounts.ts';
import { isKind } from '../../words/kinds.ts';
import { isFollowedByLevel } from '../../words/layout/listNumbers.ts';
import { groupOf } from '../../words/roleGroups.ts';
import type { Term } from '../../words/terms/term.ts';
import { type Evidence, type EvidenceTable, quoted } from '../evidence.ts';

/** The levels that a message has been taken to change. */
export type ChangeScene = {
  terms: readonly Term[];
  /** The lines that change a level. */
  lines: ReadonlySet<number>;
  /** The terms that what is done was read from. */
  cited: ReadonlySet<Term>;
};

const LABELS = groupOf('stop', 'target');
/** In the sentence of a level they say that it is told, or stays. */
const TOLD = groupOf('hit', 'stoppedOut', 'filled', 'past', 'instead', 'hold', 'again', 'not');

const isTold = (t: Term): boolean => TOLD.has(t.role) || t.mark === 'done';

/** "TP2 9.7. SL to 8.3": beside a level that changes another with its price, and nothing is done with it. */
export const levelLeftOver: Evidence<ChangeScene> = {
  name: 'level_left_over',
  weight: 'doubts',
  examples: ['APT: TP2 9.7. SL to 8.3'],
  find: ({ terms, lines, cited }) => {
    if (lines.size === 0) return undefined;
    // "TP1 0.158 ✅, TP2 0.164": how the targets stand.
    const shown = new Set(terms.filter(isTold).map((t) => t.clause));
    return terms.find((label, at) => {
      if (!LABELS.has(label.role) || !lines.has(label.line)) return false;
      if (label.text.split(' ').some((word) => isKind(word, 'lastOne'))) return false;
      if (label.role === 'target' && shown.has(label.clause)) return false;
      if (!isFollowedByLevel(terms, at)) return false;
      const next = terms.findIndex(
        (t, i) => i > at && (LABELS.has(t.role) || t.clause !== label.clause),
      );
      const span = terms.slice(Math.max(0, at - 2), next < 0 ? terms.length : next);
      if (span.some((t) => t.line === label.line && isTold(t))) return false;
      const prices = terms
        .slice(at, next < 0 ? terms.length : next)
        .filter((_, i) => isPrice(terms, at + i));
      return prices.length > 0 && !prices.some((price) => cited.has(price));
    });
  },
  say: (term) => `${quoted(term)} beside it has a price that nothing was done with`,
};

/**
 * "Area ▸ 0.742", "Out1 ▸ 0.729" beside "Invalid ▸ 0.771": where a line of its own has a label that is
 * not understood and a price, the message is a card, and no change of one level.
 */
const fieldLeftOver: Evidence<ChangeScene> = {
  name: 'field_left_over',
  weight: 'doubts',
  examples: ['Pair ▸ APT/USDT\nArea ▸ 9.42\nOut1 ▸ 9.31\nInvalid ▸ 9.71'],
  find: ({ terms, lines, cited }) =>
    lines.size === 0
      ? undefined
      : terms.find((label, at) => {
          if (terms[at - 1]?.line === label.line || label.kind !== 'word') return false;
          if (label.role !== undefined && label.role !== 'at') return false;
          // "JTO: 3.15": a coin with its price.
          if (label.ticker && label.ticker.form !== 'word') return false;
          const numbered = terms[at + 1]?.kind === 'number' ? 1 : 0;
          const mark = terms[at + 1 + numbered]?.text;
          const price = terms[at + 2 + numbered];
          if ((mark !== ':' && mark !== '→') || price?.line !== label.line) return false;
          return isPrice(terms, at + 2 + numbered) && !cited.has(price);
        }),
  say: (term) => `the price behind ${quoted(term)} is not understood`,
};

/** What speaks against changed levels once all of the message is read. */
export const OF_CHANGES: EvidenceTable<ChangeScene> = [[levelLeftOver, fieldLeftOver]];
