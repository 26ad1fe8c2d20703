import type { OrderRequest, PlaceResult, Venue } from '../venue.ts';
import { VenueError } from '../venue.ts';
import { createCancels } from './cancels.ts';
import type { LearnedCapabilities } from './capabilities.ts';
import { toEditBody, toOrderBody } from './orderConfiguration.ts';
import type { OrderHistory } from './orderHistory.ts';
import type { Priority } from './rateLimiter.ts';
import { type Refusal, readRefusal, refusalSentence, rejectReason } from './refusal.ts';
import { SAME_AS_BEFORE } from './refusalCodes.ts';
import type { Answer, Rest } from './rest.ts';
import { createOrderAnswer, editOrderAnswer } from './wire.ts';

/** How far back an order is looked for whose id Coinbase calls used. */
const DUPLICATE_LOOKBACK_MS = 30 * 24 * 60 * 60_000;

/** What changes orders. Nothing here rejects: not knowing is one of the answers. */
export function createPlacement(
  rest: Rest,
  findVenueOrderId: OrderHistory['findVenueOrderId'],
  capabilities: LearnedCapabilities,
  clock: () => number,
): Pick<Venue, 'place' | 'replace' | 'cancel'> {
  /** The other reading of a repeated create: the first order stands, and this is it. */
  async function firstOfThatId(request: OrderRequest): Promise<PlaceResult> {
    const exists = 'Coinbase says that an order of this id exists already';
    try {
      const since = clock() - DUPLICATE_LOOKBACK_MS;
      const venueOrderId = await findVenueOrderId(request.clientOrderId, since);
      if (venueOrderId) return { outcome: 'accepted', venueOrderId };
      return { outcome: 'unknown', message: `${exists}, and does not list it yet.` };
    } catch (error) {
      const why = error instanceof VenueError ? error.message : 'an unexpected failure.';
      return { outcome: 'unknown', message: `${exists}; looking for it failed: ${why}` };
    }
  }

  async function refused(
    request: OrderRequest,
    refusal: Refusal,
    result: PlaceResult,
  ): Promise<PlaceResult> {
    if (rejectReason(refusal) === 'duplicate') return firstOfThatId(request);
    capabilities.learn(request, refusal.code);
    return result;
  }

  return {
    async place(request) {
      const body = toOrderBody(request);
      if ('unsupported' in body) return unsupported(body.unsupported);
      const answer = await rest.send(createOrderAnswer, {
        what: 'place the order',
        method: 'POST',
        path: '/brokerage/orders',
        body: {
          client_order_id: request.clientOrderId,
          product_id: request.productId,
          side: request.side === 'buy' ? 'BUY' : 'SELL',
          ...body,
          ...(request.leverage ? { leverage: request.leverage } : {}),
        },
        priority: priorityOf(request),
      });
      if (answer.kind === 'refused') return refused(request, answer, notDone(answer));
      if (answer.kind !== 'ok') return notDone(answer);

      const { success, success_response, order_id } = answer.value;
      if (success) {
        const venueOrderId = success_response?.order_id || order_id;
        if (!venueOrderId) {
          return { outcome: 'unknown', message: 'Coinbase took the order and did not say its id.' };
        }
        capabilities.learn(request, undefined);
        return { outcome: 'accepted', venueOrderId };
      }
      const refusal = readRefusal(answer.value);
      return refused(request, refusal, rejected('order', refusal));
    },

    async replace(venueOrderId, request) {
      const edit = toEditBody(request.terms);
      if ('unsupported' in edit) return unsupported(edit.unsupported);
      const answer = await rest.send(editOrderAnswer, {
        what: 'change the order',
        method: 'POST',
        path: '/brokerage/orders/edit',
        body: { order_id: venueOrderId, ...edit },
        priority: priorityOf(request),
      });
      if (answer.kind !== 'ok') return notDone(answer);
      if (answer.value.success) return { outcome: 'accepted', venueOrderId };
      const refusal = readRefusal(answer.value);
      if (refusal.code === SAME_AS_BEFORE) return { outcome: 'accepted', venueOrderId };
      return rejected('change', refusal);
    },

    cancel: createCancels(rest),
  };
}

function unsupported(message: string): PlaceResult {
  return { outcome: 'rejected', reason: 'unsupported_order', message };
}

function rejected(what: 'order' | 'change', refusal: Refusal): PlaceResult {
  const reason = rejectReason(refusal);
  return { outcome: 'rejected', reason, message: refusalSentence(what, reason, refusal) };
}

function notDone(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): PlaceResult {
  switch (answer.kind) {
    case 'unclear':
      return { outcome: 'unknown', message: answer.message };
    case 'rate_limited':
      return { outcome: 'rejected', reason: 'rate_limited', message: answer.message };
    case 'refused': {
      const forbidden = answer.status === 401 || answer.status === 403;
      const reason = forbidden ? 'not_permitted' : rejectReason(answer);
      return { outcome: 'rejected', reason, message: answer.message };
    }
  }
}

/** Whatever takes risk away goes before whatever adds it. */
const priorityOf = ({ closes }: OrderRequest): Priority => (closes ? 'urgent' : 'normal');
