import type { Intent } from '../store/intents.ts';
import { isLive } from '../strategy/model/orderStatus.ts';
import { type Execution, retryAfter } from './execution.ts';

/**
 * Cancels an order. It is asked for again until the order is seen to have ended: a no may be about a
 * moment only (the order was still pending), and an exit may be waiting for it.
 */
export async function cancelOrder(execution: Execution, intent: Intent): Promise<void> {
  const { account, order_id: orderId } = intent;
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
