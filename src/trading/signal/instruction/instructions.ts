import { dec } from '../../money.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { isFraction } from '../words/listNumbers.ts';
import { placeOf, type Term } from '../words/terms.ts';
import { isWithoutSpaces } from '../words/tokens.ts';
import {
  isArrow,
  isPrice,
  type Price,
  partOf,
  priceAfter,
  pricesAfter,
  pricesIn,
  targetNumber,
} from './amounts.ts';
import { entryPlace, followsDirectly, targetPlace } from './destinations.ts';
import { type InstructionCandidate, instructionCandidate } from './instructionCandidate.ts';
import type { SegmentWords } from './segmentWords.ts';

const MOST_WORDS_OF_A_CLOSE = 9;
/** "Both to break-even". */
const MOST_WORDS_OF_A_PLACE = 4;

/** What a segment would ask to do with what is open or waits; trust.ts tells whether it does. */
export function instructionsIn(words: SegmentWords): InstructionCandidate[] {
  return [
    stopMoveIn(words),
    targetChangeIn(words),
    entryChangeIn(words),
    addedEntriesIn(words),
    cancellationIn(words),
    closingIn(words),
  ].filter((found) => found !== null);
}

function stopMoveIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, stop, move, breakeven, isHolding } = words;
  if (isHolding) return null;
  if (!stop) return protectionIn(words);
  const counted = breakeven && terms[placeOf(terms, breakeven) - 1]?.number?.unit === null;
  const place = (counted ? undefined : breakeven) ?? entryPlace(terms, stop);
  // "Stop orders to buy above 67k": those of the market.
  const elsewhere = place?.role === 'entry' && words.has('above', 'below');
  if (elsewhere && !move) return null;
  if (place && place !== stop)
    return instructionCandidate(words, 'stop_to_entry', [stop, move, place], {
      price: priceAfter(terms, place),
    });
  const to = targetPlace(terms, stop);
  const price = priceAfter(terms, stop);
  if (to && (move || words.has('to', 'at') || isArrow(terms, placeOf(terms, to.term) - 1)))
    return instructionCandidate(words, 'move_stop', [stop, move], {
      target: to,
      price: inBrackets(terms, to.term),
    });
  if (!price) return null;
  // "… SL 0.86 - UPDATE: TP hit": what is told is the hit.
  const updates = words.isUpdate && !words.hit;
  const changes = move || updates || words.has('new') || words.replaced;
  const arrow =
    words.hasSubject &&
    !words.has('long', 'short') &&
    terms[placeOf(terms, stop) + 1]?.text === '→';
  // "SL 97.2 -> 94.8".
  const turned =
    words.hasSubject &&
    !words.has('long', 'short', 'entry', 'target') &&
    pricesIn(terms).length === 2 &&
    isArrow(terms, placeOf(terms, price.term) - 1);
  const leads = terms.slice(placeOf(terms, stop), placeOf(terms, price.term));
  const names =
    leads.some(
      (t) => t.role === 'to' || t.role === 'at' || (isKind(t, 'now') && words.hasSubject),
    ) &&
    !words.has('entry', 'buy', 'sell') &&
    !opensWithSide(terms) &&
    !isKind(stop, 'invalidates');
  return changes || names || arrow || turned
    ? instructionCandidate(words, 'move_stop', [stop, changes ? move : undefined, price.term], {
        price,
      })
    : null;
}

/** "Stop to TP1 on APT (9.02)": where that target is. */
function inBrackets(terms: readonly Term[], target: Term): Price | undefined {
  const term = terms.find((t, at) => {
    const alone = terms[at - 1]?.text === '(' && terms[at + 1]?.text === ')';
    return t.at > target.at && t.number?.unit === null && alone;
  });
  return term && { value: term.number?.values[0]?.value ?? '0', term };
}

/** "To break-even", with no word for the stop. */
function protectionIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, breakeven, move, close, target } = words;
  if (!breakeven || close || target) return null;
  const saysStop = isKind(breakeven, 'stopInBreakeven');
  const moves = words.has('to') && words.has('all', 'rest', 'order');
  const others = terms.filter(
    (t) => t.kind === 'word' && !t.ticker && !isKind(t, 'invitation'),
  ).length;
  return move || saysStop || ((words.hasSubject || moves) && others <= MOST_WORDS_OF_A_PLACE)
    ? instructionCandidate(words, 'stop_to_entry', [move, breakeven])
    : null;
}

