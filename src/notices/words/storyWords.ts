import { dec } from '../../trading/money.ts';
import type { PositionNotice } from '../../trading/strategy/model/notice.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';
import {
  assetsOf,
  average,
  distance,
  money,
  multipleOfRisk,
  price,
  signedMoney,
  size,
} from './amounts.ts';
import { describeCloseReason, describePurpose, describeTerms } from './orderWords.ts';
import { escapeProviderText } from './providerText.ts';
import { withGroupedNumbers } from './sentenceWords.ts';
import { duration } from './time.ts';

/** What happened to a position: a headline that says it all, and what one may want to know beside it. */
export type StoryWords = { headline: string; more: string };

/**
 * Pure, for any notice; what a stranger wrote is escaped and short. Never more than 900 characters.
 * `increment`: the product's, to which its prices are padded; where it is not known they are as they are.
 */
export function storyWords(notice: PositionNotice, increment?: DecimalString): StoryWords {
  const { productId } = notice;
  const { quote } = assetsOf(productId);
  const at = (value: DecimalString) => price(value, productId, increment);
  const mean = (value: DecimalString) => average(value, productId, increment);
  switch (notice.kind) {
    case 'signal_taken':
      return {
        headline: `Signal taken: ${notice.side} ${productId} for ${money(notice.plan.cost, quote)}`,
        more: notice.plan.remarks
          .slice(0, 5)
          .map((remark) => ours(remark, 120))
          .join('; '),
      };
    case 'update_applied':
      return {
        headline: `${productId}: ${ours(notice.what, 180)}`,
        more: 'the provider said so',
      };
    case 'order_placed':
      return {
        headline: `Order placed: ${notice.side} ${productId}, ${describePurpose(notice.purpose, notice.leg)}`,
        more: describeTerms(notice.terms, productId, increment),
      };
    case 'order_rejected':
      return {
        headline: `Order refused: ${productId}, ${describePurpose(notice.purpose, 0)}`,
        more: `the venue says: ${said(notice.message, 350)}; what happens now: ${ours(notice.next, 350)}`,
      };
    case 'beyond_guard':
      return {
        headline: `Not all filled: ${notice.side} ${productId}, ${describePurpose(notice.purpose, 0)}`,
        more: `${size(notice.left, productId)} is left, nothing more was to be had up to ${at(notice.worst)}, the worst price your slippage guard allows; ${asPart(notice.next)}`,
      };
    case 'order_unknown':
      return {
        headline: `No answer to an order: ${productId}, ${describePurpose(notice.purpose, 0)}`,
        more: `${said(notice.message, 350)}; it may or may not be at the venue and is not sent again blindly: the venue is asked what became of it`,
      };
    case 'fill':
      return {
        headline: `${notice.side === 'buy' ? 'Bought' : 'Sold'} ${size(notice.size, productId)} at ${mean(notice.price)}`,
        more: `${describePurpose(notice.purpose, notice.leg)}, ${money(notice.fees, quote)} in fees`,
      };
    case 'target_reached':
      return {
        headline: `Target ${notice.target} of ${productId} reached: ${at(notice.price)}`,
        more: '',
      };
    case 'position_opened':
      return {
        headline: `Open: ${notice.side} ${size(notice.size, productId)} at ${mean(notice.averageEntry)}`,
        more: [
          `stop ${level(notice.stop, notice.averageEntry, productId, increment)}`,
          ...notice.targets
            .slice(0, 4)
            .map(
              (target, i) =>
                `TP${i + 1} ${level(target, notice.averageEntry, productId, increment)}`,
            ),
          ...(notice.targets.length > 4 ? [`${notice.targets.length - 4} more`] : []),
        ].join(', '),
      };
    case 'stop_moved':
      return {
        headline: `Stop of ${productId} is now ${at(notice.to)}`,
        more: `it was ${at(notice.from)}; ${ours(notice.why, 200)}`,
      };
    case 'position_closed':
      return {
        headline: `Closed ${notice.side} ${productId}: ${signedMoney(notice.net, quote)}${notice.r === null ? '' : ` (${multipleOfRisk(notice.r)})`}`,
        more: `${describeCloseReason(notice.reason)}, ${mean(notice.averageEntry)} → ${mean(notice.averageExit)} in ${duration(notice.closedAt - notice.openedAt)}, ${money(notice.fees, quote)} in fees`,
      };
    case 'position_cancelled':
      return {
        headline: `Not opened: ${productId}`,
        more: `${describeCloseReason(notice.reason)}; ${ours(notice.why, 200)}`,
      };
    case 'by_hand':
      return {
        headline: `By hand at the venue: ${productId}`,
        more: `${asPart(notice.what)}; ${asPart(notice.next)}`,
      };
    case 'protection_changed':
      return {
        headline: `Protected otherwise: ${productId}`,
        more: ours(notice.how, 500),
      };
  }
}

/** A sentence as a part of a longer one. */
function asPart(sentence: string): string {
  return ours(sentence.trim().replace(/[.\s]+$/, ''), 350);
}

/** Words of the core's own, with their numbers as people read them. */
function ours(text: string, max: number): string {
  return said(withGroupedNumbers(text), max);
}

/** A stranger's words as a part of one line. */
function said(text: string, max: number): string {
  return escapeProviderText(text.replaceAll(/\s+/g, ' '), max);
}

/** A price with its distance from the entry: "$60,000.00 (−7.69 %)". */
export function level(
  at: DecimalString,
  entry: DecimalString,
  productId: string,
  increment?: DecimalString,
): string {
  const far = dec(entry).isZero() ? '' : distance(entry, at);
  const shown = price(at, productId, increment);
  return far === '' ? shown : `${shown} (${far})`;
}
