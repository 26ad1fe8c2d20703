import { dec } from '../../money.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { isFraction } from '../words/layout/listNumbers.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import { isWithoutSpaces } from '../words/tokens/characters.ts';
import { isPrice, type Price, partOf, priceAfter, pricesIn, targetNumber } from './amounts.ts';
import { followsDirectly } from './destinations.ts';
import { type InstructionCandidate, instructionCandidate } from './instructionCandidate.ts';
import type { SegmentWords } from './segmentWords.ts';

const MOST_WORDS_OF_A_CLOSE = 9;
/** "Both to break-even". */
export const MOST_WORDS_OF_A_PLACE = 4;

/** "All", "the rest" right behind the verb, and no price. */
function followsWhole(terms: readonly Term[], verb: Term): boolean {
  const next = terms.slice(placeOf(terms, verb) + 1).find((t) => t.role !== 'filler');
  const whole = next?.role === 'all' || next?.role === 'wholly' || next?.role === 'rest';
  return whole && pricesIn(terms).length === 0;
}

/** Part or all of what is open. */
export function closingIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, close, reduce, target } = words;
  const taking = terms.find(isTaking);
  const sell = !close && !reduce ? (words.find('sell') ?? taking) : undefined;
  const part = partOf(terms, close ?? reduce ?? words.find('sell') ?? taking ?? target);
  // "Sell everything now".
  const sold = sell && !part && followsWhole(terms, sell) ? sell : undefined;
  if (sold && !words.cancel && words.hasSubject)
    return instructionCandidate(words, 'close', [sold], { all: false });
  const verb = close ?? reduce ?? (part ? sell : undefined);
  if (!verb || words.cancel) return takenProfitIn(words, part);
  if ((isAtTarget(terms) && !isKind(verb, 'left')) || words.isHolding) return null;
  // "1차 익절 완료": the first of the targets.
  const counted = terms[placeOf(terms, verb) - 1];
  if (counted?.kind === 'index' && isWithoutSpaces(verb.text)) return null;
  // "Drag bail to 4.2": its level is moved.
  if (counted?.role === 'move') return null;
  // "First cash-out done": of several.
  if (ORDINALS.has(counted?.role) && words.hit) return null;
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
  // "Sell it in parts 119 || 126 || 138": for when the price gets there.
  if (listsPrices(terms, verb)) return null;
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

const ORDINALS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'first',
  'second',
  'thirdOf',
  'fourth',
]);

/** Behind the verb, with hardly a word between, stands a list of prices. */
function listsPrices(terms: readonly Term[], verb: Term): boolean {
  const behind = terms.slice(placeOf(terms, verb) + 1);
  const first = behind.findIndex((t) => t.number !== undefined);
  if (first < 0 || !behind.slice(0, first).every((t) => t.kind === 'mark' || TO_LIST.has(t.role)))
    return false;
  const plain = (t: Term | undefined): boolean => t?.number?.unit === null && !t.number.sign;
  const next = behind.slice(first + 1).findIndex((t) => t.kind !== 'mark');
  if (isFraction(behind, first)) return false;
  return plain(behind[first]) && next > 0 && plain(behind[first + 1 + next]);
}

const TO_LIST: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'filler',
  'noise',
  'reduce',
  'at',
  'some',
]);

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
export function opensWithSide(terms: readonly Term[]): boolean {
  const [first, second, third] = terms.filter((t) => t.kind !== 'mark' && t.role !== 'filler');
  // "BTC long sl at 89.1": a coin, its side and its stop are an order as well.
  const [stop] = terms.filter((t) => t.role === 'stop');
  const ordered =
    first?.ticker && !first.role && third === stop && !terms.some((t) => t.text === ':');
  const opens = ordered && terms.every((t) => t.role !== 'to') ? second : first;
  return opens?.role === 'long' || opens?.role === 'short';
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
