import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { isShortLine } from '../../words/layout/lines.ts';
import { ORDERS } from '../../words/roleGroups.ts';
import type { Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { isWord } from '../roles.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** "i was thinking about this", "missed it", and in the lines right below the order: the doubt is of both. */
export const ledByDoubt: Evidence<OrderScene> = {
  name: 'led_by_doubt',
  weight: TURNS,
  examples: [
    'missed it\nLINK long 14.2\nsl 13.6\ntp 15.5',
    "I'm not in yet\nETC long 21.4\nsl 20.6\ntp 23",
    'what do you think about this\nFIL short 5.1\nsl 5.3\ntp 4.7',
  ],
  find: ({ terms, sideTerms, frame: { stops }, order: { entries, targets } }) => {
    const levels = [...entries, ...stops, ...targets].map((l) => l.term);
    const first = Math.min(...[...sideTerms, ...levels].map((t) => t.line));
    for (let line = first - 1; line >= 0 && line >= first - MOST_LINES; line--) {
      const said = terms.filter((t) => t.line === line && t.kind !== 'break');
      if (!said.some(isWord) || said.some((t) => ORDERS.has(t.role) || t.number)) return undefined;
      const doubt = doubtIn(terms, said);
      if (doubt) return doubt;
    }
    return undefined;
  },
  say: turning((term) => `${quoted(term)}, in the line above it`),
};

/** A chat's lines are short: what leads to an order stands right above it. */
const MOST_LINES = 2;

const DOUBTS: ReadonlySet<Role> = new Set<Role>([
  'maybe',
  'later',
  'past',
  'told',
  'not',
  'unreal',
]);

/** The word of a line that makes the next a story or a wish: one that somebody says of himself, or asks. */
function doubtIn(terms: readonly Term[], line: readonly Term[]): Term | undefined {
  const someone = line.find((t) => t.role === 'someone' && !isGreeted(line, t));
  // "My friend is in this one"; "Lead trader" heads a card.
  const acts = line.some((t) => t.role === 'entered' || t.role === 'past' || isKind(t, 'linking'));
  if (someone && acts) return someone;
  const asks = line.find((t) => t.text === '?');
  if (asks) return asks;
  const turn = line.find((t) => t.role && DOUBTS.has(t.role) && !isKind(t, 'announces'));
  const [word] = line.filter(isWord);
  const own = line.some((t) => isKind(t.text.split(/[ ']/u)[0], 'firstPerson'));
  const asked = word && isKind(word, 'questionWord');
  const short = isShortLine(terms, line[0]?.line ?? -1) && turn?.role !== 'later';
  return turn && (own || asked || (short && turn.role !== 'not')) ? turn : undefined;
}

/** "Dear members," is spoken to. */
function isGreeted(line: readonly Term[], person: Term): boolean {
  return line.some((t) => t.at < person.at && isKind(t, 'greeting'));
}
