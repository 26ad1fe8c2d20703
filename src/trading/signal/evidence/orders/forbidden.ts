import type { Role } from '../../vocabulary/roles.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** The order is not to be made: "no long SOL", "don't short here", "лонг 150 не открываем". */
export const forbidden: Evidence<OrderScene> = {
  name: 'forbidden',
  weight: TURNS,
  examples: [
    'Bitte kein SOL kaufen bei 150, Stop 146, Ziel 160',
    'Не входим в шорт ETH 3150 стоп 3200 тейк 3000',
  ],
  find: (scene) => {
    const bearing = scene.bearing.find((t) => t.role === 'not');
    const own = scene.own.find((t) => forbids(scene, t));
    return own && bearing ? (own.at < bearing.at ? own : bearing) : (own ?? bearing);
  },
  say: turning(quoted),
};

/** "No long SOL", and behind the order in its own part of the sentence: "SOL 150 long girmiyoruz", "лонг 150 не открываем". */
function forbids({ terms, frame: { sides }, end }: OrderScene, term: Term): boolean {
  const next = terms[placeOf(terms, term) + 1];
  if (term.role === 'no') return sides.some((side) => side.term === next);
  if (term.role !== 'not' || term.start < end) return false;
  const parted = terms.some((t) => t.start >= end && t.start < term.start && endsPart(t));
  return !parted && (!next || endsPart(next) || (next.role !== undefined && ENTERS.has(next.role)));
}

function endsPart({ kind, text, role }: Term): boolean {
  return (
    kind === 'break' ||
    kind === 'number' ||
    ',.;|'.includes(text) ||
    role === 'stop' ||
    role === 'target'
  );
}

const ENTERS: ReadonlySet<Role> = new Set<Role>([
  'open',
  'entry',
  'entered',
  'buy',
  'sell',
  'long',
  'short',
]);
