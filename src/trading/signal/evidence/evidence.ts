import type { Unclear } from '../reading.ts';
import type { Term } from '../words/terms/term.ts';

/** `ends`: the words are nothing to act on. `doubts`: their owner is asked. */
export type Weight = 'ends' | 'doubts';

/**
 * How much of an order there is beside what speaks against it. whole: two of entry, stop and targets.
 * part: one of them, and a coin. bare: less.
 */
export type Size = 'whole' | 'part' | 'bare';

/**
 * One reason why words are no live order or instruction of their author. A file holds one idea;
 * what it finds is told to the owner in the words of `say`.
 */
export type Evidence<Scene> = {
  /** Names the rule: `npm run read -- --explain` prints it. */
  name: string;
  /** Whether it ends or doubts; by the size of the order, where that tells. */
  weight: Weight | Readonly<Record<Size, Weight>>;
  /** What the owner is asked about when it doubts; the action, unless it is said here. */
  about?: NonNullable<Unclear['about']>;
  /** Messages that this decides; a test reads them. */
  examples: readonly string[];
  /** The term that shows it; pure. */
  find: (scene: Scene) => Term | null | undefined;
  say: (term: Term, size: Size) => string;
};

/** Evidence with the term that shows it. */
export type Found<Scene> = { evidence: Evidence<Scene>; term: Term };

/** A table of evidence, in the order in which it weighs. Within one row, what stands first in the text comes first. */
export type EvidenceTable<Scene> = readonly (readonly Evidence<Scene>[])[];

/** What decides: all that the first row finds that finds anything; empty when nothing speaks against the scene. */
export function gather<Scene>(table: EvidenceTable<Scene>, scene: Scene): Found<Scene>[] {
  for (const row of table) {
    const found: Found<Scene>[] = [];
    for (const evidence of row) {
      const term = evidence.find(scene);
      if (term) found.push({ evidence, term });
    }
    if (found.length > 0) return found.sort((a, b) => a.term.at - b.term.at);
  }
  return [];
}

/** The word as the owner reads it. */
export const quoted = ({ text }: Term): string => `“${text}”`;
