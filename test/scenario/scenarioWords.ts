import { dec } from '../../src/trading/money.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';
import type { Order, Plan, Position } from '../../src/trading/strategy/model/state.ts';
import type { OrderTerms } from '../../src/trading/venue/venue.ts';

/**
 * A notice as lines of a scenario: all of what the owner is told, and of a position that has ended
 * also what it came to. `positionOf` gives a position as it is then.
 */
export function linesOf(
  notice: Notice,
  positionOf: (id: string) => Position | undefined,
): readonly string[] {
  const line = lineOf(notice, positionOf);
  if (line === null) return [];
  return ['positionId' in notice ? numbered(notice.positionId, line) : line];
}

/** A line about a position; the first of a story needs no number. */
export function numbered(positionId: string, line: string): string {
  return positionId === '1' ? line : `#${positionId} ${line}`;
}

function lineOf(notice: Notice, positionOf: (id: string) => Position | undefined): string | null {
  switch (notice.kind) {
    case 'signal_taken':
      return [`taken: ${planInWords(notice.plan)}`, ...notice.plan.remarks].join('; ');
    case 'signal_denied':
      return `not taken: ${notice.why}`;
    case 'agreement': {
      const { end, agreeing, needed } = notice;
      const who = `${agreeing.length} of ${needed}: ${agreeing.join(', ')}`;
      if (end === null) return `waits for others: ${who}`;
      return end.as === 'entered'
        ? `waited for others: ${who}; entered as ${end.positionId}`
        : `waited for others: ${who}; ${end.as}`;
    }
    case 'update_applied':
      return `done: ${notice.what}`;
    case 'update_denied':
      return `not done: ${notice.what}: ${notice.why}`;
    case 'question':
      return `asked: ${notice.what}, for ${notice.positionIds.join(' or ')}?`;
    case 'order_placed':
      return `order: ${placeOf(notice)}, ${notice.side} ${termsInWords(notice.terms)}`;
    case 'order_rejected':
      return `refused by the venue: ${notice.purpose}; ${notice.next}`;
    case 'beyond_guard':
      return `not to be had: ${notice.purpose}, ${notice.left} at ${notice.worst}; ${notice.next}`;
    case 'order_unknown':
      return `unknown: ${notice.purpose}; ${notice.message}`;
    case 'fill': {
      const did = notice.side === 'buy' ? 'bought' : 'sold';
      return `${did} ${notice.size} at ${price(notice.price)}: ${placeOf(notice)}, ${notice.open} open`;
    }
    case 'target_reached':
      return `target ${notice.target} is done: ${notice.price}`;
    case 'position_opened': {
      const { size, averageEntry, stop, targets } = notice;
      return `opened: ${size} at ${price(averageEntry)}, stop ${stop}, ${targetsInWords(targets)}`;
    }
    case 'stop_moved':
      return `stop ${notice.from} to ${notice.to}: ${notice.why}`;
    case 'position_closed': {
      const { reason, gross, fees, net, r } = notice;
      const amounts = [`gross ${money(gross)}`, `fees ${money(fees)}`, `net ${money(net)}`];
      const done = targetsDone(positionOf(notice.positionId));
      return `closed (${reason}, ${done}): ${amounts.join(', ')}, ${r ?? '-'} R`;
    }
    case 'position_cancelled':
      return `cancelled (${notice.reason}): ${notice.why}`;
    case 'by_hand':
      return `by hand: ${notice.what}; ${notice.next}`;
    case 'halted':
      return `halted: ${notice.halt.reason}`;
    case 'resumed':
      return 'resumed';
    case 'protection_changed':
      return `protection: ${notice.how}`;
    case 'panic_report':
      return `panic ${notice.done ? 'is over' : 'goes on'}: ${notice.lines.join('; ')}`;
    case 'error':
      return `error: ${notice.what}`;
    default:
      return null;
  }
}

/** Which of a position's orders it is: "entry 1", "bracket 2", "stop", "exit". */
export function placeOf({ purpose, leg }: Pick<Order, 'purpose' | 'leg'>): string {
  return leg === 0 ? purpose : `${purpose} ${leg}`;
}

export function termsInWords(terms: OrderTerms): string {
  switch (terms.type) {
    case 'market':
      return 'quoteSize' in terms ? `for ${terms.quoteSize} at market` : `${terms.size} at market`;
    case 'limit':
      return terms.timeInForce === 'ioc'
        ? `${terms.size} at market, ${terms.price} at worst`
        : `${terms.size} at ${terms.price}${terms.postOnly ? ', never at once' : ''}`;
    case 'stop_limit':
      return `${terms.size} if the price is ${terms.stopPrice}`;
    case 'bracket':
      return `${terms.size} at ${terms.target} or if the price is ${terms.stop}`;
  }
}

function planInWords({ cost, risk, stop, targets }: Plan): string {
  const prices = targets.map((target) => target.price);
  return `${money(cost)} USD, ${money(risk)} at risk, stop ${stop}, ${targetsInWords(prices)}`;
}

function targetsInWords(prices: readonly string[]): string {
  return prices.length === 0 ? 'no target' : `targets ${prices.join(' ')}`;
}

/** By their place among the targets, as the owner counts them. */
function targetsDone(position: Position | undefined): string {
  if (position === undefined) return 'gone';
  const done = position.plan.targets.flatMap(({ leg }, i) =>
    position.targetsHit.includes(leg) ? [i + 1] : [],
  );
  return done.length === 0 ? 'no target done' : `targets done ${done.join(' ')}`;
}

const money = (value: string) => dec(value).toDecimalPlaces(2).toFixed();
const price = (value: string) => dec(value).toDecimalPlaces(2).toFixed();
