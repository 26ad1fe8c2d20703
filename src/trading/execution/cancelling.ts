import type { Intent } from '../store/core/intents.ts';
import { isLive } from '../strategy/model/orderStatus.ts';
import { waysOut } from '../strategy/model/product.ts';
import { type Execution, retryAfter } from './execution.ts';

/**
 * Cancels an order. It is asked for again until the order is seen to have ended: a no may be about a
 * moment only (the order was still pending), and an exit may be waiting for it.
 */
export async function cancelOrder(execution: Execution, intent: Intent): Promise<void> {
  const { account, order_id: orderId } = intent;
  if (await isKept(execution, intent)) {
    await execution.answer(intent, { kind: 'kept' });
    return;
  }
  for (let attempt = 0; ; attempt += 1) {
    const order = execution.orderOf(intent.position_id, orderId)?.order;
    if (!order?.venueOrderId || !isLive(order)) {
      await execution.answer(intent, null);
      return;
    }
    await execution.allowed();
    const result = await execution.venueOf(account).cancel(order.venueOrderId);
    if (result.outcome === 'accepted') {
      await execution.answer(intent, null);
      execution.settle(account, orderId);
      return;
    }
    const { message } = result;
    if (result.outcome === 'rejected') {
      await execution.lookUntilSettled(account, orderId);
      if (attempt === 0) await execution.report(orderId, { kind: 'cancel_rejected', message });
    } else if (attempt === 0) {
      await execution.report(orderId, { kind: 'cancel_unknown', message });
    }
    await execution.clock.wait(retryAfter(attempt));
  }
}

/**
 * Whether it protects what is to be closed, and the product can't be left now: protection is given up
 * only for an exit that the venue takes.
 */
async function isKept(execution: Execution, intent: Intent): Promise<boolean> {
  const known = execution.orderOf(intent.position_id, intent.order_id);
  if (!known?.order.venueOrderId || !isLive(known.order)) return false;
  const { position, order } = known;
  if (order.purpose !== 'bracket' && order.purpose !== 'stop') return false;
  if (position.wayOut.closing.what === 'nothing') return false;
  return waysOut(await execution.productNow(position)) === 'none';
}
