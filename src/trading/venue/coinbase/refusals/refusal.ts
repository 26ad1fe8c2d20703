import type { RejectReason } from '../../venue.ts';
import { quoted } from '../wire/quoted.ts';
import { reasonOfCode } from './refusalCodes.ts';

/** A no of Coinbase's: its most telling code, "" when it gives none, and its words. */
export type Refusal = { code: string; words: string };

const SENTENCES: Record<RejectReason, string> = {
  insufficient_funds: 'there is not enough free money for it',
  precision: "its price or size is finer than the product's steps",
  unsupported_order: 'this product does not take such an order',
  invalid_price: 'its price is not allowed',
  invalid_size: 'its size is not allowed',
  would_cross: 'it is post-only and would have filled at once',
  product_unavailable: 'this product can not be traded now',
  not_now: 'not at this hour or moment',
  order_state: 'the order is not in a state that allows it',
  not_permitted: 'this account or API key may not place it',
  rate_limited: 'there were too many requests',
  duplicate: 'an order of this id exists already',
  id_taken: 'another order has this id',
  other: 'it gives a reason of its own',
};

/** Words that say what it is about where the code says nothing. */
const WORDS: readonly [says: RegExp, reason: RejectReason][] = [
  // No wallet in that currency, or a key of another portfolio.
  [/account is not available/i, 'not_permitted'],
  [/(limit|post|cancel|view)[- ]only/i, 'product_unavailable'],
];

/** What a no is about, as far as the code, or else Coinbase's words, tell it; anything new is `other`. */
export function rejectReason({ code, words }: Refusal): RejectReason {
  return reasonOfCode(code) ?? WORDS.find(([says]) => says.test(words))?.[1] ?? 'other';
}

/** "Coinbase refused the order: its size is not allowed (PREVIEW_INVALID_…: …)." */
export function refusalSentence(
  what: 'order' | 'change' | 'cancel',
  reason: RejectReason,
  { code, words }: Refusal,
): string {
  const said = [code, words === code ? '' : words].filter(Boolean).join(': ');
  return `Coinbase refused the ${what}: ${SENTENCES[reason]} (${quoted(said) || 'no reason given'}).`;
}

const CODE = /^[A-Z][A-Z0-9_]{3,}$/;
const CODE_FIELD = /reason$|^(?:error|errs|errors|code|id)$/;
const WORD_FIELDS = ['message', 'error_details', 'error_message', 'details'];
const DEEPEST = 5;

/**
 * Finds the reason in any form that a no comes in: under `error_response`, `errors`, `errs` or by
 * itself, as a text, an object or a list of them. Of several codes the one that tells most counts:
 * one that is known, before one that is not, before Coinbase's UNKNOWN_….
 */
export function readRefusal(body: unknown): Refusal {
  const codes: string[] = [];
  const sentences: string[] = [];
  const leftOver: string[] = [];

  function look(value: unknown, field: string, depth: number): void {
    if (depth > DEEPEST) return;
    if (typeof value === 'string') {
      if (CODE_FIELD.test(field) && CODE.test(value)) codes.push(value);
      else if (WORD_FIELDS.includes(field)) sentences.push(value);
      else if (CODE_FIELD.test(field)) leftOver.push(value);
    } else if (Array.isArray(value)) {
      for (const each of value.slice(0, 20)) look(each, field, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) look(each, name, depth + 1);
    }
  }
  look(body, '', 0);

  const said = codes.filter((code) => !code.startsWith('UNKNOWN_') || reasonOfCode(code));
  const code = said.find((each) => reasonOfCode(each)) ?? said[0] ?? codes[0] ?? '';
  return { code, words: [...sentences, ...leftOver].find((each) => each.trim() !== '') ?? '' };
}
