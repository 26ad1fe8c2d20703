import type { Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { type InstructionScene, isAmount, isUnknown } from './scene.ts';

/** Behind a whole instruction: "close SOL momentum is gone". */
const MOST_UNKNOWN_BEHIND = 3;

/** Words that the reader doesn't know stand behind an instruction only, and are few. */
export const notUnderstood: Evidence<InstructionScene> = {
  name: 'not_understood',
  weight: 'doubts',
  examples: ['Cut SOL some slack'],
  find: (scene) => {
    const unknown = scene.terms.filter((t) => isUnknown(scene, t));
    const misplaced = unknown.find((t) => t.at > scene.opens && t.at < scene.to);
    const behind = unknown.filter((t) => t.at > scene.to);
    const tooMany = behind.length > (scene.anchored ? MOST_UNKNOWN_BEHIND : 0);
    return misplaced ?? (tooMany || isCompound(scene, behind[0]) ? behind[0] : undefined);
  },
  say: (term) => `${quoted(term)} is not understood`,
};

/** "Close the SOL chat", "cut ADA some slack", "now 100k subs": the word behind makes a thing of it. */
function isCompound({ terms, coins, to }: InstructionScene, next: Term | undefined): boolean {
  const last = terms.find((t) => t.at === to);
  if (!last || next?.at !== to + 1) return false;
  // "At 3260 btw".
  const priced = terms.some((t) => t.at === to - 1 && (t.role === 'at' || t.role === 'to'));
  return coins.has(last) || last.role === 'order' || (isAmount(last) && !priced);
}
