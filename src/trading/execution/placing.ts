import type { Intent } from '../store/core/intents.ts';
import type { OrderRequest, PlaceResult, VenueOrder } from '../venue/venue.ts';
import { CLOCK_SLACK_MS, type Execution, retryAfter } from './execution.ts';
import { isWanted } from './isWanted.ts';
import { LISTS_LAG_MS } from './lookUp.ts';
import { placeReport } from './placeReport.ts';

/** An entry that never reached the venue is given up after this, not sent at a price long gone. */
const ENTRY_FRESH_MS = 60_000;
export const NOT_SENT = 'it was not sent: the position had gone on, or it was too late for it';

/** Sends an order for the first time, if its position still waits for it. */
export async function placeOrder(
  execution: Execution,
  intent: Intent,
  request: OrderRequest,
): Promise<void> {
  await execution.released();
  if (await isThere(execution, intent)) return;
  if (!isStillWanted(execution, intent)) {
    await execution.answer(intent, { kind: 'never_arrived', message: NOT_SENT });
    return;
  }
  const result = await execution.venueOf(intent.account).place(request);
  if (result.outcome !== 'unknown') return answerPlaced(execution, intent, result);
  const { message } = result;
  execution.log.warn({ orderId: intent.order_id, message }, 'order sent, answer unknown');
  await execution.report(intent.order_id, placeReport(result));
  await resolvePlacing(execution, intent, request);
}

/**
 * Finds out what became of an order that was perhaps sent: by the venue's lists, else by the
 * identical create, which by the venue's rule ends in one order. A list that was not had proves
 * nothing, and one that has no such order proves it only when it had time to show it.
 */
export async function resolvePlacing(
  execution: Execution,
  intent: Intent,
  request: OrderRequest,
): Promise<void> {
  const { clock } = execution;
  for (let attempt = 0; ; attempt += 1) {
    if (await isThere(execution, intent)) return;
    await execution.released();
    const found = await lookFor(execution, intent, request);
    if (found) {
      await execution.answer(intent, { kind: 'venue', order: found });
      execution.settle(intent.account, intent.order_id);
      return;
    }
    if (found === null && isStillWanted(execution, intent)) {
      const result = await execution.venueOf(intent.account).place(request);
      if (result.outcome !== 'unknown') return answerPlaced(execution, intent, result);
    } else if (found === null && clock.now() - intent.created_at.getTime() > LISTS_LAG_MS) {
      await execution.answer(intent, { kind: 'never_arrived', message: NOT_SENT });
      return;
    }
    await clock.wait(retryAfter(attempt));
  }
}

/** Whether it is known to be at the venue: its push was faster, or it was sent while the database was away. */
async function isThere(execution: Execution, intent: Intent): Promise<boolean> {
  if (!execution.orderOf(intent.position_id, intent.order_id)?.order.venueOrderId) return false;
  await execution.answer(intent, null);
  execution.settle(intent.account, intent.order_id);
  return true;
}

async function answerPlaced(
  execution: Execution,
  intent: Intent,
  result: Exclude<PlaceResult, { outcome: 'unknown' }>,
): Promise<void> {
  await execution.answer(intent, placeReport(result));
  // A push may be lost and a market order is done at once: look for ourselves.
  if (result.outcome === 'accepted') execution.settle(intent.account, intent.order_id);
}

/** Whether the position still waits for this order, and it is not too late for it. */
function isStillWanted({ orderOf, clock }: Execution, intent: Intent): boolean {
  const current = orderOf(intent.position_id, intent.order_id);
  if (!current) return false;
  const { position, order } = current;
  const tooLate = clock.now() - intent.created_at.getTime() > ENTRY_FRESH_MS;
  return isWanted(position, order) && !(order.purpose === 'entry' && tooLate);
}

/** undefined: could not be asked. null: the lists have none. */
async function lookFor(
  execution: Execution,
  intent: Intent,
  request: OrderRequest,
): Promise<VenueOrder | null | undefined> {
  try {
    return await execution
      .venueOf(intent.account)
      .findOrder(
        request.clientOrderId,
        request.productId,
        intent.created_at.getTime() - CLOCK_SLACK_MS,
      );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    execution.log.warn({ orderId: intent.order_id, error: why }, 'order not found out about');
    return undefined;
  }
}
