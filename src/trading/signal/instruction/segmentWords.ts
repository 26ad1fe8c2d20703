import { isCandleClose } from '../order/walk/neighbours.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import type { Segment } from '../words/layout/clauses.ts';
import { isFraction } from '../words/layout/listNumbers.ts';
import { groupOf, PARTS } from '../words/roleGroups.ts';
import { isName, placeOf, type Term } from '../words/terms/term.ts';
import { isInstead, isReplaced, pricesAfter, targetNumber } from './amounts.ts';
import { isPlace } from './destinations.ts';

/** The words of a segment that an instruction or a report is made of, each looked up once. */
export type SegmentWords = {
  terms: readonly Term[];
  /** A coin is named, or the message replies to one. */
  hasSubject: boolean;
  has: (...roles: readonly Role[]) => boolean;
  /** The first of these that is no remark in brackets. */
  find: (...roles: readonly Role[]) => Term | undefined;
  /** A word that takes the instruction back stands before the term that carries it. */
  isHedgedBefore: (trigger: Term | undefined, ...roles: readonly Role[]) => boolean;
  conditional: boolean;
  theirs: boolean;
  stop: Term | undefined;
  target: Term | undefined;
  entry: Term | undefined;
  breakeven: Term | undefined;
  hit: Term | undefined;
  /** ✅ behind something. */
  done: Term | undefined;
  close: Term | undefined;
  cancel: Term | undefined;
  move: Term | undefined;
  /** "Update" heads a report as often as a change. */
  isUpdate: boolean;
  reduce: Term | undefined;
  /** It tells what is held, and asks for nothing. */
  isHolding: boolean;
  /** "instead of 3300", "was 3300": what says that a value replaces another one. */
  replaced: Term | undefined;
};

/** Without one of these a segment instructs and reports nothing. */
const TRIGGERS: ReadonlySet<Role> = new Set<Role>([
  'stop',
  'target',
  'entry',
  'limit',
  'market',
  'average',
  'breakeven',
  'close',
  'cancel',
  'move',
  'reduce',
  'secure',
  'add',
  'flip',
  'hit',
  'stoppedOut',
  'sell',
  'entered',
  'half',
  'third',
  'quarter',
]);

/** Without such a word nothing is instructed or reported: most chat has none. */
export const canCarry = (term: Term): boolean =>
  (term.role !== undefined && TRIGGERS.has(term.role)) || isKind(term, 'carries');

/** Null when nothing in the segment can carry an instruction. `status`: what came before it tells what is held. */
export function wordsOf(
  { terms, conditional, theirs }: Segment,
  hasSubject: boolean,
  status: boolean,
): SegmentWords | null {
  // "BTC 롱 청산 120만 달러": what feeds tell of the market.
  if (terms.some((t) => t.number?.unit === 'big')) return null;
  if (!terms.some(canCarry)) return null;
  const has = (...roles: readonly Role[]): boolean =>
    terms.some(
      (t) =>
        t.role !== undefined &&
        roles.includes(t.role) &&
        !(t === terms[0] && t.ticker !== undefined),
    );
  // What stands in brackets is a remark, unless the whole segment does.
  const outside = Math.min(...terms.map((t) => t.depth));
  const find = (...roles: readonly Role[]): Term | undefined =>
    terms.find((t) => t.role !== undefined && roles.includes(t.role) && t.depth === outside);
  const stop = find('stop');
  const target = find('target');
  const move = terms.find((t) => t.role === 'move' && t.depth === outside && !isUpdateWord(t));
  // "Closed SOL partially": a word for a part makes less of it than a whole close.
  const whole =
    terms.find((t, at) => t.role === 'close' && t.depth === outside && !isCandleClose(terms, at)) ??
    exitVerb(terms) ??
    outVerb(terms) ??
    takenOff(terms) ??
    leavingVerb(terms);
  const close = find('reduce') ? undefined : whole;
  const hit =
    find('hit') ?? (target ? terms.find((t) => isTaken(t) && t.start > target.start) : undefined);
  const reduce = find('reduce', 'secure') ?? partOut(terms) ?? bookedPart(terms);
  const held = find('hold');
  const acts = move ?? close ?? reduce ?? hit ?? find('sell');
  const heldStop = stop && held && placeOf(terms, held) > placeOf(terms, stop) + 1;
  return {
    terms,
    hasSubject,
    has,
    find,
    isHedgedBefore: (trigger, ...roles) =>
      conditional ||
      terms.some((t) => t.role && roles.includes(t.role) && (!trigger || t.start < trigger.start)),
    conditional,
    theirs,
    stop,
    target,
    entry:
      find('entry', 'limit') ?? terms.find((t) => t.role === 'market' && isKind(t, 'entryLabel')),
    breakeven: terms.find((t, at) => t.role === 'breakeven' && isPlace(terms, at)),
    hit,
    done: terms.find((t, at) => t.mark === 'done' && at > 0),
    close,
    cancel: find('cancel'),
    move,
    isUpdate: terms.some((t) => t.role === 'move' && isUpdateWord(t)),
    reduce,
    // "Keep the rest with the stop at entry" asks for something.
    isHolding:
      status || (held !== undefined && !acts && !heldStop && !(stop && find('rest') && has('at'))),
    replaced: terms.find(
      (t, at) =>
        (isReplaced(t) || isInstead(terms, at)) &&
        terms.slice(at + 1, at + 4).some((n) => n.number),
    ),
  };
}

