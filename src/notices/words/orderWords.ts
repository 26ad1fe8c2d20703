import { CLOSE_REASONS } from '../../trading/strategy/model/closeReason.ts';
import type { CloseReason, OrderPurpose } from '../../trading/strategy/model/state.ts';
import type { DecimalString, OrderTerms } from '../../trading/venue/venue.ts';
import { assetsOf, money, price, size } from './amounts.ts';
import { discordTime } from './time.ts';

/** What an order asks for, in words: "limit 0.0015 BTC at $65,000.00". `increment`: the product's, of its prices. */
export function describeTerms(
  terms: OrderTerms,
  productId: string,
  increment?: DecimalString,
): string {
  const at = (value: DecimalString) => price(value, productId, increment);
  switch (terms.type) {
    case 'market':
      return 'quoteSize' in terms
        ? `market, for ${money(terms.quoteSize, assetsOf(productId).quote)}`
        : `market, ${size(terms.size, productId)}`;
    case 'limit': {
      const until = terms.expiresAt === undefined ? '' : `, until ${discordTime(terms.expiresAt)}`;
      const words = `${size(terms.size, productId)} at ${at(terms.price)}`;
      if (terms.timeInForce === 'ioc') return `market, ${words} at worst`;
      return `limit ${words}${until}${terms.postOnly ? ', never at once' : ''}`;
    }
    case 'stop_limit': {
      const way = terms.direction === 'down' ? 'falls to' : 'rises to';
      return `${size(terms.size, productId)} at ${at(terms.price)} once the price ${way} ${at(terms.stopPrice)}`;
    }
    case 'bracket':
      return `${size(terms.size, productId)}: target ${at(terms.target)}, stop ${at(terms.stop)}`;
  }
}

/** "entry 2", "target 1", "stop": the leg is said where there can be several. */
export function describePurpose(purpose: OrderPurpose, leg: number): string {
  const word = {
    entry: 'entry',
    target: 'target',
    stop: 'stop',
    bracket: 'target and stop',
    exit: 'close',
  }[purpose];
  return leg > 0 && purpose !== 'exit' ? `${word} ${leg}` : word;
}

/** Why a position ended, to follow "Closed:". */
export function describeCloseReason(reason: CloseReason): string {
  return CLOSE_REASONS[reason].closed;
}
