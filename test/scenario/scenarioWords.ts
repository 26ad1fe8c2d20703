import { dec } from '../../src/trading/money.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';
import type { OrderTerms } from '../../src/trading/venue/venue.ts';

/** A notice as a line of a scenario; null for what only repeats another line. */
export function lineOf(notice: Notice): string | null {
  switch (notice.kind) {
    case 'signal_taken':
      return ['taken', ...notice.plan.remarks].join('; ');
    case 'signal_denied':
      return `not taken: ${notice.why}`;
    case 'update_applied':
      return `done: ${notice.what}`;
    case 'update_denied':
      return `not done: ${notice.what}: ${notice.why}`;
    case 'question':
      return `asked: ${notice.what}, for ${notice.positionIds.join(' or ')}?`;
    case 'order_placed':
      return `order: ${notice.side} ${termsInWords(notice.terms)}`;
    case 'order_rejected':
      return `refused by the venue; ${notice.next}`;
    case 'beyond_guard':
      return `not to be had: ${notice.left} at ${notice.worst}; ${notice.next}`;
    case 'order_unknown':
      return `unknown: ${notice.message}`;
    case 'fill':
      return `${notice.side === 'buy' ? 'bought' : 'sold'} ${notice.size} at ${price(notice.price)}`;
    case 'position_opened':
      return 'opened';
    case 'stop_moved':
      return `stop ${notice.from} to ${notice.to}: ${notice.why}`;
    case 'position_closed': {
      const { reason, gross, fees, net, r } = notice;
      const amounts = [`gross ${money(gross)}`, `fees ${money(fees)}`, `net ${money(net)}`];
      return `closed (${reason}): ${amounts.join(', ')}, ${r ?? '-'} R`;
    }
    case 'position_cancelled':
      return `cancelled: ${notice.why}`;
    case 'by_hand':
      return `by hand: ${notice.what}; ${notice.next}`;
    case 'halted':
      return `halted: ${notice.halt.reason}`;
    case 'resumed':
      return 'resumed';
    case 'protection_changed':
      return null;
    case 'panic_report':
      return notice.done ? 'panic is over' : null;
    case 'error':
      return `error: ${notice.what}`;
    default:
      return null;
  }
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

const money = (value: string) => dec(value).toDecimalPlaces(2).toFixed();
const price = (value: string) => dec(value).toDecimalPlaces(2).toFixed();
