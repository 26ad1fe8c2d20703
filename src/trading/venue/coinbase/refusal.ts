import type { RejectReason } from '../venue.ts';
import { quoted } from './quoted.ts';

/**
 * Coinbase's no in our words. Its codes come from three enumerations that grow without notice
 * (NewOrderFailureReason, PreviewFailureReason, EditOrderFailureReason), so they are known by what
 * they contain; the first rule that fits counts. The code and Coinbase's own words are always said.
 */
const RULES: readonly [fits: RegExp, reason: RejectReason][] = [
  [/DUPLICATE_CLIENT_ORDER_ID/, 'duplicate'],
  [/PRICE_POST_ONLY/, 'would_cross'],
  [/INSUFFICIENT|LEDGER_BALANCE|MARGIN_HEALTH/, 'insufficient_funds'],
  [
    /GEOFENCING|COMPLIANCE|PERMISSION|ACCOUNT_STATUS|NOT_ALLOWED_TO|SETTLEMENT_CURRENCY/,
    'not_permitted',
  ],
  [
    /UNSUPPORTED|NOT_SUPPORTED|ORDER_CONFIG|ORDER_TYPE|TIME_IN_FORCE|FOR_ATTACHED|ONLY_ALLOWED_ON|FOK_DISABLED|SINGLE_LEGGED|NOT_ALLOWED_FOR|NOT_ALLOWED_WITH|EDITS_SUPPORTED/,
    'unsupported_order',
  ],
  [
    /PRODUCT_ID|UNTRADABLE|INELIGIBLE_PAIR|ENTRY_DISABLED|TRADING_DISABLED|TRADING_HALTED|TRADING_SESSION|MARKET_STATE|MARKET_TRADE_DATA|PRICE_BOOK|NO_LIQUIDITY|CLOSE_ONLY|IN_LIQUIDATION/,
    'product_unavailable',
  ],
  [/SIZE|QUANTITY|NOTIONAL|POSITION_LIMIT/, 'invalid_size'],
  [/PRICE|STOP_TRIGGERED/, 'invalid_price'],
];

const SENTENCES: Record<RejectReason, string> = {
  insufficient_funds: 'there is not enough free money for it',
  unsupported_order: 'this product does not take such an order',
  invalid_price: 'its price is not allowed',
  invalid_size: 'its size is not allowed',
  would_cross: 'it is post-only and would have filled at once',
  product_unavailable: 'this product can not be traded now',
  not_permitted: 'this account or API key may not place it',
  rate_limited: 'there were too many requests',
  duplicate: 'an order of this id exists already',
  other: 'it gives a reason of its own',
};

/** A reason as far as the code, or else Coinbase's words, tell it; anything new is `other`. */
export function rejectReason(code: string, words = ''): RejectReason {
  const reason = RULES.find(([fits]) => fits.test(code))?.[1];
  if (reason) return reason;
  // Under a code that says nothing: no wallet in that currency, or a key of another portfolio.
  return words.includes('account is not available') ? 'not_permitted' : 'other';
}

/** "Coinbase refused the order: its size is not allowed (PREVIEW_INVALID_…: …)." */
export function refusalSentence(reason: RejectReason, code: string, words: string): string {
  const said = [code, words === code ? '' : words].filter(Boolean).join(': ');
  return `Coinbase refused the order: ${SENTENCES[reason]} (${quoted(said) || 'no reason given'}).`;
}
