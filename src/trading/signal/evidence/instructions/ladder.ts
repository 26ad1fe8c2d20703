import { isKind } from '../../words/kinds.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';
import type { InstructionScene } from './scene.ts';

/** "Target-1 sell 10%, hold 90%": what is to be done once a target is there; nobody has said that it is. */
export const atItsTarget: Evidence<InstructionScene> = {
  name: 'at_its_target',
  weight: 'ends',
  examples: ['target-1 sell coin 10% hold 90%'],
  find: ({ terms, from, words, candidate: { action } }) => {
    if ((action !== 'close_part' && action !== 'close') || words.hit || words.done)
      return undefined;
    const target = terms.find((t) => t.kind === 'word');
    const leads = target?.role === 'target' && target.at < from;
    if (!leads || words.hasSubject || terms.some((t) => isKind(t, 'habit'))) return undefined;
    const between = terms.slice(placeOf(terms, target) + 1, from - (terms[0]?.at ?? 0));
    const numbered = between.some((t) => t.kind === 'index' || t.number);
    return numbered && between.every(isNumbering) ? target : undefined;
  },
  say: () => 'it is for when the target is there',
};

function isNumbering({ kind, text, number }: Term): boolean {
  return kind === 'index' || number?.whole === true || (kind === 'mark' && '-:.)'.includes(text));
}
