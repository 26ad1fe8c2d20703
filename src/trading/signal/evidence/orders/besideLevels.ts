import { isCandleClose, isPriceThen } from '../../order/walk/neighbours.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { groupOf, PARTS } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isSure } from '../../words/tickers/ticker.ts';
import { firstValue } from '../../words/tokens/numbers.ts';
import { type Evidence, quoted } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/** "22.40 BUY 21.30 STOP 24.00 SELL": both verbs in one line, and no other word says which it is. */
export const bothWays: Evidence<OrderScene> = {
  name: 'both_ways',
  weight: 'doubts',
  about: 'side',
  examples: ['INJ 22.40 BUY 21.30 STOP 24.00 SELL'],
  find: ({ terms, side, frame: { sides } }) => {
    const sold = sides.filter((s) => s.side === 'short').map((s) => s.term);
    if (side !== 'short' || !sold.every((t) => t.role === 'sell')) return undefined;
    return terms.find((t) => t.role === 'buy' && sold.some((s) => s.line === t.line));
  },
  say: () => 'it says both buy and sell',
};

/** "Short from 1.80 to 1.60": where to and where from, as well as a zone to get in. */
export const fromTo: Evidence<OrderScene> = {
  name: 'from_to',
  weight: 'doubts',
  about: 'entry',
  examples: ['OP short from 1.80 to 1.60, stop 1.88'],
  find: ({ terms, side, frame, order: { targets } }) => {
    const [first, second] = frame.entries;
    if (!first || second?.join !== 'range' || targets.length > 0) return undefined;
    const gains = firstValue(second.term) > firstValue(first.term) === (side === 'long');
    const from = terms[placeOf(terms, first.term) - 1];
    return gains && isKind(from, 'from') ? from : undefined;
  },
  say: () => 'its two prices may be the entry and a target',
};

/** Another coin, in the line of the entry: "BTC long +120%", and below it "SOL long 142". */
export const coinBeside: Evidence<OrderScene> = {
  name: 'coin_beside',
  weight: 'doubts',
  about: 'entry',
  examples: ['🥇 BTC long +120%\n🥉 SOL long 142 to 180'],
  find: ({ symbol, frame: { tickers }, order: { entries } }) => {
    const [first] = entries;
    if (!first || !symbol?.ticker || symbol.line === first.term.line) return undefined;
    const beside = tickers.filter((t) => t.term.line === first.term.line && isSure(t.ticker));
    const own = beside.some((t) => t.ticker.base === symbol.ticker?.base);
    return own ? undefined : beside[0]?.term;
  },
  say: ({ ticker }) => `its price stands beside ${ticker?.base}`,
};

/** "Stop was 2.29, now 2.35", "TP 150 closed +3%": the levels no longer stand. */
export const endBeside: Evidence<OrderScene> = {
  name: 'end_beside_levels',
  weight: 'doubts',
  examples: ['Short APT 4.861, stop was 4.907, tp 4.79'],
  find: endIn,
  say: (term) => `${quoted(term)} stands beside its levels`,
};

/** "The bot crashed, it posted long SOL 140 SL 135": what else is said in an order's line. */
export const talkBeside: Evidence<OrderScene> = {
  name: 'talk_beside_levels',
  weight: 'doubts',
  examples: ['My worst trade ever: short BTC 16000, SL 17000, TP 12000'],
  find: talkIn,
  say: (term) => `${quoted(term)} stands beside its levels`,
};

function levelsOf({ frame: { stops }, order: { entries, targets } }: OrderScene): Term[] {
  return [...entries, ...stops, ...targets].map((l) => l.term);
}

/** Words of a trade's end, and of levels that held before. */
const ENDS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'cancel',
  'stoppedOut',
  'flip',
  'past',
  'instead',
]);

