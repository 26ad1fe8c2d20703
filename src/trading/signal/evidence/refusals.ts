import { leavesSide } from '../instruction/segmentWords.ts';
import type { OrderCandidate } from '../order/orderCandidate.ts';
import type { Provenance, Reading } from '../reading.ts';
import { isShortLine } from '../words/lines.ts';
import {
  hasLegend,
  headsWithEnd,
  isAlertPrice,
  isNamedTrade,
  isPositionCard,
  isResultCard,
  isStatement,
  isStopInPassing,
  isTable,
  showsChange,
} from './notOrders.ts';
import { type doubtAbout, isStory } from './orderDoubt.ts';

type Doubt = ReturnType<typeof doubtAbout>;

export function none(why: string): Reading {
  return { kind: 'none', why, provenance: {} };
}

export function unclear(
  why: string,
  about: NonNullable<Extract<Reading, { kind: 'unclear' }>['about']>,
  provenance: Provenance,
  partial?: Extract<Reading, { kind: 'unclear' }>['partial'],
): Reading {
  return { kind: 'unclear', why, about, ...(partial ? { partial } : {}), provenance };
}

/** Why an order is none, or can't be taken as it stands; null when its numbers are to be looked at. */
export function refusalOf(order: OrderCandidate, doubt: Doubt): Reading | null {
  return incomplete(order) ?? doubtful(order, doubt) ?? notMeant(order);
}

/** Too little of a coin, a side, an entry and levels. */
function incomplete({
  frame,
  symbol,
  sides,
  spoken,
  marketWord,
  ...order
}: OrderCandidate): Reading | null {
  const { entries, targets, labelled } = order;
  const sideless = spoken === null && sides.length === 0;
  if (frame.reached.length > 0) return none('a report of targets reached');
  if (frame.labels.some((l) => leavesSide(frame.terms, l.term)))
    return none('an exit from a trade that is on');
  // "Shorts get squeezed, stops above 62k": without an entry the coin must be named for sure.
  const guessed = symbol.kind === 'found' && symbol.ticker.form === 'word';
  if (guessed && entries.length === 0 && !marketWord) return none('no coin and no entry');
  if (sideless && labelled < 2) return none('no order in it');
  if (sideless && entries.length === 0 && !marketWord)
    return none('levels without an entry or a side');
  // Prices in running text are no order without a side: "a close above 2,600 would be bullish, target 3,000".
  const namesEntry =
    frame.labels.some((l) => l.role === 'entry' || l.role === 'average') ||
    frame.limit.length > 0 ||
    frame.spot !== null;
  if (sideless && frame.stops.length === 0 && !namesEntry)
    return none('prices without a side or an entry');
  if (labelled === 0 && !marketWord) {
    const numbered =
      spoken !== null &&
      symbol.kind === 'found' &&
      symbol.ticker.form !== 'word' &&
      frame.strays.length > 0 &&
      isShortLine(frame.terms, symbol.term.line);
    return numbered
      ? unclear('it has a side and numbers, and nothing says which is the entry', 'entry', {})
      : none('a side without a price, and no word for now');
  }
  // "Buy our VIP now! Members get BTC signals": an order names its coin in its own sentence.
  const sideTerms = frame.sides.map((s) => s.term);
  const elsewhere =
    symbol.kind === 'found' &&
    sideTerms.some((t) => t.line === symbol.term.line) &&
    !sideTerms.some((t) => t.clause === symbol.term.clause || t.line !== symbol.term.line);
  if (labelled === 0 && elsewhere) return none('the coin stands in another sentence');
  const onlyPercents = targets.length > 0 && targets.every((l) => l.kind === 'percent');
  if (onlyPercents && labelled === 1 && !marketWord) return none('a percent, as results are told');
  const aims = frame.labels.filter((l) => l.role === 'target');
  const onlyExit = aims.length > 0 && aims.every((l) => l.term.text.startsWith('exit'));
  if (onlyExit && labelled === 1 && targets.length > 0 && !marketWord)
    return none('of a trade only the exit, as when it has ended');
  const sells = frame.sides.some((s) => s.term.role === 'sell');
  const stands = labelled === 0 && (isStatement(frame) || (isNamedTrade(frame) && !sells));
  return stands ? none('it tells how a trade stands') : null;
}

/** A plan, a condition, a question or a report asks for nothing; an opinion with a price may. */
function doubtful(
  { frame, symbol, spoken, labelled, structured }: OrderCandidate,
  doubt: Doubt,
): Reading | null {
  const story = isStory(frame, symbol.term, spoken);
  if (structured || !(doubt || story)) return null;
  const offer = doubt?.role === 'maybe' && labelled > 0 && !story && symbol.kind === 'found';
  if (offer) return unclear(`it may be an opinion (${doubt.said})`, 'action', {});
  return none(
    doubt ? `a plan, a question or a report (${doubt.said})` : 'a sentence, not an order',
  );
}

/** A label that asks for two ends. */
const RANGES = /\b(?:zone|range|area|between)\b/u;

/** It looks like an order and is something else, or leaves open what its numbers are. */
function notMeant(order: OrderCandidate): Reading | null {
  const { frame, symbol, sides, entries, targets, marketWord, labelled, structured } = order;
  if ((!structured || frame.stops.length === 0) && isResultCard(frame)) return none('a result');
  if (isPositionCard(frame)) return none('a position that is on, with its profit');
  if (showsChange(frame))
    return unclear(
      'a price with its change beside the levels, as of a trade that is on',
      'action',
      {},
    );
  if (headsWithEnd(frame)) return none('a report of a trade that has ended');
  const ranged = frame.labels.some((l) => l.role === 'entry' && RANGES.test(l.term.text));
  if (entries.some((l) => l.join === 'arrow') && !ranged)
    return unclear('an arrow stands between two prices', 'entry', {});
  const unlabelled = frame.labels.length === 0 && frame.limit.length === 0 && entries.length >= 3;
  if (unlabelled && labelled === 1)
    return unclear('it gives several numbers, and nothing says what each is', 'entry', {});
  if (isTable(frame) || hasLegend(frame))
    return unclear('a table, whose columns can not be told', 'entry', {});
  if (isStopInPassing(frame, entries, targets, marketWord))
    return unclear('a stop for a trade that may be on already', 'action', {});
  if (isAlertPrice(frame, entries, structured))
    return unclear('a price beside a side, as alerts show it', 'entry', {});
  const sold = frame.sides.length > 0 && frame.sides.every((s) => s.term.role === 'sell');
  if (!structured && sold && symbol.kind === 'found' && symbol.ticker.form !== 'pair')
    return unclear('“sell” may close a long or open a short', 'action', {});
  return sides.length > 1 && labelled === 0
    ? none('a side without a price, and no word for now')
    : null;
}
