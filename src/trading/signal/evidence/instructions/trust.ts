import type { InstructionCandidate } from '../../instruction/instructionCandidate.ts';
import type { SegmentWords } from '../../instruction/segmentWords.ts';
import type { Term } from '../../words/terms/term.ts';
import { gather } from '../evidence.ts';
import { verdict } from '../verdict.ts';
import { type InstructionScene, instructionScene, isAmount, isTrade, isUnknown } from './scene.ts';
import { INSTRUCTION } from './table.ts';

/**
 * What an instruction's words are worth. Only what is *given* is done; *asked* goes to the owner;
 * *talk* is none of it.
 *
 * The verbs of a trade are common words: doors are closed, dogs are taken out, meetings are moved.
 * So nothing is an instruction unless all that is said around it lets it be one:
 *
 * - it acts on a trade (a coin, a side, an order, a stop, a part, the trade replied to), or every
 *   word of it is one of trading;
 * - no word turns it into something else: who speaks, when, under what condition, whether it is meant;
 * - words that the reader doesn't know stand behind it only, and are few.
 */
export type Trust =
  | { is: 'given' }
  | { is: 'talk'; rule: string }
  | { is: 'asked'; rule: string; why: string };

/** What goes on for longer without a comma or a full stop is no instruction. */
const LONGEST = 80;

/** How far a candidate of the segment can be trusted. */
export function trustIn(words: SegmentWords, candidate: InstructionCandidate): Trust {
  if (words.terms.length > LONGEST) return { is: 'talk', rule: 'too_long' };
  const scene = instructionScene(words, candidate);
  const judged = verdict(gather(INSTRUCTION, scene), 'whole');
  if (judged === null) return { is: 'given' };
  const [rule = ''] = judged.evidence;
  return judged.is === 'unclear' && isAskable(scene)
    ? { is: 'asked', rule, why: judged.why }
    : { is: 'talk', rule };
}

/** It says what is to be done with what, and more of it is known than not. */
function isAskable(scene: InstructionScene): boolean {
  const { terms, opens, anchored, coins } = scene;
  const share = (counts: (t: Term) => boolean): number =>
    terms.filter((t) => t.at > opens && counts(t)).length;
  return (
    (anchored || terms.some(isAmount)) &&
    share((t) => isUnknown(scene, t)) < share((t) => coins.has(t) || isTrade(t))
  );
}
