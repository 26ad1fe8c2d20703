import type { Intent } from '../store/core/intents.ts';
import type { OrderRequest, PlaceResult } from '../venue/venue.ts';
import { type Execution, retryAfter } from './execution.ts';
import { replaceReport } from './placeReport.ts';

/**
 * Changes a resting order in place. An edit says what the order shall be, so without an answer it is
 * asked for again, until the venue has answered or the core wants something else.
 */
export async function replaceOrder(
  execution: Execution,
  intent: Intent,
  request: OrderRequest,
): Promise<void> {
  const known = () => execution.orderOf(intent.position_id, intent.order_id)?.order;
  await execution.released();
  const venueOrderId = known()?.venueOrderId;
  if (venueOrderId && known()?.request.kind === 'none') {
    // It was changed while the database was away, or is to be as it was.
    await execution.answer(intent, null);
    execution.settle(intent.account, intent.order_id);
    return;
  }
  if (!venueOrderId) {
    const message = 'the order is not at the venue';
    await execution.answer(intent, { kind: 'replace_rejected', reason: 'other', message });
    return;
  }
  const ask = () => execution.venueOf(intent.account).replace(venueOrderId, request);
  let result = await ask();
  if (result.outcome === 'unknown') {
    await execution.report(intent.order_id, replaceReport(result, request.terms));
  }
  for (let attempt = 0; result.outcome === 'unknown'; attempt += 1) {
    await execution.clock.wait(retryAfter(attempt));
    await execution.released();
    const order = known();
    // A cancel waits behind this, and it ends the doubt as well.
    if (order?.request.kind !== 'replacing') {
      await execution.answer(intent, null);
      execution.settle(intent.account, intent.order_id);
      return;
    }
    result = await ask();
  }
  await answerReplaced(execution, intent, request, result);
}

async function answerReplaced(
  execution: Execution,
  intent: Intent,
  request: OrderRequest,
  result: Exclude<PlaceResult, { outcome: 'unknown' }>,
): Promise<void> {
  await execution.answer(intent, replaceReport(result, request.terms));
  // It may have been refused because the order has ended or filled.
  if (result.outcome === 'rejected') execution.settle(intent.account, intent.order_id);
}
