import { dec } from '../../money.ts';
import { isKind } from '../words/kinds.ts';
import { groupOf } from '../words/roleGroups.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import {
  isArrow,
  type Price,
  partOf,
  priceAfter,
  pricesAfter,
  pricesIn,
  targetNumber,
} from './amounts.ts';
import { closingIn, MOST_WORDS_OF_A_PLACE, opensWithSide } from './closings.ts';
import { entryPlace, followsDirectly, targetPlace } from './destinations.ts';
import { type InstructionCandidate, instructionCandidate } from './instructionCandidate.ts';
import type { SegmentWords } from './segmentWords.ts';

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
  if (!stop) return trailIn(words) ?? protectionIn(words);
  const counted = breakeven && terms[placeOf(terms, breakeven) - 1]?.number?.unit === null;
  const place = (counted ? undefined : breakeven) ?? entryPlace(terms, stop);
  // "Stop orders to buy above 67k": those of the market.
  const elsewhere = place?.role === 'entry' && words.has('above', 'below');
  if (elsewhere && !move) return null;
  // "Into profit (5.42)": a price beyond the entry.
  const beyond = isKind(place, 'intoProfit') && place;
  const far = beyond && (priceAfter(terms, beyond) ?? inBrackets(terms, beyond));
  if (far) return instructionCandidate(words, 'move_stop', [stop, move, far.term], { price: far });
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

/** "Trail the rest under 0.155", "tighten to 4.2": the verb is one of the stop. */
function trailIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, move, breakeven, close, target } = words;
  if (!move || breakeven || close || target || !isKind(move, 'trails')) return null;
  const [price, another] = pricesAfter(terms, move);
  const before = price && terms[placeOf(terms, price.term) - 1];
  const placed = PLACES_STOP.has(before?.role);
  return price && placed && !another && words.hasSubject
    ? instructionCandidate(words, 'move_stop', [move, price.term], { price })
    : null;
}

const PLACES_STOP = groupOf('to', 'at', 'below', 'above');

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