/** "New TP 3250", "TP2 to 155", "targets moved to 160 and 170". */
function targetChangeIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, target, stop, hit, move } = words;
  if (!target || hit) return null;
  const number = targetNumber(terms, target);
  const changes =
    move ?? words.replaced ?? addedTarget(words, target, number) ?? turnedTarget(words, target);
  const stopIsMoved =
    stop &&
    move &&
    placeOf(terms, stop) > placeOf(terms, move) &&
    placeOf(terms, stop) < placeOf(terms, target);
  const named = words.hasSubject && !words.has('entry', 'buy', 'sell', 'long', 'short');
  const toPrice = named && number !== null && words.has('to');
  // "Targets updated: 604 / 618", "TP → 8.10".
  const next = terms[placeOf(terms, target) + 1];
  const shown = named && (next?.role === 'move' || next?.text === '→');
  if (!stop && !words.done && (shown || (words.isUpdate && number !== null)))
    return targetsBehind(words, target, number);
  const isChange = changes ? !stopIsMoved : (words.has('new') || toPrice) && !stop;
  return isChange ? targetsBehind(words, target, number) : null;
}

/** "Added TP3 at 4.10", "TP2 for FTM is 0.88": one target gets a price of its own. */
function addedTarget(
  { terms, hasSubject, find }: SegmentWords,
  target: Term,
  number: number | null,
): Term | undefined {
  const [price, another] = pricesAfter(terms, target);
  if (!hasSubject || number === null || !price || another) return undefined;
  const add = find('add');
  const before = terms[placeOf(terms, price.term) - 1];
  const ends = terms.at(-1) === price.term || terms.at(-1)?.kind === 'mark';
  if (add && followsDirectly(terms, add, target)) return add;
  return terms[0] === target && isKind(before, 'is') && ends ? before : undefined;
}

/** "TP 1.80 -> 1.77": from one price to another. */
function turnedTarget({ terms, hasSubject, has }: SegmentWords, target: Term): Term | undefined {
  const prices = pricesIn(terms);
  const [, second] = prices;
  const turned = second && isArrow(terms, placeOf(terms, second.term) - 1);
  const plain = hasSubject && terms[0] === target && !has('entry', 'long', 'short', 'stop');
  return plain && turned && prices.length === 2 ? target : undefined;
}

function targetsBehind(
  words: SegmentWords,
  target: Term,
  number: number | null,
): InstructionCandidate | null {
  const targets = pricesAfter(words.terms, target);
  if (targets.length === 0) return null;
  return instructionCandidate(words, 'amend', [target, words.move ?? words.replaced], {
    targets,
    ...(targets.length === 1 ? { target: { number, term: target } } : {}),
  });
}

/** "Entry now 137 instead of 140". */
function entryChangeIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, entry, stop, target } = words;
  const changes = words.move ?? words.replaced;
  if (!entry || !changes || stop || target) return null;
  if (words.find('add', 'average', 'cancel', 'close')) return null;
  const entries = pricesAfter(terms, entry);
  const [first] = entries;
  // "Wait for 58000, then long": what comes behind the price is a plan.
  const planned = terms.some(
    (t) => (t.role === 'long' || t.role === 'short') && t.start > (first?.term.start ?? 0),
  );
  return first && !planned
    ? instructionCandidate(words, 'amend', [entry, changes], { entries })
    : null;
}

function addedEntriesIn(words: SegmentWords): InstructionCandidate | null {
  const add = words.find('add', 'average');
  if (!add || words.stop || words.target || words.cancel || words.close) return null;
  const addedEntries = pricesIn(words.terms);
  return addedEntries.length > 0 && !words.has('entry')
    ? instructionCandidate(words, 'amend', [add], { addedEntries })
    : null;
}

function cancellationIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, cancel, stop, target } = words;
  if (!cancel || stop || (target && !words.has('order', 'limit'))) return null;
  const object = words.find('limit', 'entry', 'order', 'average');
  const part = partOf(terms, cancel);
  // "Removing half of the position", "Bei SOL die Hälfte rausnehmen": an order is cancelled whole.
  const ofPosition = object ? isKind(object, 'positionWord') : words.hasSubject;
  if (part && dec(part.percent).lt(100) && ofPosition)
    return instructionCandidate(words, 'close_part', [cancel, part.term], { part, all: false });
  const meant = object || ((words.hasSubject || terms.length <= 4) && !words.has('later'));
  return meant ? instructionCandidate(words, 'cancel_entry', [cancel, object]) : null;
}

/** Part or all of what is open. */
function closingIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, close, reduce, target } = words;
  const taking = terms.find(isTaking);
  const sell = !close && !reduce ? (words.find('sell') ?? taking) : undefined;
  const part = partOf(terms, close ?? reduce ?? words.find('sell') ?? taking ?? target);
  const verb = close ?? reduce ?? (part ? sell : undefined);
  if (!verb || words.cancel) return takenProfitIn(words, part);
  if ((isAtTarget(terms) && !isKind(verb, 'left')) || words.isHolding) return null;
  const object = directObject(terms, verb)?.role;
  // "Reduce leverage", "SL to 29.9, lock the gains": nothing is to be closed.
  if (isCutLevel(terms, verb)) return null;
  const spared = object === 'leverage' || (object === 'risk' && !part);
  if (spared) return null;
  if (verb.role === 'secure' && words.stop && !part) return null;
  // "Book 1.74 / 1.82" in a list of levels: the targets.
  const [value, slash] = terms.slice(placeOf(terms, verb) + 1);
  if (isKind(verb, 'books') && value?.role === 'at' && slash?.kind === 'number') return null;
  const fraction = isFraction(terms, placeOf(terms, verb) + 1);
  const lists = value?.kind === 'number' && value.number?.unit === null && !fraction;
  if (verb.role === 'secure' && lists && (slash?.kind === 'mark' || slash === undefined))
    return null;
  // "Target locked" is one reached, or aimed at.
  if (verb.role === 'secure' && terms[placeOf(terms, verb) - 1]?.role === 'target') return null;
  // "Closing the remaining 40%" leaves nothing.
  const leftover = part && terms[placeOf(terms, part.term) - 1]?.role === 'rest';
  if (close && leftover && part.term.number)
    return instructionCandidate(words, 'close', [verb, part.term], {
      all: false,
      price: priceAfter(terms, part.term),
    });
  if (part && dec(part.percent).lt(100))
    return instructionCandidate(words, 'close_part', [verb, part.term], {
      part,
      all: false,
      price: exitBefore(terms, verb),
    });
  if (!close && part)
    return instructionCandidate(words, 'close', [verb, part.term], { all: false });
  if (!close) {
    const partial = verb.role === 'reduce' || verb.role === 'secure' || !words.has('target');
    return partial ? instructionCandidate(words, 'close_part', [verb], { all: false }) : null;
  }
  // "Kill the STX limit order": it waits, and is not open.
  const waiting = terms
    .slice(placeOf(terms, close) + 1)
    .find((t) => t.kind === 'word' && t.role !== 'filler' && t.role !== undefined);
  if (waiting?.role === 'limit' && !isLeg(waiting))
    return instructionCandidate(words, 'cancel_entry', [close, waiting]);
  const oneLeg = isLeg(directObject(terms, close)) && !words.has('at');
  if (oneLeg || words.has('some'))
    return instructionCandidate(words, 'close_part', [close], { all: false });
  // "First target close": near, not an order.
  if (terms[placeOf(terms, close) - 1]?.role === 'target') return null;
  if (!isWholeClose(words, close) || (words.has('can') && !words.has('all'))) return null;
  return instructionCandidate(words, 'close', [close], {
    price: priceAfter(terms, close) ?? exitBefore(terms, close),
  });
}

/** "Take profit 50%", "절반 익절": a target's label that is the verb. */
function takenProfitIn(
  words: SegmentWords,
  part: ReturnType<typeof partOf>,
): InstructionCandidate | null {
  const { terms, target, stop, hit, done } = words;
  if (!target || !part || hit || done || stop || !isKind(target, 'takesProfit')) return null;
  // "Long BTC, TP 50%" is a signal; "BTC long 절반 익절" takes half of it.
  const sided = words.has('long', 'short') && (!words.hasSubject || part.term.number !== undefined);
  const next = terms.slice(placeOf(terms, target) + 1).find((t) => t.role !== 'at');
  const beside = next === part.term || followsDirectly(terms, part.term, target);
  if (words.has('entry') || sided || !beside) return null;
  return instructionCandidate(words, 'close_part', [target, part.term], { part, all: false });
}