/** "… TP 150 closed +3%", "stop was 2.29, now 2.35": beside the levels, a word that says they no longer stand. */
function endIn(scene: OrderScene): Term | undefined {
  const { terms } = scene;
  const levels = levelsOf(scene);
  const clauses = new Set(levels.map((t) => t.clause));
  const lines = new Set(levels.map((t) => t.line));
  return terms.find((t, at) => {
    // "… TP 140. Closed green."
    if (t.kind === 'number' || t.kind === 'break') return false;
    const opens = isKind(t, 'closed') && terms[at - 1]?.clause !== t.clause;
    if (opens && lines.has(t.line)) return true;
    // "Status: closed".
    if (isKind(t, 'status') && endsIn(terms, at)) return true;
    // "Closed: No".
    if (terms[at + 1]?.text === ':' && terms[at + 2]?.role === 'no') return false;
    const aside = t.depth > 0 && !isKind(t, 'closed') && t.role !== 'cancel';
    if (aside || !clauses.has(t.clause)) return false;
    if (isPriceThen(terms, at)) return false;
    if (ENDS.has(t.role)) return true;
    const [before, next] = [terms[at - 1], terms[at + 1]];
    // "Out at 150 for +7%".
    if (isKind(t, 'for') && next?.number?.unit === 'percent') return true;
    const part = [before, next].some((n) => n?.number?.unit === 'percent' || SHARES.has(n?.role));
    const profit = next?.number?.sign !== undefined;
    return isKind(t, 'closed') && (profit || !part) && !isCandleClose(terms, at);
  });
}

/** "Status: closed", "\"event\": \"position_closed\"", "Result: TP1": the field says how the trade has ended. */
function endsIn(terms: readonly Term[], at: number): boolean {
  let colon = at + 1;
  while (terms[colon]?.text === '"') colon++;
  if (terms[colon]?.text !== ':') return false;
  for (let i = colon + 1; i < terms.length && i <= colon + FURTHEST_VALUE; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break' || ',}|'.includes(term.text) || term.role === 'no') break;
    if (term.kind === 'number') break;
    if (term.role && VALUES_OF_END.has(term.role)) return true;
    const target = term.role === 'target' || term.role === 'stop';
    if (target && isKind(terms[at], 'outcome')) return true;
  }
  return false;
}

const FURTHEST_VALUE = 4;
const VALUES_OF_END: ReadonlySet<Role> = new Set<Role>([
  'close',
  'cancel',
  'stoppedOut',
  'flip',
  'hit',
  'result',
]);

const SHARES = groupOf(...PARTS);

/** More unknown words than this lead to an order only in a story, and in a heading of one. */
const MOST_UNKNOWN_BEFORE = 1;
const MOST_UNKNOWN_IN_HEADING = 1;

/**
 * What else is said in the line of an order that is given in one line, side and levels: "the bot
 * crashed, it posted long SOL 140 SL 135", "… TP 150 is what the bot would say".
 */
function talkIn(scene: OrderScene): Term | undefined {
  const { terms, symbol } = scene;
  const levels = levelsOf(scene);
  const side = scene.frame.sides[0]?.term;
  const line = terms.filter((t) => t.line === side?.line && t.depth === 0);
  const inLine = levels.filter((t) => t.line === side?.line);
  if (!side || inLine.length < 2) return undefined;
  const from = Math.min(side.at, symbol?.at ?? side.at, ...inLine.map((t) => t.at));
  const last = inLine.reduce((a, b) => (b.at > a.at ? b : a));
  const next = line.find((t) => t.at === last.at + 1);
  if (next && isKind(next, 'copula')) return next;
  const told = line.find((t) => t.role === 'told' || t.role === 'unreal');
  if (told) return told;
  const unknown = line.filter((t) => t.at < from && isUnknownWord(t));
  const fence = line.findLast((t) => t.at < from && (t.text === ':' || t.text === '|'));
  const [before, heading] = [true, false].map((behind) =>
    unknown.filter((t) => t.at > (fence?.at ?? -1) === behind),
  );
  if ((before?.length ?? 0) > MOST_UNKNOWN_BEFORE) return before?.[0];
  return (heading?.length ?? 0) > MOST_UNKNOWN_IN_HEADING ? heading?.[0] : undefined;
}

function isUnknownWord({ kind, role, ticker, text }: Term): boolean {
  return (
    kind === 'word' &&
    (!role || role === 'date') &&
    text.length > 2 &&
    (!ticker || ticker.form === 'word')
  );
}
