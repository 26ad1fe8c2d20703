import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import type { Evidence } from '../evidence.ts';
import { type InstructionScene, isAmount } from './scene.ts';

/** Between quotation marks stands what others say. */
export const inQuotes: Evidence<InstructionScene> = {
  name: 'in_quotes',
  weight: 'doubts',
  examples: ['"Move your stop to breakeven" is the worst advice for ETH swing trades'],
  find: ({ terms, from }) => {
    const marks = terms.filter((t) => t.text === '"' && t.at < from);
    return marks.length % 2 === 1 ? marks.at(-1) : undefined;
  },
  say: () => 'it stands in quotation marks',
};

/** A verb without a trade that it acts on. */
export const whichTrade: Evidence<InstructionScene> = {
  name: 'which_trade',
  weight: 'doubts',
  examples: ['They buy. We buy. They sell, we cut.'],
  find: (scene) => (scene.anchored || isWhole(scene) ? undefined : scene.carriers[0]),
  say: () => 'it does not say which trade',
};

/** Without a trade that it acts on, a verb must be all, or say that it is meant: "close", "get out", "exit here". */
function isWhole({ terms, verb, opens }: InstructionScene): boolean {
  const first = terms.find((t) => t.at > opens && t.kind !== 'mark');
  return (
    verb !== undefined &&
    (verb === first ||
      verb.text.includes(' ') ||
      isWithoutSpaces(verb.text) ||
      terms.some((t) => t.role === 'market' || t.role === 'some' || isAmount(t)))
  );
}