/** "Close half at 65k and the rest at 67k": for when the price gets there. */
export function isAtSeveralPrices(terms: readonly Term[]): boolean {
  const prices = pricesIn(terms).filter(
    ({ term }) => terms[placeOf(terms, term) - 1]?.role === 'at',
  );
  return prices.length > 1;
}

/** "Short BTC stop at 68200" begins with its side, as an order does; "SL on the BTC short" names a trade that is on. */
function opensWithSide(terms: readonly Term[]): boolean {
  const first = terms.find((t) => t.kind === 'word' && t.role !== 'filler');
  return first?.role === 'long' || first?.role === 'short';
}

/** "BNB bei 571 geschlossen", "ETHショートは2,905で全決済しました": the price at which it was left stands before the verb. */
function exitBefore(terms: readonly Term[], verb: Term): Price | undefined {
  const at = placeOf(terms, verb);
  const told = isKind(verb, 'leftBehind') || isKind(terms[at + 1], 'pastEnding');
  if (!told) return undefined;
  const place = terms.findLastIndex(
    (t, i) => i < at && t.kind === 'number' && t.number?.unit === null,
  );
  const [price] =
    place >= 0 && isPrice(terms, place) ? pricesIn(terms.slice(place, place + 1)) : [];
  if (!price) return undefined;
  const between = terms.slice(place + 1, at);
  const joins = between.every((t) => t.kind === 'word' && WITH_EXIT.has(t.role));
  const located = [terms[place - 1], terms[place + 1]].some((t) => t?.role === 'at');
  return joins && located ? price : undefined;
}

/** What may stand between the price of an exit and its verb. */
const WITH_EXIT: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'filler',
  'at',
  'to',
  'wholly',
  'all',
  'half',
  'third',
  'quarter',
  'order',
  'rest',
]);

/** "At TP1 close half": an instruction for when the price gets there. */
function isAtTarget(terms: readonly Term[]): boolean {
  return terms.some(
    (term, at) =>
      term.role === 'target' &&
      targetNumber(terms, term) !== null &&
      terms.slice(Math.max(0, at - 2), at).some((t) => t.role === 'at'),
  );
}

/** "Cut 10.88" in a list of levels: the stop. */
function isCutLevel(terms: readonly Term[], verb: Term): boolean {
  const next = terms[placeOf(terms, verb) + 1];
  return isKind(verb, 'cut') && next?.kind === 'number' && next.number?.unit !== 'percent';
}

function isTaking({ text, role }: Term): boolean {
  const takes = isKind(text, 'take');
  return (takes && role === undefined) || (isKind(text, 'took') && role === 'entered');
}

/** What the verb acts on: the role of the first word behind it. */
function directObject(terms: readonly Term[], verb: Term): Term | undefined {
  return terms
    .slice(placeOf(terms, verb) + 1)
    .find((t) => t.kind === 'word' && t.role !== 'filler');
}

/** "close entry 1", "close entry market": one of the orders that make up the position. */
function isLeg(object: Term | undefined): boolean {
  return (
    object?.role === 'entry' ||
    (object !== undefined &&
      (object.role === 'limit' || object.role === 'market') &&
      isKind(object, 'entryLabel'))
  );
}

/** A close without a part is an order to close when the segment is little more than that. */
function isWholeClose({ terms, hasSubject }: SegmentWords, close: Term): boolean {
  const words = terms.filter((t) => t.kind === 'word' && !t.ticker);
  const unknown = words.filter((t) => !t.role);
  const object = directObject(terms, close)?.role;
  const named =
    hasSubject ||
    object === 'order' ||
    object === 'all' ||
    object === 'long' ||
    object === 'short' ||
    object === 'market' ||
    words.length <= 3 ||
    (object === undefined && isWithoutSpaces(close.text));
  return (
    named &&
    unknown.length <= 3 &&
    words.length <= MOST_WORDS_OF_A_CLOSE &&
    !terms.some((t) => t.role === 'candle' || t.role === 'above' || t.role === 'below')
  );
}
