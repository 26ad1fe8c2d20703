import type { CancelResult } from '../../venue.ts';
import { inBatches } from '../connection/inBatches.ts';
import type { Answer, Rest } from '../connection/rest.ts';
import { readRefusal, refusalSentence, rejectReason } from '../refusals/refusal.ts';
import { cancelOrdersAnswer, cancelResult } from '../wire/wire.ts';

/** As many as one batch_cancel takes. */
const MOST_AT_ONCE = 100;

/**
 * Cancels orders. What is asked for in one moment (by a panic, or by a position that closes) goes
 * out as one request, and each order gets its own result of it.
 *
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/cancel-order
 */
export function createCancels(rest: Rest): (venueOrderId: string) => Promise<CancelResult> {
  async function send(ids: readonly string[]): Promise<Map<string, CancelResult>> {
    const answer = await rest.send(cancelOrdersAnswer, {
      what: ids.length === 1 ? 'cancel the order' : `cancel ${ids.length} orders`,
      method: 'POST',
      path: '/brokerage/orders/batch_cancel',
      body: { order_ids: ids },
      priority: 'urgent',
    });
    if (answer.kind === 'refused' && ids.length > 1) {
      // It says nothing of which order is at fault: one bad id must not keep the others resting.
      const single = await Promise.all(ids.map((id) => send([id])));
      return new Map(single.flatMap((results) => [...results]));
    }
    return new Map(ids.map((id) => [id, resultOf(answer, id, ids.length === 1)]));
  }

  const cancel = inBatches(MOST_AT_ONCE, send);
  return async (venueOrderId) => (await cancel(venueOrderId)) ?? UNSAID;
}

const UNSAID = {
  outcome: 'unknown',
  message: 'Coinbase did not say what became of the cancel.',
} as const;

type Cancelled = Answer<ReturnType<typeof cancelOrdersAnswer.parse>>;

function resultOf(answer: Cancelled, venueOrderId: string, alone: boolean): CancelResult {
  if (answer.kind === 'unclear') return { outcome: 'unknown', message: answer.message };
  if (answer.kind === 'rate_limited') {
    return { outcome: 'rejected', reason: 'rate_limited', message: answer.message };
  }
  if (answer.kind !== 'ok') {
    return { outcome: 'rejected', reason: rejectReason(answer), message: answer.message };
  }
  const results = answer.value.results.flatMap((each) => cancelResult.safeParse(each).data ?? []);
  const own = results.find(({ order_id }) => order_id === venueOrderId);
  // A result without an id, alone as the request was, can be about nothing else.
  const result = own ?? (alone ? results.find(({ order_id }) => order_id === '') : undefined);
  if (!result) return UNSAID;
  if (result.success) return { outcome: 'accepted' };
  const refusal = readRefusal(result);
  // An earlier cancel of it is under way: that is what was asked for.
  if (refusal.code === 'DUPLICATE_CANCEL_REQUEST') return { outcome: 'accepted' };
  const reason = rejectReason(refusal);
  return { outcome: 'rejected', reason, message: refusalSentence('cancel', reason, refusal) };
}
