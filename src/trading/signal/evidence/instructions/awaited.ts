import { isPrice } from '../../instruction/amounts.ts';
import type { Evidence } from '../evidence.ts';
import type { InstructionScene } from './scene.ts';

/** Nobody closes a smaller part, in percent: "BTC cut 2%". */
const LEAST_PART = 5;

/** "At 143.5 I take half": for when the price gets there. */
export const awaited: Evidence<InstructionScene> = {
  name: 'awaited',
  weight: 'doubts',
  examples: ["At 143.5 I'm taking 50% off my SOL"],
  find: ({ terms, from, carriers, candidate: { cites } }) => {
    const own = [...carriers, ...(cites.price ?? [])];
    return terms.find(
      (t, at) =>
        t.at < from &&
        t.role === 'at' &&
        isPrice(terms, at + 1) &&
        !own.some((c) => c === terms[at + 1]),
    );
  },
  say: () => 'it may be for when the price gets there',
};

export const smallPart: Evidence<InstructionScene> = {
  name: 'small_part',
  weight: 'doubts',
  examples: ['Fed cut 25, BTC cut 2% lol'],
  find: ({ carriers, candidate: { percent } }) =>
    percent !== undefined && Number(percent) < LEAST_PART ? carriers[0] : undefined,
  say: () => 'so small a part may be how far the price went',
};
