import { FAR, isFar } from '../../instruction/farPrice.ts';
import { type InstructionCandidate, isReport } from '../../instruction/instructionCandidate.ts';
import { isSetApart, type Subject } from '../../instruction/subjects.ts';
import type { UpdateContext } from '../../instruction/updateContext.ts';
import type { Update } from '../../reading.ts';
import { NEAR_INSTRUCTION } from '../../words/layout/nearness.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Evidence, EvidenceTable } from '../evidence.ts';

/** An instruction with the trade that it is taken to be about. */
export type TradeScene = {
  terms: readonly Term[];
  clause: readonly Term[];
  candidate: InstructionCandidate;
  update: Update;
  context: UpdateContext;
  /** Its coins, and those of them that are named behind it. */
  subjects: readonly Subject[];
  later: readonly Subject[];
  /** How many different coins these are. */
  coins: number;
  /** Its coin was named before, for what might have been: "Had I held SOL, …". */
  supposed: boolean;
  /** Its clause is one of those that list what several trades have brought. */
  listed: boolean;
};

const carrier = ({ candidate }: TradeScene): Term | undefined => candidate.terms[0];

const inReply = ({ context }: TradeScene): boolean => context.repliedTo?.symbol != null;

export const listedResult: Evidence<TradeScene> = {
  name: 'listed_result',
  weight: 'doubts',
  examples: ['SOL fechado +2.4R\nETH fechado -1R'],
  find: (scene) => (scene.listed ? carrier(scene) : undefined),
  say: () => 'it lists what several trades have brought',
};

export const supposition: Evidence<TradeScene> = {
  name: 'supposition',
  weight: 'doubts',
  examples: ["Had I kept the INJ short from 30 I'd own a car. I closed at 27."],
  find: (scene) => (scene.supposed && !inReply(scene) ? carrier(scene) : undefined),
  say: () => 'its coin stands in a supposition',
};

/** "Take some profits", "cut the rest": without a coin and a part, it is advice. */
export const advice: Evidence<TradeScene> = {
  name: 'advice',
  weight: 'doubts',
  examples: ['Let the winners run, cut the rest, simple'],
  find: (scene) => {
    const { action, percent, within } = scene.candidate;
    const rest = scene.clause.some(
      (t) => t.role === 'rest' && t.at >= within.start && t.at <= within.end,
    );
    const vague =
      percent === undefined && (action === 'close_part' || (action === 'close' && rest));
    // "Open long, close with profit, repeat".
    const opens = scene.clause.some((t) => t.role === 'open' && t.at < within.start);
    if (opens && action === 'close' && scene.coins === 0 && !inReply(scene)) return carrier(scene);
    // "Sell coin 10%".
    const generic = scene.coins === 0 && scene.clause.some((t) => t.role === 'coin');
    if (generic && action === 'close_part' && !inReply(scene)) return carrier(scene);
    return vague && scene.later.length === scene.coins && !inReply(scene)
      ? carrier(scene)
      : undefined;
  },
  say: () => 'it does not say which trade, or how much of it',
};

/** "Closed, BTC calm": a coin of the next sentence is meant only when it stands for itself. */
export const coinOfNextSentence: Evidence<TradeScene> = {
  name: 'coin_of_next_sentence',
  weight: 'doubts',
  examples: ['Bags packed, out at 6, BTC later'],
  find: ({ candidate, terms, subjects, later }) => {
    const pair = candidate.all === true && subjects.length === 2;
    return pair || isReport(candidate)
      ? undefined
      : later.find(({ term }) => !isSetApart(terms, term))?.term;
  },
  say: () => 'the coin stands in another sentence',
};

/** "Close the short", in reply to a long. */
export const otherSide: Evidence<TradeScene> = {
  name: 'other_side',
  weight: 'doubts',
  examples: ['↩ Long SOL 150 stop 140\nclose the short'],
  find: ({ candidate: { side, terms, cites }, subjects, context }) => {
    const replied = subjects.length === 0 ? context.repliedTo?.side : null;
    if (!replied || side === replied) return undefined;
    const last = Math.max(...terms.map((t) => t.at));
    return cites.side?.find((t) => Math.abs(t.at - last) <= NEAR_INSTRUCTION);
  },
  say: () => 'its side is not that of the trade it replies to',
};

/** "Exit 50" of a trade at 1.62. */
export const farPrice: Evidence<TradeScene> = {
  name: 'far_price',
  weight: 'doubts',
  examples: ['↩ Long SOL 1.62 stop 1.50\nstop to 50'],
  find: (scene) => (isFar(scene.update, scene.context) ? carrier(scene) : undefined),
  say: () => FAR,
};

/** What speaks against an instruction once it is known which trade it may be about. */
export const OF_TRADE: EvidenceTable<TradeScene> = [
  listedResult,
  supposition,
  advice,
  coinOfNextSentence,
  otherSide,
  farPrice,
].map((evidence) => [evidence]);