function isUpdateWord({ text }: Term): boolean {
  return isKind(text, 'updates');
}

/** "Тейк 2 взяли": taken, of a target. */
function isTaken({ role, text }: Term): boolean {
  return role === 'entered' && isKind(text, 'takenTarget');
}

/** "Exit long": of a trade that is on. */
export function leavesSide(terms: readonly Term[], exit: Term): boolean {
  const next = terms[placeOf(terms, exit) + 1];
  return isKind(exit, 'exit') && (next?.role === 'long' || next?.role === 'short');
}

/** "Exit LINK", "exit the trade": a target's label that is a verb when no price follows it. */
function exitVerb(terms: readonly Term[]): Term | undefined {
  return terms.find(
    (t) =>
      t.role === 'target' &&
      isKind(t, 'exit') &&
      !isKind(t, 'exitLevel') &&
      !isExitPlace(terms, t) &&
      (leavesSide(terms, t) ||
        SHARES.has(terms[placeOf(terms, t) + 1]?.role) ||
        isKind(terms[placeOf(terms, t) - 1], 'byHand') ||
        isFraction(terms, placeOf(terms, t) + 1) ||
        ((pricesAfter(terms, t).length === 0 ||
          terms[placeOf(terms, t) + 1]?.number?.unit === 'percent') &&
          targetNumber(terms, t) === null)),
  );
}

/** "Entry on the retest, exit on the sweep": where the exit is, and no verb. */
function isExitPlace(terms: readonly Term[], exit: Term): boolean {
  const [at, place] = terms.slice(placeOf(terms, exit) + 1);
  if (at?.role !== 'at') return false;
  const coin = place?.ticker !== undefined && place.ticker.form !== 'word';
  const value =
    place?.kind === 'number' ||
    place?.role === 'market' ||
    place?.role === 'breakeven' ||
    place?.role === 'entry';
  return !coin && !value;
}

const SHARES = groupOf(...PARTS, 'all', 'rest', 'some');

/** "Out of RUNE": first of what is said, and a coin or a trade behind it. */
function outVerb(terms: readonly Term[]): Term | undefined {
  const [out, of] = terms;
  if (!isKind(out, 'outOf') && !(isKind(out, 'out') && isKind(of, 'of'))) return undefined;
  const next = terms.slice(isKind(out, 'out') ? 2 : 1).find((t) => t.role !== 'filler');
  const isCoin = next?.ticker !== undefined && next.ticker.form !== 'word';
  return isCoin || next?.role === 'order' || next?.role === 'long' || next?.role === 'short'
    ? out
    : undefined;
}

/** "Take KNC off", "taking the rest of WLD off here": all of what stands between, and nothing behind but where. */
function takenOff(terms: readonly Term[]): Term | undefined {
  return terms.find((t, at) => {
    if (!isKind(t, 'takesOff')) return false;
    const reach = terms.slice(at + 1, at + 1 + FURTHEST_OFF);
    const length = reach.findIndex((o) => isKind(o, 'off'));
    if (length < 0) return false;
    const off = at + 1 + length;
    const between = reach.slice(0, length);
    const next = terms[off + 1];
    const ends =
      next === undefined || next.kind === 'mark' || next.role === 'market' || next.role === 'at';
    const trade = between.some((o) => isName(o) || TRADES.has(o.role));
    return (
      ends && trade && between.every((o) => isName(o) || TRADES.has(o.role) || JOINS.has(o.role))
    );
  });
}

const FURTHEST_OFF = 6;
const TRADES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'all',
  'rest',
  'order',
  'long',
  'short',
]);
const JOINS: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['filler', 'at']);

/** "Leaving the UNI trade": of what is left behind, a coin and its trade, and nothing that says how. */
function leavingVerb(terms: readonly Term[]): Term | undefined {
  const [verb, ...behind] = terms;
  if (!isKind(verb, 'leaving')) return undefined;
  const [coin, trade, next] = behind.filter((t) => t.role !== 'filler' || isName(t));
  const traded = trade?.role === 'order' || trade?.role === 'long' || trade?.role === 'short';
  const ends =
    next === undefined || next.kind === 'mark' || next.role === 'market' || next.role === 'at';
  return coin && isName(coin) && traded && ends ? verb : undefined;
}

/** "Booked 40% at 3.71": how much of it, and where; "booked 40%" is what it has brought. */
function bookedPart(terms: readonly Term[]): Term | undefined {
  return terms.find((t, at) => {
    const [share, joint, price] = terms.slice(at + 1, at + 4);
    const part = share?.number?.unit === 'percent' && !share.number.sign;
    const placed = joint?.role === 'at' && price?.number?.unit === null && !price.number.whole;
    return isKind(t, 'booked') && part && placed;
  });
}

/** "50% out". */
function partOut(terms: readonly Term[]): Term | undefined {
  return terms.find((t, at) => {
    const share = terms[at - 1];
    const told = share?.number?.unit === 'percent' && !share.number.sign;
    return isKind(t, 'out') && !isKind(terms[at + 1], 'of') && (told || SHARES.has(share?.role));
  });
}
