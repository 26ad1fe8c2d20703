import type { Frame } from '../../order/frame/frame.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { ORDERS } from '../../words/roleGroups.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';
import { isWord } from '../roles.ts';
import type { OrderScene } from './scene.ts';

/** "Closed", "(cancelled)": over the order, in brackets behind it or in a line of its own. */
export const ended: Evidence<OrderScene> = {
  name: 'ended',
  weight: 'ends',
  examples: ['LONG BTC 60200 SL 59400 TP 62000 (cancelled)'],
  find: ({ frame }) => endSetApart(frame) ?? endInHeading(frame),
  say: () => 'a report of a trade that has ended',
};

/** "(cancelled)", or a line of that one word: the order above it no longer stands. */
function endSetApart(frame: Frame): Term | undefined {
  return frame.terms.find((t, i) => {
    if (t.role !== 'cancel' && t.role !== 'stoppedOut') return false;
    const [before, next] = [frame.terms[i - 1], frame.terms[i + 1]];
    const inBrackets = before?.text === '(' && next?.text === ')';
    const alone = frame.terms.filter((o) => o.line === t.line && o.kind === 'word').length === 1;
    return inBrackets || alone;
  });
}

/** The first line says that something was closed, cancelled or stopped, and orders nothing itself. */
function endInHeading(frame: Frame): Term | undefined {
  const first = frame.terms.find(isWord);
  const heading = frame.terms.filter((t) => t.line === first?.line && isWord(t));
  if (heading.some((t) => ORDERS.has(t.role))) return undefined;
  const more = frame.terms.some((t) => t.line !== first?.line && isWord(t));
  return more ? heading.find((t) => t.role && ENDS.has(t.role)) : undefined;
}

const ENDS: ReadonlySet<Role> = new Set<Role>(['close', 'cancel', 'stoppedOut']);
