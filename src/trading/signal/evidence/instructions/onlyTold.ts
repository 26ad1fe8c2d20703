import { isKind } from '../../words/kinds.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';
import type { InstructionScene } from './scene.ts';

/** "All closed for today", "BTC closed at 64,100", "MIKE sold ETH": its verb has a subject of its own. */
export const onlyTold: Evidence<InstructionScene> = {
  name: 'only_told',
  weight: 'doubts',
  examples: ['My ALGO long got closed at entry'],
  find: (scene) => (scene.words.theirs || isTold(scene) ? scene.carriers[0] : undefined),
  say: () => 'it may only tell of it',
};

/** Its verb has a subject of its own: "all closed for today", "BTC closed at 64,100", "MIKE sold ETH". */
function isTold({ terms, coins, verb, from, to, candidate }: InstructionScene): boolean {
  const { action, cites } = candidate;
  const before = terms.filter((t) => t.at < from);
  const names = (t: Term | undefined): boolean => t !== undefined && coins.has(t);
  // "My stop is at 13.1".
  const mine =
    isKind(before.at(-1), 'mine') || before.some((t) => isKind(t, 'mine') && names(before.at(-1)));
  if (action === 'move_stop')
    return mine && !terms.some((t) => t.role === 'move' || t.role === 'new');
  if (action !== 'close' && action !== 'close_part') return false;

  // "2 hours to close".
  if (before.some((t) => t.role === 'hours' || t.role === 'minutes')) return true;
  // "DOGE shorts got cut".
  if (terms.some((t) => isKind(t, 'passive') && t.at === from - 1)) return true;
  // "Two trades closed".
  const tally = terms.some((t, at) => t.role === 'order' && isTally(terms[at - 1]));
  if (tally) return true;
  // "Some is sold".
  const states = terms.some((t) => isKind(t, 'copula') && t.at === from - 1);
  const sided = terms.some((t) => t.role === 'order' || t.role === 'long' || t.role === 'short');
  if (sided) return false;
  if (states) return true;
  const coin = before.findLast(names);
  if (!coin) return before.some((t) => t.role === 'all');
  const other = terms.some(
    (t) => names(t) && t.at > from && t.at <= to && t.ticker?.base !== coin.ticker?.base,
  );
  const bare = coin.ticker?.form === 'known' || coin.ticker?.form === 'name';
  const closedAt =
    verb !== undefined && isKind(verb, 'closed') && coin.at === verb.at - 1 && 'price' in cites;
  return other || (bare && closedAt);
}

function isTally(term: Term | undefined): boolean {
  const counts = term?.role === 'second' || term?.role === 'thirdOf' || term?.role === 'fourth';
  return counts || (term?.number?.whole === true && term.number.unit === null);
}
