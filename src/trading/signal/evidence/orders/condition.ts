import type { Level } from '../../levels/level.ts';
import type { Frame } from '../../order/frame/frame.ts';
import { KNOWN_TICKERS } from '../../vocabulary/assets.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isSure } from '../../words/tickers/ticker.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** "If it breaks 3000 I short 3010": the order waits for more than its own entry says. */
export const condition: Evidence<OrderScene> = {
  name: 'condition',
  weight: TURNS,
  examples: [
    'Waiting for SOL at 130 to buy',
    "If ETH drops to 2900 I'd long with SL 2800, TP 3200",
  ],
  find: ({ terms, frame, own, bearing, order: { entries }, conditional }) => {
    if (conditional) return undefined;
    const turns = new Set(bearing);
    return own.find((t) => {
      if (t.role !== 'if' || isOfOrder(frame, t, entries)) return false;
      // "Long ETH at 3080 if filled …": a condition right behind the entry is the entry's.
      const before = terms[placeOf(terms, t) - 1];
      return turns.has(t) || entries.some((l) => l.term === before);
    });
  },
  say: turning(quoted),
};

/** "(only if btc holds 66k)": a condition that another coin must meet, wherever it stands. */
export const conditionElsewhere: Evidence<OrderScene> = {
  name: 'condition_of_another_coin',
  weight: TURNS,
  examples: ['Long SOL\nentry 140\nsl 135\ntp 150\n\n(only if btc holds 66k)'],
  find: ({ frame, symbol, order: { entries } }) => {
    const { terms, sides } = frame;
    if (!terms.some((t) => t.role === 'if')) return undefined;
    const ordered = new Set([...sides, ...entries].map(({ term }) => term.line));
    /** Clauses that name another coin, and those that say what to do with a trade that is on. */
    const others = new Set<number>();
    const leaving = new Set<number>();
    for (const { ticker, role, clause, line } of terms) {
      const known = ticker?.form === 'capitals' && KNOWN_TICKERS.has(ticker.base);
      const sure = ticker && (isSure(ticker) || known);
      // "Gold levels after the open." in a line of its own.
      const meant = sure && (!ticker.notCrypto || ordered.has(line));
      if (meant && ticker.base !== symbol?.ticker?.base) others.add(clause);
      if (role && LEAVES.has(role)) leaving.add(clause);
    }
    return terms.find(
      (t) =>
        t.role === 'if' &&
        !leaving.has(t.clause) &&
        // "Invalid if BTC loses 60k".
        terms[placeOf(terms, t) - 1]?.role !== 'stop' &&
        (others.has(t.clause) || isKind(t, 'onlyIf')) &&
        !isOfOrder(frame, t, entries),
    );
  },
  say: turning(quoted),
};

/** Words of what to do with a trade that is on: a condition beside them is not the entry's. */
const LEAVES: ReadonlySet<Role> = new Set<Role>(['close', 'cancel', 'reduce', 'secure', 'move']);

/**
 * The entry waits for a price beyond. A condition in words ("on a break of 152, long"), and a word
 * behind the price, need levels beside them and one price: with another ("if it breaks 3000 I short
 * 3010") it is a plan.
 */
export function isConditional(entries: readonly Level[], structured: boolean): boolean {
  return entries.some(({ beyond, term }) => {
    if (beyond === null) return false;
    const inWords = beyond.term.role === 'if' || beyond.term.start > term.start;
    return !inWords || (structured && entries.length === 1);
  });
}

/** "Add 3.55 if it wicks", "buy stop 3.98, only if it breaks": what the waiting entry before it does by itself. */
function isOfOrder(frame: Frame, condition: Term, entries: readonly Level[]): boolean {
  const kind = conditionOfReaching(frame.terms, condition);
  const before = entries.filter((l) => l.term.clause === condition.clause);
  const last = before.findLast((l) => l.term.start < condition.start);
  if (kind === null || !last) return false;
  return kind === 'breaks' ? last.beyond !== null : last.beyond === null;
}

/**
 * "… and add 3.55 if it wicks", "Buy stop 3.98, only if it breaks": the condition at `at` says only
 * that the price reaches its level, as every order that waits does. `breaks` where it must pass it.
 */
function conditionOfReaching(terms: readonly Term[], condition: Term): 'reaches' | 'breaks' | null {
  let kind: 'reaches' | 'breaks' | null = null;
  for (let at = placeOf(terms, condition) + 1; at < terms.length; at++) {
    const term = terms[at];
    if (!term || term.kind === 'break' || term.clause !== condition.clause) break;
    if (term.text === ',' || term.text === ')' || term.text === '.' || term.text === ';') break;
    if (term.kind !== 'word') return null;
    for (const word of term.text.split(' ')) {
      if (isKind(word, 'breaks')) kind = 'breaks';
      else if (isKind(word, 'reaches')) kind ??= 'reaches';
      else if (!isKind(word, 'aroundPrice')) return null;
    }
  }
  return kind;
}
